//! The built program in a fake Discord and in a separate folder.

use std::process::{Command, Stdio};

use crate::fake_discord::FakeDiscord;
use crate::run::Verbatim;

/// The built program, as an admin runs it.
pub struct Served {
    pub folder: Verbatim,
    child: std::process::Child,
}

impl Served {
    pub fn start(discord: &FakeDiscord, token: &str, more: &[(&str, &str)]) -> Self {
        let folder = Verbatim::shipped();
        let child = Command::new(env!("CARGO_BIN_EXE_verbatim"))
            .arg("serve")
            .current_dir(folder.path(""))
            .env_clear()
            .env("DISCORD_TOKEN", token)
            .env("DISCORD_PROXY", discord.url())
            .envs(more.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self { folder, child }
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// The memory that it holds, in bytes (Linux).
    pub fn resident_bytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kib << 10
    }

    /// The addresses that it listens at, as the kernel writes them (Linux).
    pub fn listening(&self) -> Vec<String> {
        let open = std::fs::read_dir(format!("/proc/{}/fd", self.child.id())).unwrap();
        let sockets: Vec<String> = open
            .filter_map(|file| std::fs::read_link(file.unwrap().path()).ok())
            .map(|target| target.to_string_lossy().into_owned())
            .collect();
        ["tcp", "tcp6"]
            .iter()
            .flat_map(|kind| std::fs::read_to_string(format!("/proc/net/{kind}")))
            .flat_map(|table| table.lines().map(str::to_owned).collect::<Vec<_>>())
            .filter_map(|line| {
                let cells: Vec<&str> = line.split_whitespace().collect();
                let is_ours = cells[3] == "0A" && sockets.contains(&format!("socket:[{}]", cells[9]));
                is_ours.then(|| cells[1].to_owned())
            })
            .collect()
    }

    /// Waits until it has ended, and returns its exit status and its log.
    pub async fn ended(self) -> (Option<i32>, String) {
        let output = tokio::task::spawn_blocking(move || self.child.wait_with_output().unwrap());
        let output = output.await.unwrap();
        let log = String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
        (output.status.code(), log)
    }
}
