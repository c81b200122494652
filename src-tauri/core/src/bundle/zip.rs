//! A bundle in a zip, which somebody else may have made with bad intent. The list at its end is read
//! first, and everything that stands before the files must agree with it, with nothing between them: so
//! there is one way to read it, whatever program does.

pub(super) mod headers;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use flate2::bufread::DeflateDecoder;

use crate::error::Error;
use crate::import::{MOST_RATIO, SMALL};
use crate::message::Message;
use crate::say;

use super::names::{Names, SafeName};
use super::place::Failure;
use headers::{
    CENTRAL, Central, DEFLATED, ENCRYPTED, END, End, FOLLOWING_MARK, LOCAL, Reader, SIZES_FOLLOW,
    STORED, Stat, UTF_8,
};

/// Most files of a zip.
pub(super) const MOST_FILES: usize = 50_000;
/// Most bytes of all its files together, unpacked.
pub(super) const MOST_BYTES: u64 = 500 * 1024 * 1024;
/// The longest list of files, in bytes.
const LONGEST_LIST: u64 = 32 * 1024 * 1024;
/// Fields of an entry that give it another size or another name.
const OTHER_SIZE: u16 = 0x0001;
const OTHER_NAME: u16 = 0x7075;
/// Systems whose attributes say what sort of file it is, and the sorts that are plain.
const UNIX: [u16; 2] = [3, 19];
const FILE: u32 = 0o100_000;
const FOLDER: u32 = 0o040_000;
const SORT: u32 = 0o170_000;

/// The files of a zip.
pub(super) struct Zip {
    path: PathBuf,
    file: Mutex<File>,
    entries: BTreeMap<String, Entry>,
    pub(super) sizes: BTreeMap<String, u64>,
}

/// One file of it.
struct Entry {
    stat: Stat,
    /// Where its packed bytes begin.
    begin: u64,
}

impl Zip {
    /// Looks through a zip.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let failed = |e| Error::read(path, e);
        let mut file = File::open(path).map_err(failed)?;
        let bytes = file.metadata().map_err(failed)?.len();
        let mut zip = Looking {
            path,
            file: &mut file,
        };
        let end = zip.end(bytes)?;
        let list = zip.list(&end)?;
        let entries = zip.entries(list, end.offset)?;
        let sizes = entries
            .iter()
            .map(|(name, entry)| (name.clone(), u64::from(entry.stat.size)))
            .collect();
        Ok(Self {
            path: path.to_owned(),
            file: Mutex::new(file),
            entries,
            sizes,
        })
    }

    /// Hands over the bytes of a file: as many as the zip says, and with the sum that it says.
    pub(super) fn stream(&self, path: &str, take: &mut dyn FnMut(&[u8])) -> Result<(), Failure> {
        let Some(entry) = self.entries.get(path) else {
            return Err(Error::read(Path::new(path), ErrorKind::NotFound.into()).into());
        };
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let stat = entry.stat;
        let read = file.seek(SeekFrom::Start(entry.begin)).and_then(|_| {
            let packed = BufReader::new((&mut *file).take(u64::from(stat.packed)));
            if stat.method == STORED {
                return unpacked(packed, stat, take);
            }
            let mut inflating = DeflateDecoder::new(packed);
            unpacked(&mut inflating, stat, take)?;
            if inflating.total_in() == u64::from(stat.packed) {
                Ok(())
            } else {
                Err(ErrorKind::InvalidData.into())
            }
        });
        read.map_err(|e| match e.kind() {
            ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof => {
                let say = say!("What is packed is not what the zip says of it.");
                Failure::fault(path, say)
            }
            _ => Error::read(&self.path, e).into(),
        })
    }
}

/// Hands over unpacked bytes, and counts and sums them. Not one more than was said is asked for.
fn unpacked(from: impl Read, stat: Stat, take: &mut dyn FnMut(&[u8])) -> io::Result<()> {
    let size = u64::from(stat.size);
    let mut from = from.take(size + 1);
    let (mut piece, mut count, mut sum) = (vec![0; 64 * 1024], 0, crc32fast::Hasher::new());
    loop {
        let read = from.read(&mut piece)?;
        if read == 0 {
            break;
        }
        count += read as u64;
        if count > size {
            return Err(ErrorKind::InvalidData.into());
        }
        sum.update(&piece[..read]);
        take(&piece[..read]);
    }
    if count == size && sum.finalize() == stat.crc {
        Ok(())
    } else {
        Err(ErrorKind::InvalidData.into())
    }
}

