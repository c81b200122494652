//! Office documents: zip files whose list of parts says what they are (ECMA-376, APPNOTE 6.3).

use super::Refusal;

const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";

/// Whether a zip file is an Office document whose parts are in `folder`, and holds no programs.
pub(super) fn check(bytes: &[u8], folder: &str) -> Result<(), Refusal> {
    let names = names(bytes).ok_or(Refusal::NotWhatItSays)?;
    let has = |name: &str| names.iter().any(|n| n == name);
    if !has("[Content_Types].xml") || !names.iter().any(|n| n.starts_with(folder)) {
        return Err(Refusal::NotWhatItSays);
    }
    if names
        .iter()
        .any(|n| n.to_ascii_lowercase().ends_with("vbaproject.bin"))
    {
        return Err(Refusal::Macros);
    }
    Ok(())
}

/// Names in the central directory.
fn names(bytes: &[u8]) -> Option<Vec<String>> {
    let short = |at: usize| -> Option<usize> {
        let two = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(usize::from(u16::from_le_bytes(two)))
    };
    let long = |at: usize| -> Option<usize> {
        let four = bytes.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(four)).ok()
    };
    // The end record is last, before a comment of at most 65,535 bytes.
    let from = bytes.len().saturating_sub(22 + 65_535);
    let end = (from..=bytes.len().checked_sub(22)?)
        .rev()
        .find(|&at| bytes[at..].starts_with(END))?;
    let mut at = long(end + 16)?;
    let mut found = Vec::new();
    for _ in 0..short(end + 10)? {
        if !bytes.get(at..)?.starts_with(ENTRY) {
            return None;
        }
        let length = short(at + 28)?;
        let name = bytes.get(at + 46..at + 46 + length)?;
        found.push(String::from_utf8_lossy(name).into_owned());
        at += 46 + length + short(at + 30)? + short(at + 32)?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zip file of empty parts.
    fn zip(names: &[&str]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        let start = bytes.len();
        for name in names {
            bytes.extend(ENTRY);
            bytes.extend([0; 24]);
            bytes.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            bytes.extend([0; 16]);
            bytes.extend(name.as_bytes());
        }
        bytes.extend(END);
        bytes.extend([0; 6]);
        bytes.extend(u16::try_from(names.len()).unwrap().to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend(u32::try_from(start).unwrap().to_le_bytes());
        bytes.extend([0; 2]);
        bytes
    }

    #[test]
    fn parts_say_what_a_document_is() {
        let word = zip(&["[Content_Types].xml", "word/document.xml"]);
        assert_eq!(check(&word, "word/"), Ok(()));
        assert_eq!(check(&word, "xl/"), Err(Refusal::NotWhatItSays));
        assert_eq!(
            check(&zip(&["a.txt"]), "word/"),
            Err(Refusal::NotWhatItSays)
        );
        let macros = zip(&["[Content_Types].xml", "word/x", "word/vbaProject.bin"]);
        assert_eq!(check(&macros, "word/"), Err(Refusal::Macros));
        assert_eq!(check(b"PK\x03\x04", "word/"), Err(Refusal::NotWhatItSays));
        for cut in 0..word.len() {
            assert!(check(&word[..cut], "word/").is_err());
        }
    }
}
