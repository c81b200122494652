//! Problems of the items of lists that only their fields together show.

use crate::kinds::Field;
use crate::rule;
use crate::say;
use crate::value::{Fields, Value};

use super::Check;

impl Check<'_> {
    /// The problems of an item beyond those of each of its fields.
    pub(super) fn item(&mut self, field: &Field, item: &Fields, at: &str) {
        self.shared_or_own_link(field, item, at);
        self.says_something(field, item, at);
        self.picture_as_link(field, item, at);
    }

    /// An item of a link list needs a link of its own unless it names a shared one.
    fn shared_or_own_link(&mut self, field: &Field, item: &Fields, at: &str) {
        let names = |name: &str| field.fields.iter().any(|f| f.name == name);
        let text = |name: &str| text(item, name);
        if names("link")
            && names("to")
            && text("link").is_empty()
            && (text("to").is_empty() || text("label").is_empty())
        {
            self.add(
                &rule::REQUIRED,
                at,
                say!("This link has no text or leads nowhere"),
                say!("Choose a shared link, or give it a text and a target."),
            );
        }
    }

    /// Where no field is required by itself, at least one of some may have to be there.
    fn says_something(&mut self, field: &Field, item: &Fields, at: &str) {
        let filled = |name: &String| !text(item, name).trim().is_empty();
        if field.any.is_empty() || field.any.iter().any(filled) {
            return;
        }
        self.add(
            &rule::REQUIRED,
            at,
            say!("There is nothing in this entry that visitors could see"),
            say!("Fill it in, or remove it."),
        );
    }

    /// A picture that is the whole link is called what its text says.
    fn picture_as_link(&mut self, field: &Field, item: &Fields, at: &str) {
        let names = |name: &str| field.fields.iter().any(|f| f.name == name);
        let only =
            ["title", "image"].map(|name| text(item, name).trim().is_empty()) == [true, false];
        let leads = !text(item, "to").is_empty();
        let silent = text(item, "alt").trim().is_empty() && !self.has_kept_text(item);
        if names("title") && names("alt") && only && leads && silent {
            self.add(
                &rule::MISSING_ALT,
                &format!("{at}.alt"),
                say!("This picture is a link, and has no text for people who do not see it"),
                say!("Say in a few words where it leads."),
            );
        }
    }
}

fn text<'f>(item: &'f Fields, name: &str) -> &'f str {
    item.get(name).and_then(Value::as_text).unwrap_or("")
}
