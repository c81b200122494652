//! Links of the navigation and the footer moved between their two levels.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::page::{self, data};
use crate::say;
use crate::uses::value_at;
use crate::value::Value;
use crate::view::Step;

use super::refused;

/// Where a link stands in a list of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LinkSpot {
    /// Its place, or that of the link above it.
    pub at: u32,
    /// Its place among the links below that one, when it is one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub inner: Option<u32>,
}

impl LinkSpot {
    /// The list it stands in, and its place there.
    fn list(self, name: &str) -> (Vec<Step>, u32) {
        let top = vec![Step::Name(name.to_owned())];
        match self.inner {
            None => (top, self.at),
            Some(inner) => {
                let below = [Step::Index(self.at), Step::Name("items".to_owned())];
                (top.into_iter().chain(below).collect(), inner)
            }
        }
    }
}

/// A settings text with one link of the list `name` moved. `to` is where it stands once it was taken out.
///
/// # Errors
/// [`Error::Stale`] when there is no such link, [`Error::Refused`] for a third level.
pub fn moved(settings: &str, name: &str, from: LinkSpot, to: LinkSpot) -> Result<String, Error> {
    let all = page::read_fields(settings).map_err(|fault| refused(fault.message))?;
    let (list, at) = from.list(name);
    let path: Vec<Step> = list.iter().cloned().chain([Step::Index(at)]).collect();
    let link = value_at(&all, &path).cloned().ok_or(Error::Stale("link"))?;
    let below = link.as_group().and_then(|link| link.get("items"));
    if to.inner.is_some()
        && below
            .and_then(Value::as_list)
            .is_some_and(|b| !b.is_empty())
    {
        return Err(refused(say!(
            "A link with links below it cannot stand below another."
        )));
    }
    let (target, place) = to.list(name);
    if list == target {
        let splices = data::move_item(settings, &list, at as usize, place as usize)?;
        return Ok(page::apply(settings, &splices));
    }
    let text = page::apply(settings, &data::remove_item(settings, &list, at as usize)?);
    let splices = data::insert_item(&text, &target, place as usize, &link)?;
    Ok(page::apply(&text, &splices))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "name = \"x\"\nnavigation = [\n  { to = \"/a\", items = [\n    { to = \"/a/b\" },\n  ] },\n  # kept\n  { to = \"/c\" },\n]\n";

    fn order(text: &str) -> Vec<String> {
        text.split("to = \"")
            .skip(1)
            .map(|t| t.split('"').next().unwrap().to_owned())
            .collect()
    }

    fn spot(at: u32, inner: Option<u32>) -> LinkSpot {
        LinkSpot { at, inner }
    }

    #[test]
    fn links_move_in_and_out_and_back() {
        let inside = moved(TEXT, "navigation", spot(1, None), spot(0, Some(1))).unwrap();
        assert_eq!(order(&inside), ["/a", "/a/b", "/c"]);
        let all = page::read_fields(&inside).unwrap();
        assert_eq!(all["navigation"].as_list().unwrap().len(), 1, "{inside}");
        let outside = moved(&inside, "navigation", spot(0, Some(0)), spot(1, None)).unwrap();
        assert_eq!(order(&outside), ["/a", "/c", "/a/b"]);
        let first = moved(TEXT, "navigation", spot(1, None), spot(0, None)).unwrap();
        assert_eq!(order(&first), ["/c", "/a", "/a/b"]);
        assert!(first.contains("# kept"), "{first}");
        assert!(moved(TEXT, "navigation", spot(0, None), spot(0, Some(0))).is_err());
        assert!(moved(TEXT, "navigation", spot(7, None), spot(0, None)).is_err());
    }
}
