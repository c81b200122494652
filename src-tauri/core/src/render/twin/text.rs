//! A page as Markdown, for people and language models to read.

use std::fmt::Write as _;

use tera::Value as Out;

use crate::kinds::Derived;

use super::super::dates;
use super::super::theme::filled;
use super::words::{
    blocks, columns, day, is_short, linked, maps, plain, rest_of, row, target, title,
};
use super::{Entry, Record, Section, Shown, Twin, text_of, value, whole};

/// Fields whose text speaks for itself; others are told with what the form calls them.
const PROSE: [&str; 7] = [
    "eyebrow", "lead", "intro", "caption", "body", "text", "answer",
];
/// The most columns that a table can have and still be read as text.
const COLUMNS: usize = 8;

impl Twin<'_> {
    pub(super) fn text(&self) -> String {
        let mut writer = Writer {
            twin: self,
            out: String::new(),
            facts: String::new(),
        };
        writer.front();
        writer.notice();
        if !self.sections.iter().any(|section| section.h1) {
            writer.heading(1, &plain(self.page("title")));
        }
        let (beside, main): (Vec<_>, Vec<_>) = self.sections.iter().partition(|one| one.aside);
        for section in main.into_iter().chain(beside) {
            writer.section(section);
        }
        writer.out
    }
}

struct Writer<'w, 'a> {
    twin: &'w Twin<'a>,
    out: String,
    /// Lines of a list of facts that is not finished.
    facts: String,
}

impl Writer<'_, '_> {
    /// What is known of the page, as YAML; a text in JSON is one in YAML too.
    fn front(&mut self) {
        let twin = self.twin;
        let settings = &twin.scope.site.settings;
        let as_of = twin.scope.as_of().to_string();
        let date = twin.date.map(|date| date.to_string()).unwrap_or_default();
        self.out.push_str("---\n");
        for (name, text, quoted) in [
            ("title", twin.page("title"), true),
            ("summary", twin.page("summary"), true),
            ("site", settings.name.get(twin.locale()), true),
            (
                "organisation",
                settings.organisation.get(twin.locale()),
                true,
            ),
            ("address", twin.page("canonical"), true),
            ("language", twin.locale(), false),
            ("date", &date, false),
            ("reviewed", twin.page("reviewed.iso"), false),
            ("as_of", &as_of, false),
        ] {
            if text.is_empty() {
                continue;
            }
            let text = if quoted {
                serde_json::Value::from(text).to_string()
            } else {
                text.to_owned()
            };
            let _ = writeln!(self.out, "{name}: {text}");
        }
        self.out.push_str("---\n");
    }

    fn notice(&mut self) {
        let Some(map) = self.twin.notice.as_map() else {
            return;
        };
        let mut words = plain(text_of(map, "text"));
        if let Some(link) = value(map, "link").and_then(Out::as_map) {
            let to = whole(self.twin.scope, text_of(link, "href"));
            words = format!("[{words}]({})", target(&to));
        }
        self.block(&format!("> {words}"));
    }

