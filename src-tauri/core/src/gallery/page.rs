//! One page of the gallery: the kinds in one theme and one language.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::kinds::{Field, Kind};
use crate::message::{Language, Message};
use crate::problem::Problem;
use crate::render::{self, Engine, Look, SiteIndex, escape};
use crate::say;
use crate::site::Site;

use super::{ROOT, SCRIPT, STYLE, contract, style_of};

/// The looks that stand beside each other.
pub(super) const LOOKS: [(Look, &str); 2] = [(Look::Light, "light"), (Look::Dark, "dark")];

/// What a page of the gallery can show.
pub(super) struct Choices {
    pub(super) themes: Vec<String>,
    /// Tag and name of each language.
    pub(super) languages: Vec<(String, String)>,
}

impl Choices {
    pub(super) fn of(engine: &Engine, site: &Site) -> Self {
        // They become names of folders.
        let plain = |tag: &str| tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let locales = site.settings.locales.iter().filter(|l| plain(&l.tag));
        Self {
            themes: engine.themes().map(|theme| theme.name.clone()).collect(),
            languages: locales.map(|l| (l.tag.clone(), l.label.clone())).collect(),
        }
    }
}

/// What is being written.
struct Writing<'a> {
    engine: &'a Engine,
    index: &'a SiteIndex,
    site: &'a Site,
    theme: &'a str,
    locale: &'a str,
    media: BTreeSet<String>,
}

/// The page in `theme` and `locale`, and the media that it shows.
pub(super) fn page(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    all: &Choices,
    theme: &str,
    locale: &str,
) -> (String, BTreeSet<String>) {
    let mut writing = Writing {
        engine,
        index,
        site,
        theme,
        locale,
        media: BTreeSet::new(),
    };
    let kinds: Vec<&Kind> = engine.kinds.iter().collect();
    let sections: String = kinds.iter().map(|kind| writing.kind(kind)).collect();
    let list: String = kinds
        .iter()
        .map(|kind| {
            let label = escape(kind.label.get(locale));
            format!("<li><a href=\"#{}\">{label}</a></li>\n", kind.name)
        })
        .collect();
    let inside = format!(
        "{}<div class=\"below\">\n<nav class=\"kinds\" aria-label=\"{}\"><ul>\n{list}</ul></nav>\n<main>\n{sections}</main>\n</div>\n",
        top(all, theme, locale),
        writing.say(&say!("Section kinds")),
    );
    (
        document(locale, &title(locale), ROOT, &inside),
        writing.media,
    )
}

/// The page that leads to the others.
pub(super) fn first(engine: &Engine, all: &Choices, site: &Site) -> String {
    let locale = site.settings.default_locale();
    let themes: String = engine
        .themes()
        .map(|theme| {
            let pages: String = all
                .languages
                .iter()
                .map(|(tag, label)| {
                    format!(
                        "<li><a href=\"{}/{tag}/index.html\">{}</a></li>",
                        theme.name,
                        escape(label)
                    )
                })
                .collect();
            format!(
                "<section class=\"kind\">\n<h2>{} <code>{}</code></h2>\n<p class=\"usage\">{}</p>\n<ul class=\"choices\">{pages}</ul>\n</section>\n",
                escape(theme.traits.label.get(locale)),
                theme.name,
                escape(theme.traits.usage.get(locale))
            )
        })
        .collect();
    let inside = format!(
        "<header class=\"top\"><h1>{}</h1></header>\n<main>\n{themes}</main>\n",
        title(locale)
    );
    document(locale, &title(locale), "", &inside)
}

fn title(locale: &str) -> String {
    said(&say!("Gallery of section kinds"), locale)
}

/// A message in the language that is nearest to a locale's, for HTML.
fn said(message: &Message, locale: &str) -> String {
    escape(message.get(Language::nearest(locale))).into_owned()
}

fn document(locale: &str, title: &str, root: &str, inside: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"{root}{STYLE}\">\n<script src=\"{root}{SCRIPT}\" defer></script>\n</head>\n<body>\n{inside}</body>\n</html>\n",
        escape(locale)
    )
}

/// The bar with themes and languages; those of the page are marked.
fn top(all: &Choices, theme: &str, locale: &str) -> String {
    let link = |to: &str, tag: &str, label: &str, current: bool| {
        let current = if current {
            " aria-current=\"true\""
        } else {
            ""
        };
        format!(
            "<li><a href=\"{ROOT}{to}/{tag}/index.html\"{current}>{}</a></li>",
            escape(label)
        )
    };
    let themes = all.themes.iter();
    let themes: String = themes
        .map(|name| link(name, locale, name, name == theme))
        .collect();
    let languages = all.languages.iter();
    let languages: String = languages
        .map(|(tag, label)| link(theme, tag, label, tag == locale))
        .collect();
    format!(
        "<header class=\"top\"><h1>{}</h1>\n<nav aria-label=\"{}\"><ul class=\"choices\">{themes}</ul></nav>\n<nav aria-label=\"{}\"><ul class=\"choices\">{languages}</ul></nav></header>\n",
        title(locale),
        said(&say!("Theme"), locale),
        said(&say!("Language"), locale),
    )
}

