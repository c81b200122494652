//! The theme's style sheet as the preview wants it: light, dark, forced colours or paper, whatever the
//! system says. Exports never see any of this.

/// How the preview shows a page, independent of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Light colours.
    Light,
    /// Dark colours.
    Dark,
    /// Few, strong colours of the system's choice; an approximation of what Windows does.
    Forced,
    /// As printed on A4.
    Print,
}

impl Look {
    /// The look called `name`, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            "forced" => Self::Forced,
            "print" => Self::Print,
            _ => return None,
        })
    }

    /// Whether a condition of the style sheet holds in this look.
    fn holds(self, condition: &str) -> bool {
        match condition {
            "(prefers-color-scheme: dark)" => matches!(self, Self::Dark | Self::Forced),
            "(prefers-color-scheme: light)" => matches!(self, Self::Light | Self::Print),
            "(forced-colors: active)" => self == Self::Forced,
            "(forced-colors: none)" => self != Self::Forced,
            _ => false,
        }
    }
}

/// Conditions that a look decides.
const CONDITIONS: [&str; 4] = [
    "(prefers-color-scheme: dark)",
    "(prefers-color-scheme: light)",
    "(forced-colors: active)",
    "(forced-colors: none)",
];
/// Conditions that always and never hold on a screen.
const ALWAYS: &str = "(min-width: 0px)";
const NEVER: &str = "(max-width: 0px)";

/// Marks of the preview itself: places that wait for a text, places of problems, and sections that show
/// an earlier state.
const MARKS: &str = "
[data-td-empty]{opacity:.62;outline:1px dashed currentColor;outline-offset:.2em;border-radius:2px}
[data-td-fault]{padding:1em;border:1px dashed currentColor;border-radius:6px}
[data-td-wrong]{outline:2px dotted #b45309;outline-offset:4px;border-radius:2px}
[data-td-wrong=blocker]{outline-color:#d92d20}
[data-td-stale]{opacity:.45;filter:grayscale(.7)}
";

/// What a browser does to a page under forced colours, with the colours of a dark contrast theme.
const FORCED: &str = "
:root{color-scheme:dark;--td-canvas:#000;--td-text:#fff;--td-link:#ff0;--td-mark:#1aebff}
*,*::before,*::after{background-color:var(--td-canvas)!important;color:var(--td-text)!important;border-color:var(--td-text)!important;box-shadow:none!important;text-shadow:none!important;fill:none}
.icon{color:currentColor!important}
a,a *,summary{color:var(--td-link)!important}
.button{border:1px solid var(--td-text)!important}
[aria-current]{color:var(--td-mark)!important;outline-color:var(--td-mark)!important}
.hidden-text,.skip{background:none!important}
";

/// A sheet of A4 with the margins that the theme prints with.
const PAPER: &str = "
html{background:#fff;color-scheme:light}
body{padding:18mm 16mm}
";

/// The style sheet for the preview.
pub fn preview_css(css: &str, look: Option<Look>) -> String {
    let Some(look) = look else {
        return format!("{css}{MARKS}");
    };
    let mut out = css.to_owned();
    for condition in CONDITIONS {
        let answer = if look.holds(condition) { ALWAYS } else { NEVER };
        out = out.replace(condition, answer);
    }
    let scheme = if matches!(look, Look::Dark | Look::Forced) {
        "color-scheme: dark;"
    } else {
        "color-scheme: light;"
    };
    out = out.replace("color-scheme: light dark;", scheme);
    let more = match look {
        Look::Light | Look::Dark => "",
        Look::Forced => FORCED,
        Look::Print => {
            out = out.replace("@media print", "@media all");
            PAPER
        }
    };
    format!("{out}{MARKS}{more}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSS: &str = ":root { color-scheme: light dark; --x: 1; }\n@media (prefers-color-scheme: dark) { :root { --x: 2; } }\n@media (forced-colors: active) { a { color: red; } }\n@media print { .nav { display: none; } }\n";

    #[test]
    fn a_look_decides_what_the_system_would() {
        let dark = preview_css(CSS, Some(Look::Dark));
        assert!(dark.contains("color-scheme: dark;"));
        assert!(dark.contains("@media (min-width: 0px) { :root { --x: 2; } }"));
        assert!(dark.contains("@media (max-width: 0px) { a { color: red; } }"));
        assert!(dark.contains("@media print"));
        let light = preview_css(CSS, Some(Look::Light));
        assert!(light.contains("color-scheme: light;"));
        assert!(light.contains("@media (max-width: 0px) { :root { --x: 2; } }"));
        let forced = preview_css(CSS, Some(Look::Forced));
        assert!(forced.contains("@media (min-width: 0px) { a { color: red; } }"));
        let print = preview_css(CSS, Some(Look::Print));
        assert!(print.contains("@media all { .nav { display: none; } }"));
    }

    #[test]
    fn without_a_look_the_theme_stays_as_it_is() {
        assert!(preview_css(CSS, None).starts_with(CSS));
    }
}
