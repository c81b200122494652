//! `manifest.json`: every file of an export with size and SHA-256, but itself, `SHA256SUMS` and the
//! signature. It says which files an export may replace or remove, and lets a stranger check them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::model::Date;
use crate::store::Hash;

/// Its name in the output.
pub const NAME: &str = "manifest.json";
/// The name of the list that `sha256sum -c` reads.
pub const SUMS: &str = "SHA256SUMS";
/// The name of the detached signature of the manifest, as minisign writes it.
pub const SIGNATURE: &str = "manifest.json.minisig";
/// Tells our manifests from other files of that name.
const FORMAT: &str = "trustdesk-bundle-1";
/// What exports of earlier versions said; they may be written over.
const EARLIER: &str = "trustdesk-export-1";

/// Size and digest of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stated {
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub hash: Hash,
}

impl Stated {
    /// Those of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.len() as u64,
            hash: Hash::of(bytes),
        }
    }
}

/// The site that a manifest is of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteName {
    /// Its name in its first language.
    pub name: String,
    /// Where it is served; empty when not decided.
    pub address: String,
}

impl SiteName {
    /// By what one site is told from another: its address, else its name.
    pub fn id(&self) -> &str {
        if self.address.is_empty() {
            &self.name
        } else {
            &self.address
        }
    }
}

/// What makes an export a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbered {
    /// Its number; the first is 1.
    pub number: u32,
    /// The day of the release.
    pub date: Date,
    /// SHA-256 of the manifest of the release before it; none for the first.
    pub previous: Option<Hash>,
}

/// The files of one export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The site.
    pub site: SiteName,
    /// The day that dates were compared with.
    pub as_of: Option<Date>,
    /// Number and date; none for an export that is no release.
    pub release: Option<Numbered>,
    files: BTreeMap<String, Stated>,
}

impl Manifest {
    /// A manifest of some files.
    pub fn new(files: impl IntoIterator<Item = (String, Stated)>) -> Self {
        Self {
            files: files.into_iter().collect(),
            ..Self::default()
        }
    }

    /// A manifest of a site's files as they are on a day.
    pub fn of(
        site: SiteName,
        as_of: Date,
        files: impl IntoIterator<Item = (String, Stated)>,
    ) -> Self {
        Self {
            site,
            as_of: Some(as_of),
            ..Self::new(files)
        }
    }

