//! `manifest.json`: every file of an export but itself, with size and SHA-256. It says which files an
//! export may replace or remove, and lets a stranger check them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::store::Hash;

/// Its name in the output.
pub(super) const NAME: &str = "manifest.json";
/// Tells our manifests from other files of that name.
const FORMAT: &str = "trustdesk-export-1";

/// The files of one export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<String, (u64, Hash)>);

impl Manifest {
    pub(super) fn new(files: Vec<(String, u64, Hash)>) -> Self {
        Self(
            files
                .into_iter()
                .map(|(path, bytes, hash)| (path, (bytes, hash)))
                .collect(),
        )
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Size of all files together, without the manifest.
    pub(super) fn bytes(&self) -> u64 {
        self.0.values().map(|(bytes, _)| bytes).sum()
    }

    pub(super) fn hash(&self, path: &str) -> Option<Hash> {
        self.0.get(path).map(|(_, hash)| *hash)
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The files of both; where both have one, this one's.
    pub(super) fn joined(&self, other: &Self) -> Self {
        let mut all = other.0.clone();
        all.extend(self.0.clone());
        Self(all)
    }

    pub(super) fn to_text(&self) -> String {
        let mut out = format!("{{\n\"format\": \"{FORMAT}\",\n\"files\": [");
        for (i, (path, (bytes, hash))) in self.0.iter().enumerate() {
            let path = serde_json::Value::from(path.as_str());
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
    pub(super) fn parse(text: &str) -> Option<Self> {
        let json: serde_json::Value = serde_json::from_str(text).ok()?;
        if json["format"] != FORMAT {
            return None;
        }
        let mut files = BTreeMap::new();
        for file in json["files"].as_array()? {
            let path = file["path"].as_str()?;
            let plain = path
                .split('/')
                .all(|p| !p.is_empty() && p != "." && p != ".." && !p.contains(['\\', '\0']));
            if !plain {
                return None;
            }
            files.insert(
                path.to_owned(),
                (
                    file["bytes"].as_u64()?,
                    Hash::parse(file["sha256"].as_str()?)?,
                ),
            );
        }
        Some(Self(files))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_and_others_are_refused() {
        let manifest = Manifest::new(vec![("a \"b\".html".into(), 3, Hash::of(b"abc"))]);
        assert_eq!(Manifest::parse(&manifest.to_text()), Some(manifest));
        assert_eq!(Manifest::parse("{}"), None);
        let evil = Manifest::new(vec![("../x".into(), 0, Hash::of(b""))]).to_text();
        assert_eq!(Manifest::parse(&evil), None);
    }
}
