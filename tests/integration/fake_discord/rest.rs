//! REST: every request is recorded, may meet a fault, is checked against the rules, and is then carried out.
//!
//! Not here: the actions in channels (`channels`), with interactions and their webhooks (`responses`), and with
//! commands, guilds and files (`commands`, `guilds`, `files`).

mod channels;
mod commands;
mod files;
mod guilds;
mod responses;

use std::sync::Arc;
use std::time::Instant;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, State as Extract};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Json, Response};
use serde_json::{Value, json};
use tokio::time;

use super::faults::{self, Fault, message_of};
use super::message::with;
use super::posts;
use super::state::{Request, Shared, State};
use super::validation;

/// A successful response: a status and a body, `Null` for none.
type Done = (u16, Value);

/// A response that refuses the request.
#[derive(Debug, Clone, PartialEq)]
struct Refusal {
    status: u16,
    code: u64,
    errors: Value,
}

impl Refusal {
    fn new(status: u16, code: u64) -> Self {
        Self {
            status,
            code,
            errors: Value::Null,
        }
    }

    fn body(&self) -> Value {
        let body = json!({ "message": message_of(self.code), "code": self.code });
        match &self.errors {
            Value::Null => body,
            errors => with(&body, "errors", errors.clone()),
        }
    }
}

/// The JSON of a body, `Null` if it is empty and `None` if it is not well-formed; and the files that were uploaded beside
/// it, with their names.
async fn parsed(headers: &HeaderMap, body: Bytes) -> (Option<Value>, Vec<(String, Bytes)>) {
    let of_text = |text: &[u8]| serde_json::from_slice(text).ok();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if body.is_empty() {
        return (Some(Value::Null), Vec::new());
    } else if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        return (of_text(&body), Vec::new());
    }
    let mut request = axum::extract::Request::new(body.into());
    *request.headers_mut() = headers.clone();
    let mut multipart = Multipart::from_request(request, &()).await.unwrap();
    let (mut json, mut files) = (None, Vec::new());
    while let Some(field) = multipart.next_field().await.unwrap() {
        match field.file_name().map(ToOwned::to_owned) {
            Some(name) => files.push((name, field.bytes().await.unwrap())),
            None if field.name() == Some("payload_json") => json = of_text(&field.bytes().await.unwrap()),
            None => {}
        }
    }
    (json, files)
}

pub(super) async fn answer(
    Extract(shared): Extract<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let is_file = files::is_file(uri.path());
    let path = if is_file {
        Some(uri.path())
    } else {
        uri.path().strip_prefix("/api/v10")
    };
    let Some(path) = path else {
        shared.change(|state| state.violation(format!("{method} {uri}: not under /api/v10")));
        return StatusCode::NOT_FOUND.into_response();
    };
    let (parsed, files) = parsed(&headers, body).await;
    let (index, fault) = shared.change(|state| {
        state.requests.push(Request {
            method: method.to_string(),
            path: path.to_owned(),
            has_authorization: headers.contains_key(header::AUTHORIZATION),
            body: parsed.clone().unwrap_or_default(),
            files,
            at: Instant::now(),
            status: None,
        });
        let fault = faults::strike(&mut state.faults, method.as_str(), path);
        (state.requests.len() - 1, fault)
    });
    let lost = match fault {
        None => None,
        Some(Fault::Slow(time)) => {
            time::sleep(time).await;
            None
        }
        Some(Fault::Lost(status)) => Some(status),
        Some(Fault::Hang) => std::future::pending().await,
        Some(fault) => return finish(&shared, index, refused(&fault)),
    };
    if is_file {
        let response = match lost {
            Some(status) => refused(&Fault::Status(status)),
            None => files::serve(&shared, &method, path, uri.query().unwrap_or_default()),
        };
        return finish(&shared, index, response);
    }
    let is_authorized = path == "/gateway"
        || matches!(path.split('/').nth(1), Some("interactions" | "webhooks"))
        || headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok())
            == Some(format!("Bot {}", shared.token).as_str());
    let result = if !is_authorized {
        Err(Refusal::new(401, 0))
    } else if let (&Method::PATCH, "/applications/@me", Some(body)) = (&method, path, &parsed) {
        change_application(&shared, body).await
    } else if let Some(body) = parsed {
        // Compile the schema before taking the lock, since it takes a while.
        let broken = validation::broken(method.as_str(), path, &body);
        shared.change(|state| {
            let broken_limits = broken.is_refused();
            broken.record(state, method.as_str(), path, &body);
            for name in validation::not_uploaded(method.as_str(), path, &body, &state.requests[index].files) {
                state.violation(format!("{method} {path}: {name} was not uploaded"));
            }
            if broken_limits {
                let mut refusal = Refusal::new(400, 50035);
                let errors = broken.limits.iter();
                let errors: Vec<_> = errors
                    .map(|one| json!({ "code": "BASE_TYPE_BAD_LENGTH", "message": one }))
                    .collect();
                refusal.errors = json!({ "_errors": errors });
                return Err(refusal);
            }
            route(state, &shared, &method, path, uri.query().unwrap_or_default(), &body)
        })
    } else {
        Err(Refusal::new(400, 50109))
    };
    let response = match (lost, result) {
        (Some(status), _) => refused(&Fault::Status(status)),
        (None, Err(refusal)) => json_response(refusal.status, refusal.body()),
        (None, Ok((status, body))) => {
            let mut response = json_response(status, body);
            let is_message = method == Method::POST && path.ends_with("/messages");
            if is_message && shared.read(|state| state.rate_limit_headers) {
                limit_headers(response.headers_mut(), 4, 1.0);
            }
            response
        }
    };
    finish(&shared, index, response)
}

