//! The place of a page among its neighbours, and below which page it stands.

use crate::error::Error;
use crate::model::PageRef;
use crate::render::Engine;
use crate::say;
use crate::site::Site;
use crate::value::Value;

use super::moves::{self, PageMove};
use super::{Files, Plan, parent, refused, with_setting};

/// Where a page should stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The page.
    pub address: String,
    /// The address above it; `/` for the top.
    pub under: String,
    /// The neighbour that it should stand before; none for the last place.
    pub before: Option<String>,
    /// Whether an address that it leaves should lead to the new one.
    pub redirect: bool,
}

/// A neighbour and its `order`; none when it has none.
pub type Neighbour = (String, Option<f64>);

/// Plans a page's place. `neighbours` are those below `under` in site order.
///
/// # Errors
/// [`Error::Refused`] when it cannot stand there.
pub fn plan(
    engine: &Engine,
    site: &Site,
    place: &Place,
    neighbours: &[Neighbour],
) -> Result<Plan, Error> {
    if place.address == "/" {
        return Err(refused(say!("The front page always comes first.")));
    }
    let name = place.address.rsplit('/').next().unwrap_or_default();
    let to = match place.under.as_str() {
        "/" => format!("/{name}"),
        under => format!("{under}/{name}"),
    };
    let moves = parent(&place.address) != place.under;
    let mut files = if moves {
        let wanted = PageMove {
            from: place.address.clone(),
            to: to.clone(),
            redirect: place.redirect,
        };
        moves::files(engine, site, &wanted)?
    } else {
        Files::new()
    };
    for (address, order) in numbered(&to, place.before.as_deref(), neighbours) {
        set_order(engine, site, &mut files, &address, order)?;
    }
    let verb = if moves { "rename-page" } else { "move-page" };
    Ok(Plan::of(verb, "", files))
}

/// The numbers that must be written so that `moved` stands before `before`: as few as will do.
fn numbered(moved: &str, before: Option<&str>, neighbours: &[Neighbour]) -> Vec<(String, f64)> {
    let others: Vec<&Neighbour> = neighbours.iter().filter(|(a, _)| a != moved).collect();
    let at = before
        .and_then(|before| others.iter().position(|(a, _)| a == before))
        .unwrap_or(others.len());
    let mut written = Vec::new();
    // All before it need a number, or it could not stand after them.
    let mut last = f64::NEG_INFINITY;
    for (address, order) in &others[..at] {
        match order {
            Some(order) if *order >= last => last = *order,
            _ => {
                last = if last.is_finite() {
                    last.floor() + 1.0
                } else {
                    1.0
                };
                written.push((address.clone(), last));
            }
        }
    }
    let next = others.get(at).and_then(|(_, order)| *order);
    let own = match (last.is_finite(), next) {
        (true, Some(next)) if next > last => between(last, next),
        (true, _) => last.floor() + 1.0,
        (false, Some(next)) => next.ceil() - 1.0,
        (false, None) => 1.0,
    };
    written.push((moved.to_owned(), own));
    // Those behind it that would now stand before it move up.
    let mut last = own;
    for (address, order) in &others[at..] {
        match order {
            None => break,
            Some(order) if *order > last => break,
            Some(_) => {
                last = last.floor() + 1.0;
                written.push((address.clone(), last));
            }
        }
    }
    written
}

/// A whole number between two, or the middle.
fn between(low: f64, high: f64) -> f64 {
    let whole = low.floor() + 1.0;
    if whole < high {
        whole
    } else {
        f64::midpoint(low, high)
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "checked to be whole and small"
)]
fn value(order: f64) -> Value {
    if order.fract() == 0.0 && order.abs() < 1e9 {
        Value::Int(order as i64)
    } else {
        Value::Float(order)
    }
}

/// Writes an order into the page of every locale.
fn set_order(
    engine: &Engine,
    site: &Site,
    files: &mut Files,
    address: &str,
    order: f64,
) -> Result<(), Error> {
    let mut pages: Vec<(String, String)> = files
        .iter()
        .filter_map(|(path, text)| Some((path.clone(), text.clone()?)))
        .filter(|(path, _)| PageRef::from_path(path).is_some_and(|page| page.address == address))
        .collect();
    for (page, file) in &site.pages {
        if page.address == address && !files.contains_key(&file.path) {
            pages.push((file.path.clone(), file.page.text.to_string()));
        }
    }
    for (path, text) in pages {
        let new = with_setting(engine, &text, "order", Some(&value(order)))?;
        if new != text || files.contains_key(&path) {
            files.insert(path, Some(new));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn neighbours(orders: &[(&str, Option<f64>)]) -> Vec<Neighbour> {
        orders.iter().map(|(a, o)| ((*a).to_owned(), *o)).collect()
    }

    /// The order of the addresses once the numbers are written; those without one come last as they are.
    fn after(all: &[Neighbour], written: &[(String, f64)]) -> Vec<String> {
        let mut order: Vec<Neighbour> = all.to_vec();
        for (address, number) in written {
            match order.iter_mut().find(|(a, _)| a == address) {
                Some(known) => known.1 = Some(*number),
                None => order.push((address.clone(), Some(*number))),
            }
        }
        order.sort_by(|a, b| a.1.unwrap_or(f64::MAX).total_cmp(&b.1.unwrap_or(f64::MAX)));
        order.into_iter().map(|(a, _)| a).collect()
    }

    #[test]
    fn a_number_between_neighbours_is_enough() {
        let all = neighbours(&[("/a", Some(1.0)), ("/b", Some(2.0)), ("/c", Some(3.0))]);
        assert_eq!(numbered("/c", Some("/b"), &all), [("/c".to_owned(), 1.5)]);
        assert_eq!(numbered("/a", None, &all), [("/a".to_owned(), 4.0)]);
        assert_eq!(numbered("/c", Some("/a"), &all), [("/c".to_owned(), 0.0)]);
    }

    #[test]
    fn neighbours_without_numbers_get_one_only_before_it() {
        let all = neighbours(&[("/a", None), ("/b", None), ("/c", None)]);
        let written = numbered("/a", Some("/c"), &all);
        assert_eq!(after(&all, &written), ["/b", "/a", "/c"]);
        assert_eq!(written.len(), 2);
        assert_eq!(numbered("/c", Some("/a"), &all).len(), 1);
    }

    #[test]
    fn every_place_can_be_reached_from_any_numbers() {
        let numbers = [None, Some(1.0), Some(1.0), Some(2.0), Some(2.5)];
        for seed in 0..625_usize {
            let pick = |n: u32| numbers[seed / 5_usize.pow(n) % 5];
            let mut all = neighbours(&[
                ("/a", pick(0)),
                ("/b", pick(1)),
                ("/c", pick(2)),
                ("/d", pick(3)),
            ]);
            all.sort_by(|a, b| a.1.unwrap_or(f64::MAX).total_cmp(&b.1.unwrap_or(f64::MAX)));
            for from in 0..4 {
                for to in 0..4 {
                    let mut wanted: Vec<String> = all.iter().map(|(a, _)| a.clone()).collect();
                    let moved = wanted.remove(from);
                    let before = wanted.get(to).cloned();
                    wanted.insert(to, moved.clone());
                    let written = numbered(&moved, before.as_deref(), &all);
                    assert_eq!(
                        after(&all, &written),
                        wanted,
                        "{all:?} {from} {to} {written:?}"
                    );
                }
            }
        }
    }
}