    /// How many files it lists.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether it lists no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Size of all files together, without the manifest.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|one| one.bytes).sum()
    }

    /// What it says of a file.
    pub fn get(&self, path: &str) -> Option<Stated> {
        self.files.get(path).copied()
    }

    /// The digest of a file.
    pub fn hash(&self, path: &str) -> Option<Hash> {
        self.get(path).map(|one| one.hash)
    }

    /// All files by path, sorted by the bytes of their paths.
    pub fn files(&self) -> &BTreeMap<String, Stated> {
        &self.files
    }

    /// The paths of all files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The files of both; where both have one, this one's.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let mut files = other.files.clone();
        files.extend(self.files.clone());
        Self {
            files,
            ..self.clone()
        }
    }

    /// The text of `SHA256SUMS`: what `sha256sum` prints for all files (GNU coreutils), sorted by path.
    pub fn sums(&self) -> String {
        let mut out = String::new();
        for (path, file) in &self.files {
            let _ = writeln!(out, "{}  {path}", file.hash);
        }
        out
    }

    /// The root digest: the SHA-256 of `SHA256SUMS`, and so of every path and every byte.
    pub fn root(&self) -> Hash {
        Hash::of(self.sums().as_bytes())
    }

    /// The digest of its text, by which the next release names it.
    pub fn digest(&self) -> Hash {
        Hash::of(self.to_text().as_bytes())
    }

    /// Its text: JSON with one line for each file, always the same for the same content.
    pub fn to_text(&self) -> String {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let mut out = format!(
            "{{\n\"format\": \"{FORMAT}\",\n\"site\": {{\"name\": {}, \"address\": {}}},\n",
            text(&self.site.name),
            text(&self.site.address)
        );
        if let Some(day) = self.as_of {
            let _ = writeln!(out, "\"as_of\": \"{day}\",");
        }
        if let Some(release) = self.release {
            let _ = writeln!(
                out,
                "\"release\": {},\n\"date\": \"{}\",",
                release.number, release.date
            );
            let previous = release
                .previous
                .map_or("null".to_owned(), |hash| format!("\"{hash}\""));
            let _ = writeln!(out, "\"previous\": {previous},");
        }
        let _ = write!(out, "\"root\": \"{}\",\n\"files\": [", self.root());
        for (i, (path, Stated { bytes, hash })) in self.files.iter().enumerate() {
            let path = text(path);
            let comma = if i == 0 { "" } else { "," };
            let _ = write!(
                out,
                "{comma}\n{{\"path\": {path}, \"bytes\": {bytes}, \"sha256\": \"{hash}\"}}"
            );
        }
        out.push_str("\n]\n}\n");
        out
    }

    /// Reads a manifest; `None` when the text is not one of ours, or names a path outside its folder.
    pub fn parse(text: &str) -> Option<Self> {
        let said: Said<'_> = serde_json::from_str(text).ok()?;
        if said.format != FORMAT && said.format != EARLIER {
            return None;
        }
        let mut files = BTreeMap::new();
        for file in said.files {
            let plain = file
                .path
                .split('/')
                .all(|p| !p.is_empty() && p != "." && p != ".." && !p.contains(['\\', '\0']));
            if !plain {
                return None;
            }
            let stated = Stated {
                bytes: file.bytes,
                hash: Hash::parse(&file.sha256)?,
            };
            files.insert(file.path.into_owned(), stated);
        }
        let day = |text: Option<String>| Date::parse(&text?);
        let date = day(said.date);
        let release = said.release.zip(date).map(|(number, date)| Numbered {
            number,
            date,
            previous: said.previous.as_deref().and_then(Hash::parse),
        });
        Some(Self {
            site: said.site,
            as_of: day(said.as_of),
            release,
            files,
        })
    }
}

/// A manifest as it is written. What else stands there takes no memory: others may have written it.
#[derive(Deserialize)]
struct Said<'t> {
    #[serde(borrow)]
    format: Cow<'t, str>,
    #[serde(default)]
    site: SiteName,
    as_of: Option<String>,
    release: Option<u32>,
    date: Option<String>,
    previous: Option<String>,
    #[serde(borrow)]
    files: Vec<SaidFile<'t>>,
}

/// One file of it.
#[derive(Deserialize)]
struct SaidFile<'t> {
    #[serde(borrow)]
    path: Cow<'t, str>,
    bytes: u64,
    #[serde(borrow)]
    sha256: Cow<'t, str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(path: &str, bytes: &[u8]) -> (String, Stated) {
        let hash = Hash::of(bytes);
        let bytes = bytes.len() as u64;
        (path.to_owned(), Stated { bytes, hash })
    }

    #[test]
    fn a_manifest_reads_back_and_others_are_refused() {
        let mut manifest = Manifest::new([one("a \"b\".html", b"abc")]);
        assert_eq!(Manifest::parse(&manifest.to_text()), Some(manifest.clone()));
        manifest.site.name = "Trust \"us\"".into();
        manifest.as_of = Date::parse("2026-11-26");
        manifest.release = Some(Numbered {
            number: 14,
            date: Date::parse("2026-11-27").unwrap(),
            previous: Some(Hash::of(b"13")),
        });
        assert_eq!(Manifest::parse(&manifest.to_text()), Some(manifest));
        assert_eq!(Manifest::parse("{}"), None);
        let evil = Manifest::new([one("../x", b"")]).to_text();
        assert_eq!(Manifest::parse(&evil), None);
    }
}
