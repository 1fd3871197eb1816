//! A fake Discord on loopback: REST and gateway, with state, and with faults on request.
//!
//! A test reads as a transcript: somebody says something, the bot answers, somebody clicks. The bot's side is real.
//! Every request is checked against Discord's limits and, if `DISCORD_OPENAPI` names the file, against Discord's own
//! description of its API. A broken rule is kept as a violation, and fails the test unless the test asks for it. Not
//! here: voice.
//!
//! - `state`: everything that Discord remembers, and waiting for changes.
//! - `world`: channels and users, and the bot's permissions in them.
//! - `guilds`: guilds with their members and roles.
//! - `application`: the owners of the bot.
//! - `attachments`: files attached to commands.
//! - `people`: the actions of people: say, reply, edit, delete.
//! - `interactions`: commands, menus and clicks, and the responses to them.
//! - `posts`: the same, posted to the bot in place of the gateway.
//! - `seen`: the bot's messages as people see them, and waiting for them.
//! - `message`: a message, and its JSON.
//! - `rest`, `gateway`: the two servers; `tls`: HTTPS for the first.
//! - `faults`: faults on request.
//! - `validation`: the rules for requests.

mod application;
mod attachments;
mod faults;
mod gateway;
mod guilds;
mod interactions;
mod message;
mod people;
mod posts;
mod rest;
mod seen;
mod state;
#[cfg(test)]
mod tests;
mod tls;
mod validation;
mod world;

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::routing::any;
use serde_json::Value;
use serenity::model::id::{ApplicationId, UserId};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

pub use self::attachments::{Attachment, Serving};
pub use self::faults::Fault;
pub use self::gateway::Limits;
pub use self::guilds::Guild;
pub use self::interactions::Interaction;
pub use self::posts::Posted;
pub use self::seen::Sent;
pub use self::state::Request;
pub use self::world::{Place, User};

use self::state::Shared;

/// The longest that a test waits for anything. A disk that others keep busy can hold up one write for several seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// A Discord for one test. Clones are the same Discord, which closes with the last of them.
#[derive(Clone)]
pub struct FakeDiscord {
    shared: Arc<Shared>,
    open: Arc<Open>,
}

/// The resources to close in the end.
struct Open {
    shared: Arc<Shared>,
    address: SocketAddr,
    root_certificate: Option<String>,
    servers: Vec<AbortHandle>,
}

impl FakeDiscord {
    /// Starts a Discord over plain HTTP.
    pub async fn start() -> Self {
        let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = plain.local_addr().unwrap();
        let shared = Arc::new(Shared::new(address));
        let servers = vec![serve(plain, &shared)];
        Self::open(shared, address, None, servers)
    }

    /// Starts a Discord whose REST uses HTTPS, with its own certificate for "discord.com" and "cdn.discordapp.com". The
    /// gateway stays plain.
    pub async fn start_tls() -> Self {
        let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let tls = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = tls.local_addr().unwrap();
        let shared = Arc::new(Shared::new(plain.local_addr().unwrap()));
        let (listener, root_certificate) = tls::listener(tls);
        let servers = vec![serve(plain, &shared), serve(listener, &shared)];
        Self::open(shared, address, Some(root_certificate), servers)
    }

    fn open(
        shared: Arc<Shared>,
        address: SocketAddr,
        root_certificate: Option<String>,
        servers: Vec<AbortHandle>,
    ) -> Self {
        let open = Open {
            shared: Arc::clone(&shared),
            address,
            root_certificate,
            servers,
        };
        Self {
            shared,
            open: Arc::new(open),
        }
    }

    /// The URL for `DISCORD_PROXY`, such as `http://127.0.0.1:4711`.
    pub fn url(&self) -> String {
        let scheme = if self.open.root_certificate.is_some() {
            "https"
        } else {
            "http"
        };
        format!("{scheme}://{}", self.open.address)
    }

    /// The address of REST.
    pub fn address(&self) -> SocketAddr {
        self.open.address
    }

    /// The certificate that a client has to trust, as PEM.
    ///
    /// # Panics
    /// If `start` was called instead of `start_tls`.
    pub fn root_certificate(&self) -> &str {
        self.open
            .root_certificate
            .as_deref()
            .expect("only start_tls has a certificate")
    }

    /// The only valid token.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// The bot's user.
    pub fn bot(&self) -> UserId {
        self.shared.bot
    }

    /// The bot's application.
    pub fn application(&self) -> ApplicationId {
        ApplicationId::new(self.shared.bot.get())
    }

    /// Every request so far, in order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.read(|state| state.requests.clone())
    }

    /// The number of requests with this method and path; `{}` or `*` stands for one segment.
    pub fn requests_to(&self, method: &str, path: &str) -> usize {
        self.requests()
            .iter()
            .filter(|request| request.method == method && faults::is_match(path, &request.path))
            .count()
    }

    /// The global commands that the bot has registered.
    pub fn commands(&self) -> Value {
        self.shared.read(|state| state.commands_of(None))
    }

    /// The commands that the bot has registered in one guild.
    pub fn guild_commands(&self, guild: &Guild) -> Value {
        self.shared.read(|state| state.commands_of(Some(guild.id)))
    }

    /// Takes the violations since the last call. They don't fail the test any more.
    pub fn violations(&self) -> Vec<String> {
        self.shared.change(|state| std::mem::take(&mut state.violations))
    }

    /// Asserts that no rule was broken.
    ///
    /// # Panics
    /// If a rule was broken.
    #[track_caller]
    pub fn check(&self) {
        let violations = self.violations();
        assert!(violations.is_empty(), "rules broken:\n{}", violations.join("\n"));
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        for server in &self.servers {
            server.abort();
        }
        let violations = self.shared.close();
        assert!(
            thread::panicking() || violations.is_empty(),
            "rules broken:\n{}",
            violations.join("\n")
        );
    }
}

fn serve<L>(listener: L, shared: &Arc<Shared>) -> AbortHandle
where
    L: axum::serve::Listener,
    L::Addr: std::fmt::Debug,
{
    let app = Router::new()
        .route("/gateway/", any(gateway::connect))
        .fallback(rest::answer)
        .with_state(Arc::clone(shared));
    tokio::spawn(async move { axum::serve(listener, app).await }).abort_handle()
}
