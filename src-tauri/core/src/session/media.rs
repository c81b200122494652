//! New files under `media/`.

use crate::error::Error;

use super::Session;

/// The largest file that can be added, in bytes: larger downloads belong elsewhere.
const LARGEST: usize = 50 * 1024 * 1024;

impl Session {
    /// Copies a file into `media/` under a free, plain name and says how content names it. A file that
    /// is there already with the same bytes is used as it is.
    ///
    /// # Errors
    /// [`Error::Refused`] when the name's ending and the bytes do not fit or are not allowed.
    pub fn add_media(&mut self, name: &str, bytes: &[u8]) -> Result<String, Error> {
        if bytes.len() > LARGEST {
            return Err(Error::Refused(
                "This file is larger than 50 MB. Nothing was changed. Choose a smaller one.".into(),
            ));
        }
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let extension = extension.to_ascii_lowercase();
        if !fits(&extension, bytes) {
            return Err(Error::Refused(format!(
                "“{name}” is not a picture or document that can be published. Nothing was changed. Choose a PNG, JPEG, WebP, GIF, SVG or PDF file, or an Office document."
            )));
        }
        let stem = plain_name(stem);
        for number in 1..1_000 {
            let numbered = if number == 1 {
                stem.clone()
            } else {
                format!("{stem}-{number}")
            };
            let path = format!("media/{numbered}.{extension}");
            match self.store.read(&path) {
                Ok(there) if there == bytes => return Ok(format!("/{path}")),
                Ok(_) => continue,
                Err(_) => {
                    self.store.replace(&path, bytes, None)?;
                    self.site.reload_media(&self.store);
                    self.reindex();
                    return Ok(format!("/{path}"));
                }
            }
        }
        Err(Error::Refused(format!(
            "Too many files are called “{name}”. Rename the file and choose it again."
        )))
    }
}

/// Lower-case letters, digits and hyphens of a file name; Chinese and other letters are kept.
pub(super) fn plain_name(stem: &str) -> String {
    let mut plain = String::new();
    for c in stem.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            plain.push(c);
        } else if !plain.is_empty() && !plain.ends_with('-') {
            plain.push('-');
        }
    }
    let plain: String = plain.trim_end_matches('-').chars().take(60).collect();
    if plain.is_empty() {
        "file".into()
    } else {
        plain
    }
}

/// Whether the first bytes are those of the format that the ending promises.
fn fits(extension: &str, bytes: &[u8]) -> bool {
    let zip = bytes.starts_with(b"PK\x03\x04");
    match extension {
        "png" => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        "jpg" | "jpeg" => bytes.starts_with(&[0xff, 0xd8, 0xff]),
        "gif" => bytes.starts_with(b"GIF8"),
        "webp" => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        "svg" => std::str::from_utf8(bytes).is_ok_and(|text| {
            let text = text.to_ascii_lowercase();
            text.contains("<svg") && !text.contains("<script") && !text.contains("javascript:")
        }),
        "pdf" => bytes.starts_with(b"%PDF-"),
        "docx" | "xlsx" | "pptx" => zip,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_plain_and_content_must_fit() {
        assert_eq!(plain_name("My Report (Final) "), "my-report-final");
        assert_eq!(plain_name("安全 白皮书"), "安全-白皮书");
        assert_eq!(plain_name("..."), "file");
        assert!(fits("pdf", b"%PDF-1.7 x"));
        assert!(!fits("pdf", b"<html>"));
        assert!(!fits("svg", b"<svg><script>1</script></svg>"));
        assert!(!fits("exe", b"MZ"));
    }

    #[test]
    fn only_known_endings_are_pictures() {
        use super::super::index::accept_of;
        assert_eq!(accept_of("/media/a.SVG"), "image");
        assert_eq!(accept_of("/media/a.pdf"), "document");
    }
}
