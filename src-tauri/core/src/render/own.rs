//! The templates of a site that are laid over those of a theme, and the way to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, Value};

use super::Mode;
use super::apart::{Apart, Program, Set};
use super::fault::Fault;

/// What a template is given, by name.
#[derive(Debug, Default)]
pub(super) struct Given(Vec<(&'static str, Value)>);

impl Given {
    pub(super) fn insert(&mut self, name: &'static str, value: Value) {
        self.0.push((name, value));
    }

    /// What goes by a name.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let found = self.0.iter().rev().find(|(known, _)| *known == name);
        found.map(|(_, value)| value)
    }

    /// The same for Tera.
    pub(super) fn context(self) -> Context {
        let mut context = Context::new();
        for (name, value) in self.0 {
            context.insert_value(name, value);
        }
        context
    }
}

/// What became of a template.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The output; that of the program's own template where the site's failed and there is one.
    pub(super) html: Option<String>,
    pub(super) fault: Option<Fault>,
}

/// Templates of a site over those of a theme.
#[derive(Clone)]
pub(super) struct Own {
    apart: Arc<Apart>,
    /// Templates that are the site's, or include one that is, each with the first such one.
    names: BTreeMap<String, String>,
    /// What is wrong with those that are not used.
    faults: BTreeMap<String, Fault>,
}

impl Own {
    /// Reads a set of templates, and tells what is wrong with those of the site.
    pub(super) fn read(set: Set, program: Option<&Program>) -> (Self, Vec<Fault>) {
        let base = set.base.clone();
        let (apart, faults) = Apart::start(program, set);
        let by_name = faults
            .iter()
            .map(|fault| (fault.file.clone(), fault.clone()));
        let own = Self {
            names: reached(&base, apart.names()),
            faults: by_name.collect(),
            apart: Arc::new(apart),
        };
        (own, faults)
    }

    /// Renders a template, if it is the site's or includes one that is.
    pub(super) fn render(
        &self,
        mode: Mode,
        name: &str,
        given: &Given,
    ) -> Option<Result<String, Fault>> {
        let first = self.names.get(name)?;
        let made = self.apart.render(mode, name, &given.0);
        Some(made.map_err(|fault| {
            // Where the program's own stands for all that it includes, it is not what needs repair.
            let file = if fault.file == name {
                first.clone()
            } else {
                fault.file
            };
            Fault { file, ..fault }
        }))
    }

    /// What was wrong with a template when it was read.
    pub(super) fn fault(&self, name: &str) -> Option<Fault> {
        self.faults.get(name).cloned()
    }
}

/// The `own` templates, and those in `files` that include one in any depth, each with the first of those
/// that it includes.
fn reached<'n>(
    files: &BTreeMap<String, String>,
    own: impl Iterator<Item = &'n String>,
) -> BTreeMap<String, String> {
    let includes = |text: &str, name: &str| text.contains(&format!("{{% include \"{name}\" %}}"));
    let mut names = BTreeMap::new();
    let mut last: Vec<(String, String)> = own.map(|name| (name.clone(), name.clone())).collect();
    while let Some((name, from)) = last.pop() {
        let users = files.iter().filter(|(_, text)| includes(text, &name));
        let new = users
            .map(|(user, _)| user)
            .filter(|user| !names.contains_key(*user));
        last.extend(new.map(|user| (user.clone(), from.clone())));
        names.entry(name).or_insert(from);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_include_of_the_program_is_found_as_it_is_written() {
        for path in super::super::engine::embedded().unwrap().values() {
            let all = path.matches("{% include").count() + path.matches("{%- include").count();
            assert_eq!(path.matches("{% include \"").count(), all, "{path}");
            assert!(!path.contains("{% extends"), "{path}");
        }
    }

    #[test]
    fn includes_are_followed_upwards() {
        let files = [
            ("page.html", "{% include \"body.html\" %}"),
            ("body.html", "{% include \"header.html\" %}"),
            ("header.html", ""),
            ("other.html", ""),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let own = ["header.html".to_owned(), "new.html".to_owned()];
        let names = reached(&files.into(), own.iter());
        let all: Vec<_> = names.keys().map(String::as_str).collect();
        assert_eq!(all, ["body.html", "header.html", "new.html", "page.html"]);
        assert_eq!(names["page.html"], "header.html");
    }
}
