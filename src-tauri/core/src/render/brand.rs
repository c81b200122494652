//! The site's colours as style variables, and the sheets of what else was chosen for its look.

use std::collections::BTreeMap;

use crate::site::Brand;

/// The variables that the theme's style sheet builds its colours from.
pub(super) fn variables(brand: &Brand) -> String {
    let default = Brand::default();
    let colour = |wanted: &str, fallback: &str| {
        if is_colour(wanted) {
            wanted.to_owned()
        } else {
            fallback.to_owned()
        }
    };
    format!(
        "\n:root{{--brand-primary:{};--brand-secondary:{}}}\n",
        colour(&brand.primary, &default.primary),
        colour(&brand.secondary, &default.secondary)
    )
}

/// The theme's sheets for what was chosen, one after another. `sheets` are all of them, by name and
/// choice: `corners-round`. A choice without a sheet is what the theme does by itself.
pub(super) fn chosen(brand: &Brand, sheets: &BTreeMap<String, String>) -> String {
    let choices = [
        ("corners", &brand.corners),
        ("density", &brand.density),
        ("header", &brand.header),
    ];
    let found = choices
        .iter()
        .filter_map(|(name, choice)| sheets.get(&format!("{name}-{choice}")));
    found.map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// Whether `text` is a colour as `#rrggbb`; anything else could break out of the style sheet.
pub(crate) fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
}

/// Contrast of a colour `#rrggbb` with white, 1 to 21 (WCAG 2.2, relative luminance of sRGB).
pub(crate) fn contrast_with_white(colour: &str) -> Option<f64> {
    if !is_colour(colour) {
        return None;
    }
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap_or(0)) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    let luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
    Some(1.05 / (luminance + 0.05))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        let ratio = |colour: &str| contrast_with_white(colour).map(|r| format!("{r:.2}"));
        assert_eq!(ratio("#ffffff").as_deref(), Some("1.00"));
        assert_eq!(ratio("#000000").as_deref(), Some("21.00"));
        assert_eq!(ratio("#767676").as_deref(), Some("4.54"));
        assert_eq!(ratio("#777777").as_deref(), Some("4.48"));
        assert_eq!(ratio("red"), None);
    }

    #[test]
    fn only_known_choices_add_a_sheet() {
        let sheets = BTreeMap::from([
            ("corners-round".to_owned(), "a{}".to_owned()),
            ("header-centred".to_owned(), "b{}".to_owned()),
        ]);
        let chosen = |corners: &str, header: &str| {
            let brand = Brand {
                corners: corners.into(),
                header: header.into(),
                ..Brand::default()
            };
            super::chosen(&brand, &sheets)
        };
        assert_eq!(chosen("soft", "line"), "");
        assert_eq!(chosen("round", "centred"), "a{}\nb{}");
        assert_eq!(chosen("round", "}body{display:none"), "a{}");
    }
}