/// Changes the URL that interactions are posted to, if it is valid.
async fn change_application(shared: &Shared, body: &Value) -> Result<Done, Refusal> {
    let url = body["interactions_endpoint_url"].as_str();
    if let Some(url) = url
        && !posts::is_valid(url).await
    {
        return Err(Refusal::new(400, 50035));
    }
    let broken = validation::broken("PATCH", "/applications/@me", body);
    Ok(shared.change(|state| {
        broken.record(state, "PATCH", "/applications/@me", body);
        state.application.endpoint = url.map(ToOwned::to_owned);
        (200, state.application_json())
    }))
}

/// Records the status of the response.
fn finish(shared: &Shared, index: usize, response: Response) -> Response {
    shared.change(|state| state.requests[index].status = Some(response.status().as_u16()));
    response
}

fn json_response(status: u16, body: Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    if body.is_null() {
        status.into_response()
    } else {
        (status, Json(body)).into_response()
    }
}

/// The response that a fault gives.
fn refused(fault: &Fault) -> Response {
    match fault {
        Fault::RateLimited { retry_after, global } => {
            let body =
                json!({ "message": "You are being rate limited.", "retry_after": retry_after, "global": global });
            let mut response = json_response(429, body);
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, number(retry_after.ceil()));
            if *global {
                headers.insert("x-ratelimit-global", HeaderValue::from_static("true"));
                headers.insert("x-ratelimit-scope", HeaderValue::from_static("global"));
            } else {
                headers.insert("x-ratelimit-scope", HeaderValue::from_static("user"));
                limit_headers(headers, 0, *retry_after);
            }
            response
        }
        Fault::Error { status, code } => json_response(*status, Refusal::new(*status, *code).body()),
        Fault::Status(status) => {
            let page = Html("<html><body><h1>cloudflare: an error on the way</h1></body></html>");
            (StatusCode::from_u16(*status).unwrap(), page).into_response()
        }
        Fault::Hang | Fault::Slow(_) | Fault::Lost(_) => unreachable!("these don't refuse"),
    }
}

/// Adds the headers of a rate limit of five requests.
fn limit_headers(headers: &mut HeaderMap, remaining: u8, reset_after: f64) {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs_f64();
    headers.insert("x-ratelimit-limit", HeaderValue::from_static("5"));
    headers.insert("x-ratelimit-remaining", HeaderValue::from(u16::from(remaining)));
    headers.insert("x-ratelimit-reset", number(now + reset_after));
    headers.insert("x-ratelimit-reset-after", number(reset_after));
    headers.insert(
        "x-ratelimit-bucket",
        HeaderValue::from_static("80c17d2f203122d936070c88c8d10f33"),
    );
}

fn number(value: f64) -> HeaderValue {
    HeaderValue::from_str(&value.to_string()).unwrap()
}

fn route(
    state: &mut State,
    shared: &Shared,
    method: &Method,
    path: &str,
    query: &str,
    body: &Value,
) -> Result<Done, Refusal> {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match (method.as_str(), parts.as_slice()) {
        ("GET", ["gateway"]) => Ok((200, json!({ "url": shared.gateway_url }))),
        ("GET", ["gateway", "bot"]) => {
            let limits = state.gateway.limits();
            let limit = json!({
                "total": 1000, "remaining": limits.remaining, "reset_after": 86_400_000, "max_concurrency": limits.at_once,
            });
            Ok((
                200,
                json!({ "url": shared.gateway_url, "shards": limits.shards, "session_start_limit": limit }),
            ))
        }
        ("GET", ["applications", "@me"] | ["oauth2", "applications", "@me"]) => Ok((200, state.application_json())),
        ("GET", ["users", "@me"]) => {
            let mut json = state.users[&state.bot].json();
            json["mfa_enabled"] = json!(false);
            json["locale"] = json!("en-US");
            Ok((200, json))
        }
        (_, ["applications", ..]) => commands::route(state, method, &parts, query, body),
        (_, ["guilds", ..] | ["users", "@me", "guilds"]) => guilds::route(state, method, &parts, query),
        (_, ["channels", ..] | ["users", "@me", "channels"]) => channels::route(state, method, &parts, body),
        (_, ["interactions" | "webhooks", ..]) => responses::route(state, method, &parts, query, body),
        _ => {
            state.violation(format!("{method} {path}: nothing that this Discord knows"));
            Err(Refusal::new(404, 0))
        }
    }
}
