//! Draws the bundle's window: the bar with our verdict, and below it the frame that shows a page. It is
//! HTML without any script; what its links ask for is done by the program.

use std::fmt::Write as _;

use trustdesk_core::bundle::{Finding, Verdict, is_unseen};
use trustdesk_core::message::Message;
use trustdesk_core::render::escape;
use trustdesk_core::say;

use super::target::{OURS, address, base};
use super::words::{Tone, Words};
use super::{Note, Seen, Shown};

/// The style sheet of the bar.
pub(super) const STYLE: &str = include_str!("bar.css");
/// How many files are named in the bar; the dialog names all.
const NAMED: usize = 4;
/// The longest text of the bundle's own that the bar shows, in characters.
const LONGEST: usize = 80;

/// What is drawn, and in which language.
struct Drawing<'s> {
    shown: &'s Shown,
    words: Words,
}

/// The document around a page.
pub(super) fn document(shown: &Shown) -> String {
    let drawing = Drawing {
        shown,
        words: Words::of(shown.verified.verdict),
    };
    let appearance = match shown.dress.appearance.as_str() {
        known @ ("light" | "dark") => known,
        _ => "system",
    };
    let root = format!("{}{}/", base(OURS), shown.token);
    format!(
        "<!doctype html>\n<html lang=\"{}\" data-appearance=\"{appearance}\" data-tone=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<link rel=\"stylesheet\" href=\"{root}bar.css\">\n</head>\n<body>\n{}{}</body>\n</html>\n",
        shown.language().tag(),
        drawing.tone(),
        escape(&title(shown)),
        drawing.bar(&root),
        drawing.below(),
    )
}

/// The title of the window: the verdict first.
pub(super) fn title(shown: &Shown) -> String {
    let verdict = Words::of(shown.verified.verdict).name;
    let site = plain(&shown.verified.site);
    let title = say!("{verdict}: bundle of “{site}”", verdict, site);
    title.get(shown.language()).to_owned()
}

/// A text of somebody else's for the bar: one line, not long, and nothing that turns its direction.
pub(super) fn plain(text: &str) -> String {
    let mut kept = text.chars().filter(|c| !is_unseen(*c));
    let mut out: String = kept.by_ref().take(LONGEST).collect();
    if kept.next().is_some() {
        out.push('…');
    }
    out
}

/// A size as people read it.
fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} KB", bytes.div_ceil(1000))
    } else {
        format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
    }
}

