//! A client for Discord's API that tries a request until it succeeds, is refused, or runs out of time.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::AUTHORIZATION;
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use serenity::http::{Http, Request};
use tokio::time::{Instant, sleep, timeout_at};

use super::failure::{Failure, RestError};
use crate::metrics::{self, Ending, Metrics};

/// The pause before the second try of a request that failed on Discord's side; doubled for each further try.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// An HTTP client, with serenity's routes and rate limiter.
pub(super) struct Path {
    pub(super) client: Client,
    pub(super) http: Http,
    pub(super) metrics: Arc<Metrics>,
}

impl Path {
    pub(super) async fn perform(&self, request: Request<'_>, patience: Duration) -> Result<Response, RestError> {
        self.perform_counting(request, patience, &mut 0).await
    }

    /// Tries a request until it succeeds, is refused, or `patience` has passed; counts the tries.
    pub(super) async fn perform_counting(
        &self,
        request: Request<'_>,
        patience: Duration,
        tries: &mut u32,
    ) -> Result<Response, RestError> {
        let began = Instant::now();
        let outcome = self.try_until(request, began + patience, tries).await;
        self.metrics.requests.ended(ending(&outcome), began.elapsed());
        outcome
    }

    async fn try_until(&self, request: Request<'_>, deadline: Instant, tries: &mut u32) -> Result<Response, RestError> {
        let mut pause = FIRST_PAUSE;
        loop {
            *tries += 1;
            let (failure, wait) = match timeout_at(deadline, self.perform_once(request.clone())).await {
                Err(_) => (Failure::Timeout, pause),
                Ok(Err(serenity::Error::Http(serenity::http::HttpError::Request(error)))) => {
                    let failure = if error.is_timeout() {
                        Failure::Timeout
                    } else {
                        Failure::Connection
                    };
                    (failure, pause)
                }
                Ok(Err(_)) => return Err(RestError::Malformed),
                Ok(Ok(response)) if response.status().is_success() => return Ok(response),
                Ok(Ok(response)) if response.status() == StatusCode::TOO_MANY_REQUESTS => {
                    (Failure::RateLimit, retry_after(response).await.unwrap_or(LONGEST_PAUSE))
                }
                Ok(Ok(response)) if response.status().is_server_error() => {
                    (Failure::Status(response.status().as_u16()), pause)
                }
                Ok(Ok(response)) => return Err(refused(response).await),
            };
            self.metrics.requests.failed(counted(failure));
            if Instant::now() + wait >= deadline {
                return Err(RestError::Unreachable { last: failure });
            }
            tracing::debug!(%failure, tries, "a request to Discord is tried again");
            sleep(wait).await;
            self.metrics.requests.tried_again();
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Changes the bot's application, in one try: serenity has no route for that.
    pub(super) async fn patch_application(&self, body: &Value) -> Result<(), RestError> {
        let base = self.http.proxy.as_deref().unwrap_or("https://discord.com");
        let request = self.client.patch(format!("{base}/api/v10/applications/@me"));
        let sent = request.header(AUTHORIZATION, self.http.token()).json(body).send().await;
        let last = match sent {
            Ok(response) if response.status().is_success() => return Ok(()),
            Ok(response) if response.status().is_server_error() => Failure::Status(response.status().as_u16()),
            Ok(response) => return Err(refused(response).await),
            Err(error) if error.is_timeout() => Failure::Timeout,
            Err(_) => Failure::Connection,
        };
        Err(RestError::Unreachable { last })
    }

    pub(super) async fn perform_once(&self, request: Request<'_>) -> serenity::Result<Response> {
        if let Some(limiter) = &self.http.ratelimiter {
            limiter.perform(request).await
        } else {
            let request = request.build(&self.client, self.http.token(), self.http.proxy.as_deref())?;
            Ok(request.send().await?)
        }
    }
}

/// The outcome of a request, for the metrics.
fn ending(outcome: &Result<Response, RestError>) -> Ending {
    match outcome {
        Ok(_) => Ending::Ok,
        Err(RestError::Refused { .. }) => Ending::Refused,
        Err(RestError::Unreachable { .. }) => Ending::Unreachable,
        Err(RestError::Malformed) => Ending::Malformed,
    }
}

fn counted(failure: Failure) -> metrics::Failure {
    match failure {
        Failure::Timeout => metrics::Failure::Timeout,
        Failure::Connection => metrics::Failure::Connection,
        Failure::Status(_) => metrics::Failure::ServerError,
        Failure::RateLimit => metrics::Failure::RateLimit,
    }
}

/// The wait that a response asks for, in its header or its body.
async fn retry_after(response: Response) -> Option<Duration> {
    #[derive(serde::Deserialize)]
    struct Limited {
        retry_after: f64,
    }
    let header = response.headers().get("retry-after");
    let seconds = match header.and_then(|value| value.to_str().ok()?.parse::<f64>().ok()) {
        Some(seconds) => seconds,
        None => response.json::<Limited>().await.ok()?.retry_after,
    };
    Duration::try_from_secs_f64(seconds).ok()
}

async fn refused(response: Response) -> RestError {
    #[derive(serde::Deserialize)]
    struct Refusal {
        code: u64,
    }
    let status = response.status().as_u16();
    let code = response.json::<Refusal>().await.map_or(0, |refusal| refusal.code);
    RestError::Refused { status, code }
}
