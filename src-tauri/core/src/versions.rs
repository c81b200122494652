//! Earlier versions of the files of a site, kept in the program's data folder: what was on disk before
//! a save, at most every five minutes while typing, for thirty days.
//!
//! Each version is one compressed file, `<file>/<kept>-<since>-<digest>.z`, so that there is no list
//! that could get out of step with what is there.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::drafts::folder_of;
use crate::store::{Hash, data};

/// Milliseconds between two versions of a file while it is worked on.
const APART: u64 = 5 * 60 * 1000;
/// Milliseconds that a version is kept.
const KEPT_FOR: u64 = 30 * 24 * 60 * 60 * 1000;
/// Most bytes of all versions of a site.
const MOST: u64 = 200 * 1024 * 1024;
/// Larger texts are not read back.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The versions of one open site.
#[derive(Debug)]
pub struct Versions {
    folder: PathBuf,
    /// When a version of each file was last kept in this session.
    kept: BTreeMap<String, u64>,
}

/// One earlier version of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Names it among the versions of its file.
    pub id: String,
    /// When the file began to say this, in milliseconds since 1970.
    pub since: u64,
    /// When it was replaced by the next text.
    pub until: u64,
}

impl Versions {
    /// The versions of the site whose canonical folder is `site`.
    pub fn open(data: &Path, site: &Path) -> Self {
        Self {
            folder: folder_of(data, "versions", site),
            kept: BTreeMap::new(),
        }
    }

    /// Keeps `text`, which `path` held since `since` and is about to be replaced at `now`. It is kept
    /// when it is the first of this session, when the last was kept more than five minutes ago, or
    /// when `always`. Answers whether it was kept.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn keep(
        &mut self,
        path: &str,
        text: &str,
        since: u64,
        now: u64,
        always: bool,
    ) -> io::Result<bool> {
        let due = self
            .kept
            .get(path)
            .is_none_or(|last| now.saturating_sub(*last) >= APART);
        if !(due || always) {
            return Ok(false);
        }
        let folder = self.folder_of(path);
        let digest = &Hash::of(text.as_bytes()).to_string()[..16];
        let newest = self.list(path).into_iter().next();
        if newest.is_some_and(|newest| newest.id.ends_with(digest)) {
            self.kept.insert(path.to_owned(), now);
            return Ok(false);
        }
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        packed.write_all(text.as_bytes())?;
        let name = format!("{now:013}-{since:013}-{digest}.z");
        data::write(&folder.join(name), &packed.finish()?)?;
        self.kept.insert(path.to_owned(), now);
        Ok(true)
    }

    /// The versions of a file, the newest first.
    pub fn list(&self, path: &str) -> Vec<Version> {
        let files = data::files(&self.folder_of(path));
        let mut found: Vec<Version> = files.iter().filter_map(|file| version(file)).collect();
        found.sort_by(|a, b| b.id.cmp(&a.id));
        found
    }

    /// The text of a version; `None` when it is no longer kept or cannot be read.
    pub fn text(&self, path: &str, id: &str) -> Option<String> {
        // The name comes from the window: only names that we give lead to a file.
        let version = self.list(path).into_iter().find(|v| v.id == id)?;
        let file = self.folder_of(path).join(format!("{}.z", version.id));
        let packed = data::read(&file).ok()??;
        let mut text = String::new();
        ZlibDecoder::new(packed.as_slice())
            .take(LARGEST)
            .read_to_string(&mut text)
            .ok()?;
        Some(text)
    }

    /// Removes what is older than thirty days, then the oldest until the rest fits. Failing to is harmless.
    pub fn sweep(&self, now: u64) {
        self.sweep_to(now, MOST);
    }

    fn sweep_to(&self, now: u64, most: u64) {
        let mut all: Vec<(u64, u64, PathBuf)> = Vec::new();
        for folder in data::folders(&self.folder) {
            for file in data::files(&folder) {
                let Some(version) = version(&file) else {
                    continue;
                };
                let bytes = file.metadata().map_or(0, |meta| meta.len());
                all.push((version.until, bytes, file));
            }
        }
        all.sort();
        let mut bytes: u64 = all.iter().map(|(_, bytes, _)| bytes).sum();
        for (until, size, file) in all {
            let old = now.saturating_sub(until) > KEPT_FOR;
            if (old || bytes > most) && data::remove(&file).is_ok() {
                bytes -= size;
            }
        }
    }

    fn folder_of(&self, path: &str) -> PathBuf {
        self.folder
            .join(&Hash::of(path.as_bytes()).to_string()[..24])
    }
}

