//! The only module that writes or removes files. Site files are replaced atomically and durably, and
//! only over the bytes they were read with; finished pages go through [`output`].
#![allow(
    clippy::disallowed_methods,
    reason = "this is the module the rule points to"
)]

pub mod data;
pub mod kept;
pub mod output;
pub mod releases;

use std::fmt;
use std::fs::{self, File};
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use walkdir::{DirEntry, WalkDir};

use crate::error::Error;
use crate::message::{self, Message};
use crate::say;

/// What a site consists of; whatever else lies in its folder is not looked at.
pub(crate) const TOPS: [&str; 9] = [
    "site.toml",
    "pages",
    "shared",
    "records",
    "media",
    "state",
    "glossary.toml",
    "dictionary.txt",
    "templates",
];

/// Whether a site consists of files under this name, among others.
pub fn is_top(name: &str) -> bool {
    TOPS.contains(&name)
}

/// Temporary files older than this were left by a crash.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// The SHA-256 of a file's bytes (FIPS 180-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash of the file at `path`, read piece by piece.
    ///
    /// # Errors
    /// Whatever keeps the file from being read.
    pub fn of_file(path: &Path) -> std::io::Result<Self> {
        let mut file = std::fs::File::open(path)?;
        let (mut digest, mut piece) = (Self::begin(), vec![0; 64 * 1024]);
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(digest.end()),
                read => digest.add(&piece[..read]),
            }
        }
    }

    /// The hash of bytes that come piece by piece.
    pub fn begin() -> Digest {
        Digest(Sha256::new())
    }

    /// Its 32 bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[i * 2..i * 2 + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }
}

/// A hash of what was added so far.
pub struct Digest(Sha256);

impl Digest {
    /// Adds bytes.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The hash of all of them.
    pub fn end(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 64];
        for (i, byte) in self.0.iter().enumerate() {
            text[i * 2] = DIGITS[usize::from(byte >> 4)];
            text[i * 2 + 1] = DIGITS[usize::from(byte & 15)];
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

/// One file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Site path, `/`-separated.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
}

/// The files of a site, and what is in the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The files, in path order.
    pub entries: Vec<Entry>,
    /// Site path and reason of each file or folder that cannot be used.
    pub faults: Vec<(String, Message)>,
}

