//! How the sections of a page stand in a document of an existing site: in the order in which they are
//! written, some across the whole page, the others in columns between them.

use tera::{Map, Value as Out};

use super::Part;

/// Sections that stand together.
#[derive(Default)]
struct Run {
    /// Whether it spans the page.
    wide: bool,
    /// Whether what stands beside came before what it stands beside.
    box_first: bool,
    main: String,
    /// What stands beside it: the kind and the HTML of each section.
    aside: Vec<(String, String)>,
}

/// The runs of a page below its header, as templates get them.
pub(super) fn of(parts: &[Part<'_>]) -> Out {
    let mut runs: Vec<Run> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let open = runs.last().filter(|run| !run.wide);
        // What comes after a box goes on below it, unless the box came first: then it stands beside that.
        let takes_more = open.is_some_and(|run| run.aside.is_empty() || run.box_first);
        if part.aside {
            if open.is_none() {
                runs.push(Run::default());
            }
        } else if part.wide && !is_beside(&parts[at + 1..], open) {
            runs.push(Run {
                wide: true,
                ..Run::default()
            });
        } else if !takes_more {
            runs.push(Run::default());
        }
        if let Some(run) = runs.last_mut() {
            run.add(part);
        }
    }
    let mut number = 0_u64;
    let runs = runs.into_iter().map(|run| {
        number += u64::from(!run.wide);
        run.out(number)
    });
    Out::from(runs.collect::<Vec<_>>())
}

/// Whether a wide section stands in a column all the same, because a box after it stands beside it: the
/// column is begun, or nothing else comes that the box could stand beside.
fn is_beside(after: &[Part<'_>], open: Option<&Run>) -> bool {
    let boxes = after.iter().any(|part| part.aside);
    match open {
        Some(run) => boxes && run.aside.is_empty(),
        None => {
            after.first().is_some_and(|next| next.aside)
                && after.iter().all(|one| one.aside || one.wide)
        }
    }
}

impl Run {
    fn add(&mut self, part: &Part<'_>) {
        if part.aside {
            self.box_first |= self.main.is_empty();
            self.aside.push((part.kind.to_owned(), part.html.clone()));
        } else {
            self.main.push_str(&part.html);
            self.main.push('\n');
        }
    }

    fn out(self, number: u64) -> Out {
        let boxes = self.aside.into_iter().map(|(kind, html)| {
            let html = Out::safe_string(&html);
            map([("kind", Out::from(kind)), ("html", html)])
        });
        map([
            ("wide", Out::from(self.wide)),
            ("number", Out::from(number)),
            ("main", Out::safe_string(&self.main)),
            ("aside", Out::from(boxes.collect::<Vec<_>>())),
        ])
    }
}

fn map<const N: usize>(pairs: [(&'static str, Out); N]) -> Out {
    let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value));
    Out::from(pairs.collect::<Map>())
}
