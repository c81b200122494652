//! A zip that can lie in every field of its headers.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// What is said of a file, at one of the two places.
#[derive(Clone, Default)]
pub(crate) struct Said {
    pub(crate) name: Vec<u8>,
    pub(crate) flags: u16,
    pub(crate) method: u16,
    pub(crate) time: u16,
    pub(crate) crc: u32,
    pub(crate) packed: u32,
    pub(crate) size: u32,
    pub(crate) extra: Vec<u8>,
}

/// One file: what is said before it, in the list, and what is really there.
#[derive(Clone)]
pub(crate) struct File {
    pub(crate) local: Said,
    pub(crate) central: Said,
    pub(crate) made_by: u16,
    pub(crate) attributes: u32,
    /// Its place as the list says, instead of where it is.
    pub(crate) offset: Option<u32>,
    pub(crate) bytes: Vec<u8>,
    /// What stands behind it.
    pub(crate) behind: Vec<u8>,
    /// Whether it is only in the list.
    pub(crate) only_listed: bool,
}

impl File {
    pub(crate) fn new(name: impl AsRef<[u8]>, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(9));
        encoder.write_all(content).unwrap();
        let bytes = encoder.finish().unwrap();
        let said = Said {
            name: name.as_ref().to_vec(),
            flags: 1 << 11,
            method: 8,
            crc: crc32fast::hash(content),
            packed: u32::try_from(bytes.len()).unwrap(),
            size: u32::try_from(content.len()).unwrap(),
            ..Said::default()
        };
        Self {
            local: said.clone(),
            central: said,
            made_by: 3 << 8 | 20,
            attributes: 0o100_644 << 16,
            offset: None,
            bytes,
            behind: Vec::new(),
            only_listed: false,
        }
    }

    /// The same change at both places.
    pub(crate) fn both(mut self, change: impl Fn(&mut Said)) -> Self {
        change(&mut self.local);
        change(&mut self.central);
        self
    }

    pub(crate) fn listed(mut self, change: impl Fn(&mut Said)) -> Self {
        change(&mut self.central);
        self
    }

    pub(crate) fn with(mut self, change: impl Fn(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

/// The end, and what lies around everything.
#[derive(Clone, Default)]
pub(crate) struct Zip {
    pub(crate) files: Vec<File>,
    pub(crate) before: Vec<u8>,
    pub(crate) after: Vec<u8>,
    pub(crate) comment: Vec<u8>,
    pub(crate) count: Option<u16>,
    pub(crate) list_bytes: Option<u32>,
    pub(crate) list_offset: Option<u32>,
    pub(crate) part: u16,
}

fn fields(said: &Said, out: &mut Vec<u8>) {
    for number in [20, said.flags, said.method, said.time, 1 << 5 | 1] {
        out.extend(number.to_le_bytes());
    }
    for number in [said.crc, said.packed, said.size] {
        out.extend(number.to_le_bytes());
    }
    for text in [&said.name, &said.extra] {
        out.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
    }
}

impl Zip {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = self.before.clone();
        let mut list = Vec::new();
        for file in &self.files {
            let at = u32::try_from(out.len()).unwrap();
            if !file.only_listed {
                out.extend(b"PK\x03\x04");
                fields(&file.local, &mut out);
                out.extend(&file.local.name);
                out.extend(&file.local.extra);
                out.extend(&file.bytes);
                out.extend(&file.behind);
            }
            list.extend(b"PK\x01\x02");
            list.extend(file.made_by.to_le_bytes());
            fields(&file.central, &mut list);
            list.extend([0; 6]);
            list.extend(file.attributes.to_le_bytes());
            list.extend(file.offset.unwrap_or(at).to_le_bytes());
            list.extend(&file.central.name);
            list.extend(&file.central.extra);
        }
        let at = u32::try_from(out.len()).unwrap();
        out.extend(&list);
        out.extend(b"PK\x05\x06");
        out.extend(self.part.to_le_bytes());
        out.extend(self.part.to_le_bytes());
        let count = u16::try_from(self.files.len()).unwrap_or(u16::MAX);
        let count = self.count.unwrap_or(count);
        out.extend(count.to_le_bytes());
        out.extend(count.to_le_bytes());
        let bytes = u32::try_from(list.len()).unwrap();
        out.extend(self.list_bytes.unwrap_or(bytes).to_le_bytes());
        out.extend(self.list_offset.unwrap_or(at).to_le_bytes());
        out.extend(u16::try_from(self.comment.len()).unwrap().to_le_bytes());
        out.extend(&self.comment);
        out.extend(&self.after);
        out
    }
}
