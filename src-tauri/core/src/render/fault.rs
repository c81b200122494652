//! What is wrong with a template: the file, the place in it, the lines around it.

use serde::{Deserialize, Serialize};

use crate::message::Message;
use crate::problem::Problem;
use crate::rule;
use crate::say;

/// A template, or a file beside templates, that could not be used as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Its path, `templates/beacon/sections/text.html`.
    pub file: String,
    /// Line and column, from 1, when they are known.
    pub at: Option<(u32, u32)>,
    /// What is wrong.
    pub message: Message,
    /// The line, with a mark below the place.
    pub excerpt: Option<String>,
}

impl Fault {
    /// A fault of a whole file.
    pub(crate) fn new(file: impl Into<String>, message: Message) -> Self {
        Self {
            file: file.into(),
            at: None,
            message,
            excerpt: None,
        }
    }

    /// What is wrong with `text`, which is that of the TOML file `name`.
    pub(crate) fn of_toml(name: &str, text: &str, error: &toml::de::Error) -> Self {
        let at = error.span().map_or(0, |span| span.start);
        let (line, column) = crate::page::place_of(text, at);
        let shown = text
            .lines()
            .nth(line.saturating_sub(1) as usize)
            .unwrap_or_default();
        let reason = crate::message::parser(error.message());
        Self {
            file: name.to_owned(),
            at: Some((line, column)),
            message: say!("This file cannot be read: {reason}", reason),
            excerpt: Some(format!("{line} | {shown}")),
        }
    }

    /// There is no template of this name.
    pub(crate) fn missing(name: &str) -> Self {
        Self::new(name, say!("There is no such template"))
    }

    /// What Tera found in the template `name`, or in one that it includes.
    pub(crate) fn of_tera(name: &str, error: &tera::Error) -> Self {
        use tera::ErrorKind::{RenderingError, SyntaxError};
        let (SyntaxError(report) | RenderingError(report)) = error.kind() else {
            return Self::of_text(name, &error.to_string());
        };
        let place = report.span();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            file: if report.filename().is_empty() {
                name
            } else {
                report.filename()
            }
            .to_owned(),
            at: Some((number(place.start_line), number(place.start_col + 1))),
            message: reason(report.message()),
            // The report is “error: …”, a line with the place, then the lines.
            excerpt: Some(lines(&error.to_string())),
        }
    }

    /// What is wrong with the template `name` by a report in text: several faults of references are told
    /// in one text, of which the first counts.
    fn of_text(name: &str, text: &str) -> Self {
        let report = text.split("\n\n").next().unwrap_or_default();
        let place = report
            .lines()
            .find_map(|line| line.trim_start().strip_prefix("--> "));
        let parts: Option<Vec<&str>> = place.map(|place| place.rsplitn(3, ':').collect());
        if let Some([column, line, file]) = parts.as_deref()
            && let (Ok(line), Ok(column)) = (line.parse(), column.parse())
        {
            let said = report.lines().next().unwrap_or_default();
            return Self {
                file: (*file).to_owned(),
                at: Some((line, column)),
                message: reason(said.trim_start_matches("error: ")),
                excerpt: Some(lines(report)),
            };
        }
        Self::new(name, reason(text))
    }

    /// The same fault with the folder of its theme before the name of the template.
    pub(crate) fn below(mut self, folder: &str) -> Self {
        if !self.file.starts_with(folder) {
            self.file = format!("{folder}{}", self.file);
        }
        self
    }

    /// The fault as a problem of the site.
    pub fn problem(&self) -> Problem {
        let problem = Problem::new(
            &rule::TEMPLATE,
            &self.file,
            self.message.clone(),
            say!("The content is safe. The template needs repair."),
        );
        let problem = match self.at {
            Some((line, column)) => problem.at(line, column),
            None => problem,
        };
        match &self.excerpt {
            Some(excerpt) => problem.with_excerpt(excerpt.clone()),
            None => problem,
        }
    }
}

fn reason(text: &str) -> Message {
    say!("This template cannot be used: {reason}", reason = text)
}

/// The lines of a report that show the place, without what is said elsewhere.
fn lines(report: &str) -> String {
    let first = report.split("\n\n").next().unwrap_or_default();
    let shown: Vec<&str> = first.lines().skip(3).collect();
    let mark = shown.get(1).and_then(|marks| marks.find('^'));
    let clipped = shown.iter().map(|line| clipped(line, mark.unwrap_or(0)));
    clipped.collect::<Vec<_>>().join("\n")
}

/// Longest line of an excerpt, in characters.
const WIDTH: usize = 120;

/// The part of a long line around the mark.
fn clipped(line: &str, mark: usize) -> String {
    let start = if mark < WIDTH { 0 } else { mark - WIDTH / 2 };
    line.chars().skip(start).take(WIDTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        let mut tera = tera::Tera::new();
        let added = tera.add_raw_templates([("a.html", text)]);
        let error = match added {
            Err(error) => error,
            Ok(()) => tera.render("a.html", &tera::Context::new()).unwrap_err(),
        };
        Fault::of_tera("a.html", &error)
    }

    #[test]
    fn every_kind_of_fault_has_its_place_and_lines() {
        for (text, at, word) in [
            ("one\ntwo {% if %}", (2, 11), "two {% if %}"),
            ("one\n{{ nowhere }}", (2, 4), "{{ nowhere }}"),
            (
                "{{ 1 | nothing }}\n{{ 1 | more }}",
                (1, 8),
                "{{ 1 | nothing }}",
            ),
            ("\n\n{% include \"b.html\" %}", (3, 12), "include"),
        ] {
            let fault = fault(text);
            assert_eq!(
                (fault.file.as_str(), fault.at),
                ("a.html", Some(at)),
                "{text}"
            );
            let excerpt = fault.excerpt.unwrap();
            assert!(excerpt.contains(word) && excerpt.contains('^'), "{excerpt}");
        }
    }
}
