//! `/corpus status`.

use super::corpus;
use crate::discord::stage::Stage;

#[tokio::test]
async fn an_admin_sees_how_all_is() {
    let stage = Stage::on_disk(|_| {}).await;
    let status = corpus(&stage, &stage.ada, "status").await.response().await;
    assert!(status.ephemeral);
    for part in [
        "5 passages in 1 article",
        "The index is up to date.",
        "0 answered",
        "MiB",
    ] {
        assert!(status.content.contains(part), "{}", status.text());
    }
    stage.discord.check();
}