/// A zip while its headers are read.
struct Looking<'a> {
    path: &'a Path,
    file: &'a mut File,
}

impl Looking<'_> {
    fn at(&mut self, offset: u64, count: usize) -> Result<Vec<u8>, Failure> {
        let mut bytes = vec![0; count];
        let read = self
            .file
            .seek(SeekFrom::Start(offset))
            .and_then(|_| self.file.read_exact(&mut bytes));
        match read {
            Ok(()) => Ok(bytes),
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => Err(damaged()),
            Err(e) => Err(Error::read(self.path, e).into()),
        }
    }

    /// The end of a zip of that many bytes. Right before it the list of files ends.
    fn end(&mut self, bytes: u64) -> Result<End, Failure> {
        let none = || {
            let say = say!(
                "It is neither a folder nor a zip, or a zip that was cut off or has something behind its end."
            );
            Failure::fault("", say)
        };
        let at = bytes.checked_sub(END as u64).ok_or_else(none)?;
        let end = End::read(&self.at(at, END)?).ok_or_else(none)?;
        if usize::from(end.files) > MOST_FILES {
            let say = say!("It holds more than {count} files.", count = MOST_FILES);
            return Err(Failure::fault("", say));
        }
        let list = u64::from(end.bytes);
        if u64::from(end.offset) + list != at || list > LONGEST_LIST {
            return Err(damaged());
        }
        Ok(end)
    }

    /// The list of files.
    fn list(&mut self, end: &End) -> Result<Vec<Central>, Failure> {
        let bytes = usize::try_from(end.bytes).unwrap_or(usize::MAX);
        let bytes = self.at(u64::from(end.offset), bytes)?;
        let mut from = Reader(&bytes);
        if bytes.len() < usize::from(end.files) * CENTRAL {
            return Err(damaged());
        }
        let mut list = Vec::with_capacity(usize::from(end.files));
        for _ in 0..end.files {
            list.push(Central::read(&mut from).ok_or_else(damaged)?);
        }
        if from.0.is_empty() {
            Ok(list)
        } else {
            Err(damaged())
        }
    }

    /// The files of the list, each compared with what stands before it. They fill the zip up to `end`.
    fn entries(
        &mut self,
        mut list: Vec<Central>,
        end: u32,
    ) -> Result<BTreeMap<String, Entry>, Failure> {
        let (mut names, mut entries) = (Names::default(), BTreeMap::new());
        let mut bytes = 0;
        list.sort_by_key(|entry| entry.offset);
        let mut at = 0;
        for central in &list {
            let name = String::from_utf8_lossy(&central.name).into_owned();
            let fault = |say| Failure::fault(&name, say);
            may_be(central, &name).map_err(fault)?;
            bytes += u64::from(central.stat.size);
            if bytes > MOST_BYTES {
                let most = MOST_BYTES / 1024 / 1024;
                let say = say!("Unpacked it would be larger than {most} MB.", most);
                return Err(Failure::fault("", say));
            }
            if u64::from(central.offset) != at {
                let say = say!(
                    "Files of the zip lie over each other, or something that is not listed lies between them."
                );
                return Err(fault(say));
            }
            let begin = self.local(central, &name)?;
            at = begin + u64::from(central.stat.packed);
            at += self.following(central, at, &name)?;
            // Folders are made by the files in them.
            if let Some(folder) = name.strip_suffix('/') {
                let safe = SafeName::parse(folder).map_err(fault)?;
                names.add_folder(safe).map_err(fault)?;
                continue;
            }
            let safe = SafeName::parse(&name).map_err(fault)?;
            names.add(safe).map_err(fault)?;
            let stat = central.stat;
            entries.insert(name, Entry { stat, begin });
        }
        if at == u64::from(end) {
            Ok(entries)
        } else {
            Err(damaged())
        }
    }

    /// Where the bytes of a file begin, if what stands before them agrees with the list.
    fn local(&mut self, central: &Central, name: &str) -> Result<u64, Failure> {
        let offset = u64::from(central.offset);
        let other = || {
            let say = say!("What stands before the file in the zip is not what its list says.");
            Failure::fault(name, say)
        };
        let head = self.at(offset, LOCAL)?;
        let (mut stat, length, extra) = Stat::local(&head).ok_or_else(other)?;
        let after = usize::from(length) + usize::from(extra);
        let after = self.at(offset + LOCAL as u64, after)?;
        let (there, extra) = after.split_at(usize::from(length));
        // Sizes that follow the bytes may be left out before them.
        let left_out = (stat.crc, stat.packed, stat.size) == (0, 0, 0);
        if stat.flags & SIZES_FOLLOW != 0 && left_out {
            let said = central.stat;
            (stat.crc, stat.packed, stat.size) = (said.crc, said.packed, said.size);
        }
        if stat != central.stat || there != central.name || !plain_fields(extra) {
            return Err(other());
        }
        Ok(offset + (LOCAL + after.len()) as u64)
    }

    /// How many bytes the sizes take that follow a file, and whether they are those of the list.
    fn following(&mut self, central: &Central, at: u64, name: &str) -> Result<u64, Failure> {
        let stat = central.stat;
        if stat.flags & SIZES_FOLLOW == 0 {
            return Ok(0);
        }
        let bytes = self.at(at, 16)?;
        let mut from = Reader(&bytes);
        let marked = from.u32() == Some(FOLLOWING_MARK);
        let mut from = if marked { from } else { Reader(&bytes) };
        let numbers = (from.u32(), from.u32(), from.u32());
        if numbers == (Some(stat.crc), Some(stat.packed), Some(stat.size)) {
            return Ok(if marked { 16 } else { 12 });
        }
        let say = say!("What stands behind the file in the zip is not what its list says.");
        Err(Failure::fault(name, say))
    }
}