/// A site's folder.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// Opens the folder of a site.
    ///
    /// # Errors
    /// [`Error::NotASite`] when it holds no `site.toml`, [`Error::Read`] when it cannot be looked into.
    pub fn open(root: &Path) -> Result<Self, Error> {
        let root = root.canonicalize().map_err(|e| Error::read(root, e))?;
        if !root.join("site.toml").is_file() {
            return Err(Error::NotASite(root));
        }
        for top in TOPS {
            output::sweep(&root.join(top), Some(STALE));
        }
        Ok(Self { root })
    }

    /// The folder, absolute, without symbolic links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Every file of the site in path order; hidden files and folders of tools are left out, and
    /// symbolic links are not followed.
    ///
    /// # Errors
    /// [`Error::Read`] when the site's folder is gone.
    pub fn list(&self) -> Result<Vec<Entry>, Error> {
        Ok(self.listing()?.entries)
    }

    /// The same, with what could not be looked at.
    ///
    /// # Errors
    /// [`Error::Read`] when the site's folder is gone.
    pub fn listing(&self) -> Result<Listing, Error> {
        fs::metadata(&self.root).map_err(|e| Error::read(&self.root, e))?;
        let wanted = |entry: &DirEntry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0
                || !(name.starts_with('.') || name.ends_with('~') || name == "node_modules")
        };
        let mut entries = Vec::new();
        let mut faults = Vec::new();
        let inside = |path: &Path| {
            let path = path.strip_prefix(&self.root).unwrap_or(path);
            path.to_string_lossy()
                .replace(std::path::MAIN_SEPARATOR, "/")
        };
        for top in TOPS {
            let start = self.root.join(top);
            if !start.exists() {
                continue;
            }
            for entry in WalkDir::new(&start)
                .sort_by_file_name()
                .into_iter()
                .filter_entry(wanted)
            {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(e) => {
                        let path = e.path().unwrap_or(&start);
                        faults.push((inside(path), message::system(&std::io::Error::from(e))));
                        continue;
                    }
                };
                if entry.file_type().is_symlink() {
                    faults.push((inside(entry.path()), say!("it is a symbolic link")));
                }
                if !entry.file_type().is_file() {
                    continue;
                }
                let path = inside(entry.path());
                match entry.metadata() {
                    // A name that is not UTF-8 cannot be named by content either.
                    Ok(_) if entry.path().to_str().is_none() => {
                        faults.push((path, say!("its name is not valid Unicode")));
                    }
                    Ok(meta) => entries.push(Entry {
                        path,
                        bytes: meta.len(),
                    }),
                    Err(e) => faults.push((path, message::system(&std::io::Error::from(e)))),
                }
            }
        }
        Ok(Listing { entries, faults })
    }

    /// Reads a file of the site.
    ///
    /// # Errors
    /// [`Error::OutsideSite`] or [`Error::Read`].
    pub fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        let file = self.place(path)?;
        fs::read(&file).map_err(|e| Error::read(&file, e))
    }

    /// Size of a file in bytes; `None` when it is not there.
    pub fn size(&self, path: &str) -> Option<u64> {
        let there = fs::metadata(self.place(path).ok()?).ok()?;
        there.is_file().then_some(there.len())
    }

    /// Replaces a file if it still holds the bytes with hash `expected`, or creates it if `expected` is
    /// `None` and it is not there. The new bytes are on disk when this returns, whole, under the old
    /// file's permissions; at no moment is there half a file.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the file is another than expected, [`Error::OutsideSite`], [`Error::Write`].
    pub fn replace(&self, path: &str, bytes: &[u8], expected: Option<Hash>) -> Result<Hash, Error> {
        let target = self.place(path)?;
        let failed = |e| Error::write(&target, e);
        if fs::metadata(&target).is_ok_and(|there| there.permissions().readonly()) {
            return Err(failed(std::io::ErrorKind::PermissionDenied.into()));
        }
        let folder = target
            .parent()
            .ok_or_else(|| Error::OutsideSite(path.to_owned()))?;
        make_folders(folder).map_err(failed)?;
        let mut temporary = tempfile::Builder::new()
            .prefix(".trustdesk-")
            .suffix(".tmp")
            .tempfile_in(folder)
            .map_err(failed)?;
        temporary.write_all(bytes).map_err(failed)?;
        match fs::metadata(&target) {
            Ok(there) => temporary
                .as_file()
                .set_permissions(there.permissions())
                .map_err(failed)?,
            #[cfg(unix)]
            Err(_) => {
                use std::os::unix::fs::PermissionsExt;
                temporary
                    .as_file()
                    .set_permissions(fs::Permissions::from_mode(0o644))
                    .map_err(failed)?;
            }
            #[cfg(not(unix))]
            Err(_) => {}
        }
        temporary.as_file().sync_all().map_err(failed)?;
        // Looked at last, so that the time in which another program could slip in is the shortest.
        let there = match fs::read(&target) {
            Ok(there) => Some(Hash::of(&there)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
            Err(e) => return Err(failed(e)),
        };
        if there != expected {
            return Err(Error::Conflict(path.to_owned()));
        }
        temporary.persist(&target).map_err(|e| failed(e.error))?;
        sync_folder(folder).map_err(failed)?;
        Ok(Hash::of(bytes))
    }

    /// Removes a file if it still holds the bytes with hash `expected`. It is gone from disk when this
    /// returns. A file that is not there is removed already.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the file is another than expected, [`Error::OutsideSite`], [`Error::Write`].
    pub fn remove(&self, path: &str, expected: Option<Hash>) -> Result<(), Error> {
        let target = self.place(path)?;
        let failed = |e| Error::write(&target, e);
        match fs::read(&target) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(failed(e)),
            Ok(there) if Some(Hash::of(&there)) != expected => {
                return Err(Error::Conflict(path.to_owned()));
            }
            Ok(_) => fs::remove_file(&target).map_err(failed)?,
        }
        target.parent().map_or(Ok(()), sync_folder).map_err(failed)
    }

    /// Where a site path is on disk. Refuses paths that leave the site, through symbolic links too.
    fn place(&self, path: &str) -> Result<PathBuf, Error> {
        let outside = || Error::OutsideSite(path.to_owned());
        let plain = path.split('/').all(|part| {
            // No dot names: `.`, `..`, and what belongs to Git and other tools.
            !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '\0'])
        });
        if !plain {
            return Err(outside());
        }
        let file = self.root.join(path);
        let existing = file
            .ancestors()
            .find(|p| p.symlink_metadata().is_ok())
            .unwrap_or(&self.root);
        match existing.canonicalize() {
            // A link inside the site stays one: what it leads to is what is read and replaced.
            Ok(real) if real.starts_with(&self.root) && existing == file => Ok(real),
            Ok(real) if real.starts_with(&self.root) => Ok(file),
            _ => Err(outside()),
        }
    }
}