impl Writing<'_> {
    fn say(&self, message: &Message) -> String {
        said(message, self.locale)
    }

    fn kind(&mut self, kind: &Kind) -> String {
        // A theme without dark colours is seen once.
        let looks = if self.index.css().contains("prefers-color-scheme: dark") {
            &LOOKS[..]
        } else {
            &LOOKS[..1]
        };
        let frames: String = looks
            .iter()
            .map(|(_, name)| self.frame(kind, name, looks.len() > 1))
            .collect();
        let own = if self.engine.is_own_kind(&kind.name) {
            format!(
                " <span class=\"own\">{}</span>",
                self.say(&say!("This site's own"))
            )
        } else {
            String::new()
        };
        format!(
            "<section class=\"kind\" id=\"{name}\">\n<h2>{label} <code>{name}</code>{own}</h2>\n<p class=\"usage\">{usage}</p>\n<div class=\"looks\">\n{frames}</div>\n{fields}{variables}</section>\n",
            name = escape(&kind.name),
            label = escape(kind.label.get(self.locale)),
            usage = escape(kind.usage.get(self.locale)),
            fields = self.fields(kind),
            variables = self.variables(kind),
        )
    }

    fn frame(&mut self, kind: &Kind, name: &str, captioned: bool) -> String {
        let style = format!("{ROOT}{}", style_of(self.theme, name));
        let shown = render::sample(
            self.engine,
            self.index,
            self.site,
            self.locale,
            &kind.name,
            &style,
            ROOT,
        );
        self.media.extend(shown.assets);
        let caption = self.say(&if name == LOOKS[0].1 {
            say!("Light")
        } else {
            say!("Dark")
        });
        let inside = match shown.problems.first() {
            Some(problem) => self.fault(problem),
            None if shown.html.is_empty() => {
                let nothing = say!("Its example shows nothing on this site.");
                format!("<p class=\"fault\">{}</p>", self.say(&nothing))
            }
            None => format!(
                "<iframe title=\"{} · {caption}\" sandbox=\"allow-same-origin\" srcdoc=\"{}\"></iframe>",
                escape(kind.label.get(self.locale)),
                escape(&shown.html)
            ),
        };
        let caption = if captioned {
            format!("<figcaption>{caption}</figcaption>")
        } else {
            String::new()
        };
        format!("<figure>{caption}{inside}</figure>\n")
    }

    fn fault(&self, problem: &Problem) -> String {
        let place = &problem.place;
        let line = place.line.map_or(String::new(), |line| format!(":{line}"));
        let excerpt = problem.excerpt.as_deref().unwrap_or_default();
        format!(
            "<div class=\"fault\"><p><code>{}{line}</code></p><p>{}</p><pre>{}</pre></div>",
            escape(&place.file),
            self.say(&problem.message),
            escape(excerpt)
        )
    }

    fn fields(&self, kind: &Kind) -> String {
        let mut rows = String::new();
        self.field_rows(&kind.fields, "", &mut rows);
        self.table(
            &say!("Fields of its form"),
            &[say!("Field"), say!("Label"), say!("Kind"), say!("Help")],
            &rows,
        )
    }

    fn field_rows(&self, form: &[Field], before: &str, rows: &mut String) {
        for field in form {
            let name = format!("{before}{}", field.name);
            let kind = serde_json::json!(field.kind);
            let kind = kind.as_str().unwrap_or_default();
            let required = if field.required {
                format!(" · {}", self.say(&say!("required")))
            } else {
                String::new()
            };
            let _ = writeln!(
                rows,
                "<tr><td><code>{}</code></td><td>{}</td><td>{kind}{required}</td><td>{}</td></tr>",
                escape(&name),
                escape(field.label.get(self.locale)),
                escape(field.help.get(self.locale))
            );
            self.field_rows(&field.fields, &format!("{name}."), rows);
        }
    }

    fn variables(&self, kind: &Kind) -> String {
        let rows: String = contract(&self.engine.kinds, kind)
            .iter()
            .map(|one| {
                format!(
                    "<tr><td><code>{}</code></td><td>{}</td></tr>\n",
                    escape(&one.name),
                    self.say(&one.what)
                )
            })
            .collect();
        self.table(
            &say!("Variables of its template"),
            &[say!("Variable"), say!("What it holds")],
            &rows,
        )
    }

    fn table(&self, title: &Message, heads: &[Message], rows: &str) -> String {
        let heads: String = heads
            .iter()
            .map(|head| format!("<th scope=\"col\">{}</th>", self.say(head)))
            .collect();
        format!(
            "<details><summary>{}</summary><div class=\"facts\"><table><thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table></div></details>\n",
            self.say(title)
        )
    }
}
