//! Bytes of a page to text, whatever encoding they are in. Never fails: what cannot be read shows as a
//! replacement character and is reported.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::say;

use super::report::Note;

/// How many bytes of a page may say which encoding it is in (HTML, prescan a byte stream).
const HEAD: usize = 1024;

/// A page as text.
#[derive(Debug, Clone, Default)]
pub(super) struct Decoded {
    /// The text, with LF line ends, without byte-order mark and NULs.
    pub(super) text: String,
    /// The encoding, when it is not UTF-8.
    pub(super) encoding: Option<String>,
    /// Whether most of its lines end with CR LF.
    pub(super) crlf: bool,
    /// What was repaired.
    pub(super) repaired: Vec<Note>,
    /// What needs a person's look.
    pub(super) look_at: Vec<Note>,
}

/// Reads a page.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (guess(bytes), 0),
    };
    let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
    let mut decoded = Decoded {
        crlf: crlf(&text),
        encoding: (encoding != UTF_8).then(|| encoding.name().to_owned()),
        ..Decoded::default()
    };
    if mark > 0 {
        decoded.repaired.push(Note::plain(
            "byte-order-mark",
            say!("An invisible mark at the beginning was left out."),
            1,
        ));
    }
    let lost = text.matches('\u{fffd}').count();
    if lost > 0 {
        decoded.look_at.push(Note::plain(
            "encoding",
            say!("Some characters could not be read and show as �. See what they should be."),
            lost,
        ));
    }
    let nuls = text.matches('\0').count();
    if nuls > 0 {
        decoded.repaired.push(Note::plain(
            "nul",
            say!("Characters that no text has (NUL) were left out."),
            nuls,
        ));
    }
    decoded.text = plain(&text);
    decoded
}

fn plain(text: &str) -> String {
    if text.contains(['\r', '\0']) {
        text.replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace('\0', "")
    } else {
        text.to_owned()
    }
}

fn crlf(text: &str) -> bool {
    let pairs = text.matches("\r\n").count();
    pairs * 2 > text.matches('\n').count()
}

/// The encoding of a page without a mark.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(wide) = wide(bytes) {
        return wide;
    }
    let utf8 = std::str::from_utf8(bytes).is_ok();
    let declared = declared(&bytes[..bytes.len().min(HEAD)]);
    match declared {
        // What is valid UTF-8 beyond ASCII is UTF-8, whatever it says of itself.
        _ if utf8 && !bytes.is_ascii() => UTF_8,
        Some(encoding) if is_read(encoding, bytes) => encoding,
        _ if utf8 => UTF_8,
        _ => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
            detector.feed(bytes, true);
            let guessed = detector.guess(None, Utf8Detection::Deny);
            // A page that is UTF-8 but for a few damaged bytes is not read in another encoding for them.
            if mostly_utf8(bytes) { UTF_8 } else { guessed }
        }
    }
}

fn is_read(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    !encoding.decode_without_bom_handling(bytes).1
}

/// Whether far more characters beyond ASCII are UTF-8 than are not.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let lost = text.matches('\u{fffd}').count();
    let beyond = text.chars().filter(|c| !c.is_ascii()).count() - lost;
    beyond > lost * 4
}

/// UTF-16 without a mark: every other byte of its markup is zero, and hardly any of those between.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    let pairs = head.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let few = even.max(odd) < 4;
    if few {
        None
    } else if odd * 20 >= pairs && even * 8 <= odd {
        Some(UTF_16LE)
    } else if even * 20 >= pairs && odd * 8 <= even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding that a page says it is in: `charset=` in its first bytes.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, after) = head.split_once("charset")?;
    let label = after.trim_start().strip_prefix('=')?.trim_start();
    let label = label.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| c.is_whitespace() || "\"'/>;".contains(c));
    let encoding = Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])?;
    // Who could read this name in one-byte letters is not in UTF-16.
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    Some(if wide { UTF_8 } else { encoding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_JP, GBK, WINDOWS_1252};

    const CHINESE: &str = "<p>我们假定系统已经遭到入侵，并持续寻找入侵的迹象。</p>";

    fn wide(text: &str, big: bool) -> Vec<u8> {
        let bytes = |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        for (encoding, text) in [
            (GBK, CHINESE),
            (
                BIG5,
                "<p>我們假定系統已經遭到入侵，並持續尋找入侵的跡象。</p>",
            ),
            (EUC_JP, "<p>お客様のデータはどこに保存されますか。</p>"),
            (
                WINDOWS_1252,
                "<p>Prüfung der Sicherheitsmaßnahmen – für Geschäftskunden</p>",
            ),
        ] {
            let decoded = decode(&encoding.encode(text).0);
            assert_eq!(decoded.text, text, "{}", encoding.name());
            assert_eq!(decoded.encoding.as_deref(), Some(encoding.name()));
        }
        for big in [true, false] {
            let decoded = decode(&wide(CHINESE, big));
            assert_eq!(decoded.text, CHINESE);
            let marked = decode(&wide(&format!("\u{feff}{CHINESE}"), big));
            assert_eq!(marked.text, CHINESE);
            assert_eq!(marked.repaired.len(), 1);
            assert_eq!(marked.encoding, decoded.encoding);
        }
        assert_eq!(decode(CHINESE.as_bytes()).encoding, None);
    }

    #[test]
    fn what_a_page_says_counts_unless_it_is_wrong() {
        let says = |label: &str| format!("<meta charset=\"{label}\"><p>Grüße</p>");
        let greek = encoding_rs::WINDOWS_1253;
        let bytes = greek
            .encode("<meta charset=windows-1253><p>Αα</p>")
            .0
            .into_owned();
        assert!(decode(&bytes).text.contains("Αα"));
        assert!(decode(says("gb2312").as_bytes()).text.contains("Grüße"));
        assert!(decode(says("utf-16").as_bytes()).text.contains("Grüße"));
        assert!(decode(says("nonsense").as_bytes()).text.contains("Grüße"));
    }

    #[test]
    fn damage_is_reported_and_stops_nothing() {
        let mut bytes = CHINESE.as_bytes().to_vec();
        bytes.splice(6..6, [0xff, 0, b'x', b'\r', b'\n']);
        let decoded = decode(&bytes);
        assert!(decoded.text.contains("\u{fffd}x\n") && decoded.text.contains("持续寻找"));
        assert_eq!((decoded.repaired.len(), decoded.look_at.len()), (1, 1));
        assert_eq!(decode(b"").text, "");
        assert!(decode(b"a\r\nb\r\nc\n").crlf && !decode(b"a\nb\n").crlf && !decode(b"").crlf);
        for end in 0..6 {
            decode(&[0xff, 0xfe, 0xff, 0xd8, 0, 0][..end]);
        }
    }
}
