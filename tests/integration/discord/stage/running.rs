//! The bot on the stage: it is started, stopped, and started again.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use verbatim::discord::{self, House, Libraries, ServeError, Settings};
use verbatim::ledger::{self, Ledger, Recorder, Storage};
use verbatim::library::Sharing;
use verbatim::live::Live;

use super::{COMMANDS, Stage, settings, until};
use crate::database;
use crate::fake_discord::Guild;

/// The bot as it runs.
pub(super) struct Bot {
    recorder: Arc<Recorder>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), ServeError>>,
}

impl Stage {
    /// Starts the stopped bot.
    pub async fn start(&mut self) {
        let has_gateway = self.launch();
        if has_gateway {
            self.discord.ready().await;
        }
        until("the commands are registered", || {
            self.discord
                .commands()
                .as_array()
                .is_some_and(|commands| commands.len() == COMMANDS)
        })
        .await;
    }

    /// Starts the stopped bot with other settings, and doesn't wait until it is connected.
    pub fn begin(&mut self, tune: impl Fn(&mut Settings) + 'static) {
        self.tune = Box::new(tune);
        self.launch();
    }

    /// Starts the stopped bot. Returns whether it connects to the gateway.
    fn launch(&mut self) -> bool {
        let (stop, stopped) = oneshot::channel::<()>();
        let recorder = Arc::new(Recorder::start(self.storage(None), self.ledger));
        let mut settings = settings(&self.discord);
        settings.metrics = Arc::clone(&self.metrics);
        (self.tune)(&mut settings);
        let has_gateway = settings.events.need_gateway();
        let house = House {
            live: Arc::clone(&self.live),
            recorder: Arc::clone(&recorder),
        };
        let libraries = match &self.servers {
            None => Libraries::One(house),
            Some(servers) => Libraries::Own {
                servers: Arc::clone(servers),
                house: (*servers.sharing() != Sharing::Nobody).then_some(house),
            },
        };
        let task = tokio::spawn(discord::run(settings, libraries, async move {
            drop(stopped.await);
        }));
        self.bot = Some(Bot { recorder, stop, task });
        has_gateway
    }

    /// Stops the bot and starts it again, as after an update.
    pub async fn restart(&mut self) {
        self.stop().await.unwrap();
        self.start().await;
    }

    /// Starts the bot again after it was stopped.
    pub async fn start_again(&mut self) {
        assert!(self.bot.is_none(), "it was not stopped");
        self.start().await;
    }

    /// Restarts the bot with other settings.
    pub async fn restart_with(&mut self, tune: impl Fn(&mut Settings) + 'static) {
        self.tune = Box::new(tune);
        self.restart().await;
    }

    /// Stops the bot, and returns the actions of admins, in order.
    pub async fn audit(&mut self) -> Vec<ledger::Action> {
        self.stop().await.unwrap();
        let entries = self.with_ledger(None, |ledger| ledger.audit_entries(1_000).unwrap());
        entries.into_iter().rev().map(|entry| entry.action).collect()
    }

    /// The place of the ledger of a server, or of that of whoever runs the bot.
    pub fn storage(&self, server: Option<&Guild>) -> Storage {
        let (Some(guild), Some(servers)) = (server, &self.servers) else {
            return self.live.library().storage();
        };
        servers.library(guild.id.get()).unwrap().storage()
    }

    /// Opens the ledger of a server, or that of whoever runs the bot. Nobody else may have it open.
    pub fn with_ledger<T: Send>(&self, server: Option<&Guild>, work: impl FnOnce(&mut Ledger) -> T + Send) -> T {
        database::with_ledger(self.storage(server), self.ledger, work)
    }

    /// Stops the bot, and starts it as a new process would, from the files on the disk.
    pub async fn begin_anew(&mut self) {
        self.stop().await.unwrap();
        let library = Arc::clone(self.live.library());
        let metrics = Arc::clone(&self.metrics);
        let live = database::blocking(|| Live::open(library, metrics).unwrap());
        self.live = Arc::new(live);
        self.start().await;
    }

    /// Stops the bot as SIGTERM does, and returns how it ended.
    pub async fn stop(&mut self) -> Result<(), ServeError> {
        let bot = self.bot.take().unwrap();
        drop(bot.stop);
        let ended = timeout(Duration::from_secs(20), bot.task).await.unwrap().unwrap();
        assert_eq!(
            bot.recorder.close(Duration::from_secs(5)),
            0,
            "the ledger has all of it"
        );
        ended
    }

    /// Tells the bot to stop, without waiting.
    pub fn begin_to_stop(&mut self) -> JoinHandle<Result<(), ServeError>> {
        let bot = self.bot.take().unwrap();
        drop(bot.stop);
        bot.task
    }

    /// Waits until the bot ends on its own.
    pub async fn ended(&mut self) -> Result<(), ServeError> {
        let bot = self.bot.take().unwrap();
        timeout(Duration::from_secs(20), bot.task).await.unwrap().unwrap()
    }
}
