//! The files of a zip, which somebody else may have made with bad intent: nothing is unpacked to disk,
//! and nothing is believed of what it says of sizes and names.

use std::fs::File;
use std::path::Path;
use std::sync::Mutex;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use zip::ZipArchive;

use crate::error::Error;
use crate::message::Message;
use crate::say;

use super::super::report::Refused;
use super::{
    Class, Entry, MOST_BYTES, MOST_FILES, MOST_RATIO, Place, SMALL, Source, class, odd_path,
    too_much,
};

/// Lists the files of the zip at `path`.
pub(super) fn list(path: &Path) -> Result<Source, Error> {
    let broken = |reason: &dyn std::fmt::Display| {
        let reason = reason.to_string();
        Error::Refused(say!(
            "“{path}” is a zip that cannot be read: {reason}. Nothing was changed. Pack the folder anew.",
            path,
            reason
        ))
    };
    let file = File::open(path).map_err(|e| Error::read(path, e))?;
    let mut archive = ZipArchive::new(file).map_err(|e| broken(&e))?;
    if archive.len() > MOST_FILES {
        return Err(too_much());
    }
    if archive.has_overlapping_files().map_err(|e| broken(&e))? {
        return Err(broken(&"its files lie over each other"));
    }
    let mut source = Source {
        entries: Vec::new(),
        refused: Vec::new(),
        roots: Vec::new(),
        archive: None,
    };
    let names = names(&archive);
    for (index, name) in names.into_iter().enumerate() {
        let folder = name.ends_with('/');
        let odd = odd_path(&name).is_some();
        if folder || (!odd && name.split('/').any(class::is_skipped)) {
            continue;
        }
        match look(&mut archive, index, &name) {
            Ok(bytes) => source.entries.push(Entry {
                class: class::of(&name),
                path: name,
                bytes,
                place: Place::Zip(index),
            }),
            Err(message) => source.refused.push(Refused {
                source: name,
                message,
            }),
        }
    }
    if source.entries.iter().map(|e| e.bytes).sum::<u64>() > MOST_BYTES {
        return Err(too_much());
    }
    unwrap(&mut source.entries);
    source.archive = Some(Mutex::new(archive));
    Ok(source)
}

/// The size of a file of a zip, or why it is not taken.
fn look(archive: &mut ZipArchive<File>, index: usize, name: &str) -> Result<u64, Message> {
    if let Some(message) = odd_path(name) {
        return Err(message);
    }
    let file = archive.by_index_raw(index).map_err(|e| {
        let reason = e.to_string();
        say!(
            "It could not be read: {reason}. The other files are not affected.",
            reason
        )
    })?;
    if file.encrypted() {
        return Err(say!(
            "It is encrypted. Unpack the zip with its password and choose the folder."
        ));
    }
    if file.is_symlink() {
        return Err(say!(
            "It is a symbolic link, which is not followed in a zip. Put the file itself there."
        ));
    }
    let (size, packed) = (file.size(), file.compressed_size());
    if size > SMALL && size / packed.max(1) > MOST_RATIO {
        return Err(say!(
            "It is packed so tightly that it may be there to fill the memory. It was not unpacked."
        ));
    }
    Ok(size)
}

/// The names of all files; those that are not Unicode in the encoding that fits them together.
fn names(archive: &ZipArchive<File>) -> Vec<String> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let raw: Vec<&[u8]> = archive.file_names_raw().collect();
    for name in &raw {
        if std::str::from_utf8(name).is_err() {
            detector.feed(name, false);
        }
    }
    detector.feed(b"", true);
    // Names are short, and of the systems that still write them so, the Chinese ones are the most frequent.
    let encoding = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let name = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
    };
    raw.into_iter().map(name).collect()
}

/// Takes away the one folder that everything lies in, as programs that pack a folder put it there. The
/// folder of a language stays.
fn unwrap(entries: &mut [Entry]) {
    let Some(first) = entries.first() else { return };
    let Some((folder, _)) = first.path.split_once('/') else {
        return;
    };
    let folder = format!("{folder}/");
    let all = entries.iter().all(|entry| entry.path.starts_with(&folder));
    if all && super::super::languages::of_folder(folder.trim_end_matches('/')).is_none() {
        for entry in entries {
            entry.path.drain(..folder.len());
            if entry.class != Class::Unnamed {
                entry.class = class::of(&entry.path);
            }
        }
    }
}
