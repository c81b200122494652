//! Old addresses that lead to new ones: kept in step with moves, and changed one by one.

use crate::error::Error;
use crate::page::{self, data};
use crate::say;
use crate::uses::moved;
use crate::value::{Fields, Value};
use crate::view::Step;

use super::refused;

const TABLE: &str = "redirects";

/// The redirects that a settings text holds, in its order.
fn read(settings: &str) -> Result<Fields, Error> {
    let all =
        page::read_fields(settings).map_err(|fault| refused(fault.message.and(&fault.hint)))?;
    Ok(match all.get(TABLE) {
        Some(Value::Group(fields)) => fields.clone(),
        _ => Fields::new(),
    })
}

/// A settings text after pages moved: redirects to them follow, those from where a page stands now end,
/// and with `add` the old addresses lead to the new ones.
pub(super) fn after_moves(
    settings: &str,
    moves: &[(String, String)],
    add: bool,
) -> Result<String, Error> {
    let mut text = settings.to_owned();
    for (old, target) in &read(settings)? {
        if moves.iter().any(|(_, to)| to == old) {
            text = set(&text, old, None)?;
            continue;
        }
        let target = target.as_text().unwrap_or_default();
        let new = moves
            .iter()
            .rev()
            .find_map(|(from, to)| moved(target, from, to));
        if let Some(new) = new {
            text = set(&text, old, Some(&new))?;
        }
    }
    if add {
        for (from, to) in moves {
            text = set(&text, from, Some(to))?;
        }
    }
    Ok(text)
}

/// A settings text with the redirect from `old` set, or taken out.
fn set(settings: &str, old: &str, new: Option<&str>) -> Result<String, Error> {
    let known = read(settings)?;
    let table = Step::Name(TABLE.to_owned());
    let value = |new: &str| Value::Text(new.to_owned());
    let splices = match new {
        Some(new) if known.is_empty() => {
            let one = Fields::from_iter([(old.to_owned(), value(new))]);
            data::set(settings, &[table], Some(&Value::Group(one)))?
        }
        // The last one takes the table with it.
        None if known.len() == 1 && known.contains_key(old) => data::set(settings, &[table], None)?,
        None if !known.contains_key(old) => return Ok(settings.to_owned()),
        new => {
            let path = [table, Step::Name(old.to_owned())];
            data::set(settings, &path, new.map(value).as_ref())?
        }
    };
    Ok(page::apply(settings, &splices))
}

/// A settings text in which the redirect from `before` is one from `old` to `new`: a new one without
/// `before`, taken out when `old` is empty.
///
/// # Errors
/// [`Error::Refused`] when `old` is no address, or has a redirect already.
pub fn changed(
    settings: &str,
    before: Option<&str>,
    old: &str,
    new: &str,
) -> Result<String, Error> {
    let old = old.trim();
    if old.is_empty() {
        return before.map_or_else(
            || Ok(settings.to_owned()),
            |before| set(settings, before, None),
        );
    }
    if !old.starts_with('/') || old == "/" || old.contains(['?', '#', ' ']) {
        return Err(refused(say!(
            "The old address begins with / and has no blanks, for example /security/old."
        )));
    }
    let known = read(settings)?;
    if before != Some(old) && known.contains_key(old) {
        return Err(refused(say!("{old} leads somewhere already.", old)));
    }
    let text = match before {
        Some(before) if before != old && known.contains_key(before) => set(settings, before, None)?,
        _ => settings.to_owned(),
    };
    set(&text, old, Some(new.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moves(from: &str, to: &str) -> Vec<(String, String)> {
        vec![(from.to_owned(), to.to_owned())]
    }

    #[test]
    fn redirects_are_added_follow_and_end() {
        let start = "name = \"x\"\n\n[brand]\nprimary = \"#000000\"\n";
        let one = after_moves(start, &moves("/a", "/b"), true).unwrap();
        assert_eq!(one, format!("{start}\n[redirects]\n\"/a\" = \"/b\"\n"));
        let two = after_moves(&one, &moves("/b", "/c"), true).unwrap();
        assert!(
            two.contains("\"/a\" = \"/c\"") && two.contains("\"/b\" = \"/c\""),
            "{two}"
        );
        // Back to where it began: no address leads to itself.
        let back = after_moves(&two, &moves("/c", "/a"), true).unwrap();
        let left = read(&back).unwrap();
        assert_eq!(left.keys().collect::<Vec<_>>(), ["/b", "/c"], "{back}");
        let none = after_moves(start, &moves("/a", "/b"), false).unwrap();
        assert_eq!(none, start);
    }

    #[test]
    fn one_redirect_is_changed_and_taken_out() {
        let start = "name = \"x\"\n";
        let one = changed(start, None, "/a", "/b").unwrap();
        let other = changed(&one, Some("/a"), "/c", "/d").unwrap();
        assert_eq!(
            read(&other).unwrap().get("/c"),
            Some(&Value::Text("/d".into()))
        );
        assert_eq!(read(&other).unwrap().len(), 1);
        let none = changed(&other, Some("/c"), "", "").unwrap();
        assert!(read(&none).unwrap().is_empty(), "{none}");
        assert!(changed(&one, None, "/a", "/x").is_err());
        assert!(changed(&one, None, "a b", "/x").is_err());
    }
}
