//! A database behind a network that fails, and TLS.

use std::fs;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;

use super::*;
use crate::ledger::recorder::{Health, Recorder};
use crate::ledger::tests::open as open_in;

/// The request for TLS, which comes before all else.
const TLS_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

/// Something between the tests and the database that lets nothing through while it is cut.
struct Proxy {
    address: SocketAddr,
    is_cut: Arc<AtomicBool>,
    /// Has a clone for each connection.
    connections: Arc<()>,
    _runtime: Runtime,
}

impl Proxy {
    fn start(tls: Option<TlsAcceptor>) -> Self {
        let address = std::env::var("TEST_DATABASE").unwrap();
        let database = address.split(['@', '/']).nth(3).unwrap().to_owned();
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let is_cut = Arc::new(AtomicBool::new(false));
        let is_cut_here = Arc::clone(&is_cut);
        let connections = Arc::new(());
        let connection = Arc::downgrade(&connections);
        runtime.spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if is_cut_here.load(Ordering::SeqCst) {
                    continue;
                }
                let (is_cut, tls, database) = (Arc::clone(&is_cut_here), tls.clone(), database.clone());
                let connection = connection.upgrade();
                tokio::spawn(async move {
                    let cut = async {
                        while !is_cut.load(Ordering::SeqCst) {
                            tokio::time::sleep(Duration::from_millis(10)).await;
                        }
                    };
                    tokio::select! {
                        () = cut => {}
                        _ = forward(client, tls, &database) => {}
                    }
                    drop(connection);
                });
            }
        });
        Self {
            address,
            is_cut,
            connections,
            _runtime: runtime,
        }
    }

    /// The address of the test's database through this.
    fn database(&self, folder: &TempDir, options: &str) -> SharedDatabase {
        let schema = database_of(folder.path()).unwrap().schema().to_owned();
        let (host, port) = ("localhost", self.address.port());
        SharedDatabase::new(&format!(
            "postgres://verbatim@{host}:{port}/verbatim?schema={schema}{options}"
        ))
        .unwrap()
    }

    /// Cuts the network, or mends it. Once it is cut, nothing gets through any more.
    fn cut(&self, is_cut: bool) {
        self.is_cut.store(is_cut, Ordering::SeqCst);
        if is_cut {
            eventually("all connections are cut", || Arc::strong_count(&self.connections) == 1);
        }
    }
}

async fn forward(mut client: TcpStream, tls: Option<TlsAcceptor>, database: &str) -> std::io::Result<()> {
    let mut server = TcpStream::connect(database).await?;
    if let Some(tls) = tls {
        let mut request = [0; 8];
        client.read_exact(&mut request).await?;
        assert_eq!(request, TLS_REQUEST);
        client.write_all(b"S").await?;
        let mut client = tls.accept(client).await?;
        copy_bidirectional(&mut client, &mut server).await?;
    } else {
        copy_bidirectional(&mut client, &mut server).await?;
    }
    Ok(())
}

fn eventually(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..400 {
        if is_so() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("never: {what}");
}

#[test]
fn entries_wait_while_the_database_cannot_be_reached() {
    let Some((folder, _)) = database() else { return };
    let proxy = Proxy::start(None);
    let database = Arc::new(proxy.database(&folder, ""));
    let recorder = Recorder::start(storage(&database, 7), ALL);
    let Entry::Asked(question) = asked("Why?", Outcome::NoAnswer, 1) else {
        panic!("it is a question");
    };
    recorder.asked(question.clone());
    eventually("it is written", || texts(&open_in(folder.path())) == ["Why?"]);

    proxy.cut(true);
    let Entry::Vote(no) = vote(1, 1, false, "Why?") else {
        panic!("it is a vote");
    };
    let told = Arc::new(AtomicBool::new(false));
    let is_told = Arc::clone(&told);
    recorder.vote(no, move || is_told.store(true, Ordering::SeqCst));
    eventually("it is told", || recorder.health() != Health::Well);
    let health = format!("{:?}", recorder.health());
    assert!(health.contains("can't be reached"), "{health}");
    assert!(!told.load(Ordering::SeqCst));
    proxy.cut(false);
    eventually("it is written", || told.load(Ordering::SeqCst));
    assert_eq!(recorder.health(), Health::Well);
    assert_eq!(open_in(folder.path()).figures(None).unwrap().not_helpful, 1);
    assert_eq!(recorder.close(Duration::from_secs(9)), 0);
}

#[test]
fn tls_is_used_only_with_a_certificate_that_is_trusted() {
    let Some((folder, _)) = database() else { return };
    let certified = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let trusted = folder.path().join("trusted.pem");
    fs::write(&trusted, certified.cert.pem()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = certified.signing_key.serialize_der().try_into().unwrap();
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key)
        .unwrap();
    let proxy = Proxy::start(Some(TlsAcceptor::from(Arc::new(config))));

    let trusting = proxy.database(
        &folder,
        &format!("&sslmode=verify-full&sslrootcert={}", trusted.display()),
    );
    let mut ledger = open(&Arc::new(trusting), 7);
    ledger.record(&entries("tea")).unwrap();
    assert_eq!(texts(&open_in(folder.path())), ["tea"]);

    let wary = proxy.database(&folder, "&sslmode=require");
    let refused = storage(&Arc::new(wary), 7).has_ledger().unwrap_err().to_string();
    assert!(refused.contains("certificate"), "{refused}");
}

#[test]
fn a_server_without_tls_is_refused_where_tls_is_wanted() {
    let Some((folder, _)) = database() else { return };
    let proxy = Proxy::start(None);
    let database = Arc::new(proxy.database(&folder, "&sslmode=verify-full"));
    let refused = storage(&database, 7).has_ledger().unwrap_err().to_string();
    assert!(refused.contains("TLS"), "{refused}");
}

#[test]
fn a_server_that_never_responds_is_given_up() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let database = SharedDatabase::new(&format!("postgres://verbatim@127.0.0.1:{port}/verbatim")).unwrap();
    let refused = storage(&Arc::new(database), 7).has_ledger().unwrap_err().to_string();
    assert!(refused.contains("it doesn't respond"), "{refused}");
}
