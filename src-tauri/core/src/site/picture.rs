//! How large a picture is, from its first bytes.

use crate::store::Store;

/// Width and height of a picture, from its first bytes.
pub(super) fn picture_size(store: &Store, path: &str) -> Option<(u32, u32)> {
    let extension = path.rsplit('.').next()?.to_ascii_lowercase();
    match extension.as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" => {
            let size = imagesize::size(store.root().join(path)).ok()?;
            Some((
                u32::try_from(size.width).ok()?,
                u32::try_from(size.height).ok()?,
            ))
        }
        "svg" => svg_size(&String::from_utf8(store.read(path).ok()?).ok()?),
        _ => None,
    }
}

/// Width and height of an SVG: its `viewBox`, else its `width` and `height` in pixels.
fn svg_size(svg: &str) -> Option<(u32, u32)> {
    let root = &svg[svg.find("<svg")?..];
    let root = &root[..root.find('>')?];
    let attribute = |name: &str| {
        let start = root.find(&format!(" {name}="))? + name.len() + 2;
        let quote = root[start..]
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\''))?;
        root[start + 1..].split(quote).next()
    };
    let number = |text: &str| {
        let pixels: f64 = text.trim().trim_end_matches("px").parse().ok()?;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be in range"
        )]
        (1.0..=100_000.0)
            .contains(&pixels)
            .then(|| pixels.round() as u32)
    };
    if let Some(view) = attribute("viewBox") {
        let parts: Vec<&str> = view.split([' ', ',']).filter(|p| !p.is_empty()).collect();
        if let [_, _, width, height] = parts[..] {
            return Some((number(width)?, number(height)?));
        }
    }
    Some((number(attribute("width")?)?, number(attribute("height")?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn svg_sizes_come_from_the_view_box_or_the_attributes() {
        assert_eq!(
            svg_size(r#"<?xml?><svg xmlns="x" viewBox="0 0 120 40"><path/></svg>"#),
            Some((120, 40))
        );
        assert_eq!(
            svg_size(r#"<svg width="64px" height='32'>"#),
            Some((64, 32))
        );
        assert_eq!(svg_size("<svg>"), None);
    }
}
