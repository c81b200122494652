//! Drawings: harmless ones are kept byte for byte, others are cleaned, and refused when that fails.

use super::Refusal;

/// Whatever a plain drawing does not need. Looked for in the text, so a mention is enough to be cleaned.
const SUSPECT: [&str; 15] = [
    "script",
    "foreignobject",
    "iframe",
    "<!doctype",
    "<!entity",
    "<?xml-stylesheet",
    "@import",
    "data:",
    "animate",
    "<set",
    ":set",
    "handler",
    "&#",
    "xml:base",
    "\\",
];

/// The drawing as it may be published, and `scripts` when something was taken out.
pub(super) fn cleaned(bytes: &[u8]) -> Result<(Vec<u8>, Vec<&'static str>), Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::UnsafeDrawing)?;
    if is_plain(text) {
        return Ok((bytes.to_vec(), Vec::new()));
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut filter = svg_hush::Filter::new();
    filter.set_data_url_filter(svg_hush::data_url_filter::allow_standard_images);
    filter
        .filter(bytes, &mut out)
        .map_err(|_| Refusal::UnsafeDrawing)?;
    let drawn = std::str::from_utf8(&out)
        .is_ok_and(|text| text.contains("<svg") && !text.to_lowercase().contains("javascript:"));
    if !drawn {
        return Err(Refusal::UnsafeDrawing);
    }
    Ok((out, vec!["scripts"]))
}

fn is_plain(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    !SUSPECT.iter().any(|word| text.contains(word))
        && !has_handler(&text)
        && only_own(&text, "href")
        && only_own(&text, "src")
        && text.match_indices("url(").all(|(at, _)| {
            text[at + 4..]
                .trim_start_matches(['"', '\'', ' '])
                .starts_with('#')
        })
}

/// An attribute such as `onload=`.
fn has_handler(text: &str) -> bool {
    text.match_indices("on").any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        before.is_some_and(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'))
            && after.trim_start().starts_with('=')
    })
}

/// Whether every attribute that ends in `name` refers to a place inside the drawing.
fn only_own(text: &str, name: &str) -> bool {
    text.match_indices(name).all(|(at, _)| {
        let rest = text[at + name.len()..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            return true;
        };
        value
            .trim_start()
            .trim_start_matches(['"', '\''])
            .starts_with('#')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 8 8\">";

    fn out(inside: &str) -> (String, Vec<&'static str>) {
        let (bytes, notes) = cleaned(format!("{SVG}{inside}</svg>").as_bytes()).unwrap();
        (String::from_utf8(bytes).unwrap(), notes)
    }

    #[test]
    fn plain_drawings_keep_their_bytes() {
        let inside = "<title>On = off</title><g id=\"one\" fill=\"url(#a)\"><use href=\"#b\"/></g>";
        let (text, notes) = out(inside);
        assert_eq!(text, format!("{SVG}{inside}</svg>"));
        assert!(notes.is_empty());
    }

    #[test]
    fn what_could_do_harm_is_taken_out() {
        for harm in [
            "<script>alert(1)</script>",
            "<rect onload=\"alert(1)\" width=\"1\"/>",
            "<rect\nonclick = \"alert(1)\"/>",
            "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
            "<a xlink:href=\"javascript:alert(1)\"><rect/></a>",
            "<image href=\"https://tracker.example/x.png\"/>",
            "<style>@import url(https://tracker.example/x.css);</style>",
            "<rect style=\"fill:url(https://tracker.example/#a)\"/>",
            "<a href=\"&#106;avascript:alert(1)\"><rect/></a>",
        ] {
            let (text, notes) = out(&format!("{harm}<circle r=\"1\"/>"));
            let small = text.to_ascii_lowercase();
            for bad in [
                "script",
                "alert",
                "onload",
                "onclick",
                "foreignobject",
                "@import",
                "url(http",
                "=\"http://tracker",
                "=\"https://tracker",
            ] {
                assert!(!small.contains(bad), "{harm} left {bad}: {text}");
            }
            assert!(small.contains("circle"), "{harm}");
            assert_eq!(notes, ["scripts"], "{harm}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let broken = format!("{SVG}<script>");
        assert_eq!(cleaned(broken.as_bytes()), Err(Refusal::UnsafeDrawing));
        let animated =
            format!("{SVG}<set attributeName=\"href\" to=\"javascript:alert(1)\"/></svg>");
        assert_eq!(cleaned(animated.as_bytes()), Err(Refusal::UnsafeDrawing));
        assert_eq!(cleaned(b"\xff<svg"), Err(Refusal::UnsafeDrawing));
    }
}
