//! Files as Discord's CDN serves them: to everybody with the address, and in the way that a test chose.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serenity::model::id::AttachmentId;
use tokio::time;

use super::super::attachments::Serving;
use super::super::state::Shared;

/// True for the path of a file, false for the API.
pub(super) fn is_file(path: &str) -> bool {
    path.starts_with("/attachments/")
}

pub(super) fn serve(shared: &Shared, method: &Method, path: &str, query: &str) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    // The name after the id is only for people.
    let id = path.split('/').nth(3).and_then(|id| id.parse::<AttachmentId>().ok());
    let file = shared.read(|state| id.and_then(|id| state.files.get(&id)).cloned());
    let Some(file) = file.filter(|file| file.is_signed(query)) else {
        return (StatusCode::NOT_FOUND, "This content is no longer available.").into_response();
    };
    let body = match &file.serving {
        Serving::Whole => Body::from(file.bytes.clone()),
        Serving::Chunked => streamed(vec![file.bytes.clone()], Duration::ZERO),
        Serving::Endless => streamed(std::iter::repeat(file.bytes.clone()), Duration::ZERO),
        Serving::Dripping(pause) => streamed(
            (0..file.bytes.len()).map({
                let bytes = file.bytes.clone();
                move |at| bytes.slice(at..=at)
            }),
            *pause,
        ),
        Serving::Elsewhere(address) => {
            return (StatusCode::FOUND, [(header::LOCATION, address.clone())]).into_response();
        }
    };
    ([(header::CONTENT_TYPE, file.content_type().to_owned())], body).into_response()
}

/// A body of these pieces, with a pause before each, without a length.
fn streamed<I>(pieces: I, pause: Duration) -> Body
where
    I: IntoIterator<Item = Bytes>,
    I::IntoIter: Send + 'static,
{
    Body::from_stream(stream::unfold(pieces.into_iter(), move |mut pieces| async move {
        if !pause.is_zero() {
            time::sleep(pause).await;
        }
        let piece = pieces.next()?;
        Some((Ok::<_, Infallible>(piece), pieces))
    }))
}
