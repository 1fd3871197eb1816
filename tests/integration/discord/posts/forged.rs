//! Posts that Discord did not send, or that somebody sends again.

use verbatim::discord::Events;

use super::{posted_to, send};
use crate::discord::stage::WHY;
use crate::fake_discord::Posted;
use crate::random::Lcg;

#[tokio::test]
async fn a_post_with_any_bit_flipped_is_unauthorized_and_does_nothing() {
    let (stage, url) = posted_to(Events::Both, |_| {}).await;
    let asked = stage.ask(WHY).await;
    asked.response().await;
    let good = stage.discord.posted().remove(0);
    let before = stage.discord.requests().len();
    let mut random = Lcg(18);
    let bytes = good.timestamp.len() + good.body.len() + good.signature.len();
    let bits = bytes as u64 * 8;
    let mut refused = 0;
    for _ in 0..300 {
        let bit = usize::try_from(random.below(bits)).unwrap();
        let mut broken = [good.timestamp.as_bytes(), &good.body, good.signature.as_bytes()].concat();
        broken[bit / 8] ^= 1 << (bit % 8);
        let (timestamp, rest) = broken.split_at(good.timestamp.len());
        let (body, signature) = rest.split_at(good.body.len());
        let (Ok(timestamp), Ok(signature)) = (str::from_utf8(timestamp), str::from_utf8(signature)) else {
            continue;
        };
        // The same digit in capitals is the same signature.
        if signature.eq_ignore_ascii_case(&good.signature) && signature != good.signature {
            continue;
        }
        let broken = Posted {
            timestamp: timestamp.to_owned(),
            signature: signature.to_owned(),
            body: body.to_vec(),
        };
        // A header can't hold some bytes, so such a post isn't sent.
        if timestamp.chars().chain(signature.chars()).any(char::is_control) {
            continue;
        }
        assert_eq!(send(&broken, &url).await, (401, String::new()), "bit {bit}");
        refused += 1;
    }
    assert!(refused > 200, "{refused} of 300 could be sent");
    let none = Posted {
        signature: String::new(),
        ..good
    };
    assert_eq!(send(&none, &url).await.0, 401);
    assert_eq!(stage.discord.requests().len(), before);
    stage.discord.check();
}

#[tokio::test]
async fn a_post_that_is_repeated_gets_one_response_and_an_old_one_none() {
    let (stage, url) = posted_to(Events::Both, |_| {}).await;
    let asked = stage.ask(WHY).await;
    asked.response().await;
    let post = stage.discord.posted().remove(0);
    let before = stage.discord.requests().len();
    for _ in 0..3 {
        assert_eq!(send(&post, &url).await, (202, String::new()));
    }
    let now: u64 = post.timestamp.parse().unwrap();
    let fresh = String::from_utf8(post.body.clone())
        .unwrap()
        .replace("\"id\":\"1", "\"id\":\"2");
    for time in [now - 301, now + 400, 0] {
        assert_eq!(
            send(&Posted::signed_at(time, fresh.clone()), &url).await.0,
            401,
            "{time}"
        );
    }
    for malformed in ["", "{", "{}", "[]", r#"{"type":99}"#, r#"{"type":2,"id":"7"}"#] {
        assert_eq!(
            send(&Posted::signed(malformed), &url).await,
            (400, String::new()),
            "{malformed}"
        );
    }
    assert_eq!(
        send(&Posted::signed(r#"{"type":1}"#), &url).await,
        (200, r#"{"type":1}"#.to_owned())
    );
    assert_eq!(send(&Posted::signed(vec![b' '; (1 << 20) + 1]), &url).await.0, 413);
    assert_eq!(stage.discord.requests().len(), before);
    let elsewhere = Posted::signed(r#"{"type":1}"#)
        .send(&format!("{}/", url.get()))
        .await
        .unwrap();
    assert_eq!(elsewhere.0, 404);
    let text = stage.metrics.text(verbatim::metrics::Format::OpenMetrics);
    for (outcome, count) in [
        ("taken", 1),
        ("repeated", 3),
        ("stale", 3),
        ("malformed", 6),
        ("ping", 1),
        ("unsigned", 0),
    ] {
        let line = format!("verbatim_interaction_posts_total{{outcome=\"{outcome}\"}} {count}\n");
        assert!(text.contains(&line), "{line} is not in\n{text}");
    }
    stage.discord.check();
}
