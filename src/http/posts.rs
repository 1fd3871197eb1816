//! Posts to one path.
//!
//! Not here: connections and their limits (`http`), and the meaning of a post.

use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Bytes};
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use tokio::time::timeout;

use crate::message;

/// The most bytes that a post may have.
const MAX_BYTES: usize = 1024 * 1024;

/// The longest that a post may take to arrive.
const PATIENCE: Duration = Duration::from_secs(2);

/// A post.
#[derive(Debug)]
pub struct Post {
    headers: HeaderMap,
    /// Its body, byte for byte.
    pub body: Bytes,
}

/// The response to a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// It was read, and here is the answer, as JSON.
    Answer(&'static str),
    /// It was taken, and will be worked on.
    Taken,
    /// It can't be read.
    Malformed,
    /// It is not from somebody who may send posts.
    Unauthorized,
}

impl Post {
    /// The value of a header; `None` if it is missing, there several times, or no text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?;
        values.next().is_none().then(|| value.to_str().ok()).flatten()
    }
}

/// Responds to a request: passes it on to `take` if it is a post to `path`.
pub(super) async fn answer<B>(request: Request<B>, path: &str, take: &impl Fn(&Post) -> Reply) -> Response<String>
where
    B: Body<Data = Bytes>,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if request.uri().path() != path {
        return respond(StatusCode::NOT_FOUND, None);
    }
    if request.method() != Method::POST {
        let mut response = respond(StatusCode::METHOD_NOT_ALLOWED, None);
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
        return response;
    }
    let (head, body) = request.into_parts();
    let body = match timeout(PATIENCE, Limited::new(body, MAX_BYTES).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return respond(StatusCode::PAYLOAD_TOO_LARGE, None),
        Ok(Err(_)) => return respond(StatusCode::BAD_REQUEST, None),
        Err(_) => return respond(StatusCode::REQUEST_TIMEOUT, None),
    };
    let post = Post {
        headers: head.headers,
        body,
    };
    match take(&post) {
        Reply::Answer(json) => respond(StatusCode::OK, Some(json)),
        Reply::Taken => respond(StatusCode::ACCEPTED, None),
        Reply::Malformed => respond(StatusCode::BAD_REQUEST, None),
        Reply::Unauthorized => respond(StatusCode::UNAUTHORIZED, None),
    }
}

/// A response with a body of JSON, with none, or with a sentence for whoever looks by hand.
fn respond(status: StatusCode, json: Option<&'static str>) -> Response<String> {
    let (kind, body) = match (json, status) {
        (Some(json), _) => ("application/json", json.to_owned()),
        (None, StatusCode::NOT_FOUND) => ("text/plain", format!("{}\n", message::http::NO_POSTS_HERE)),
        (None, StatusCode::METHOD_NOT_ALLOWED) => ("text/plain", format!("{}\n", message::http::ONLY_POSTS)),
        (None, _) => ("", String::new()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if !kind.is_empty() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn post(method: &str, path: &str, body: Vec<u8>) -> (u16, Option<usize>) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("X-Once", "1")
            .header("X-Twice", "1")
            .header("X-Twice", "2")
            .body(http_body_util::Full::new(Bytes::from(body)))
            .unwrap();
        let taken = std::sync::Mutex::new(None);
        let take = |post: &Post| {
            assert_eq!(
                (post.header("x-once"), post.header("x-twice"), post.header("x")),
                (Some("1"), None, None)
            );
            *taken.lock().unwrap() = Some(post.body.len());
            Reply::Taken
        };
        let status = answer(request, "/discord", &take).await.status().as_u16();
        let taken = *taken.lock().unwrap();
        (status, taken)
    }

    #[tokio::test]
    async fn posts_to_the_path_are_taken_up_to_their_limit_and_nothing_else_is() {
        for (method, path, length, wanted) in [
            ("POST", "/discord", 3, (202, Some(3))),
            ("POST", "/discord?x=1", 0, (202, Some(0))),
            ("POST", "/discord", MAX_BYTES, (202, Some(MAX_BYTES))),
            ("POST", "/discord", MAX_BYTES + 1, (413, None)),
            ("GET", "/discord", 0, (405, None)),
            ("POST", "/discord/", 3, (404, None)),
            ("POST", "/", 3, (404, None)),
            ("GET", "/metrics", 0, (404, None)),
        ] {
            assert_eq!(
                post(method, path, vec![b'a'; length]).await,
                wanted,
                "{method} {path} {length}"
            );
        }
    }
}