/// What the name of a version's file says.
fn version(file: &Path) -> Option<Version> {
    let id = file.file_name()?.to_str()?.strip_suffix(".z")?;
    let mut parts = id.split('-');
    let (until, since, digest) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = parts.next().is_none() && digest.bytes().all(|b| b.is_ascii_hexdigit());
    plain.then_some(())?;
    Some(Version {
        id: id.to_owned(),
        since: since.parse().ok()?,
        until: until.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "pages/en/index.md";
    const START: u64 = 1_790_000_000_000;

    fn versions() -> (tempfile::TempDir, Versions) {
        let data = tempfile::tempdir().unwrap();
        let versions = Versions::open(data.path(), Path::new("/somewhere/site"));
        (data, versions)
    }

    #[test]
    fn versions_are_five_minutes_apart_but_the_first_and_asked_for_are_kept() {
        let (data, mut versions) = versions();
        let mut keep =
            |text: &str, at, always| versions.keep(PATH, text, 1, START + at, always).unwrap();
        assert!(keep("first", 0, false), "the one before this session");
        assert!(!keep("second", 1_000, false));
        assert!(keep("third", 2_000, true), "before an edit of many files");
        assert!(!keep("fourth", APART, false));
        assert!(keep("fifth", APART + 2_000, false));
        assert!(!keep("fifth", 3 * APART, false), "the same text again");
        let list = versions.list(PATH);
        let texts: Vec<_> = list
            .iter()
            .map(|v| versions.text(PATH, &v.id).unwrap())
            .collect();
        assert_eq!(texts, ["fifth", "third", "first"]);
        assert!(versions.list("pages/en/other.md").is_empty());
        assert_eq!(list[2].since, 1);
        let mut next = Versions::open(data.path(), Path::new("/somewhere/site"));
        assert!(
            next.keep(PATH, "sixth", 1, START + APART + 3_000, false)
                .unwrap()
        );
    }

    #[test]
    fn a_version_is_named_only_by_what_the_list_says() {
        let (_data, mut versions) = versions();
        versions.keep(PATH, "text", 0, START, true).unwrap();
        assert_eq!(versions.text(PATH, "../../x"), None);
        assert_eq!(versions.text(PATH, ""), None);
        let id = versions.list(PATH)[0].id.clone();
        assert_eq!(versions.text("pages/en/other.md", &id), None);
    }

    #[test]
    fn old_versions_go_and_the_oldest_first_when_there_are_too_many() {
        let (_data, mut versions) = versions();
        let day = 24 * 60 * 60 * 1000;
        for i in 0..40 {
            // Text that does not pack.
            let text: String = (0..50).map(|n| Hash::of(&[i, n]).to_string()).collect();
            versions
                .keep(PATH, &text, 0, START + u64::from(i) * day, true)
                .unwrap();
        }
        versions.sweep(START + 39 * day);
        assert_eq!(versions.list(PATH).len(), 31);
        versions.sweep_to(START + 39 * day, 10_000);
        let left = versions.list(PATH);
        assert!((1..10).contains(&left.len()), "{}", left.len());
        assert_eq!(left[0].until, START + 39 * day, "the newest is kept");
    }
}
