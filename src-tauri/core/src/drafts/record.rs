//! Records of a draft log: a mark, the length, a CRC-32, and JSON. A record that is torn or altered is
//! skipped, and reading goes on at the next mark.

use serde::{Deserialize, Serialize};

use crate::store::Hash;

/// Begins every record.
const MARK: &[u8; 4] = b"TDj1";
/// Mark, length and checksum.
const HEAD: usize = 12;

/// A record to be written.
#[derive(Serialize)]
#[serde(tag = "is", rename_all = "lowercase")]
pub(super) enum Record<'a> {
    /// A text on disk that drafts stand on, named by its hash.
    Base { text: &'a str },
    /// A text that is not on disk.
    Draft {
        path: &'a str,
        #[serde(serialize_with = "hash_as_text")]
        base: Option<Hash>,
        text: Option<&'a str>,
        time: u64,
    },
    /// A path's drafts no longer count.
    Saved { path: &'a str },
}

/// A record as read.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "is", rename_all = "lowercase")]
pub(super) enum Read {
    Base {
        text: String,
    },
    Draft {
        path: String,
        #[serde(deserialize_with = "hash_from_text")]
        base: Option<Hash>,
        text: Option<String>,
        time: u64,
    },
    Saved {
        path: String,
    },
}

/// What every record also says: the program that wrote it.
#[derive(Serialize)]
struct Signed<'a> {
    app: &'static str,
    #[serde(flatten)]
    record: &'a Record<'a>,
}

impl Record<'_> {
    /// Adds the record to `bytes`.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        let signed = Signed {
            app: env!("CARGO_PKG_VERSION"),
            record: self,
        };
        // Plain data cannot fail to become JSON; a record that did would be skipped by the reader.
        let json = serde_json::to_vec(&signed).unwrap_or_default();
        let length = u32::try_from(json.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(MARK);
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&json).to_le_bytes());
        bytes.extend_from_slice(&json);
    }
}

/// The whole records in `bytes`, in order.
pub(super) fn read(bytes: &[u8]) -> Vec<Read> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(MARK.len()).position(|w| w == MARK) {
        rest = &rest[at..];
        if let Some((record, length)) = one(rest) {
            found.extend(record);
            rest = &rest[length..];
        } else {
            rest = &rest[MARK.len()..];
        }
    }
    found
}

/// The record at the start of `bytes` and its length. Whole ones that this version does not know are `None`.
fn one(bytes: &[u8]) -> Option<(Option<Read>, usize)> {
    let number = |at: usize| -> Option<u32> {
        Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
    };
    let end = HEAD.checked_add(usize::try_from(number(4)?).ok()?)?;
    let json = bytes.get(HEAD..end)?;
    (crc32fast::hash(json) == number(8)?).then(|| (serde_json::from_slice(json).ok(), end))
}

fn hash_as_text<S: serde::Serializer>(hash: &Option<Hash>, to: S) -> Result<S::Ok, S::Error> {
    hash.map(|hash| hash.to_string()).serialize(to)
}

fn hash_from_text<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Hash>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    Ok(text.as_deref().and_then(Hash::parse))
}