    /// One block with a blank line before it.
    fn block(&mut self, text: &str) {
        self.flush();
        if !text.is_empty() {
            let _ = writeln!(self.out, "\n{text}");
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.block(&format!("{} {text}", "#".repeat(level)));
    }

    fn fact(&mut self, label: &str, words: &str) {
        if !words.is_empty() {
            let _ = writeln!(self.facts, "- **{}:** {words}", plain(label));
        }
    }

    fn flush(&mut self) {
        if !self.facts.is_empty() {
            let facts = std::mem::take(&mut self.facts);
            let _ = write!(self.out, "\n{facts}");
        }
    }

    fn section(&mut self, section: &Section<'_>) {
        // Contents only repeat what follows.
        if section.kind.derived == Some(Derived::Headings) {
            return;
        }
        let title = section
            .entries
            .iter()
            .find(|entry| matches!(entry.field.name.as_str(), "heading" | "title"));
        let mut level = 2;
        if let Some(Shown::Text(title)) = title.map(|entry| &entry.shown) {
            self.heading(if section.h1 { 1 } else { level }, &plain(title));
            level = if section.h1 { 2 } else { 3 };
        }
        if section.kind.name == "quote" {
            self.quote(&section.entries);
        } else {
            let rest = section.entries.iter();
            let rest = rest.filter(|entry| title.is_none_or(|title| !std::ptr::eq(*entry, title)));
            self.entries(rest, level);
        }
        match &section.derived {
            Some((Derived::Articles, found)) => self.articles(found),
            Some((Derived::Changes, found)) => self.changes(found, level),
            Some((Derived::Releases, found)) => self.releases(found, level),
            Some((Derived::Copies, found)) => self.copies(found),
            _ => {}
        }
        self.flush();
    }

    fn quote(&mut self, entries: &[Entry<'_>]) {
        let word = |name| {
            let found = entries.iter().find(|entry| entry.field.name == name);
            found.map_or_else(String::new, |entry| self.words(entry))
        };
        let who = [word("name"), word("role")];
        let who: Vec<_> = who.iter().filter(|w| !w.is_empty()).cloned().collect();
        self.block(&format!("> {}\n>\n> — {}", word("text"), who.join(", ")));
    }

    fn entries<'e, 'k: 'e>(&mut self, entries: impl Iterator<Item = &'e Entry<'k>>, level: usize) {
        let entries: Vec<_> = entries.collect();
        let alt = entries.iter().find(|entry| entry.field.name == "alt");
        let alt = alt.map(|entry| self.words(entry));
        for entry in entries {
            let prose = PROSE.contains(&entry.field.name.as_str());
            let label = entry.field.label.get(self.twin.locale());
            match &entry.shown {
                Shown::Text(_) if entry.field.name == "alt" => {}
                Shown::Text(text) if prose => self.block(&plain(text)),
                Shown::Markdown(text) => {
                    if !prose {
                        self.heading(level, &plain(label));
                    }
                    self.block(text);
                }
                Shown::Html(html) => {
                    for block in blocks(html) {
                        self.block(&plain(&block));
                    }
                }
                Shown::File(file) if entry.field.accept == "image" => {
                    if let Some(alt) = &alt {
                        self.block(&format!("![{alt}]({})", target(&file.to)));
                    }
                }
                Shown::List(items) => self.list(entry, items, level),
                Shown::Group(inner) => self.entries(inner.iter(), level),
                Shown::Record(record) => {
                    self.heading(level, &plain(label));
                    self.record(record, true);
                }
                Shown::Records(records) => self.records(records, level),
                _ => {
                    let words = self.words(entry);
                    self.fact(label, &words);
                }
            }
        }
    }

    fn list(&mut self, entry: &Entry<'_>, items: &[Vec<Entry<'_>>], level: usize) {
        let summary = entry.field.summary.as_deref();
        let rest = |item| rest_of(item, title(item, summary));
        let bare = items
            .iter()
            .all(|item| title(item, summary).is_some() && rest(item).next().is_none());
        let short = items
            .iter()
            .all(|item| rest(item).all(|entry| is_short(&entry.shown)));
        let leads = |item: &Vec<Entry<'_>>| item.iter().any(|e| matches!(e.shown, Shown::Link(_)));
        self.flush();
        // Links, and what a section is about, need no name.
        let known = bare && (entry.field.required || items.iter().any(leads));
        if short && !known {
            self.heading(level, &plain(entry.field.label.get(self.twin.locale())));
        }
        for item in items {
            let name = self.named(item, title(item, summary));
            if bare {
                let _ = writeln!(self.facts, "- {name}");
            } else if short {
                let rest: Vec<_> = rest(item).map(|entry| self.words(entry)).collect();
                let _ = writeln!(self.facts, "- {name}: {}", rest.join(", "));
            } else {
                self.heading(level, &name);
                self.entries(rest(item), level + 1);
            }
        }
        self.flush();
    }

