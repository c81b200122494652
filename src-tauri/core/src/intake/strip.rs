//! Takes out of pictures what tells about people and places, without touching a pixel: JPEG segments
//! (ITU T.81), PNG chunks (W3C PNG), WebP chunks (RFC 9649). How to turn the picture is kept.

use super::exif;

type Stripped = Option<(Vec<u8>, Vec<&'static str>)>;

fn note(notes: &mut Vec<&'static str>, more: &[&'static str]) {
    for one in more {
        if !notes.contains(one) {
            notes.push(one);
        }
    }
}

/// A JPEG with only what is needed to show it; `None` when it is damaged.
pub(super) fn jpeg(bytes: &[u8]) -> Stripped {
    let mut out = Vec::with_capacity(bytes.len());
    let mut notes = Vec::new();
    let mut orientation = None;
    let mut at = 2;
    out.extend(bytes.get(..2)?);
    let head = out.len();
    let mut frame = false;
    loop {
        // Fill bytes may stand before a marker.
        while bytes.get(at)? == &0xff && bytes.get(at + 1)? == &0xff {
            at += 1;
        }
        let (&0xff, &marker) = (bytes.get(at)?, bytes.get(at + 1)?) else {
            return None;
        };
        match marker {
            0xd9 => {
                out.extend([0xff, 0xd9]);
                // What follows the picture is no part of it: previews, films, whatever.
                if bytes.len() > at + 2 {
                    note(&mut notes, &["details"]);
                }
                break;
            }
            0x01 | 0xd0..=0xd7 => {
                out.extend([0xff, marker]);
                at += 2;
            }
            _ => {
                let length = usize::from(u16::from_be_bytes([
                    *bytes.get(at + 2)?,
                    *bytes.get(at + 3)?,
                ]));
                let segment = bytes.get(at..at + 2 + length)?;
                let body = segment.get(4..)?;
                let keep = match marker {
                    0xe0 => body.starts_with(b"JFIF\0"),
                    0xe2 => body.starts_with(b"ICC_PROFILE\0"),
                    0xee => body.starts_with(b"Adobe"),
                    0xe1 => {
                        if let Some(tiff) = body.strip_prefix(b"Exif\0\0") {
                            let found = exif::read(tiff);
                            orientation = orientation.or(found.orientation);
                            note(&mut notes, &found.notes);
                        } else {
                            note(&mut notes, &["details"]);
                        }
                        false
                    }
                    0xe3..=0xed | 0xef | 0xfe => {
                        note(&mut notes, &["details"]);
                        false
                    }
                    _ => true,
                };
                frame |= (0xc0..=0xcf).contains(&marker) && ![0xc4, 0xc8, 0xcc].contains(&marker);
                at += segment.len();
                if keep {
                    out.extend(segment);
                }
                if marker == 0xda {
                    let scan = scan_length(&bytes[at..]);
                    out.extend(&bytes[at..at + scan]);
                    at += scan;
                    if at == bytes.len() {
                        // Cut off at the end, as many pictures are; browsers show it.
                        out.extend([0xff, 0xd9]);
                        break;
                    }
                }
            }
        }
    }
    if let Some(orientation) = orientation {
        let tiff = exif::only_orientation(orientation);
        let length = u16::try_from(tiff.len() + 8).ok()?.to_be_bytes();
        let mut segment = vec![0xff, 0xe1, length[0], length[1]];
        segment.extend(b"Exif\0\0");
        segment.extend(tiff);
        let place = head + jfif_length(&out[head..]);
        out.splice(place..place, segment);
    }
    frame.then_some((out, notes))
}

/// Bytes of picture data up to the next marker.
fn scan_length(bytes: &[u8]) -> usize {
    bytes
        .windows(2)
        .position(|two| two[0] == 0xff && !matches!(two[1], 0 | 0xff | 0xd0..=0xd7))
        .unwrap_or(bytes.len())
}

/// Length of the JFIF segment, which must stay first.
fn jfif_length(bytes: &[u8]) -> usize {
    match bytes {
        [0xff, 0xe0, high, low, ..] => 2 + usize::from(u16::from_be_bytes([*high, *low])),
        _ => 0,
    }
}

/// A PNG without texts, times and Exif; `None` when it is damaged.
pub(super) fn png(bytes: &[u8]) -> Stripped {
    const HEAD: usize = 8;
    let mut out = bytes.get(..HEAD)?.to_vec();
    let mut notes = Vec::new();
    let mut at = HEAD;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        let end = at.checked_add(12)?.checked_add(length)?;
        let chunk = bytes.get(at..end)?;
        let data = &chunk[8..8 + length];
        match &chunk[4..8] {
            b"tEXt" | b"zTXt" | b"iTXt" | b"tIME" => note(&mut notes, &["details"]),
            b"eXIf" => {
                let found = exif::read(data);
                note(&mut notes, &found.notes);
                if let Some(orientation) = found.orientation {
                    out.extend(png_chunk(*b"eXIf", &exif::only_orientation(orientation)));
                }
            }
            kind => {
                out.extend(chunk);
                if kind == b"IEND" {
                    break;
                }
            }
        }
        at = end;
    }
    Some((out, notes))
}

fn png_chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(data.len())
        .unwrap_or_default()
        .to_be_bytes()
        .to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    chunk.extend(crc(&chunk[4..]).to_be_bytes());
    chunk
}

/// The checksum of PNG (ISO 3309), bit by bit: it is only ever taken of a few bytes.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| {
        if crc & 1 == 1 {
            (crc >> 1) ^ 0xedb8_8320
        } else {
            crc >> 1
        }
    };
    !bytes.iter().fold(!0, |crc: u32, byte| {
        (0..8).fold(crc ^ u32::from(*byte), step)
    })
}

/// A WebP without Exif and XMP; `None` when it is damaged.
pub(super) fn webp(bytes: &[u8]) -> Stripped {
    let mut out = bytes.get(..12)?.to_vec();
    let mut notes = Vec::new();
    let mut orientation = None;
    let mut flags = None;
    let size = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
    let whole = usize::try_from(size).ok()?.checked_add(8)?;
    let inside = bytes.get(..whole.min(bytes.len()))?;
    let mut at = 12;
    while at + 8 <= inside.len() {
        let length = u32::from_le_bytes(inside[at + 4..at + 8].try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?;
        let data = inside.get(at + 8..end)?;
        match &inside[at..at + 4] {
            b"EXIF" => {
                let found = exif::read(data.strip_prefix(b"Exif\0\0").unwrap_or(data));
                orientation = found.orientation;
                note(&mut notes, &found.notes);
            }
            b"XMP " => note(&mut notes, &["details"]),
            kind => {
                if kind == b"VP8X" {
                    flags = Some(out.len() + 8);
                }
                out.extend(inside.get(at..end)?);
                if length % 2 == 1 {
                    out.push(0);
                }
            }
        }
        at = end + length % 2;
    }
    if let (Some(orientation), Some(_)) = (orientation, flags) {
        let tiff = exif::only_orientation(orientation);
        out.extend(b"EXIF");
        out.extend(u32::try_from(tiff.len()).ok()?.to_le_bytes());
        out.extend(tiff);
    }
    if let Some(byte) = flags.and_then(|at| out.get_mut(at)) {
        // The bits that promise Exif and XMP.
        *byte &= !0x0c;
        if orientation.is_some() {
            *byte |= 0x08;
        }
    }
    let size = u32::try_from(out.len() - 8).ok()?.to_le_bytes();
    out[4..8].copy_from_slice(&size);
    Some((out, notes))
}

#[cfg(test)]
#[path = "strip_tests.rs"]
mod tests;
