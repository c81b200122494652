//! What whoever serves a rendered site over an address needs: paths with and without percent signs, types
//! of files.

/// Undoes percent-encoding; `None` when the result is not UTF-8.
pub fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// A path as an address writes it: percent-encoded, but for what never needs it (RFC 3986, section 2.3)
/// and the strokes between its parts.
pub fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    encode(path, |byte| b"-._~/".contains(&byte), &mut out);
    out
}

/// Writes `text`, percent-encoded but for letters and digits of ASCII and what `stays`.
pub(crate) fn encode(text: &str, stays: impl Fn(u8) -> bool, out: &mut String) {
    use std::fmt::Write as _;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || stays(byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// The media type of a file by the end of its name.
pub fn media_type(path: &str) -> &'static str {
    match path
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "pdf" => "application/pdf",
        "md" => "text/markdown; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded() {
        assert_eq!(
            decoded("/media/%E5%AE%89.pdf").as_deref(),
            Some("/media/安.pdf")
        );
        assert_eq!(decoded("/media/%ff"), None);
        assert_eq!(decoded("/a%2"), None);
    }

    #[test]
    fn paths_are_encoded_and_come_back() {
        assert_eq!(encoded("en/a b#c?d%e.html"), "en/a%20b%23c%3Fd%25e.html");
        let path = "zh-Hans/安全/“x”&y+z~1.html";
        assert_eq!(decoded(&encoded(path)).as_deref(), Some(path));
    }
}
