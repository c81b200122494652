//! What is known while one page is mapped: where links lead, what was said, and what waits to be looked at.

use std::collections::BTreeSet;

use crate::import::draft::{Breadcrumb, Targets};

use super::dom::{Data, Dom, Id};
use super::look::{Unseen, picture_address, text};
use super::notes::{Notes, Sort};
use super::tally::Tally;

/// Something that no visitor sees but that may be kept hidden.
#[derive(Debug)]
pub(super) struct Kept {
    /// The line it began on.
    pub(super) line: u32,
    /// Its HTML.
    pub(super) html: String,
}

/// The state of one page.
pub(super) struct State<'a> {
    pub(super) targets: &'a dyn Targets,
    /// Found within lines: comments and hidden parts, to be kept behind the block they stood in.
    pub(super) waiting: Vec<Kept>,
    pub(super) repaired: Notes,
    pub(super) left_out: Notes,
    pub(super) look_at: Notes,
    /// What was left out of what visitors saw.
    pub(super) gone: Tally,
    /// Elements on which no rule is tried.
    pub(super) denied: &'a BTreeSet<Id>,
    /// Elements of which a rule lost something.
    pub(super) failed: BTreeSet<Id>,
    /// What is being read is hidden.
    pub(super) in_hidden: bool,
    /// A node that was read already.
    pub(super) skip: Option<Id>,
    /// What the page calls itself, as soon as it is known.
    pub(super) title: Option<String>,
    /// Whether the title stands in a page header.
    pub(super) hero: bool,
    pub(super) breadcrumb: Option<Breadcrumb>,
    links: u32,
    /// Names for links that are given.
    names: BTreeSet<String>,
    /// How many comments stand in each other here.
    pub(super) depth: u32,
}

/// Attributes that say something which is kept.
const KNOWN: [&str; 32] = [
    "id",
    "class",
    "href",
    "src",
    "alt",
    "title",
    "style",
    "colspan",
    "rowspan",
    "start",
    "type",
    "lang",
    "name",
    "hidden",
    "datetime",
    "cite",
    "headers",
    "scope",
    "width",
    "height",
    "border",
    "cellspacing",
    "cellpadding",
    "align",
    "valign",
    "target",
    "rel",
    "role",
    "dir",
    "for",
    "data-src",
    "data-alt",
];

impl<'a> State<'a> {
    pub(super) fn new(targets: &'a dyn Targets, denied: &'a BTreeSet<Id>) -> Self {
        Self {
            targets,
            waiting: Vec::new(),
            repaired: Notes::default(),
            left_out: Notes::default(),
            look_at: Notes::default(),
            gone: Tally::default(),
            denied,
            failed: BTreeSet::new(),
            in_hidden: false,
            skip: None,
            title: None,
            hero: false,
            breadcrumb: None,
            links: 0,
            names: BTreeSet::new(),
            depth: 0,
        }
    }

    /// What a visitor saw of the breadcrumb.
    pub(super) fn crumbs(&self) -> Tally {
        let mut tally = Tally::default();
        if let Some(crumbs) = &self.breadcrumb {
            for (label, _) in &crumbs.links {
                tally.text(label);
                tally.text("//");
                tally.links += 1;
            }
            tally.text(&crumbs.label);
        }
        tally
    }

    /// The number of the next link.
    pub(super) fn next_link(&mut self) -> u32 {
        self.links += 1;
        self.links
    }

    pub(super) fn repair(&mut self, sort: Sort, line: u32) {
        self.repaired.add(sort, line, None, Vec::new());
    }

    /// Says that something was left out. Of what nobody saw there is nothing to be missed.
    pub(super) fn left(
        &mut self,
        sort: Sort,
        line: u32,
        text: Option<String>,
        targets: Vec<String>,
    ) {
        if self.in_hidden {
            self.left_out.add(sort, line, None, Vec::new());
        } else {
            self.gone.text(text.as_deref().unwrap_or_default());
            if sort.is_link() {
                self.gone.links += targets.len();
            } else {
                self.gone.pictures += targets.len();
            }
            self.left_out.add(sort, line, text, targets);
        }
    }

    pub(super) fn look(
        &mut self,
        sort: Sort,
        line: u32,
        text: Option<String>,
        targets: Vec<String>,
    ) {
        self.look_at.add(sort, line, text, targets);
    }

    /// A comment: kept for later where it holds parts of a page, else left out.
    pub(super) fn comment(&mut self, line: u32, comment: &str) {
        if self.depth < 2 && comment.contains('<') {
            self.waiting.push(Kept {
                line,
                html: comment.to_owned(),
            });
        } else {
            self.left(Sort::Comment, line, None, Vec::new());
        }
    }

    /// An element that shows nothing: left out, or kept for later when it is only hidden.
    pub(super) fn unseen(&mut self, dom: &Dom, id: Id, why: Unseen) {
        let sort = match why {
            Unseen::Script => Sort::Script,
            Unseen::Technical => Sort::Technical,
            Unseen::Control => Sort::Control,
            Unseen::Hidden => {
                self.hidden(dom, id);
                return;
            }
        };
        self.left(sort, dom.line(id), None, Vec::new());
    }

    /// A hidden element within a line.
    pub(super) fn hidden(&mut self, dom: &Dom, id: Id) {
        self.waiting.push(Kept {
            line: dom.line(id),
            html: super::raw::inner(dom, id),
        });
    }

    /// Something embedded from another place.
    pub(super) fn embed(&mut self, dom: &Dom, id: Id) {
        let address = [dom.attribute(id, "src"), dom.attribute(id, "data")];
        let targets = address.iter().filter(|one| !one.trim().is_empty());
        let targets = targets.map(|one| one.trim().to_owned()).collect();
        self.left(Sort::Embed, dom.line(id), Some(text(dom, id)), targets);
    }

    /// Says what attributes of an element are left out.
    pub(super) fn attributes(&mut self, dom: &Dom, id: Id) {
        let Data::Element { attributes, .. } = dom.data(id) else {
            return;
        };
        let line = dom.line(id);
        for (name, value) in attributes {
            if name == "style" && !value.trim().is_empty() {
                self.left(Sort::Styles, line, None, Vec::new());
            } else if name.starts_with("on") {
                self.left(Sort::Handler, line, None, Vec::new());
            } else if !KNOWN.contains(&name.as_str()) && !name.starts_with("aria-") {
                self.left(Sort::Tracking, line, None, Vec::new());
            }
        }
    }

    /// The name that links to an element use, when it has a good one that is not given yet.
    pub(super) fn name(&mut self, dom: &Dom, id: Id) -> Option<String> {
        let own = [dom.attribute(id, "id"), dom.attribute(id, "name")];
        let own = own
            .iter()
            .map(|name| name.trim())
            .find(|name| !name.is_empty())?;
        let good = !own
            .contains(|c: char| c.is_whitespace() || c.is_control() || "{}<>\"'`\\^[]".contains(c));
        if !good {
            return None;
        }
        if !self.names.insert(own.to_owned()) {
            self.repair(Sort::DuplicateId, dom.line(id));
            return None;
        }
        Some(own.to_owned())
    }

    /// A picture in a field, with what is said of it.
    pub(super) fn picture(&mut self, dom: &Dom, id: Id) -> Option<(String, String)> {
        let address = picture_address(dom, id)?;
        let alt = super::inline::alternative(dom, id);
        if alt.is_empty() {
            self.look(Sort::NoAlt, dom.line(id), None, vec![address.to_owned()]);
        }
        Some((self.targets.picture(address), alt))
    }
}
