//! Health and figures over HTTP: `/healthz`, `/readyz` and `/metrics`, for supervisors and Prometheus.
//!
//! Alone names hyper. It is meant for the machine that the bot runs on or a network that can be trusted: what it hands
//! out is no secret, but nobody is asked who they are. Whatever is sent here, it costs a few connections and a few
//! seconds at most. Not here: what is measured (`metrics`), and whether this is on at all (`config`).

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

/// How many connections there may be at once; more wait for their turn in the system's queue.
const MAX_CONNECTIONS: usize = 64;

/// How long a request's head may take to come.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);

/// How long a connection may take as a whole, from its first byte to our last.
const CONNECTION_PATIENCE: Duration = Duration::from_secs(10);

/// The most bytes that a request's head may have. hyper takes no less for a limit.
const MAX_HEAD_BYTES: usize = 8_192;

/// The most headers that a request may have.
const MAX_HEADERS: usize = 64;

/// How long to wait when no connection can be taken: the process may have too many files open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Why nothing can be served at an address.
#[derive(Debug, Error)]
pub enum BindError {
    /// Another program has the port.
    #[error("the port is taken")]
    Taken,
    /// The system does not let us.
    #[error("{0}")]
    Refused(#[source] io::Error),
}

/// A door that is open; who comes through waits until it is served.
#[derive(Debug)]
pub struct Door {
    socket: Socket,
    address: SocketAddr,
}

impl Door {
    /// Listens at an address.
    ///
    /// # Errors
    /// If another program does, or the system does not let us.
    pub fn open(address: SocketAddr) -> Result<Self, BindError> {
        let bound = Socket::bind(address).and_then(|socket| {
            // Who waits for it is a task, not a thread.
            socket.set_nonblocking(true)?;
            let address = socket.local_addr()?;
            Ok(Self { socket, address })
        });
        bound.map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => BindError::Taken,
            _ => BindError::Refused(error),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves whoever comes, for as long as it is let.
    pub async fn serve(self, metrics: Arc<Metrics>) {
        let listener = match TcpListener::from_std(self.socket) {
            Ok(listener) => listener,
            Err(error) => {
                tracing::error!(%error, "health and metrics are not served");
                return;
            }
        };
        let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        // It fails only once it is closed, which nobody does.
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
                    tracing::debug!(%error, "a connection for health and metrics could not be taken");
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
        // hyper has answered it with a status where there was somebody to answer.
        Ok(Err(error)) => tracing::debug!(%error, "a request for health or metrics was none"),
        Err(_) => tracing::debug!("a connection for health or metrics took too long"),
    }
}
