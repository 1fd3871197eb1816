//! HTTPS, for a client that insists on it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::server::TlsStream;

/// The names in the certificate: REST, and the files.
const NAMES: [&str; 2] = ["discord.com", "cdn.discordapp.com"];

/// Accepts connections and completes their handshakes.
pub(super) struct TlsListener {
    address: SocketAddr,
    done: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

/// Makes a listener with a fresh certificate for Discord's names. Returns it with the certificate as PEM.
pub(super) fn listener(tcp: TcpListener) -> (TlsListener, String) {
    let own = rcgen::generate_simple_self_signed(NAMES.map(str::to_owned)).unwrap();
    let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key.into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let address = tcp.local_addr().unwrap();
    let (sender, done) = mpsc::channel(16);
    tokio::spawn(async move {
        while !sender.is_closed() {
            let Ok((stream, peer)) = tcp.accept().await else { break };
            let (acceptor, sender) = (acceptor.clone(), sender.clone());
            // A hanging handshake must not hold up the others.
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    let _ = sender.send((stream, peer)).await;
                }
            });
        }
    });
    (TlsListener { address, done }, own.cert.pem())
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.done.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        Ok(self.address)
    }
}
