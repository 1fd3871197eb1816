//! The bot's token, and what people put in its place.
//!
//! No message repeats any of it: a wrong value may be another secret.

use std::fmt;

use thiserror::Error;

/// A bot's token, which gives full control of the bot. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// The reason why a value can't be a bot's token: a clause after "`DISCORD_TOKEN`".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TokenFault {
    /// It begins with "Bot ", as an `Authorization` header does.
    #[error("begins with \"Bot \", which doesn't belong to the token; leave that out")]
    Prefixed,
    /// It has characters that no token has.
    #[error("contains white space or characters that a token can't contain")]
    Characters,
    /// It is a number, as an ID is.
    #[error("is a number, such as the application's ID, and not the token")]
    Id,
    /// It is 64 hexadecimal digits.
    #[error("is the application's public key, and not the token")]
    PublicKey,
    /// It has the length and characters of a client secret.
    #[error("is the application's client secret, and not the token")]
    ClientSecret,
    /// It has not the form of a token.
    #[error("is a placeholder or something else that isn't a token")]
    Other,
}

impl Token {
    /// Makes a token of a trimmed value.
    ///
    /// # Errors
    /// If the value can't be one. A token has three parts with dots between them, and the first is the bot's ID in
    /// Base64; it may still be wrong.
    pub(super) fn new(value: String) -> Result<Self, TokenFault> {
        let consists_of = |is_allowed: fn(&u8) -> bool| value.bytes().all(|byte| is_allowed(&byte));
        if value.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("bot ")) {
            Err(TokenFault::Prefixed)
        } else if !consists_of(u8::is_ascii_graphic) {
            Err(TokenFault::Characters)
        } else if is_token(&value) {
            Ok(Self(value))
        } else if consists_of(u8::is_ascii_digit) {
            Err(TokenFault::Id)
        } else if value.len() == 64 && consists_of(u8::is_ascii_hexdigit) {
            Err(TokenFault::PublicKey)
        } else if value.len() == 32 && consists_of(|byte| sextet(*byte).is_some()) {
            Err(TokenFault::ClientSecret)
        } else {
            Err(TokenFault::Other)
        }
    }

    /// The token itself. Send it to Discord and nowhere else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(hidden)")
    }
}

fn is_token(value: &str) -> bool {
    let parts: Vec<&str> = value.split('.').collect();
    matches!(parts[..], [id, made_at, check] if encodes_number(id) && [made_at, check].iter().all(|part| !part.is_empty()))
}

/// True if a text is a decimal number in Base64 (the URL alphabet, without padding).
fn encodes_number(text: &str) -> bool {
    let (mut bits, mut count, mut digits) = (0_u32, 0, 0);
    for byte in text.bytes() {
        let Some(sextet) = sextet(byte) else { return false };
        (bits, count) = (bits << 6 | sextet, count + 6);
        if count >= 8 {
            count -= 8;
            let decoded = bits >> count;
            if !(u32::from(b'0')..=u32::from(b'9')).contains(&decoded) {
                return false;
            }
            bits &= (1 << count) - 1;
            digits += 1;
        }
    }
    digits > 0
}

/// The six bits that a character of Base64 stands for.
fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_told_from_what_stands_beside_it_in_the_portal() {
        let fault = |value: &str| Token::new(value.to_owned()).err();
        for token in [
            "MTAwMDAwMDAwMDAwMDAwMDAwMA.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB",
            "MTAwMDA.some.token",
            "OTk5OTk5.a-b_c.d",
        ] {
            assert_eq!(fault(token), None, "{token}");
        }
        for (value, wrong) in [
            ("your-token-here", TokenFault::Other),
            ("<token>", TokenFault::Other),
            ("changeme", TokenFault::Other),
            ("the.bot.token", TokenFault::Other),
            ("MTAwMDA.some", TokenFault::Other),
            ("MTAwMDA..", TokenFault::Other),
            (".some.token", TokenFault::Other),
            ("100000000000000000", TokenFault::Id),
            (&"0a".repeat(32), TokenFault::PublicKey),
            (&"aB3-".repeat(8), TokenFault::ClientSecret),
            ("Bot MTAwMDA.some.token", TokenFault::Prefixed),
            ("two words", TokenFault::Characters),
            ("MTAwMDA.some.tökén", TokenFault::Characters),
        ] {
            assert_eq!(fault(value), Some(wrong), "{value}");
            assert!(!wrong.to_string().contains(value), "{value}");
        }
    }
}
