//! Health and metrics over HTTP: `/healthz`, `/readyz` and `/metrics`, for supervisors and Prometheus.
//!
//! Only this module names hyper. It is meant for the bot's own machine or a trusted network: nothing here is secret,
//! but clients don't authenticate. A hostile client can cost a few connections for a few seconds, and no more. Not
//! here: the metrics themselves (`metrics`), and the setting that turns this on (`config`).

mod page;

use std::io;
use std::net::{SocketAddr, TcpListener as Socket};
use std::sync::Arc;
use std::time::Duration;

use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use crate::metrics::Metrics;

/// The most connections at once; more wait in the system's queue.
const MAX_CONNECTIONS: usize = 64;

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

/// A bound socket. Connections wait until [`Listener::serve`] runs.
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

    /// Serves requests until the task is aborted.
    pub async fn serve(self, metrics: Arc<Metrics>) {
        let listener = match TcpListener::from_std(self.socket) {
            Ok(listener) => listener,
            Err(error) => {
                tracing::error!(%error, "health and metrics are not served");
                return;
            }
        };
        let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        // The semaphore is never closed, so this never fails.
        while let Ok(place) = Arc::clone(&connections).acquire_owned().await {
            match listener.accept().await {
                Ok((stream, _)) => {
                    let metrics = Arc::clone(&metrics);
                    tokio::spawn(async move {
                        serve(stream, &metrics).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::debug!(%error, "a connection for health and metrics could not be accepted");
                    sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }
}

/// Answers one request of a connection and closes it.
async fn serve(stream: TcpStream, metrics: &Metrics) {
    let answer =
        |request: Request<Incoming>| async move { Ok::<_, std::convert::Infallible>(page::answer(&request, metrics)) };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .max_buf_size(MAX_HEAD_BYTES)
        .max_headers(MAX_HEADERS)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service_fn(answer));
    match timeout(CONNECTION_PATIENCE, connection).await {
        Ok(Ok(())) => {}
        // hyper has responded with a status if it could.
        Ok(Err(error)) => tracing::debug!(%error, "a request for health or metrics was malformed"),
        Err(_) => tracing::debug!("a connection for health or metrics took too long"),
    }
}
