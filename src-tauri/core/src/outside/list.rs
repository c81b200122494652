//! Every address of another site that visitors can meet, with where it is used.

use std::collections::BTreeMap;

use crate::render::Engine;
use crate::site::Site;
use crate::uses::{self, Use};

use super::address;

/// An address of another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What is asked, without the place on the page; as it is written where that is no address.
    pub address: String,
    /// Where visitors meet it, in the order of the files.
    pub uses: Vec<Use>,
}

/// The addresses of other sites in order, each once. What visitors do not see is left out: hidden pages,
/// sections, items and records, and fields that are kept back.
pub fn links(engine: &Engine, site: &Site) -> Vec<Link> {
    let mut found: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    for one in uses::all(engine, site).into_values().flatten() {
        let Some(whole) = address::whole(&one.written).filter(|_| one.shown) else {
            continue;
        };
        let address = address::asked(&whole).map_or(whole, String::from);
        found.entry(address).or_default().push(one);
    }
    let link = |(address, uses): (String, Vec<Use>)| Link {
        address,
        uses: in_order(uses),
    };
    found.into_iter().map(link).collect()
}

/// Uses of one address that is written in several ways, in the order of the files.
fn in_order(mut uses: Vec<Use>) -> Vec<Use> {
    uses.sort_by(|a, b| (&a.file, a.section).cmp(&(&b.file, b.section)));
    uses
}
