//! A ZIP archive in the corpus folder: each file in it counts as if the archive were a folder.

use std::path::Path;

use super::package::{Package, normal};
use super::problem::Reason;
use super::walk::is_hidden;

/// A file in an archive.
pub(super) struct Packed {
    /// Its path within the corpus, which begins with that of the archive.
    pub(super) path: String,
    /// Its bytes, or the reason why they can't be unpacked.
    pub(super) bytes: Result<Vec<u8>, Reason>,
}

/// True if a path is an archive's, by its extension.
pub(super) fn is_archive(path: &Path) -> bool {
    let extension = path.extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// Unpacks the files in the archive at `path` of the corpus. Hidden files are passed over, and so are those that
/// `is_read` rejects: they have no bytes.
///
/// # Errors
/// The reason why the archive is left out as a whole.
pub(super) fn unpack(bytes: &[u8], path: &str, is_read: impl Fn(&Path) -> bool) -> Result<Vec<Packed>, Reason> {
    let package = Package::open(bytes)?;
    let mut files = Vec::new();
    for (place, name) in package.names().enumerate() {
        let inner = normal(name);
        if name.ends_with('/') || inner.split('/').any(|part| is_hidden(part) || part == "__MACOSX") {
            continue;
        }
        let bytes = if is_read(Path::new(&inner)) {
            package.unpack(place)
        } else {
            Ok(Vec::new())
        };
        if let Err(reason @ (Reason::Encrypted | Reason::UnpacksTooLarge)) = bytes {
            return Err(reason);
        }
        files.push(Packed {
            path: format!("{path}/{inner}"),
            bytes,
        });
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::super::package::testing::pack;
    use super::*;

    fn paths(parts: &[(&str, &str)]) -> Vec<String> {
        let files = unpack(&pack(parts), "wiki.zip", |_| true).unwrap();
        files.into_iter().map(|file| file.path).collect()
    }

    #[test]
    fn files_stand_below_the_archive() {
        assert_eq!(
            paths(&[("Pool.md", "a"), ("rules/", ""), ("rules/C#.md", "b")]),
            ["wiki.zip/Pool.md", "wiki.zip/rules/C#.md"]
        );
    }

    #[test]
    fn no_name_leads_out_of_the_archive() {
        assert_eq!(
            paths(&[("../../etc/passwd.txt", "a"), ("/b.txt", "b"), ("c\\..\\d.txt", "d")]),
            ["wiki.zip/etc/passwd.txt", "wiki.zip/b.txt", "wiki.zip/d.txt"]
        );
    }

    #[test]
    fn hidden_files_are_passed_over() {
        assert!(
            paths(&[
                ("__MACOSX/._a.md", "a"),
                (".obsidian/a.json", "b"),
                ("a/Thumbs.db", "c")
            ])
            .is_empty()
        );
    }
}
