//! Responses to requests.
//!
//! Not here: connections and their limits (`http`).

use hyper::body::Body;
use hyper::header::{ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};

use crate::message;
use crate::metrics::{Format, Metrics, NotReady};

const PLAIN: &str = "text/plain; charset=utf-8";
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Responds to a request. hyper leaves the body out for HEAD.
pub(super) fn answer<B: Body>(request: &Request<B>, metrics: &Metrics) -> Response<String> {
    let path = request.uri().path();
    if !["/healthz", "/readyz", "/metrics"].contains(&path) {
        return plain(StatusCode::NOT_FOUND, message::http::NOT_FOUND);
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, message::http::READ_ONLY);
        response
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    // No page takes a body, so don't wait for one.
    if !request.body().is_end_stream() {
        return plain(StatusCode::PAYLOAD_TOO_LARGE, message::http::NO_BODY);
    }
    match path {
        "/metrics" => {
            let format = format(request.headers());
            let kind = match format {
                Format::OpenMetrics => OPEN_METRICS,
                Format::Prometheus => PROMETHEUS,
            };
            respond(StatusCode::OK, kind, metrics.text(format))
        }
        "/readyz" => match metrics.readiness() {
            Ok(()) => plain(StatusCode::OK, message::http::READY),
            Err(NotReady::Generation) => plain(StatusCode::SERVICE_UNAVAILABLE, message::http::NO_GENERATION),
            Err(NotReady::Connection) => plain(StatusCode::SERVICE_UNAVAILABLE, message::http::NOT_CONNECTED),
            Err(NotReady::Key) => plain(StatusCode::SERVICE_UNAVAILABLE, message::http::NO_KEY),
            Err(NotReady::Stopping) => plain(StatusCode::SERVICE_UNAVAILABLE, message::http::STOPPING),
        },
        // A response is proof of health: the tasks that answer questions run on the same runtime.
        _ => plain(StatusCode::OK, message::http::HEALTHY),
    }
}

/// Chooses the format for a client: the older one, unless it accepts the newer one.
fn format(headers: &HeaderMap) -> Format {
    let reads_open_metrics = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|kind| {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            kind.eq_ignore_ascii_case("application/openmetrics-text")
        });
    if reads_open_metrics {
        Format::OpenMetrics
    } else {
        Format::Prometheus
    }
}

fn plain(status: StatusCode, line: &str) -> Response<String> {
    respond(status, PLAIN, format!("{line}\n"))
}

fn respond(status: StatusCode, kind: &'static str, body: String) -> Response<String> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    // A cached response would be out of date.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(method: &str, path: &str, accept: &str, body: &str) -> Response<String> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(ACCEPT, accept)
            .body(body.to_owned())
            .unwrap();
        answer(&request, &Metrics::new())
    }

    #[test]
    fn three_paths_can_be_read_and_nothing_else_exists() {
        for (method, path, body, status) in [
            ("GET", "/healthz", "", 200),
            ("HEAD", "/healthz?x=1", "", 200),
            ("GET", "/metrics", "", 200),
            ("GET", "/readyz", "", 503),
            ("GET", "/", "", 404),
            ("GET", "/metrics/", "", 404),
            ("GET", "/../metrics", "", 404),
            ("POST", "/nothing", "", 404),
            ("POST", "/metrics", "", 405),
            ("DELETE", "/healthz", "", 405),
            ("GET", "/metrics", "a body", 413),
        ] {
            let response = ask(method, path, "*/*", body);
            assert_eq!(response.status(), status, "{method} {path}");
            assert!(response.body().ends_with('\n'), "{method} {path}");
        }
        assert_eq!(ask("PUT", "/readyz", "", "").headers()[ALLOW], "GET, HEAD");
    }

    #[test]
    fn metrics_come_in_the_format_that_the_client_accepts() {
        let prometheus = "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.1";
        for (accept, kind, is_open) in [
            (prometheus, OPEN_METRICS, true),
            ("text/html, */*", PROMETHEUS, false),
            ("", PROMETHEUS, false),
        ] {
            let response = ask("GET", "/metrics", accept, "");
            assert_eq!(response.headers()[CONTENT_TYPE], kind);
            assert_eq!(response.body().ends_with("# EOF\n"), is_open, "{accept}");
        }
    }
}