/// Makes a folder and those above it, each durable in the one above.
fn make_folders(folder: &Path) -> std::io::Result<()> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|f| !f.exists()).collect();
    fs::create_dir_all(folder)?;
    for made in missing {
        made.parent().map_or(Ok(()), sync_folder)?;
    }
    Ok(())
}

/// Makes renames inside a folder durable.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Creates a new site folder from files; `to` must be new or empty.
///
/// # Errors
/// [`Error::NotEmpty`] or [`Error::Write`].
pub fn create(to: &Path, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<(), Error> {
    if to.exists() {
        let mut inside = fs::read_dir(to).map_err(|e| Error::read(to, e))?;
        if inside.next().is_some() {
            return Err(Error::NotEmpty(to.to_owned()));
        }
    }
    for (path, bytes) in files {
        let file = to.join(&path);
        let folder = file.parent().unwrap_or(to);
        fs::create_dir_all(folder).map_err(|e| Error::write(folder, e))?;
        fs::write(&file, bytes).map_err(|e| Error::write(&file, e))?;
    }
    sync_folder(to).map_err(|e| Error::write(to, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("site.toml"), "format = 1\n").unwrap();
        let store = Store::open(folder.path()).unwrap();
        (folder, store)
    }

    #[test]
    fn hashes_are_those_of_sha_256() {
        let abc = Hash::of(b"abc").to_string();
        assert_eq!(
            abc,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(Hash::parse(&abc), Some(Hash::of(b"abc")));
        assert_eq!(Hash::parse("xyz"), None);
    }

    #[test]
    fn a_file_is_replaced_only_over_the_bytes_it_was_read_with() {
        let (folder, store) = store();
        let first = store.replace("pages/en/a.md", b"one", None).unwrap();
        assert!(matches!(
            store.replace("pages/en/a.md", b"x", None),
            Err(Error::Conflict(_))
        ));
        assert!(matches!(
            store.replace("pages/en/a.md", b"x", Some(Hash::of(b"other"))),
            Err(Error::Conflict(_))
        ));
        store.replace("pages/en/a.md", b"two", Some(first)).unwrap();
        assert_eq!(store.read("pages/en/a.md").unwrap(), b"two");
        let left: Vec<_> = fs::read_dir(folder.path().join("pages/en"))
            .unwrap()
            .collect();
        assert_eq!(left.len(), 1, "a temporary file was left behind");
    }

    #[test]
    fn a_file_is_removed_only_with_the_bytes_it_was_read_with() {
        let (_folder, store) = store();
        let hash = store.replace("pages/en/a.md", b"one", None).unwrap();
        let other = Some(Hash::of(b"other"));
        assert!(matches!(
            store.remove("pages/en/a.md", other),
            Err(Error::Conflict(_))
        ));
        store.remove("pages/en/a.md", Some(hash)).unwrap();
        assert!(store.read("pages/en/a.md").is_err());
        store.remove("pages/en/a.md", Some(hash)).unwrap();
        assert!(store.remove("../x", other).is_err());
    }

    #[test]
    fn paths_never_leave_the_site() {
        let (folder, store) = store();
        for bad in [
            "../x",
            "/etc/passwd",
            "pages/../../x",
            "pages//x",
            "",
            "a\\..\\b",
            ".",
            ".git/config",
            "pages/.hidden",
        ] {
            assert!(
                matches!(store.read(bad), Err(Error::OutsideSite(_))),
                "{bad}"
            );
            assert!(store.replace(bad, b"", None).is_err(), "{bad}");
        }
        #[cfg(unix)]
        {
            let other = tempfile::tempdir().unwrap();
            std::os::unix::fs::symlink(other.path(), folder.path().join("media")).unwrap();
            assert!(matches!(
                store.replace("media/x.png", b"x", None),
                Err(Error::OutsideSite(_))
            ));
            assert!(
                store
                    .list()
                    .unwrap()
                    .iter()
                    .all(|e| !e.path.starts_with("media/"))
            );
        }
        drop(folder);
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, store) = store();
        let file = folder.path().join("site.toml");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        store
            .replace(
                "site.toml",
                b"format = 1 \n",
                Some(Hash::of(b"format = 1\n")),
            )
            .unwrap();
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o640
        );
    }
    #[cfg(unix)]
    #[test]
    fn a_link_inside_the_site_stays_a_link() {
        let (folder, store) = store();
        let first = store.replace("pages/real.md", b"one", None).unwrap();
        std::os::unix::fs::symlink("real.md", folder.path().join("pages/alias.md")).unwrap();
        store
            .replace("pages/alias.md", b"two", Some(first))
            .unwrap();
        assert_eq!(store.read("pages/real.md").unwrap(), b"two");
        let alias = folder.path().join("pages/alias.md");
        assert!(alias.symlink_metadata().unwrap().is_symlink());
    }

    #[test]
    fn a_failed_write_leaves_everything_as_it_was() {
        let (folder, store) = store();
        fs::create_dir_all(folder.path().join("pages/folder")).unwrap();
        let file = folder.path().join("pages/file");
        fs::write(&file, "x").unwrap();
        let write = |path: &str, expected| store.replace(path, b"y", expected);
        assert!(write("pages/folder", None).is_err(), "a folder");
        assert!(write("pages/file/below", None).is_err(), "below a file");
        let mut rights = fs::metadata(&file).unwrap().permissions();
        rights.set_readonly(true);
        fs::set_permissions(&file, rights).unwrap();
        let refused = write("pages/file", Some(Hash::of(b"x")));
        assert!(
            matches!(refused, Err(Error::Write { .. })),
            "write-protected"
        );
        assert_eq!(store.read("pages/file").unwrap(), b"x");
        let left = fs::read_dir(folder.path().join("pages")).unwrap().count();
        assert_eq!(left, 2, "a temporary file was left behind");
    }

    #[test]
    fn only_own_old_temporary_files_are_swept() {
        let (folder, _) = store();
        let media = folder.path().join("media");
        fs::create_dir(&media).unwrap();
        let old = std::time::SystemTime::now() - 2 * STALE;
        let now = std::time::SystemTime::now();
        for (name, time) in [
            (".trustdesk-a.tmp", old),
            (".trustdesk-b.tmp", now),
            (".other.tmp", old),
        ] {
            let file = File::create(media.join(name)).unwrap();
            file.set_modified(time).unwrap();
        }
        Store::open(folder.path()).unwrap();
        assert!(!media.join(".trustdesk-a.tmp").exists());
        assert!(media.join(".trustdesk-b.tmp").exists());
        assert!(media.join(".other.tmp").exists());
    }
}
