//! HTTP servers: health and metrics for supervisors and Prometheus, and posts that another program sends.
//!
//! Only this module names hyper. A client costs a few connections for a few seconds at most, and is not authenticated
//! here: health and metrics are no secret, and whoever takes posts checks who sent them. Not here: the metrics
//! themselves (`metrics`), and the settings that turn this on (`config`).
//!
//! - `page`: health and metrics.
//! - `posts`: posts to one path.

mod page;
mod posts;

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener as Socket};
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use crate::metrics::Metrics;

pub use posts::{Post, Reply};

/// The most connections at once for health and metrics; more wait in the system's queue.
const MAX_READERS: usize = 64;

/// The most connections at once for posts. Each lasts as long as its post takes to arrive.
const MAX_SENDERS: usize = 512;

/// The longest that a request's head may take to arrive.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);

/// The longest that a connection may take as a whole.
const CONNECTION_PATIENCE: Duration = Duration::from_secs(10);

/// The most bytes that a request's head may have. hyper accepts no lower limit.
const MAX_HEAD_BYTES: usize = 8_192;

/// The most headers that a request may have.
const MAX_HEADERS: usize = 64;

/// The pause when no connection can be accepted: the process may have too many files open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The reason why an address cannot be served.
#[derive(Debug, Error)]
pub enum BindError {
    /// Another program listens there.
    #[error("the port is taken")]
    Taken,
    /// The system refused.
    #[error("{0}")]
    Refused(#[source] io::Error),
}

/// A bound socket. Connections wait until it is served.
#[derive(Debug)]
pub struct Listener {
    socket: Socket,
    address: SocketAddr,
}

impl Listener {
    /// Listens at an address.
    ///
    /// # Errors
    /// If another program listens there, or the system refuses.
    pub fn bind(address: SocketAddr) -> Result<Self, BindError> {
        let bound = Socket::bind(address).and_then(|socket| {
            // Tokio requires a non-blocking socket.
            socket.set_nonblocking(true)?;
            let address = socket.local_addr()?;
            Ok(Self { socket, address })
        });
        bound.map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => BindError::Taken,
            _ => BindError::Refused(error),
        })
    }

    /// The address that it listens at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves health and metrics until the task is aborted.
    pub async fn serve_metrics(self, metrics: Arc<Metrics>) {
        let answer = move |request| {
            let metrics = Arc::clone(&metrics);
            async move { page::answer(&request, &metrics) }
        };
        self.serve(MAX_READERS, answer).await;
    }

    /// Passes each post to `path` on to `take`, which must not block, until the task is aborted. Refuses anything else.
    pub async fn take_posts(self, path: String, take: impl Fn(&Post) -> Reply + Send + Sync + 'static) {
        let shared = Arc::new((path, take));
        let answer = move |request| {
            let shared = Arc::clone(&shared);
            async move { posts::answer(request, &shared.0, &shared.1).await }
        };
        self.serve(MAX_SENDERS, answer).await;
    }

    async fn serve<F, A>(self, max_connections: usize, answer: F)
    where
        F: Fn(Request<Incoming>) -> A + Clone + Send + Sync + 'static,
        A: Future<Output = Response<String>> + Send + 'static,
    {
        let listener = match TcpListener::from_std(self.socket) {
            Ok(listener) => listener,
            Err(error) => {
                tracing::error!(%error, address = %self.address, "nothing is served");
                return;
            }
        };
        let connections = Arc::new(Semaphore::new(max_connections));
        // The semaphore is never closed, so this never fails.
        while let Ok(place) = Arc::clone(&connections).acquire_owned().await {
            match listener.accept().await {
                Ok((stream, _)) => {
                    let answer = answer.clone();
                    tokio::spawn(async move {
                        serve_once(stream, answer).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::debug!(%error, address = %self.address, "a connection could not be accepted");
                    sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }
}

/// Answers one request of a connection and closes it.
async fn serve_once<A>(stream: TcpStream, answer: impl Fn(Request<Incoming>) -> A)
where
    A: Future<Output = Response<String>>,
{
    let answered = |request| {
        let response = answer(request);
        async move { Ok::<_, Infallible>(response.await) }
    };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .max_buf_size(MAX_HEAD_BYTES)
        .max_headers(MAX_HEADERS)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service_fn(answered));
    match timeout(CONNECTION_PATIENCE, connection).await {
        Ok(Ok(())) => {}
        // hyper has responded with a status if it could.
        Ok(Err(error)) => tracing::debug!(%error, "a request was malformed"),
        Err(_) => tracing::debug!("a connection took too long"),
    }
}
