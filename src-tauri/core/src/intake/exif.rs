//! What a picture's Exif block tells: how it must be turned, and about whom and where (TIFF 6.0, Exif 2.3).

const MAKE: u16 = 0x010f;
const MODEL: u16 = 0x0110;
const ORIENTATION: u16 = 0x0112;
const ARTIST: u16 = 0x013b;
const COPYRIGHT: u16 = 0x8298;
const GPS: u16 = 0x8825;

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Exif {
    /// 2 to 8 when the picture must be turned or mirrored to stand upright.
    pub(super) orientation: Option<u8>,
    pub(super) notes: Vec<&'static str>,
}

/// Reads the first directory of a TIFF block; what cannot be read is simply details.
pub(super) fn read(tiff: &[u8]) -> Exif {
    let mut found = Exif::default();
    let tags = tags(tiff).unwrap_or_default();
    let has = |tag: u16| tags.iter().any(|(t, _)| *t == tag);
    if has(GPS) {
        found.notes.push("location");
    }
    if has(MAKE) || has(MODEL) {
        found.notes.push("camera");
    }
    if has(ARTIST) || has(COPYRIGHT) {
        found.notes.push("author");
    }
    if found.notes.is_empty() && tags.iter().any(|(t, _)| *t != ORIENTATION) {
        found.notes.push("details");
    }
    found.orientation = tags
        .iter()
        .find(|(tag, _)| *tag == ORIENTATION)
        .and_then(|(_, value)| u8::try_from(*value).ok())
        .filter(|value| (2..=8).contains(value));
    found
}

/// Tags of the first directory with the first 16 bits of their value.
fn tags(tiff: &[u8]) -> Option<Vec<(u16, u16)>> {
    let big = match tiff.get(..4)? {
        b"II*\0" => false,
        b"MM\0*" => true,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let two = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if big {
            u16::from_be_bytes(two)
        } else {
            u16::from_le_bytes(two)
        })
    };
    let four: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let start = if big {
        u32::from_be_bytes(four)
    } else {
        u32::from_le_bytes(four)
    };
    let start = usize::try_from(start).ok()?;
    let count = usize::from(short(start)?);
    let mut found = Vec::new();
    for i in 0..count {
        let at = start.checked_add(2 + i * 12)?;
        match (short(at), short(at + 8)) {
            (Some(tag), Some(value)) => found.push((tag, value)),
            _ => break,
        }
    }
    Some(found)
}

/// A TIFF block that says nothing but how to turn the picture.
pub(super) fn only_orientation(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    tiff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_small_block_reads_back() {
        let exif = read(&only_orientation(6));
        assert_eq!(exif.orientation, Some(6));
        assert!(exif.notes.is_empty());
        assert_eq!(read(&only_orientation(1)).orientation, None);
    }

    #[test]
    fn damaged_blocks_are_survived() {
        for bytes in [
            &b""[..],
            b"II*\0",
            b"MM\0*\xff\xff\xff\xff",
            b"II*\0\x08\0\0\0\xff\xff",
        ] {
            assert_eq!(read(bytes), Exif::default());
        }
    }
}
