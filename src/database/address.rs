//! The address of a database, as the setting `VERBATIM_DATABASE` gives it.
//!
//! TLS is always verified. Without `sslmode` it is used unless the database is on this machine: the usual default takes
//! any certificate, and sends questions and a password to whoever shows one.

use std::fs;
use std::str::FromStr;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::error::{DatabaseError, causes};

/// The schema that holds the tables, unless the address names another.
const SCHEMA: &str = "verbatim";

/// The longest wait for a connection, and for anything that the database should have acknowledged.
const NETWORK_PATIENCE: Duration = Duration::from_secs(3);

/// The pause before a silent connection is asked for a sign of life.
const KEEPALIVE: Duration = Duration::from_secs(10);

const USUAL_PORT: u16 = 5432;

/// The address of a database.
pub(super) struct Address {
    config: Config,
    /// `None` for a connection without TLS.
    tls: Option<MakeRustlsConnect>,
    schema: String,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// A clause about what is wrong with it. It never repeats the address, which may hold a password.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err("it has to begin with postgres://".to_owned());
        }
        let (mut mode, mut roots, mut schema) = (None, None, SCHEMA.to_owned());
        let (base, query) = text.split_once('?').unwrap_or((text, ""));
        let mut rest = Vec::new();
        for option in query.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value),
                Some(("sslrootcert", path)) => roots = Some(path),
                Some(("schema", name)) => name.clone_into(&mut schema),
                _ => rest.push(option),
            }
        }
        if base.matches('@').count() > 1 {
            return Err("an @ in the password has to be written as %40".to_owned());
        }
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let begins_well = schema.starts_with(|c: char| c.is_ascii_lowercase()) && !schema.starts_with("pg_");
        if !begins_well || !schema.chars().all(is_name) {
            return Err(
                "schema has to be a name of small letters, digits and _ that begins with a letter, and not with pg_"
                    .to_owned(),
            );
        }
        let text = format!("{base}?{}", rest.join("&"));
        let mut config = Config::from_str(text.trim_end_matches('?')).map_err(|error| causes(&error))?;
        if config.get_hosts().is_empty() {
            return Err("it names no host".to_owned());
        }
        let uses_tls = match mode {
            None => !config.get_hosts().iter().all(is_here),
            Some("disable") => false,
            Some("require" | "verify-ca" | "verify-full") => true,
            Some(_) => return Err("sslmode has to be disable or verify-full".to_owned()),
        };
        if roots.is_some() && !uses_tls {
            return Err("sslrootcert needs sslmode=verify-full".to_owned());
        }
        config.ssl_mode(if uses_tls { SslMode::Require } else { SslMode::Disable });
        config.application_name(config.get_application_name().unwrap_or("verbatim").to_owned().as_str());
        config.connect_timeout(NETWORK_PATIENCE);
        config.tcp_user_timeout(NETWORK_PATIENCE);
        // If the host dies before it responds, this takes half a minute to notice.
        config.keepalives_idle(KEEPALIVE).keepalives_interval(KEEPALIVE);
        config.keepalives_retries(2);
        Ok(Self {
            config,
            tls: uses_tls.then(|| tls(roots)).transpose()?,
            schema,
        })
    }

    /// The schema that holds the tables.
    pub(super) fn schema(&self) -> &str {
        &self.schema
    }

    /// The host and the name of the database.
    pub(super) fn place(&self) -> String {
        let ports = self.config.get_ports();
        let hosts: Vec<String> = self
            .config
            .get_hosts()
            .iter()
            .enumerate()
            .map(|(at, host)| {
                let port = ports.get(at).or(ports.first()).copied().unwrap_or(USUAL_PORT);
                match host {
                    Host::Tcp(name) => format!("{name}:{port}"),
                    Host::Unix(folder) => folder.display().to_string(),
                }
            })
            .collect();
        let name = self.config.get_dbname().or(self.config.get_user()).unwrap_or_default();
        format!("{}/{name}", hosts.join(","))
    }

    /// Connects to the database.
    ///
    /// # Errors
    /// If it can't be reached, or doesn't respond within a few seconds.
    pub(super) fn connect(&self) -> Result<Client, DatabaseError> {
        let (config, tls) = (self.config.clone(), self.tls.clone());
        let (sender, connected) = mpsc::channel();
        // The library's timeout covers the network alone: it would wait forever for a server that accepts the connection and
        // never responds.
        let connect = move || {
            let connected = match tls {
                Some(tls) => config.connect(tls),
                None => config.connect(NoTls),
            };
            // Nobody may be waiting any more.
            let _ = sender.send(connected);
        };
        let started = thread::Builder::new().name("database".to_owned()).spawn(connect);
        started.map_err(|error| DatabaseError::Unreachable(error.to_string()))?;
        match connected.recv_timeout(2 * NETWORK_PATIENCE) {
            Ok(connected) => Ok(connected?),
            Err(_) => Err(DatabaseError::Unreachable("it doesn't respond".to_owned())),
        }
    }
}

/// True if the host is this machine.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
        Host::Unix(_) => true,
    }
}

/// TLS that trusts the certificates in the file `roots`, or those that browsers trust.
fn tls(roots: Option<&str>) -> Result<MakeRustlsConnect, String> {
    let mut trusted = RootCertStore::empty();
    if let Some(path) = roots {
        let read = fs::read(path).map_err(|error| format!("sslrootcert {path} can't be read: {error}"))?;
        for certificate in CertificateDer::pem_slice_iter(&read) {
            certificate
                .map_err(|error| error.to_string())
                .and_then(|certificate| trusted.add(certificate).map_err(|error| error.to_string()))
                .map_err(|error| format!("sslrootcert {path} has a certificate that can't be read: {error}"))?;
        }
        if trusted.is_empty() {
            return Err(format!("sslrootcert {path} has no certificate"));
        }
    } else {
        trusted.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(trusted)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
