//! Files as they lie in a zip of ours.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use crate::bundle::zip::headers::{Central, DEFLATED, END, End, STORED, Stat, UTF_8};
use crate::bundle::zip::{MOST_BYTES, MOST_FILES};
use crate::error::Error;
use crate::import::MOST_RATIO;
use crate::say;

/// How hard files are packed. Another level is other bytes.
const LEVEL: u32 = 6;
/// 1 January 1980, the first day of zips, at midnight.
const DATE: u16 = 1 << 5 | 1;
/// Version 2.0 of the format, which has folders and deflate; made on Unix.
const VERSION: u16 = 20;
const MADE_BY: u16 = 3 << 8 | VERSION;
/// A plain file that its owner may write and everybody may read.
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// One file, packed.
pub(super) struct Packed {
    name: Vec<u8>,
    stat: Stat,
    head: Vec<u8>,
    bytes: Vec<u8>,
}

/// Packs a file.
pub(super) fn packed(path: &str, bytes: &[u8]) -> Result<Packed, Error> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(LEVEL));
    let deflated = encoder.write_all(bytes).and_then(|()| encoder.finish());
    let deflated = deflated.map_err(|e| Error::write(std::path::Path::new(path), e))?;
    // What would be packed more tightly than we unpack of others, and what becomes no smaller, stays.
    let too_tight = (bytes.len() / deflated.len().max(1)) as u64 >= MOST_RATIO;
    let (method, packed) = if too_tight || deflated.len() >= bytes.len() {
        (STORED, bytes.to_vec())
    } else {
        (DEFLATED, deflated)
    };
    let (Ok(size), Ok(short)) = (u32::try_from(bytes.len()), u32::try_from(packed.len())) else {
        return Err(too_much());
    };
    let stat = Stat {
        version: VERSION,
        flags: UTF_8,
        method,
        time: 0,
        date: DATE,
        crc: crc32fast::hash(bytes),
        packed: short,
        size,
    };
    let name = path.as_bytes().to_vec();
    Ok(Packed {
        head: stat.to_local(&name),
        name,
        stat,
        bytes: packed,
    })
}

/// The list at the end of a zip, while files are added.
pub(super) struct Packer {
    list: Vec<u8>,
    at: u32,
    files: u16,
    unpacked: u64,
}

impl Packer {
    /// For a zip of so many files.
    pub(super) fn new(files: usize) -> Result<Self, Error> {
        if files > MOST_FILES {
            return Err(too_much());
        }
        Ok(Self {
            list: Vec::new(),
            at: 0,
            files: u16::try_from(files).map_err(|_| too_much())?,
            unpacked: 0,
        })
    }

    /// Adds a file to the list; answers what is to be written of it.
    pub(super) fn add<'p>(&mut self, file: &'p Packed) -> Result<[&'p [u8]; 2], Error> {
        let entry = Central {
            stat: file.stat,
            name: file.name.clone(),
            extra: Vec::new(),
            made_by: MADE_BY,
            attributes: ATTRIBUTES,
            offset: self.at,
        };
        self.list.extend(entry.to_bytes());
        self.unpacked += u64::from(file.stat.size);
        let length = u32::try_from(file.head.len() + file.bytes.len());
        let at = length.ok().and_then(|length| self.at.checked_add(length));
        match at {
            Some(at) if self.unpacked <= MOST_BYTES => self.at = at,
            _ => return Err(too_much()),
        }
        Ok([&file.head, &file.bytes])
    }

    /// The list and the end.
    pub(super) fn end(mut self) -> Result<Vec<u8>, Error> {
        let end = End {
            files: self.files,
            bytes: u32::try_from(self.list.len()).map_err(|_| too_much())?,
            offset: self.at,
        };
        self.list.reserve(END);
        self.list.extend(end.to_bytes());
        Ok(self.list)
    }
}

fn too_much() -> Error {
    Error::Refused(say!(
        "This bundle is too large for a zip: at most {count} files and {most} MB fit into one. Nothing was changed. Write a folder instead.",
        count = MOST_FILES,
        most = MOST_BYTES / 1024 / 1024
    ))
}
