//! Rules about what would be published beside the words: how much a page weighs, what files tell, what
//! must never leave the house.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;

use crate::intake;
use crate::message::Message;
use crate::model::PageRef;
use crate::problem::Problem;
use crate::render;
use crate::rule;
use crate::say;
use crate::site::{MediaFile, Stamp};

use super::inner::secrets;
use super::whole::Ground;

/// The most that a page may weigh without pictures, compressed as servers send it.
const HEAVY_PAGE: usize = 60 * 1000;
/// Shorter pages cannot be that heavy once they are rendered and compressed.
const LIGHT_TEXT: usize = 40 * 1000;
/// The most that a picture should weigh: more takes seconds on a telephone.
const HEAVY_PICTURE: u64 = 500 * 1000;

/// What is known of files from the last check.
#[derive(Debug, Default)]
pub(super) struct Files(BTreeMap<String, (Stamp, Vec<&'static str>)>);

impl Files {
    /// Looks at the files that are not as they were; answers with what they tell, and what weighs much.
    pub(super) fn check(&mut self, ground: &Ground<'_>) -> Vec<Problem> {
        let media = &ground.site.media;
        self.0.retain(|path, _| media.contains_key(path));
        let stale: Vec<(&String, &MediaFile, Stamp)> = media
            .iter()
            .filter_map(|(path, file)| Some((path, file, file.digest.stamp()?)))
            .filter(|(path, _, stamp)| self.0.get(*path).is_none_or(|(known, _)| known != stamp))
            .collect();
        let looked: Vec<_> = stale
            .into_par_iter()
            .map(|(path, file, stamp)| {
                let bytes = file.digest.bytes().unwrap_or_default();
                let mut notes = intake::tells(path, &bytes);
                let secrets = || !secrets(&String::from_utf8_lossy(&bytes)).is_empty();
                if path.ends_with(".svg") && secrets() {
                    notes.push("secret");
                }
                (path.clone(), (stamp, notes))
            })
            .collect();
        self.0.extend(looked);
        let told = self
            .0
            .iter()
            .flat_map(|(path, (_, notes))| notes.iter().map(|note| told(path, note)));
        let heavy = media.iter().filter_map(|(path, file)| heavy(path, file));
        told.chain(heavy).collect()
    }
}

fn told(path: &str, note: &str) -> Problem {
    if note == "secret" {
        let message = say!("{file} holds a password or a key", file = path);
        let hint = say!("Take it out, and change it where it is used: it may have been read.");
        return file_problem(&rule::SECRET, path, message, hint);
    }
    let (what, hint) = match note {
        "location" => (
            say!("where the picture was taken"),
            say!(
                "Replace the file by itself in Files: what tells of people and places is taken out."
            ),
        ),
        "tracked-changes" => (
            say!("what was changed in it before"),
            say!("Accept or reject all changes in the program that made it, and replace the file."),
        ),
        "comments" => (
            say!("the comments that were written in it"),
            say!("Delete all comments in the program that made it, and replace the file."),
        ),
        _ => (
            say!("the name of who made it"),
            say!("Take the name out in the program that made it, and replace the file."),
        ),
    };
    let message = say!("{file} tells visitors {what}", file = path, what);
    file_problem(&rule::FILE_TELLS, path, message, hint)
}

fn heavy(path: &str, file: &MediaFile) -> Option<Problem> {
    let picture = file.size.is_some();
    (picture && file.bytes > HEAVY_PICTURE).then(|| {
        let kilobytes = file.bytes / 1000;
        let message = say!(
            "The picture {file} weighs {kilobytes} KB",
            file = path,
            kilobytes
        );
        let hint = say!("Make it smaller in Files: 500 KB are enough for any picture on a page.");
        file_problem(&rule::HEAVY_PICTURE, path, message, hint)
    })
}

fn file_problem(rule: &rule::Rule, path: &str, message: Message, hint: Message) -> Problem {
    Problem::new(rule, path.trim_start_matches('/'), message, hint)
}

/// The problem of a page that weighs too much.
pub(super) fn weight(ground: &Ground<'_>, page: &PageRef) -> Option<Problem> {
    let Ground {
        engine,
        index,
        site,
        ..
    } = ground;
    let file = &site.pages[page];
    if page.is_shared() || file.page.text.len() < LIGHT_TEXT {
        return None;
    }
    let html = render::exported(engine, index, site, page).html;
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(html.as_bytes()).ok()?;
    let bytes = packed.finish().ok()?.len();
    (bytes > HEAVY_PAGE).then(|| {
        let kilobytes = bytes / 1000;
        let message = say!(
            "This page weighs {kilobytes} KB without pictures",
            kilobytes
        );
        let hint = say!("Divide it into several: 60 KB load within a second on a telephone.");
        Problem::new(&rule::HEAVY_PAGE, &file.path, message, hint)
    })
}
