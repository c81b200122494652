//! What a file tells that nobody meant to publish: who made it, where a picture was taken, what was
//! changed in a document before it was finished.

use std::io::{Cursor, Read};

use super::{Format, by_ending, strip};

/// Parts of Office documents are read up to this many bytes.
const MOST: u64 = 8 * 1024 * 1024;

/// What a file tells, by the ending of its name: `location`, `author`, `tracked-changes`, `comments`.
/// Nothing of one that cannot be read.
pub fn tells(name: &str, bytes: &[u8]) -> Vec<&'static str> {
    let extension = name.rsplit('.').next().unwrap_or_default();
    let stripped = |notes: Option<(Vec<u8>, Vec<&'static str>)>| {
        let notes = notes.map(|(_, notes)| notes).unwrap_or_default();
        let telling = notes
            .into_iter()
            .filter(|note| ["location", "author"].contains(note));
        telling.collect()
    };
    match by_ending(&extension.to_ascii_lowercase()) {
        // Part of a PNG that is text begins with its name (PNG, 11.3.3).
        Some(Format::Png) if after(bytes, b"tEXtAuthor\0").next().is_some() => vec!["author"],
        Some(Format::Png) => stripped(strip::png(bytes)),
        Some(Format::Jpeg) => stripped(strip::jpeg(bytes)),
        Some(Format::Webp) => stripped(strip::webp(bytes)),
        Some(Format::Pdf) => pdf(bytes),
        Some(Format::Office(_)) => office(bytes),
        Some(Format::Gif | Format::Svg) | None => Vec::new(),
    }
}

/// A PDF whose list of facts or whose XMP packet names an author (ISO 32000-2, 14.3).
fn pdf(bytes: &[u8]) -> Vec<&'static str> {
    let named = after(bytes, b"/Author").any(|rest| {
        let value = rest.iter().skip_while(|b| b.is_ascii_whitespace());
        let value: Vec<u8> = value.take(64).copied().collect();
        match value.first() {
            Some(b'(') => value.get(1).is_some_and(|b| *b != b')'),
            // A string in hexadecimal digits, perhaps only a byte-order mark.
            Some(b'<') => {
                value
                    .iter()
                    .skip(1)
                    .take_while(|b| b.is_ascii_hexdigit())
                    .count()
                    > 4
            }
            _ => false,
        }
    });
    let described = after(bytes, b"<dc:creator>").next().is_some();
    if named || described {
        vec!["author"]
    } else {
        Vec::new()
    }
}

fn after<'a>(bytes: &'a [u8], name: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let places = bytes.windows(name.len()).enumerate();
    places
        .filter(move |(_, window)| *window == name)
        .map(move |(at, _)| &bytes[at + name.len()..])
}

/// An Office document (ECMA-376): its properties, its revisions (part 1, 17.13.5), its comments.
fn office(bytes: &[u8]) -> Vec<&'static str> {
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return Vec::new();
    };
    let mut part = |name: &str| {
        let mut text = Vec::new();
        let read = zip.by_name(name).ok()?.take(MOST).read_to_end(&mut text);
        read.is_ok()
            .then(|| String::from_utf8_lossy(&text).into_owned())
    };
    let mut found = Vec::new();
    let filled = |text: &str, tag: &str| {
        let inner = text.split_once(&format!("<{tag}>")).map(|(_, rest)| rest);
        inner.is_some_and(|rest| !rest.trim_start().starts_with('<'))
    };
    let core = part("docProps/core.xml").unwrap_or_default();
    if filled(&core, "dc:creator") || filled(&core, "cp:lastModifiedBy") {
        found.push("author");
    }
    let body = part("word/document.xml").unwrap_or_default();
    if ["<w:ins ", "<w:del ", "<w:moveFrom "]
        .iter()
        .any(|mark| body.contains(mark))
    {
        found.push("tracked-changes");
    }
    let comments = [
        "word/comments.xml",
        "xl/comments1.xml",
        "ppt/comments/comment1.xml",
    ];
    if comments
        .iter()
        .any(|name| part(name).is_some_and(|text| text.contains("omment ")))
    {
        found.push("comments");
    }
    found
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, zip::write::SimpleFileOptions::default())
                .expect("a part");
            zip.write_all(text.as_bytes()).expect("its text");
        }
        zip.finish().expect("a zip").into_inner()
    }

    #[test]
    fn documents_tell_who_made_them_and_what_was_changed() {
        let file = docx(&[
            ("docProps/core.xml", "<x><dc:creator>Ada</dc:creator></x>"),
            (
                "word/document.xml",
                "<w:p><w:ins w:id=\"1\">new</w:ins></w:p>",
            ),
            (
                "word/comments.xml",
                "<w:comments><w:comment w:id=\"0\"/></w:comments>",
            ),
        ]);
        assert_eq!(
            tells("a.docx", &file),
            ["author", "tracked-changes", "comments"]
        );
        let clean = docx(&[
            ("docProps/core.xml", "<x><dc:creator></dc:creator></x>"),
            ("word/document.xml", "<w:p/>"),
        ]);
        assert!(tells("a.docx", &clean).is_empty());
        assert_eq!(tells("a.pdf", b"%PDF-1.7 << /Author (Ada) >>"), ["author"]);
        assert_eq!(
            tells("a.pdf", b"%PDF-1.7 << /Author <FEFF00410064> >>"),
            ["author"]
        );
        assert!(tells("a.pdf", b"%PDF-1.7 << /Author () /Producer (x) >>").is_empty());
        assert!(tells("a.docx", b"no zip").is_empty() && tells("a.exe", b"x").is_empty());
    }
}
