//! Files on their way into a site: what they are by their bytes, whether they may be published, and
//! what is taken out of them first.

mod exif;
mod office;
mod pdf;
mod shrink;
mod strip;
mod svg;
mod telling;

use crate::message::Message;
use crate::say;

pub use pdf::pages as pdf_pages;
pub use shrink::{Shrink, Shrunk, shrink};
pub use telling::tells;

/// The largest picture, in bytes.
pub const LARGEST_PICTURE: usize = 20 * 1024 * 1024;
/// The largest document, in bytes: larger downloads belong elsewhere.
pub const LARGEST_DOCUMENT: usize = 50 * 1024 * 1024;
/// Most pixels of a picture.
pub const MOST_PIXELS: u64 = 40_000_000;

/// A file as it was chosen.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Its name, without folders.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A file that may be put into a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// Its name without ending, in plain letters, digits and hyphens.
    pub stem: String,
    /// Its ending, small letters.
    pub extension: String,
    /// What will be published.
    pub bytes: Vec<u8>,
    /// What was taken out or should be known: `location`, `camera`, `author`, `details`, `scripts`, `pdf-script`.
    pub notes: Vec<&'static str>,
}

/// Why a file cannot be put into a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing in it.
    Empty,
    /// Larger than its kind may be.
    TooLarge,
    /// A picture with more pixels than browsers show well.
    TooManyPixels,
    /// An ending that is neither a picture nor a document.
    UnknownKind,
    /// The bytes are not what the ending promises.
    NotWhatItSays,
    /// An Office document that holds programs.
    Macros,
    /// A drawing that holds scripts or looks things up elsewhere, and cannot be cleaned.
    UnsafeDrawing,
    /// Damaged.
    Damaged,
}

impl Refusal {
    /// Stable name, for the window.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too-large",
            Self::TooManyPixels => "too-many-pixels",
            Self::UnknownKind => "unknown-kind",
            Self::NotWhatItSays => "not-what-it-says",
            Self::Macros => "macros",
            Self::UnsafeDrawing => "unsafe-drawing",
            Self::Damaged => "damaged",
        }
    }

    /// What happened and what to do, about the file called `name`.
    pub fn message(self, name: &str) -> Message {
        let (what, hint) = match self {
            Self::Empty => (say!("is empty"), say!("Choose another file.")),
            Self::TooLarge => (
                say!("is too large. Pictures may have 20 MB, documents 50 MB"),
                say!("Choose a smaller one."),
            ),
            Self::TooManyPixels => (
                say!("has more than 40 million pixels"),
                say!("Save it with a smaller width and height."),
            ),
            Self::UnknownKind => (
                say!("is not a picture or document that can be published"),
                say!("Choose a PNG, JPEG, WebP, GIF, SVG or PDF file, or an Office document."),
            ),
            Self::NotWhatItSays => (
                say!("is not the kind of file that its name says"),
                say!("Save it anew in the program that made it."),
            ),
            Self::Macros => (
                say!("holds macros, which are programs"),
                say!("Save it without macros."),
            ),
            Self::UnsafeDrawing => (
                say!("holds scripts or loads things from elsewhere, and could not be cleaned"),
                say!("Export it as plain SVG or as PNG."),
            ),
            Self::Damaged => (
                say!("is damaged"),
                say!("Open it in the program that made it and save it anew."),
            ),
        };
        say!(
            "“{name}” {what}. Nothing was changed. {hint}",
            name,
            what,
            hint
        )
    }
}

/// What a file is, by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Png,
    Jpeg,
    Gif,
    Webp,
    Svg,
    Pdf,
    Office(&'static str),
}

fn by_ending(extension: &str) -> Option<Format> {
    Some(match extension {
        "png" => Format::Png,
        "jpg" | "jpeg" => Format::Jpeg,
        "gif" => Format::Gif,
        "webp" => Format::Webp,
        "svg" => Format::Svg,
        "pdf" => Format::Pdf,
        "docx" => Format::Office("word/"),
        "xlsx" => Format::Office("xl/"),
        "pptx" => Format::Office("ppt/"),
        _ => return None,
    })
}

/// Whether the first bytes are those of the format.
fn begins_like(format: Format, bytes: &[u8]) -> bool {
    match format {
        Format::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        Format::Jpeg => bytes.starts_with(&[0xff, 0xd8, 0xff]),
        Format::Gif => bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a"),
        Format::Webp => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        Format::Svg => std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg")),
        Format::Pdf => bytes.starts_with(b"%PDF-"),
        Format::Office(_) => bytes.starts_with(b"PK\x03\x04"),
    }
}

