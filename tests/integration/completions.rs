//! `verbatim completions`: the scripts for shells.

use std::process::Command;

use crate::run::Verbatim;

#[test]
fn each_shell_learns_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = Verbatim::new().run(&["completions", shell], b"");
        assert_eq!(output.code(), 0, "{shell}: {output:?}");
        assert_eq!(output.stderr, "", "{shell}");
        assert!(output.stdout.contains("reindex"), "{shell}: {}", output.stdout);
    }
}

#[test]
fn bash_can_read_them() {
    let program = Verbatim::new();
    program.write("completions", program.run(&["completions", "bash"], b"").stdout);
    let Ok(read) = Command::new("bash").arg("-n").arg(program.path("completions")).output() else {
        return println!("bash is not installed, so that it was not asked");
    };
    assert!(read.status.success() && read.stderr.is_empty(), "{read:?}");
}

#[test]
fn a_foreign_env_file_does_not_keep_a_shell_from_starting() {
    let program = Verbatim::new();
    program.write(".env", "no setting\n");
    assert_eq!(program.run(&["completions", "bash"], b"").code(), 0);
    assert_eq!(program.run(&["reindex"], b"").code(), 2, "it is one that can't be read");
}

#[test]
fn an_unknown_shell_is_told_the_known_ones() {
    let output = Verbatim::new().run(&["completions", "edlin"], b"");
    assert_eq!(output.code(), 2, "{output:?}");
    assert!(output.stderr.contains("fish"), "{output:?}");
}
