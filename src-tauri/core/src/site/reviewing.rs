//! Who must approve pages before a release, as `[review]` of `site.toml` says it.

use serde::Deserialize;

use crate::model::Localised;

/// What `[review]` of `site.toml` says. Without it nothing has to be approved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Review {
    /// Whether pages that changed must be approved before a release.
    pub required: bool,
    /// Whether an approval by the person who sent a page for review counts for nothing.
    pub second_person: bool,
    /// Those who review.
    pub people: Vec<Person>,
    /// What some of them are asked for.
    pub roles: Vec<Role>,
}

/// Somebody who reviews.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Person {
    /// The name that stands in decisions.
    pub name: String,
    /// Names of roles.
    pub roles: Vec<String>,
    /// The public key that answers are signed with, as minisign writes it; empty for none.
    pub key: String,
}

/// What somebody is asked for, such as a legal view of subprocessors.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Role {
    /// Its name in files.
    pub name: String,
    /// What people call it.
    pub label: Localised,
    /// Collections whose records, where they changed on a page, need an approval in this role.
    pub collections: Vec<String>,
}

impl Review {
    /// The person of a name, whatever the case of its letters.
    pub fn person(&self, name: &str) -> Option<&Person> {
        self.people.iter().find(|one| same_name(&one.name, name))
    }

    /// The role that changed records of a collection need.
    pub fn roles_for<'r>(&'r self, collection: &'r str) -> impl Iterator<Item = &'r Role> {
        let for_it = move |role: &&Role| role.collections.iter().any(|name| name == collection);
        self.roles.iter().filter(for_it)
    }

    /// Whether somebody may decide in a role: those who have it, or anybody where nobody has.
    pub fn may_act(&self, name: &str, role: &str) -> bool {
        let mut having = self.people.iter().filter(|one| one.has(role)).peekable();
        having.peek().is_none() || having.any(|one| same_name(&one.name, name))
    }
}

impl Person {
    fn has(&self, role: &str) -> bool {
        self.roles.iter().any(|name| name == role)
    }
}

impl Role {
    /// What people call it; its short name where it has no other.
    pub fn named(&self) -> Localised {
        if self.label.is_empty() {
            Localised::One(self.name.clone())
        } else {
            self.label.clone()
        }
    }
}

/// Whether two names are those of one person.
pub(crate) fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
