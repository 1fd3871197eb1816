//! Asks a site for files: slowly, with limits, and for nothing on a private network.
//!
//! Redirects are not followed here, since each of them may lead to an address that may not be asked for.

use std::error::Error;
use std::thread;
use std::time::{Duration, Instant};

use reqwest::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER,
};
use reqwest::redirect::Policy;
use reqwest::{ClientBuilder, Url};
use tokio::runtime::{Builder, Runtime};

use super::Settings;
use super::public::{NotPublic, PublicOnly, is_private_literal};
use super::robots::PRODUCT;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The time limit for a file with all its bytes.
const FETCH_TIMEOUT: Duration = Duration::from_secs(30);

/// The formats that are asked for, the readable ones first.
const ACCEPTED: &str = "text/html, application/xhtml+xml, text/plain;q=0.9, text/markdown;q=0.9, */*;q=0.5";

/// The header with which Cloudflare says that it sends a riddle instead of the page.
const MITIGATED: HeaderName = HeaderName::from_static("cf-mitigated");

/// The server's names for the version that is there, if it gave any.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known<'a> {
    pub(super) etag: Option<&'a str>,
    pub(super) last_modified: Option<&'a str>,
}

/// The answer to a request.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    headers: HeaderMap,
    /// Empty unless the status is 200.
    pub(super) body: Vec<u8>,
    /// True if there was more than the limit.
    pub(super) is_cut: bool,
}

/// The reason why a request got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoResponse {
    /// The address is on a private network.
    Private,
    /// No connection, or one that broke off.
    Lost,
    /// It took too long.
    Slow,
    /// The certificate of the site can't be trusted. Fits "the certificate …".
    Untrusted(&'static str),
}

/// Asks for files, one at a time.
pub(super) struct Client {
    http: reqwest::Client,
    runtime: Runtime,
    allows_private: bool,
    /// The pause between two requests.
    pub(super) pace: Duration,
    last: Option<Instant>,
}

impl Client {
    /// Prepares to ask; nothing is sent.
    pub(super) fn new(settings: &Settings) -> Result<Self, super::FetchError> {
        Self::of(reqwest::Client::builder(), settings)
    }

    fn of(builder: ClientBuilder, settings: &Settings) -> Result<Self, super::FetchError> {
        let builder = builder
            .user_agent(user_agent(settings.contact.as_deref()))
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(FETCH_TIMEOUT)
            .redirect(Policy::none());
        let builder = if settings.allows_private {
            builder
        } else {
            // A proxy would resolve names by itself, and nobody would check the addresses.
            builder.dns_resolver(PublicOnly.into()).no_proxy()
        };
        Ok(Self {
            http: builder
                .build()
                .map_err(|error| super::FetchError::Client(error.to_string()))?,
            runtime: Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| super::FetchError::Client(error.to_string()))?,
            allows_private: settings.allows_private,
            pace: settings.pace,
            last: None,
        })
    }

    /// Asks for a file. `limit` returns the most bytes of it that are wanted, by its type; with 0, none are read.
    pub(super) fn get(
        &mut self,
        url: &Url,
        known: Known<'_>,
        limit: impl Fn(&str) -> u64,
    ) -> Result<Response, NoResponse> {
        if !self.allows_private && is_private_literal(url) {
            return Err(NoResponse::Private);
        }
        if let Some(last) = self.last {
            thread::sleep(self.pace.saturating_sub(last.elapsed()));
        }
        self.last = Some(Instant::now());
        let mut request = self.http.get(url.clone()).header(ACCEPT, ACCEPTED);
        for (name, value) in [(IF_NONE_MATCH, known.etag), (IF_MODIFIED_SINCE, known.last_modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        self.runtime
            .block_on(receive(request, limit))
            .map_err(|error| why(&error))
    }
}

async fn receive(request: reqwest::RequestBuilder, limit: impl Fn(&str) -> u64) -> Result<Response, reqwest::Error> {
    let mut response = request.send().await?;
    let mut received = Response {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: Vec::new(),
        is_cut: false,
    };
    if received.status != 200 {
        return Ok(received);
    }
    let limit = limit(&received.content_type());
    while let Some(chunk) = response.chunk().await? {
        let room = usize::try_from(limit).unwrap_or(usize::MAX) - received.body.len();
        received.body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        // The body may never end.
        if chunk.len() > room {
            received.is_cut = true;
            break;
        }
    }
    Ok(received)
}

fn why(error: &reqwest::Error) -> NoResponse {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<NotPublic>() {
            return NoResponse::Private;
        }
        if let Some(why) = distrust(&error.to_string()) {
            return NoResponse::Untrusted(why);
        }
        cause = error.source();
    }
    if error.is_timeout() {
        NoResponse::Slow
    } else {
        NoResponse::Lost
    }
}

/// The reason why the certificate of a site can't be trusted, from the error that the TLS library gives. `None` if it is
/// about something else.
fn distrust(error: &str) -> Option<&'static str> {
    let (_, fault) = error.split_once("invalid peer certificate: ")?;
    let fault = fault.to_ascii_lowercase();
    Some(match fault.as_str() {
        fault if fault.contains("expired") => "has expired",
        fault if fault.contains("not valid yet") || fault.contains("notvalidyet") => "is not valid yet",
        fault if fault.contains("not valid for name") || fault.contains("notvalidforname") => "is for another address",
        fault if fault.contains("unknownissuer") => "comes from nobody that browsers trust",
        _ => "is not valid",
    })
}

