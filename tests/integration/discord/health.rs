//! Health over HTTP, as a supervisor requests it, and other requests to the same port.
//!
//! Not here: the values of the metrics (`metrics`).

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use verbatim::http::Listener;
use verbatim::metrics::Metrics;

use super::served::Served;
use super::stage::{BETRAYED, WHY};
use crate::exposition::Exposition;
use crate::fake_discord::FakeDiscord;

/// The built program with health and metrics on.
pub struct Watched {
    served: Served,
    address: SocketAddr,
    client: reqwest::Client,
}

impl Watched {
    pub fn start(discord: &FakeDiscord, more: &[(&str, &str)]) -> Self {
        let address = free_address();
        let port = address.port().to_string();
        let mut settings = vec![("VERBATIM_HTTP", port.as_str())];
        settings.extend(more);
        Self {
            served: Served::start(discord, discord.token(), &settings),
            address,
            client: reqwest::Client::new(),
        }
    }

    /// Status and body.
    pub async fn get(&self, path: &str) -> (u16, String) {
        let url = format!("http://{}{path}", self.address);
        let request = self.client.get(url).header("accept", "application/openmetrics-text");
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// Requests the metrics, checked against the rules of their format.
    pub async fn figures(&self) -> Exposition {
        let (status, text) = self.get("/metrics").await;
        assert_eq!(status, 200, "{text}");
        Exposition::read(&text)
    }

    /// Waits until the metrics meet a condition.
    pub async fn figures_when(&self, what: &str, are_so: impl Fn(&Exposition) -> bool) -> Exposition {
        let started = Instant::now();
        loop {
            let figures = self.figures().await;
            if are_so(&figures) {
                return figures;
            }
            assert!(started.elapsed() < Duration::from_secs(10), "not in time: {what}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until `/readyz` has this status, and returns its body.
    pub async fn readiness(&self, wanted: u16) -> String {
        let started = Instant::now();
        loop {
            let (status, line) = self.get("/readyz").await;
            if status == wanted {
                return line;
            }
            assert!(started.elapsed() < Duration::from_secs(15), "{status} {line}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub async fn stopped(self) {
        self.served.signal("-TERM");
        let (status, log) = self.served.ended().await;
        assert_eq!(status, Some(0), "{log}");
    }
}

/// An address that is not in use.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[tokio::test]
async fn it_is_ready_while_discord_is_there_and_healthy_all_the_time() {
    let discord = FakeDiscord::start().await;
    let bot = Watched::start(&discord, &[]);
    discord.ready().await;
    assert_eq!(bot.readiness(200).await, "ready\n");
    discord.gateway().away(true);
    discord.gateway().drop_connection();
    let line = bot.readiness(503).await;
    assert!(
        line.contains("not connected to Discord") && line.lines().count() == 1,
        "{line}"
    );
    assert_eq!(bot.get("/healthz").await, (200, "ok\n".to_owned()));
    assert_eq!(bot.figures().await.nonzero("verbatim_shard_connected"), []);
    discord.gateway().away(false);
    bot.readiness(200).await;
    let sessions = bot.figures().await;
    let begun: f64 = sessions
        .nonzero("verbatim_sessions_total")
        .iter()
        .map(|(_, count)| count)
        .sum();
    assert!(begun >= 2.0, "{begun}");
    assert_eq!(bot.get("/nothing").await.0, 404);
    bot.stopped().await;
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error_before_discord_hears_of_us() {
    let discord = FakeDiscord::start().await;
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let served = Served::start(&discord, discord.token(), &[("VERBATIM_HTTP", &address)]);
    let (status, log) = served.ended().await;
    assert_eq!(status, Some(2), "{log}");
    assert!(
        log.contains(&address) && log.contains("VERBATIM_HTTP") && log.contains("Another program"),
        "{log}"
    );
    assert_eq!(discord.requests().len(), 0);
}

#[tokio::test]
async fn nothing_listens_unless_it_is_asked_to() {
    let discord = FakeDiscord::start().await;
    let served = Served::start(&discord, discord.token(), &[]);
    discord.ready().await;
    assert_eq!(served.listening(), Vec::<String>::new());
    served.signal("-TERM");
    assert_eq!(served.ended().await.0, Some(0));
    let bot = Watched::start(&discord, &[]);
    discord.ready().await;
    assert_eq!(bot.served.listening(), [format!("0100007F:{:04X}", bot.address.port())]);
    bot.stopped().await;
}

#[tokio::test]
async fn garbage_disturbs_nobody() {
    let discord = FakeDiscord::start().await;
    let guild = discord.guild("The Reading Room");
    let general = discord.channel(&guild, "general");
    let ann = discord.user("ann");
    let bot = Watched::start(&discord, &[]);
    discord.ready().await;
    let long = format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(100_000));
    let many = "X: y\r\n".repeat(1_000);
    let many = format!("GET /metrics HTTP/1.1\r\nHost: a\r\n{many}\r\n");
    let body = "GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\nabc";
    let noise: Vec<u8> = (0..50_000_u32)
        .flat_map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes())
        .collect();
    for (garbage, wanted) in [
        (&b"\0\xff\r\n\r\n"[..], Some("400")),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS client", None),
        (&noise, None),
        (long.as_bytes(), Some("4")),
        (many.as_bytes(), Some("431")),
        (body.as_bytes(), Some("413")),
        (b"POST /metrics HTTP/1.1\r\nHost: a\r\n\r\n", Some("405")),
        (b"GET http://example.org/ HTTP/1.1\r\nHost: a\r\n\r\n", Some("404")),
        (b"HEAD /metrics HTTP/1.1\r\nHost: a\r\n\r\n", Some("200")),
    ] {
        let address = bot.address;
        let sent = garbage.to_vec();
        let answer = tokio::task::spawn_blocking(move || say(address, &sent)).await.unwrap();
        let shown = String::from_utf8_lossy(&sent_start(garbage)).into_owned();
        if let Some(status) = wanted {
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{shown}: {answer}");
        }
    }
    // More silent connections than are accepted at once: the others wait until these time out.
    let silent: Vec<TcpStream> = (0..100).map(|_| TcpStream::connect(bot.address).unwrap()).collect();
    let said = discord
        .says(&ann, &general, &format!("<@{}> {WHY}", discord.bot()))
        .await;
    assert!(discord.answer_to(said).await.description().contains(BETRAYED));
    let started = Instant::now();
    assert_eq!(bot.get("/healthz").await.0, 200);
    assert!(started.elapsed() < Duration::from_secs(12), "{:?}", started.elapsed());
    drop(silent);
    bot.figures().await;
    bot.stopped().await;
    discord.check();
}

#[tokio::test]
async fn the_index_is_waited_for_with_a_line_that_says_so() {
    let door = Listener::bind(free_address()).unwrap();
    let url = format!("http://{}/readyz", door.address());
    let serving = tokio::spawn(door.serve_metrics(Arc::new(Metrics::new())));
    let response = reqwest::get(url).await.unwrap();
    assert_eq!(response.status().as_u16(), 503);
    assert!(response.text().await.unwrap().contains("no index is open yet"));
    serving.abort();
}

/// The beginning of the bytes sent, for display.
fn sent_start(sent: &[u8]) -> Vec<u8> {
    sent.iter().copied().take(40).collect()
}

/// Sends these bytes, and returns the response up to the close of the connection.
fn say(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(12))).unwrap();
    // The server may close before it has read all of it, and reading may then fail as well.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_command_asks_the_running_bot_for_its_health() {
    let discord = FakeDiscord::start().await;
    let bot = Watched::start(&discord, &[]);
    discord.ready().await;
    let ask = |http: String| {
        let settings = [("VERBATIM_HTTP".to_owned(), http)];
        let asked = bot.served.folder.run_in(&["health"], &settings, b"");
        (asked.code(), asked.stdout + &asked.stderr)
    };
    assert_eq!(
        ask(format!("0.0.0.0:{}", bot.address.port())),
        (0, "The bot is running.\n".to_owned())
    );
    let (status, said) = ask(free_address().port().to_string());
    assert!(
        status == 1 && said.contains("The bot doesn't answer at 127.0.0.1:"),
        "{said}"
    );
    let (status, said) = ask("off".to_owned());
    assert!(status == 1 && said.contains("VERBATIM_HTTP is off"), "{said}");
    bot.stopped().await;
}
