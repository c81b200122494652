//! Overlaps: texts that were edited here and changed by another program at the same time. Both are kept
//! until the person chose.

use crate::error::Error;
use crate::merge::{self, continued};
use crate::model::PageRef;
use crate::page::{self, Page, Splice, Target};
use crate::uses::value_at;
use crate::view::{EditLabel, OverlapView, Update, dotted};

use super::{Overlap, Session};

impl Session {
    /// Remembers where both sides changed the same, until it is settled.
    pub(super) fn note_overlaps(
        &mut self,
        page: &PageRef,
        overlaps: Vec<merge::Overlap>,
        theirs: &Page,
    ) -> Result<(), Error> {
        let keys = self.desk(page)?.keys.clone();
        for overlap in overlaps {
            self.next_overlap += 1;
            let section = overlap
                .block
                .and_then(|i| keys.get(i).cloned())
                .unwrap_or_default();
            let view = OverlapView {
                id: self.next_overlap,
                section,
                field: dotted(&overlap.path),
                mine: overlap.mine,
                theirs: overlap.theirs,
            };
            let overlap = Overlap {
                view,
                path: overlap.path,
                theirs: theirs.clone(),
            };
            self.desk(page)?.overlaps.push(overlap);
        }
        Ok(())
    }

    pub(super) fn overlap_views(&self, page: &PageRef) -> Vec<OverlapView> {
        self.desks
            .get(page)
            .map(|d| d.overlaps.iter().map(|o| o.view.clone()).collect())
            .unwrap_or_default()
    }

    /// Settles an overlap: `theirs` takes what the other program wrote, as an edit that can be undone;
    /// otherwise what the person did here holds.
    ///
    /// # Errors
    /// [`Error::Stale`] when the overlap or its section is gone.
    pub fn settle_overlap(
        &mut self,
        page: &PageRef,
        id: u32,
        theirs: bool,
        now: u64,
    ) -> Result<Update, Error> {
        let desk = self.desk(page)?;
        let place = desk
            .overlaps
            .iter()
            .position(|o| o.view.id == id)
            .ok_or(Error::Stale("overlap"))?;
        let splices = self.settling(page, place, theirs)?;
        let before = self.file(page)?;
        let text = page::apply(&before.page.text, &splices);
        let mut update = if *text == *before.page.text {
            self.quiet_update(page)
        } else {
            let files = vec![(before.path.clone(), Some(text))];
            self.transact(EditLabel::of("set", ""), files, now)?
        };
        self.desk(page)?.overlaps.remove(place);
        update.overlaps = Some(self.overlap_views(page));
        Ok(update)
    }

    /// What must be changed in the page for one side to hold.
    fn settling(
        &mut self,
        page: &PageRef,
        place: usize,
        theirs: bool,
    ) -> Result<Vec<Splice>, Error> {
        let body_of = self.body_of();
        let before = self.file(page)?.page.clone();
        let desk = self.desk(page)?;
        let overlap = &desk.overlaps[place];
        let view = &overlap.view;
        // A section that one side took out stands in the page as the other side has it.
        let taken_out = overlap.path.is_empty() && view.mine.is_empty();
        if view.section.is_empty() {
            return if theirs {
                theirs_of_front(&before, overlap, &body_of)
            } else {
                Ok(Vec::new())
            };
        }
        if theirs == taken_out {
            // That side is what stands there.
            return Ok(Vec::new());
        }
        let here = desk
            .keys
            .iter()
            .position(|k| *k == view.section)
            .ok_or(Error::Stale("section"))?;
        if theirs {
            theirs_of_block(&before, here, overlap, &body_of)
        } else {
            page::remove_block(&before, here)
        }
    }
}

fn theirs_of_front(
    before: &Page,
    overlap: &Overlap,
    body_of: page::BodyOf<'_>,
) -> Result<Vec<Splice>, Error> {
    let Overlap { path, theirs, .. } = overlap;
    if path.is_empty() {
        return Ok(vec![Splice {
            range: before.front.range.clone(),
            text: theirs.text[theirs.front.range.clone()].to_owned(),
        }]);
    }
    let value = value_at(&theirs.front.fields, path);
    page::set(before, Target::Front, path, value, body_of)
}

fn theirs_of_block(
    before: &Page,
    here: usize,
    overlap: &Overlap,
    body_of: page::BodyOf<'_>,
) -> Result<Vec<Splice>, Error> {
    let Overlap { path, theirs, .. } = overlap;
    let there = continued(theirs, before).get(here).copied().flatten();
    let Some(there) = there.filter(|_| !(path.is_empty() && overlap.view.theirs.is_empty())) else {
        return page::remove_block(before, here);
    };
    if path.is_empty() {
        return page::replace_block(
            before,
            here,
            &theirs.text[theirs.blocks[there].range.clone()],
        );
    }
    let value = theirs.blocks[there]
        .fields()
        .and_then(|fields| value_at(fields, path));
    page::set(before, Target::Block(here), path, value, body_of)
}
