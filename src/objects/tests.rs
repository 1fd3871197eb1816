//! The same tests over each kind of object store.

use tempfile::TempDir;

use super::*;

/// A store of each kind that the tests can have.
fn stores() -> Vec<(&'static str, Objects, TempDir)> {
    let folder = TempDir::new().unwrap();
    let mut stores = vec![("folder", Objects::Folder(folder.path().join("objects")), folder)];
    let folder = TempDir::new().unwrap();
    if let Some(database) = crate::database::tests::database_of(folder.path()) {
        stores.push(("database", Objects::Database(database), folder));
    }
    stores
}

#[test]
fn an_object_is_written_once_and_read_back_until_it_is_deleted() {
    for (kind, store, _folder) in stores() {
        assert_eq!(store.get(1, "file/a").unwrap(), None, "{kind}");
        assert_eq!(store.list(1).unwrap(), [""; 0], "{kind}");
        for bytes in [Vec::new(), b"abc".to_vec(), vec![7; 1 << 20], vec![8; (2 << 20) + 5]] {
            let key = format!("file/{}", bytes.len());
            assert!(store.put_new(1, &key, &bytes).unwrap(), "{kind}");
            assert!(!store.put_new(1, &key, b"other").unwrap(), "{kind}");
            assert_eq!(store.get(1, &key).unwrap(), Some(bytes), "{kind}");
        }
        assert!(store.put_new(1, "generation/x", b"y").unwrap());
        let keys = ["file/0", "file/1048576", "file/2097157", "file/3", "generation/x"];
        assert_eq!(store.list(1).unwrap(), keys, "{kind}");
        store.delete(1, "file/3").unwrap();
        store.delete(1, "file/3").unwrap();
        assert_eq!(store.get(1, "file/3").unwrap(), None, "{kind}");
        assert!(store.put_new(1, "file/3", b"again").unwrap(), "{kind}");
    }
}

#[test]
fn libraries_have_objects_of_their_own() {
    for (kind, store, _folder) in stores() {
        store.put_new(1, "file/a", b"one").unwrap();
        assert_eq!(store.get(2, "file/a").unwrap(), None, "{kind}");
        assert!(store.put_new(2, "file/a", b"two").unwrap(), "{kind}");
        store.delete(2, "file/a").unwrap();
        assert_eq!(store.get(1, "file/a").unwrap().unwrap(), b"one", "{kind}");
    }
}

#[test]
fn of_several_that_write_an_object_one_does() {
    for (kind, store, _folder) in stores() {
        let bytes = vec![9; 3 << 20];
        let written = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| store.put_new(1, "file/a", &bytes).unwrap()))
                .collect();
            writers
                .into_iter()
                .map(|writer| writer.join().unwrap())
                .filter(|&is_new| is_new)
                .count()
        });
        assert_eq!(written, 1, "{kind}");
        assert_eq!(store.get(1, "file/a").unwrap(), Some(bytes), "{kind}");
    }
}
