//! Names that must stand in both languages: the table `[terms]` of `glossary.toml`.

use crate::page;
use crate::value::Value;

/// The site path of the glossary.
pub const FILE: &str = "glossary.toml";

/// The names of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glossary(Vec<Term>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    name: String,
    /// What it is called, by locale; the empty locale for all others.
    by_locale: Vec<(String, String)>,
}

impl Glossary {
    /// Reads the glossary: `"Corvane Cloud" = { zh-Hans = "科望云" }`, or `"Corvane" = ""` for a name
    /// that is the same everywhere. A file that cannot be read names nothing.
    pub fn read(toml: &str) -> Self {
        let fields = page::read_fields(toml).unwrap_or_default();
        let terms = fields.get("terms").and_then(Value::as_group);
        Self(
            terms
                .into_iter()
                .flatten()
                .map(|(name, value)| Term {
                    name: name.clone(),
                    by_locale: match value {
                        Value::Text(text) if !text.is_empty() => {
                            vec![(String::new(), text.clone())]
                        }
                        Value::Group(each) => each
                            .iter()
                            .filter_map(|(tag, text)| {
                                Some((tag.clone(), text.as_text()?.to_owned()))
                            })
                            .collect(),
                        _ => Vec::new(),
                    },
                })
                .collect(),
        )
    }

    /// Every name, as it is written in any language.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|term| {
            let others = term.by_locale.iter().map(|(_, name)| name.as_str());
            std::iter::once(term.name.as_str()).chain(others)
        })
    }

    /// Names that stand in only one of two texts: as here and as there, one of them empty.
    pub fn differ(
        &self,
        (here, a): (&str, &str),
        (there, b): (&str, &str),
    ) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for term in &self.0 {
            let (mine, theirs) = (term.in_locale(here), term.in_locale(there));
            // A name that is kept as it is in the other language is fine too.
            let in_a = has(a, mine) || has(a, &term.name);
            let in_b = has(b, theirs) || has(b, &term.name);
            match (in_a, in_b) {
                (true, false) => found.push((mine.to_owned(), String::new())),
                (false, true) => found.push((String::new(), theirs.to_owned())),
                _ => {}
            }
        }
        found
    }
}

impl Term {
    fn in_locale(&self, locale: &str) -> &str {
        let of = |tag: &str| self.by_locale.iter().find(|(known, _)| known == tag);
        of(locale)
            .or_else(|| of(""))
            .map_or(&self.name, |(_, text)| text)
    }
}

/// Whether a text has a name, not as part of another Latin word.
fn has(text: &str, name: &str) -> bool {
    let edge = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_alphanumeric());
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let before = !latin(name.chars().next()) || edge(text[..at].chars().next_back());
            let after =
                !latin(name.chars().next_back()) || edge(text[at + name.len()..].chars().next());
            before && after
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_must_stand_in_both() {
        let glossary = Glossary::read(
            "[terms]\n\"Corvane Cloud\" = { zh-Hans = \"科望云\" }\n\"Vault\" = \"\"\n",
        );
        let differ = |a, b| glossary.differ(("en", a), ("zh-Hans", b));
        assert!(
            differ(
                "Corvane Cloud keeps it in Vault.",
                "科望云将其保存在 Vault 中。"
            )
            .is_empty()
        );
        assert!(differ("Vaults and Vaulting", "保险库").is_empty());
        assert_eq!(
            differ("In Vault.", "在保险库中。"),
            [("Vault".into(), String::new())]
        );
        assert_eq!(differ("We", "科望云"), [(String::new(), "科望云".into())]);
        assert!(
            Glossary::read("terms = [")
                .differ(("en", "x"), ("de", "y"))
                .is_empty()
        );
    }
}
