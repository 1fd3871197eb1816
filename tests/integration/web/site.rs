//! A site on loopback that answers as a test tells it to, well or badly.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use futures::stream;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// An answer of the site.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
    is_endless: bool,
}

/// A request that the site got.
#[derive(Debug, Clone)]
pub struct Asked {
    pub path: String,
    pub headers: HeaderMap,
    pub at: Instant,
}

#[derive(Default)]
struct Told {
    /// The last answer to an address is given again and again.
    replies: BTreeMap<String, VecDeque<Reply>>,
    asked: Vec<Asked>,
}

pub struct Site {
    told: Arc<Mutex<Told>>,
    port: u16,
    /// Dropping it stops the site.
    _runtime: Runtime,
}

impl Reply {
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: String::new(),
            is_endless: false,
        }
    }

    pub fn of_type(content_type: &str, body: impl Into<String>) -> Self {
        let body = body.into();
        let etag = format!("\"{}\"", blake3::hash(body.as_bytes()).to_hex());
        Self {
            body,
            ..Self::status(200).with("content-type", content_type).with("etag", etag)
        }
    }

    /// A web page with this title and these words, and further HTML.
    pub fn page(title: &str, words: &str) -> Self {
        Self::of_type(
            "text/html; charset=utf-8",
            format!("<!doctype html><title>{title}</title><main><h1>{title}</h1><p>{words}</p></main>"),
        )
    }

    pub fn redirect(status: u16, to: impl Into<String>) -> Self {
        Self::status(status).with("location", to)
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn saying(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self
    }

    pub fn endless(mut self) -> Self {
        self.is_endless = true;
        self
    }
}

impl Site {
    pub fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let told = Arc::new(Mutex::new(Told::default()));
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = axum::Router::new().fallback(answer).with_state(Arc::clone(&told));
        runtime.spawn(async move { axum::serve(listener, router).await });
        Self {
            told,
            port,
            _runtime: runtime,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The same site under a name that is resolved.
    pub fn named_url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    /// The folder of its pages in the corpus.
    pub fn folder(&self) -> String {
        format!("web/127.0.0.1_{}", self.port)
    }

    /// Lines with the port replaced, which is another one each time.
    pub fn shown(&self, lines: &str) -> String {
        lines
            .replace(&self.folder(), "web/SITE")
            .replace(&format!("http://127.0.0.1:{}", self.port), "http://SITE")
            .replace(&format!("127.0.0.1:{}", self.port), "SITE")
            .replace(&format!("localhost:{}", self.port), "OTHER")
    }

    pub fn set(&self, path: &str, reply: Reply) {
        self.set_all(path, [reply]);
    }

    /// Answers one after the other; the last one stays.
    pub fn set_all(&self, path: &str, replies: impl IntoIterator<Item = Reply>) {
        self.told()
            .replies
            .insert(path.to_owned(), replies.into_iter().collect());
    }

    pub fn forget(&self, path: &str) {
        self.told().replies.remove(path);
    }

    /// The requests since the last call.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.told().asked)
    }

    /// Their paths.
    pub fn asked_for(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap()
    }
}

async fn answer(State(told): State<Arc<Mutex<Told>>>, request: Request) -> Response {
    let path = request.uri().path_and_query().unwrap().to_string();
    let headers = request.headers().clone();
    let reply = {
        let mut told = told.lock().unwrap();
        told.asked.push(Asked {
            path: path.clone(),
            headers: headers.clone(),
            at: Instant::now(),
        });
        match told.replies.get_mut(&path) {
            Some(replies) if replies.len() > 1 => replies.pop_front().unwrap(),
            Some(replies) => replies[0].clone(),
            None => Reply::status(404),
        }
    };
    let etag = reply
        .headers
        .iter()
        .find(|(name, _)| *name == "etag")
        .map(|(_, value)| value.as_str());
    let known = headers.get("if-none-match").and_then(|value| value.to_str().ok());
    let is_known = etag.is_some() && etag == known;
    let mut response = Response::builder().status(if is_known {
        StatusCode::NOT_MODIFIED.as_u16()
    } else {
        reply.status
    });
    for (name, value) in &reply.headers {
        response = response.header(*name, value);
    }
    let body = if is_known {
        Body::empty()
    } else if reply.is_endless {
        let chunk = Bytes::from(vec![b'a'; 1 << 16]);
        Body::from_stream(stream::iter(std::iter::repeat_with(move || {
            Ok::<_, Infallible>(chunk.clone())
        })))
    } else {
        Body::from(reply.body)
    };
    response.body(body).unwrap()
}