impl Response {
    fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers
            .get(name)?
            .to_str()
            .ok()
            .map(str::trim)
            .filter(|value| !value.is_empty())
    }

    /// The type of the file in lower case, such as "text/html"; empty if the server doesn't say.
    pub(super) fn content_type(&self) -> String {
        let value = self.header(&CONTENT_TYPE).unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    pub(super) fn etag(&self) -> Option<String> {
        self.header(&ETAG).map(str::to_owned)
    }

    pub(super) fn last_modified(&self) -> Option<String> {
        self.header(&LAST_MODIFIED).map(str::to_owned)
    }

    /// The address that a redirect leads to, as written; `None` if it is no redirect.
    pub(super) fn location(&self) -> Option<&str> {
        let is_redirect = matches!(self.status, 301 | 302 | 303 | 307 | 308);
        self.header(&reqwest::header::LOCATION).filter(|_| is_redirect)
    }

    /// True if a redirect is for good.
    pub(super) fn is_permanent(&self) -> bool {
        matches!(self.status, 301 | 308)
    }

    /// True if the site wants to know first whether a person is asking.
    pub(super) fn is_challenge(&self) -> bool {
        self.header(&MITIGATED)
            .is_some_and(|value| value.eq_ignore_ascii_case("challenge"))
    }

    /// The number of seconds after which the site wants to be asked again; `None` if it gives no number.
    pub(super) fn retry_after(&self) -> Option<u64> {
        self.header(&RETRY_AFTER)?.parse().ok()
    }

    /// True if the body is packed, although no packing was asked for.
    pub(super) fn is_packed(&self) -> bool {
        let packing = self.header(&reqwest::header::CONTENT_ENCODING);
        packing.is_some_and(|packing| !packing.eq_ignore_ascii_case("identity"))
    }
}

/// The name under which sites see this program, and what its admin wants them to know.
fn user_agent(contact: Option<&str>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let contact = contact.map_or_else(String::new, |contact| format!("; {contact}"));
    format!("{PRODUCT}/{version} (a bot that quotes articles{contact})")
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpListener};
    use std::sync::Arc;

    use rcgen::{CertificateParams, KeyPair, date_time_ymd};
    use reqwest::Certificate;
    use tokio_rustls::rustls::crypto::ring;
    use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
    use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

    use super::*;

    const NAME: &str = "bakery.example";
    const PAGE: &[u8] =
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 5\r\nconnection: close\r\n\r\nBread";

    /// Starts a site on loopback that sends everybody the same page, with a fresh certificate for `name` that ends in
    /// `year`. Returns its address, and the certificate.
    fn site(name: &str, year: i32) -> (SocketAddr, Certificate) {
        let key = KeyPair::generate().unwrap();
        let mut wanted = CertificateParams::new([name.to_owned()]).unwrap();
        wanted.not_before = date_time_ymd(2000, 1, 1);
        wanted.not_after = date_time_ymd(year, 1, 1);
        let own = wanted.self_signed(&key).unwrap();
        let der = PrivatePkcs8KeyDer::from(key.serialize_der());
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![own.der().clone()], der.into())
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = StreamOwned::new(connection, stream.unwrap());
                // A client that distrusts the certificate hangs up.
                if stream.read(&mut [0; 4096]).is_ok_and(|len| len > 0) {
                    stream.write_all(PAGE).unwrap();
                    stream.conn.send_close_notify();
                    stream.flush().unwrap();
                }
            }
        });
        (address, Certificate::from_der(own.der()).unwrap())
    }

    /// Asks a site whose certificate is for `name` and ends in `year`. `trusts` says whether its issuer is trusted.
    fn asked(name: &str, year: i32, trusts: bool) -> Result<Vec<u8>, NoResponse> {
        let (address, certificate) = site(name, year);
        let builder = reqwest::Client::builder().resolve(NAME, address);
        let builder = if trusts {
            builder.add_root_certificate(certificate)
        } else {
            builder
        };
        let settings = Settings {
            allows_private: true,
            contact: None,
            pace: Duration::ZERO,
            accepts_gone: false,
            max_pages: None,
            now: 0,
        };
        let mut client = Client::of(builder, &settings).unwrap();
        let url = Url::parse(&format!("https://{NAME}:{}/", address.port())).unwrap();
        let response = client.get(&url, Known::default(), |_| 1_000)?;
        Ok(response.body)
    }

    #[test]
    fn a_page_comes_over_tls_from_a_site_that_is_trusted() {
        assert_eq!(asked(NAME, 2100, true), Ok(b"Bread".to_vec()));
        for (name, year, trusts, why) in [
            (NAME, 2100, false, "comes from nobody that browsers trust"),
            (NAME, 2001, true, "has expired"),
            ("other.example", 2100, true, "is for another address"),
        ] {
            assert_eq!(asked(name, year, trusts), Err(NoResponse::Untrusted(why)));
        }
    }
}