/// Looks at a file by ending and content, takes out what tells about people and places, and makes its
/// name plain.
///
/// # Errors
/// Why it may not be published.
pub fn check(file: &Incoming) -> Result<Ready, Refusal> {
    let (stem, extension) = file.name.rsplit_once('.').unwrap_or((&file.name, ""));
    let extension = extension.to_ascii_lowercase();
    let format = by_ending(&extension).ok_or(Refusal::UnknownKind)?;
    if file.bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    let document = matches!(format, Format::Pdf | Format::Office(_));
    if file.bytes.len()
        > if document {
            LARGEST_DOCUMENT
        } else {
            LARGEST_PICTURE
        }
    {
        return Err(Refusal::TooLarge);
    }
    if !begins_like(format, &file.bytes) {
        return Err(Refusal::NotWhatItSays);
    }
    let (bytes, notes) = cleaned(format, &file.bytes)?;
    if matches!(
        format,
        Format::Png | Format::Jpeg | Format::Gif | Format::Webp
    ) {
        let size = imagesize::blob_size(&bytes).map_err(|_| Refusal::Damaged)?;
        if size.width as u64 * size.height as u64 > MOST_PIXELS {
            return Err(Refusal::TooManyPixels);
        }
    }
    Ok(Ready {
        stem: plain_name(stem),
        extension,
        bytes,
        notes,
    })
}

fn cleaned(format: Format, bytes: &[u8]) -> Result<(Vec<u8>, Vec<&'static str>), Refusal> {
    Ok(match format {
        Format::Png => strip::png(bytes).ok_or(Refusal::Damaged)?,
        Format::Jpeg => strip::jpeg(bytes).ok_or(Refusal::Damaged)?,
        Format::Webp => strip::webp(bytes).ok_or(Refusal::Damaged)?,
        Format::Gif => (bytes.to_vec(), Vec::new()),
        Format::Svg => svg::cleaned(bytes)?,
        Format::Pdf => (bytes.to_vec(), pdf::notes(bytes)),
        Format::Office(folder) => {
            office::check(bytes, folder)?;
            (bytes.to_vec(), Vec::new())
        }
    })
}

/// Lower-case letters, digits and hyphens of a file name; Chinese and other letters are kept.
pub fn plain_name(stem: &str) -> String {
    let mut plain = String::new();
    for c in stem.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            plain.push(c);
        } else if !plain.is_empty() && !plain.ends_with('-') {
            plain.push('-');
        }
    }
    let plain: String = plain.chars().take(60).collect();
    let plain = plain.trim_end_matches('-');
    let device = ["con", "prn", "aux", "nul"].contains(&plain)
        || plain
            .strip_prefix("com")
            .or_else(|| plain.strip_prefix("lpt"))
            .is_some_and(|n| n.chars().count() == 1);
    if plain.is_empty() || device {
        "file".into()
    } else {
        plain.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incoming(name: &str, bytes: &[u8]) -> Incoming {
        Incoming {
            name: name.into(),
            bytes: bytes.to_vec(),
        }
    }

    #[test]
    fn names_become_plain() {
        assert_eq!(plain_name("My Report (Final) "), "my-report-final");
        assert_eq!(plain_name("安全 白皮书"), "安全-白皮书");
        assert_eq!(plain_name("..."), "file");
        assert_eq!(plain_name("CON"), "file");
        assert_eq!(plain_name("com1"), "file");
        assert_eq!(plain_name("company"), "company");
    }

    #[test]
    fn content_must_fit_the_ending() {
        let refused = |name: &str, bytes: &[u8]| check(&incoming(name, bytes)).unwrap_err();
        assert!(check(&incoming("A b.PDF", b"%PDF-1.7 x")).is_ok_and(|r| r.stem == "a-b"));
        assert_eq!(refused("a.pdf", b"<html>"), Refusal::NotWhatItSays);
        assert_eq!(refused("a.exe", b"MZ"), Refusal::UnknownKind);
        assert_eq!(refused("pdf", b"%PDF-"), Refusal::UnknownKind);
        assert_eq!(refused("a.png", b""), Refusal::Empty);
        assert_eq!(refused("a.png", b"\x89PNG\r\n\x1a\nxx"), Refusal::Damaged);
        assert_eq!(refused("a.docx", b"PK\x03\x04zip"), Refusal::NotWhatItSays);
        let large = vec![b' '; LARGEST_DOCUMENT + 1];
        assert_eq!(refused("a.pdf", &large), Refusal::TooLarge);
        let mut most = b"%PDF-1.7".to_vec();
        most.resize(LARGEST_DOCUMENT, b' ');
        assert!(check(&incoming("a.pdf", &most)).is_ok());
    }

    #[test]
    fn refusals_say_what_to_do() {
        for refusal in [
            Refusal::Empty,
            Refusal::TooLarge,
            Refusal::TooManyPixels,
            Refusal::UnknownKind,
            Refusal::NotWhatItSays,
            Refusal::Macros,
            Refusal::UnsafeDrawing,
            Refusal::Damaged,
        ] {
            let message = refusal.message("x.png");
            let message = message.to_string();
            assert!(message.contains("Nothing was changed. ") && message.ends_with('.'));
        }
    }
}
