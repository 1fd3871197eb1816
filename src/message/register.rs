//! Sentences of `verbatim register`.

/// Discord gives the interactions to the gateway.
pub const NOT_POSTED: &str = "Discord sends commands and clicks over the gateway from now on. Remove VERBATIM_INTERACTIONS and VERBATIM_GATEWAY, and restart the bot if it runs without the gateway.";

/// Discord won't forget the URL.
pub const NOT_CLEARED: &str = "Discord refuses to clear the URL. In the Developer Portal (https://discord.com/developers/applications), open your application, then General Information, and clear Interactions Endpoint URL.";

/// Discord posts interactions to `url`.
pub fn posted_to(url: &str) -> String {
    format!("Discord has tried {url}, and sends commands and clicks there from now on.")
}

/// Discord doesn't take `url`.
pub fn refused(url: &str) -> String {
    format!(
        "Discord refuses {url}: it posts a ping and a forged ping there first, and wants the right response to both within 3 seconds. Start verbatim serve with VERBATIM_INTERACTIONS, have your web server pass the URL on to it, path and body unchanged, and try again. verbatim check says what is wrong."
    )
}

/// Discord didn't answer, for a reason that is a fragment.
pub fn unanswered(reason: &str) -> String {
    format!(
        "Discord did not answer: {reason}. Nothing may have changed. Try again; verbatim check shows the URL that Discord has."
    )
}

/// Discord can't post to `text`.
pub fn not_a_url(text: &str) -> String {
    format!(
        "Discord can't post to \"{text}\": give the whole URL, which begins with https://, such as https://bot.example.org/discord; or off."
    )
}