/// Whether an entry of the list is a plain file that may be unpacked, or a folder without bytes.
fn may_be(central: &Central, name: &str) -> Result<(), Message> {
    let stat = &central.stat;
    if name.as_bytes() != central.name || (!name.is_ascii() && stat.flags & UTF_8 == 0) {
        return Err(say!("its name is not valid Unicode"));
    }
    if stat.flags & ENCRYPTED != 0 {
        return Err(say!("It is encrypted."));
    }
    if ![STORED, DEFLATED].contains(&stat.method) {
        return Err(say!("It is packed in a way that bundles do not use."));
    }
    let folder = name.ends_with('/');
    let sort = (central.attributes >> 16) & SORT;
    let of_unix = UNIX.contains(&(central.made_by >> 8));
    let wanted = if folder { FOLDER } else { FILE };
    if of_unix && sort != 0 && sort != wanted {
        return Err(say!("It is a link or a device, not a file."));
    }
    let (packed, size) = (u64::from(stat.packed), u64::from(stat.size));
    let bare = stat.method == STORED && packed != size;
    if bare || (folder && size != 0) || !plain_fields(&central.extra) {
        return Err(say!("What is packed is not what the zip says of it."));
    }
    if size > SMALL && size / packed.max(1) > MOST_RATIO {
        return Err(say!(
            "It is packed so tightly that it may be there to fill the memory. It was not unpacked."
        ));
    }
    Ok(())
}

/// Whether further fields leave size and name as they are.
fn plain_fields(extra: &[u8]) -> bool {
    let mut from = Reader(extra);
    while !from.0.is_empty() {
        let field = from.u16().zip(from.u16());
        let Some((id, length)) = field else {
            return false;
        };
        if [OTHER_SIZE, OTHER_NAME].contains(&id) || from.bytes(usize::from(length)).is_none() {
            return false;
        }
    }
    true
}

fn damaged() -> Failure {
    Failure::fault("", say!("The list of files in the zip is damaged."))
}