impl Drawing<'_> {
    fn say(&self, message: &Message) -> String {
        escape(message.get(self.shown.language())).into_owned()
    }

    fn tone(&self) -> &'static str {
        match self.words.tone {
            Tone::Good => "good",
            Tone::Doubtful => "doubtful",
            Tone::Bad => "bad",
        }
    }

    fn bar(&self, root: &str) -> String {
        format!(
            "<header id=\"bar\">\n<div class=\"verdict\">{}<div><h1>{}</h1><p>{}</p>{}</div></div>\n<dl>{}</dl>\n<nav aria-label=\"{}\">{}</nav>\n{}{}</header>\n",
            icon(self.words.tone),
            self.say(&self.words.name),
            self.say(&self.words.means),
            self.named(),
            self.facts(),
            self.say(&say!("Pages of the bundle")),
            self.ways(root),
            self.note(root),
            self.line(),
        )
    }

    /// Where the bundle's own begins, if anything of it is shown.
    fn line(&self) -> String {
        if self.shown.page().is_none() {
            return String::new();
        }
        format!(
            "<p class=\"line\">{}</p>\n",
            self.say(&say!(
                "Below this line is what the bundle shows. Trustdesk says nothing there."
            ))
        )
    }

    /// The files that are not as they should be.
    fn named(&self) -> String {
        let findings = &self.shown.verified.findings;
        let bad = [Verdict::Altered, Verdict::Incomplete];
        let files: Vec<&Finding> = findings
            .iter()
            .filter(|one| bad.contains(&one.verdict) && !one.file.is_empty())
            .collect();
        if files.is_empty() {
            return String::new();
        }
        let mut out = String::from("<ul class=\"files\">");
        for finding in files.iter().take(NAMED) {
            let _ = write!(
                out,
                "<li><code>{}</code></li>",
                escape(&plain(&finding.file))
            );
        }
        if files.len() > NAMED {
            let more = say!("and {n} more", n = files.len() - NAMED);
            let _ = write!(out, "<li>{}</li>", self.say(&more));
        }
        out.push_str("</ul>");
        out
    }

    fn facts(&self) -> String {
        let verified = &self.shown.verified;
        let release = verified.release.map_or_else(
            || self.say(&say!("none: an export without a number")),
            |number| number.to_string(),
        );
        let signer = if verified.signer.is_empty() {
            self.say(&say!("nobody"))
        } else {
            let key = plain(&verified.signer);
            self.say(&say!("key {key}", key))
        };
        let facts = [
            (
                say!("It says it is"),
                format!("“{}”", escape(&plain(&verified.site))),
            ),
            (say!("Release"), release),
            (say!("Date"), escape(&plain(&verified.date)).into_owned()),
            (say!("Signed by"), signer),
        ];
        let mut out = String::new();
        for (name, value) in &facts {
            let _ = write!(
                out,
                "<div><dt>{}</dt><dd>{value}</dd></div>",
                self.say(name)
            );
        }
        out
    }

    /// Back, forward, home, and the list of pages.
    fn ways(&self, root: &str) -> String {
        let shown = self.shown;
        let way = |act: &str, label: &Message, on: bool| {
            let label = self.say(label);
            if on {
                format!("<a class=\"button\" id=\"{act}\" href=\"{root}do/{act}\">{label}</a>")
            } else {
                format!("<span class=\"button off\" id=\"{act}\">{label}</span>")
            }
        };
        let mut pages = String::new();
        for (i, page) in shown.pages.iter().enumerate() {
            let current = if shown.visit().path == page.path {
                " aria-current=\"page\""
            } else {
                ""
            };
            let _ = write!(
                pages,
                "<li><a href=\"{root}do/page/{i}\"{current}><span>{}</span><code>{}</code></a></li>",
                escape(&plain(&page.title)),
                escape(&plain(&page.path))
            );
        }
        format!(
            "{}{}{}<details id=\"pages\"><summary class=\"button\">{}</summary><ul>{pages}</ul></details><code class=\"here\" title=\"{here}\">{here}</code>",
            way("back", &say!("Back"), shown.at > 0),
            way(
                "forward",
                &say!("Forward"),
                shown.at + 1 < shown.visits.len()
            ),
            way("home", &say!("First page"), true),
            self.say(&say!("Pages ({n})", n = shown.pages.len())),
            here = escape(&plain(&shown.visit().path)),
        )
    }

    /// Where a link leads that was not followed.
    fn note(&self, root: &str) -> String {
        let close = format!(
            "<a class=\"button\" id=\"close-note\" href=\"{root}do/close\">{}</a>",
            self.say(&say!("Close"))
        );
        match &self.shown.note {
            None => String::new(),
            Some(Note { address, copied }) => {
                let copy = if *copied {
                    say!("Copied")
                } else {
                    say!("Copy address")
                };
                format!(
                    "<div class=\"note\" role=\"status\"><p>{}</p><code id=\"outside\" tabindex=\"0\">{}</code><a class=\"button\" id=\"copy\" href=\"{root}do/copy\">{}</a>{close}</div>\n",
                    self.say(&say!(
                        "This link leads out of the bundle. Nothing was opened. The whole address:"
                    )),
                    escape(address),
                    self.say(&copy),
                )
            }
        }
    }

    /// What stands below the line: a page in its frame, or what we say instead.
    fn below(&self) -> String {
        let shown = self.shown;
        let visit = shown.visit();
        match &shown.seen {
            Seen::Page => format!(
                "<main class=\"page\"><iframe sandbox=\"allow-same-origin\" referrerpolicy=\"no-referrer\" title=\"{}\" src=\"{}\"></iframe></main>\n",
                self.say(&say!("The page of the bundle")),
                escape(&address(&visit.path, visit.fragment.as_deref())),
            ),
            Seen::Document { bytes, digest } => self.instead(
                "document",
                &say!("A document, not a page"),
                &say!("“{file}” is part of the bundle. It is not opened here.", file = plain(&visit.path)),
                &format!(
                    "<dl><div><dt>{}</dt><dd>{}</dd></div><div><dt>SHA-256</dt><dd><code class=\"digest\">{digest}</code></dd></div></dl>",
                    self.say(&say!("Size")),
                    size(*bytes)
                ),
            ),
            Seen::Refused(why) => self.instead("refused", &say!("Not shown"), why, ""),
            Seen::Missing => self.instead(
                "missing",
                &say!("Not in the bundle"),
                &say!("There is no file “{file}” in this bundle. The link that led here is broken.", file = plain(&visit.path)),
                "",
            ),
        }
    }

    fn instead(&self, id: &str, heading: &Message, text: &Message, more: &str) -> String {
        format!(
            "<main class=\"instead\" id=\"{id}\"><h2>{}</h2><p>{}</p>{more}</main>\n",
            self.say(heading),
            self.say(text)
        )
    }
}

/// The icon of a verdict: its form differs too, for those who do not tell the colours apart.
fn icon(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => {
            "<svg width=\"32\" height=\"32\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M12 2 4 5v6c0 5 3.4 9 8 11 4.6-2 8-6 8-11V5z\"/><path d=\"m8.5 12 2.5 2.5 4.5-5\"/></svg>"
        }
        Tone::Doubtful => {
            "<svg width=\"32\" height=\"32\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M12 3 2 20.5h20z\"/><path d=\"M12 10v5m0 2.5v.01\"/></svg>"
        }
        Tone::Bad => {
            "<svg width=\"32\" height=\"32\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M8 2h8l6 6v8l-6 6H8l-6-6V8z\"/><path d=\"m8.5 8.5 7 7m0-7-7 7\"/></svg>"
        }
    }
}
