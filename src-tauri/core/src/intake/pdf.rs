//! What is cheap to know of a PDF: how many pages it has, and whether it runs scripts.

/// Number of pages, when the page tree is not compressed.
pub fn pages(bytes: &[u8]) -> Option<u32> {
    if !bytes.starts_with(b"%PDF-") {
        return None;
    }
    // The root of the page tree has the largest count.
    let counts = places(bytes, b"/Count").filter_map(|at| number(&bytes[at + 6..]));
    let roots = places(bytes, b"/Pages").count();
    counts.max().filter(|n| *n > 0 && roots > 0)
}

/// What should be known before it is published.
pub(super) fn notes(bytes: &[u8]) -> Vec<&'static str> {
    let scripts = [&b"/JavaScript"[..], b"/Launch"]
        .iter()
        .any(|name| places(bytes, name).next().is_some());
    if scripts {
        vec!["pdf-script"]
    } else {
        Vec::new()
    }
}

fn places<'a>(bytes: &'a [u8], name: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let first = name[0];
    bytes
        .iter()
        .enumerate()
        .filter(move |(at, byte)| **byte == first && bytes[*at..].starts_with(name))
        .map(|(at, _)| at)
}

fn number(bytes: &[u8]) -> Option<u32> {
    let digits: String = bytes
        .iter()
        .skip_while(|b| b.is_ascii_whitespace())
        .take_while(|b| b.is_ascii_digit())
        .take(6)
        .map(|b| char::from(*b))
        .collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_where_that_is_plain() {
        let pdf = b"%PDF-1.4 <</Type /Pages /Kids [1 0 R] /Count 12>> <</Type /Pages /Count 4>>";
        assert_eq!(pages(pdf), Some(12));
        assert_eq!(pages(b"%PDF-1.4 compressed"), None);
        assert_eq!(pages(b"<html>/Pages /Count 3"), None);
    }

    #[test]
    fn scripts_are_noticed() {
        assert_eq!(notes(b"%PDF-1.4 /S /JavaScript"), ["pdf-script"]);
        assert!(notes(b"%PDF-1.4 plain").is_empty());
    }
}
