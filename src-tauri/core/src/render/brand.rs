//! The site's colours as style variables.

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

/// Whether `text` is a colour as `#rrggbb`; anything else could break out of the style sheet.
pub(crate) fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
}
