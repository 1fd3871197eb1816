//! Fetches files that people upload: from Discord only, and only up to a size.
//!
//! A file's address comes through a gateway that the settings may have named, and an address that is fetched blindly
//! can lead into the bot's own network. Not here: reading the file.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Url};
use serenity::model::channel::Attachment;
use thiserror::Error;

use crate::corpus::MAX_FILE_BYTES;

/// Discord's hosts for uploads.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// The beginnings of an upload's path.
const PATHS: [&str; 2] = ["/attachments/", "/ephemeral-attachments/"];

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// The time limit for a file with all its bytes: the largest takes that long at 5 Mbit/s.
const FETCH_TIMEOUT: Duration = Duration::from_secs(30);

/// Fetches uploads.
#[derive(Debug)]
pub(crate) struct Uploads {
    client: Client,
    /// The proxy for Discord's API, which may serve uploads too.
    proxy: Option<Url>,
}

/// The reason why a file could not be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum FetchError {
    /// It is larger than [`MAX_FILE_BYTES`].
    #[error("it has more than {MAX_FILE_BYTES} bytes")]
    TooLarge,
    /// Its address is not one of Discord's.
    #[error("it is not at Discord's address for uploads")]
    Elsewhere,
    /// Discord has deleted it, or refuses to serve it.
    #[error("status {0}")]
    Refused(u16),
    /// The connection failed before the whole file came.
    #[error("no connection, or too slow a one")]
    Lost,
}

impl Uploads {
    /// Prepares to fetch; nothing is sent.
    pub(crate) fn new(client: ClientBuilder, proxy: Option<&str>) -> Result<Self, reqwest::Error> {
        let client = client
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(FETCH_TIMEOUT)
            // Nothing checks the address that a redirect leads to.
            .redirect(Policy::none())
            .build()?;
        Ok(Self {
            client,
            proxy: proxy.and_then(|proxy| proxy.parse().ok()),
        })
    }

    /// Fetches the bytes of an upload.
    pub(crate) async fn fetch(&self, file: &Attachment) -> Result<Vec<u8>, FetchError> {
        if u64::from(file.size) > MAX_FILE_BYTES {
            return Err(FetchError::TooLarge);
        }
        let address = self.address(&file.url).ok_or(FetchError::Elsewhere)?;
        let lost = |_| FetchError::Lost;
        let mut response = self.client.get(address).send().await.map_err(lost)?;
        if !response.status().is_success() {
            return Err(FetchError::Refused(response.status().as_u16()));
        }
        if response.content_length().is_some_and(|bytes| bytes > MAX_FILE_BYTES) {
            return Err(FetchError::TooLarge);
        }
        let mut bytes = Vec::new();
        // The declared length may be wrong.
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            if (bytes.len() + chunk.len()) as u64 > MAX_FILE_BYTES {
                return Err(FetchError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// Parses the address of an upload; `None` if it is not one of Discord's or the proxy's.
    fn address(&self, text: &str) -> Option<Url> {
        let url: Url = text.parse().ok()?;
        let is_bare = url.username().is_empty() && url.password().is_none();
        let is_upload = PATHS.iter().any(|path| url.path().starts_with(path));
        let is_at_discord =
            url.scheme() == "https" && url.port().is_none() && url.host_str().is_some_and(|host| HOSTS.contains(&host));
        let is_at_proxy = self.proxy.as_ref().is_some_and(|proxy| proxy.origin() == url.origin());
        (is_bare && is_upload && (is_at_discord || is_at_proxy)).then_some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_are_fetched_from_discord_and_the_proxy_alone() {
        let uploads = |proxy| Uploads::new(Client::builder(), proxy).unwrap();
        let (direct, proxied) = (uploads(None), uploads(Some("http://localhost:3000")));
        for url in [
            "https://cdn.discordapp.com/attachments/1/2/a.txt?ex=1&hm=2",
            "https://media.discordapp.net/ephemeral-attachments/1/2/a.txt",
        ] {
            assert!(direct.address(url).is_some() && proxied.address(url).is_some(), "{url}");
        }
        let at_proxy = "http://localhost:3000/attachments/1/2/a.txt";
        assert!(direct.address(at_proxy).is_none() && proxied.address(at_proxy).is_some());
        for url in [
            "http://cdn.discordapp.com/attachments/1/2/a.txt",
            "https://cdn.discordapp.com.evil.example/attachments/1/2/a.txt",
            "https://evil.example/attachments/cdn.discordapp.com/a.txt",
            "https://cdn.discordapp.com@evil.example/attachments/1/2/a.txt",
            "https://user:word@cdn.discordapp.com/attachments/1/2/a.txt",
            "https://cdn.discordapp.com:8443/attachments/1/2/a.txt",
            "https://cdn.discordapp.com/avatars/1/2.png",
            "https://cdn.discordapp.com/attachments/../avatars/1.png",
            "http://localhost:3001/attachments/1/2/a.txt",
            "http://localhost:3000/api/v10/users/@me",
            "http://169.254.169.254/attachments/1",
            "file:///attachments/1",
            "",
        ] {
            assert!(direct.address(url).is_none() && proxied.address(url).is_none(), "{url}");
        }
    }
}
