//! `verbatim serve`: the bot in Discord.
//!
//! - `libraries`: what the bot answers from.
//! - `right`: only one process serves with a data folder.

pub(super) mod libraries;
pub(super) mod right;

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::config::{Config, HTTP_VARIABLE, INTERACTIONS_VARIABLE, LogConfig};
use crate::discord::{self, Endpoint, Events, Pace, Patience, ServeError, Settings};
use crate::http::{BindError, Listener};
use crate::message;
use crate::metrics::Metrics;

use super::check;
use super::{ANSWERED, ERROR, NEEDS_ADMIN};

#[derive(Debug, Args)]
pub(super) struct Arguments {}

pub(super) fn run(config: &Config, _arguments: &Arguments) -> u8 {
    let metrics = Arc::new(Metrics::new());
    start_log(&config.log, Arc::clone(&metrics));
    // An error must be in the log, in the form of the other lines.
    serve(config, metrics).unwrap_or_else(|error| {
        tracing::error!("{error:#}");
        ERROR
    })
}

fn serve(config: &Config, metrics: Arc<Metrics>) -> anyhow::Result<u8> {
    warn_of_settings(config);
    let Some(token) = &config.discord.token else {
        tracing::error!("{}", message::discord::NO_TOKEN);
        return Ok(NEEDS_ADMIN);
    };
    let _right = match right::to_serve(&config.data) {
        Ok(right) => right,
        Err(holder) => {
            let sentence = message::discord::already_serving(&config.data.display().to_string(), &holder);
            tracing::error!("{sentence}");
            return Ok(ERROR);
        }
    };
    // Everything that can be wrong on our side must show before the bot connects to Discord.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (for_metrics, events) = match listeners(config) {
        Ok(listeners) => listeners,
        Err(sentence) => {
            tracing::error!("{sentence}");
            return Ok(ERROR);
        }
    };
    if let Some(listener) = for_metrics {
        tracing::info!(address = %listener.address(), "serving health and metrics");
        // Start now: building the index may take a while, and a supervisor wants to know the state meanwhile.
        runtime.spawn(listener.serve_metrics(Arc::clone(&metrics)));
    }
    let libraries = libraries::libraries(config, &metrics)?;
    let settings = Settings {
        token: token.expose().to_owned(),
        proxy: config.discord.proxy.clone(),
        guild: config.discord.guild,
        user_limit: config.discord.user_limit,
        admins: config.discord.admins.clone(),
        message_content: config.discord.message_content,
        events,
        fetching: libraries::fetching_in_discord(config),
        fetch_every: config.fetch.every,
        logs_questions: config.log.questions,
        forget_after: config.forget_after,
        memory: config.memory.map(|mebibytes| mebibytes as u64 * 1024 * 1024),
        max_open: libraries::max_open(),
        keeps_questions: config.ledger.stores_questions,
        client: Box::new(reqwest::Client::builder),
        pace: Pace::default(),
        patience: Patience::default(),
        metrics,
    };
    let recorder = libraries.house().map(|house| Arc::clone(&house.recorder));
    let outcome = runtime.block_on(async {
        let mut beside = libraries::keep_up_to_date(&libraries, config);
        let outcome = discord::run(settings, libraries, stop_signal()).await;
        beside.abort_all();
        outcome
    });
    // Nobody waits for the result of a search that is still running.
    runtime.shutdown_background();
    let lost = libraries::close(recorder.as_deref());
    if lost > 0 {
        tracing::error!(lost, "some questions and votes could not be recorded");
    }
    match outcome {
        Ok(()) => {
            tracing::info!("stopped");
            Ok(ANSWERED)
        }
        Err(error) => {
            let (sentence, status) = match error {
                ServeError::BadToken => (message::discord::BAD_TOKEN, NEEDS_ADMIN),
                ServeError::DisallowedIntents if config.discord.message_content => {
                    (message::discord::NO_MESSAGE_CONTENT, NEEDS_ADMIN)
                }
                ServeError::DisallowedIntents => (message::discord::DISALLOWED_INTENTS, NEEDS_ADMIN),
                ServeError::Lost => (message::discord::LOST, ERROR),
                ServeError::Http(error) => return Err(anyhow::Error::new(error.without_url())),
            };
            tracing::error!("{sentence}");
            Ok(status)
        }
    }
}

/// Warns of what `.env` or the environment has, and is probably not meant.
fn warn_of_settings(config: &Config) {
    for unknown in &config.unknown {
        let (message, fix) = check::unknown_setting(unknown);
        tracing::warn!("{message} {fix}");
    }
    if let Some(name) = config.misnamed {
        let (message, fix) = check::misnamed_dot_env(name);
        tracing::warn!("{message} {fix}");
    }
    if config.exposes_token {
        let (message, fix) = check::exposed_token();
        tracing::warn!("{message} {fix}");
    }
}

/// Listens for whoever wants health and metrics, and for interactions.
///
/// # Errors
/// If an address can't be listened at: a sentence that says so.
fn listeners(config: &Config) -> Result<(Option<Listener>, Events), String> {
    let for_metrics = config.http.map(|address| listen(address, HTTP_VARIABLE)).transpose()?;
    let Some(interactions) = &config.discord.interactions else {
        return Ok((for_metrics, Events::Gateway));
    };
    let endpoint = Endpoint {
        listener: listen(interactions.address, INTERACTIONS_VARIABLE)?,
        path: interactions.path.clone(),
        key: interactions.key,
    };
    let events = if config.discord.gateway {
        Events::Both(endpoint)
    } else {
        Events::Posts(endpoint)
    };
    Ok((for_metrics, events))
}

fn listen(address: SocketAddr, variable: &str) -> Result<Listener, String> {
    Listener::bind(address).map_err(|error| {
        let address = address.to_string();
        match error {
            BindError::Taken => message::http::port_taken(&address, variable),
            BindError::Refused(reason) => message::http::cannot_listen(&address, variable, &reason.to_string()),
        }
    })
}

/// Waits for SIGTERM or ctrl-c.
async fn stop_signal() {
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => drop(interrupted.await),
    }
    tracing::info!("stopping: finishing answers in progress");
}

/// Logs to standard error.
///
/// The level applies only to our own modules. For serenity and the crates below it, warnings are enough. Its gateway
/// may log only errors: when it can't read an event it logs a warning with the whole event, which may hold a question.
fn start_log(log: &LogConfig, metrics: Arc<Metrics>) {
    let filter = format!("warn,serenity=warn,serenity::gateway=error,verbatim={}", log.level);
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if log.json {
        subscriber.json().flatten_event(true).init();
    } else {
        subscriber.init();
    }
    // The message of a panic may hold a piece of a question; its place in the code does not.
    std::panic::set_hook(Box::new(move |panic| {
        metrics.process.panicked();
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "panicked");
    }));
}