    /// What an item is called, leading where it leads.
    fn named(&self, item: &[Entry<'_>], title: Option<&Entry<'_>>) -> String {
        let words = title.map_or_else(String::new, |entry| self.words(entry));
        let link = item.iter().find_map(|entry| match &entry.shown {
            Shown::Link(link) => Some(link),
            _ => None,
        });
        match link {
            Some(link) => linked(&words, link),
            None => words,
        }
    }

    fn records(&mut self, records: &[Record<'_>], level: usize) {
        if records.is_empty() {
            self.block(&plain(&self.twin.word("nothing_here")));
            return;
        }
        let columns = columns(records, self.twin.locale());
        let long = records
            .iter()
            .flat_map(|record| &record.entries)
            .any(|entry| matches!(entry.shown, Shown::Markdown(_) | Shown::List(_)));
        if !long && columns.len() < COLUMNS {
            self.table(records, &columns);
            return;
        }
        for record in records {
            let name = record.name().map_or_else(String::new, |e| self.words(e));
            self.heading(level, &name);
            self.record(record, false);
        }
    }

    fn table(&mut self, records: &[Record<'_>], columns: &[(&str, &str)]) {
        let state = records.iter().any(Record::depends_on_the_day);
        let mut head: Vec<String> = columns.iter().map(|(_, label)| plain(label)).collect();
        if state {
            head.insert(1, self.twin.word("state"));
        }
        let mut table = row(&head);
        table.push_str(&row(&vec!["---".to_owned(); head.len()]));
        for record in records {
            let cell = |name: &str| {
                let found = record.entries.iter().find(|e| e.field.name == name);
                found.map_or_else(String::new, |entry| self.words(entry))
            };
            let mut cells: Vec<String> = columns.iter().map(|(name, _)| cell(name)).collect();
            if state {
                cells.insert(1, record.statement());
            }
            table.push_str(&row(&cells));
        }
        self.block(table.trim_end());
    }

    /// What is known of a record, one fact a line, and then its texts.
    fn record(&mut self, record: &Record<'_>, with_name: bool) {
        if let Some(name) = record.name().filter(|_| with_name) {
            let words = self.words(name);
            self.fact(name.field.label.get(self.twin.locale()), &words);
        }
        if record.depends_on_the_day() {
            self.fact(&self.twin.word("state"), &record.statement());
        }
        let rest = || record.entries.iter().filter(|e| !record.is_name(e));
        for entry in rest() {
            if !matches!(entry.shown, Shown::Markdown(_)) {
                let words = self.words(entry);
                self.fact(entry.field.label.get(self.twin.locale()), &words);
            }
        }
        if record.notice {
            let words = plain(&self.twin.word("notice_only"));
            let _ = writeln!(self.facts, "- {words}");
        }
        self.flush();
        for entry in rest() {
            if let Shown::Markdown(text) = &entry.shown {
                self.block(text);
            }
        }
    }

    fn articles(&mut self, found: &Out) {
        for map in maps(found) {
            let to = whole(self.twin.scope, text_of(map, "href"));
            let date = day(map);
            let title = plain(text_of(map, "title"));
            let summary = plain(text_of(map, "summary"));
            let rest = if summary.is_empty() { "" } else { ": " };
            let _ = writeln!(
                self.facts,
                "- {date}, [{title}]({}){rest}{summary}",
                target(&to)
            );
        }
        self.flush();
    }

    fn changes(&mut self, found: &Out, level: usize) {
        if maps(found).next().is_some() {
            self.heading(level, &plain(&self.twin.word("changes")));
        }
        for map in maps(found) {
            let pattern = self.twin.word(&format!("change_{}", text_of(map, "what")));
            let said = pattern.replace("{name}", text_of(map, "title"));
            let reason = text_of(map, "reason");
            let rest = if reason.is_empty() { "" } else { " — " };
            let _ = writeln!(
                self.facts,
                "- {}: {}{rest}{}",
                day(map),
                plain(&said),
                plain(reason)
            );
        }
        self.flush();
    }

    fn releases(&mut self, found: &Out, level: usize) {
        for map in maps(found) {
            let number = value(map, "number").and_then(Out::as_i64).unwrap_or(0);
            let title = filled(
                &self.twin.word("release"),
                &[("number", &number.to_string())],
            );
            self.heading(level, &plain(&title));
            let correction = value(map, "correction").and_then(Out::as_bool) == Some(true);
            let mark = correction.then(|| format!(" · {}", plain(&self.twin.word("correction"))));
            self.block(&format!("{}{}", day(map), mark.unwrap_or_default()));
            self.block(text_of(map, "source"));
        }
    }

    fn copies(&mut self, found: &Out) {
        for map in maps(found) {
            let statement = plain(text_of(map, "statement"));
            let words = format!("{statement} SHA-256: `{}`", text_of(map, "sha256"));
            self.fact(text_of(map, "name"), &words);
        }
        self.flush();
    }

    /// A value in one line.
    fn words(&self, entry: &Entry<'_>) -> String {
        match &entry.shown {
            Shown::Text(text) => plain(text),
            Shown::Markdown(text) => text.clone(),
            Shown::Html(html) => plain(&blocks(html).join(" ")),
            Shown::Number(number) => number.to_string(),
            Shown::Yes => self.twin.word("yes"),
            Shown::Date(date) => dates::words(*date, self.twin.locale()),
            Shown::Choice { label, .. } => plain(label),
            Shown::Link(link) => linked("", link),
            // A badge says nothing that words do not.
            Shown::File(_) if entry.field.accept == "image" => String::new(),
            Shown::File(file) => format!("[{}]({})", plain(&file.words), target(&file.to)),
            Shown::Record(record) => self.reference(record),
            Shown::Records(records) => {
                let each = records.iter().map(|record| self.reference(record));
                each.collect::<Vec<_>>().join(", ")
            }
            Shown::List(items) => {
                let each = items.iter().map(|item| self.named(item, title(item, None)));
                each.collect::<Vec<_>>().join(", ")
            }
            Shown::Group(_) => String::new(),
        }
    }

    /// A record inside another: its name and where it is to be had.
    fn reference(&self, record: &Record<'_>) -> String {
        let name = record.name().map_or_else(String::new, |e| self.words(e));
        let file = record.entries.iter().find_map(|entry| match &entry.shown {
            Shown::File(file) => Some(file),
            _ => None,
        });
        let asked = record.entries.iter().find_map(|entry| match &entry.shown {
            Shown::Link(link) => Some(linked("", link)),
            _ => None,
        });
        match (file, asked) {
            (Some(file), _) => format!("[{name}]({}) ({})", target(&file.to), plain(&file.words)),
            (None, Some(asked)) => format!("{name} ({asked})"),
            (None, None) => name,
        }
    }
}
