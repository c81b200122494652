//! What the command line says of an import.

use std::collections::BTreeMap;

use trustdesk_core::import::report::{Note, PageReport, Report};
use trustdesk_core::import::{Again, Difference, Progress, Standing, Step};

/// Most lines of one list; the JSON report has all.
const MOST: usize = 20;

pub(crate) fn import_progress(progress: Progress) -> String {
    let what = match progress.step {
        Step::Reading => "Reading",
        Step::Mapping => "Mapping",
        Step::Writing => "Writing",
    };
    format!("{what} {} of {} files", progress.done, progress.total)
}

/// The report in a few lines.
pub(crate) fn imported(report: &Report) -> Vec<String> {
    let figures = &report.figures;
    let share = share(figures.typed, figures.characters);
    let mut lines = vec![
        format!(
            "{} with {} and {}. {share} of the text is in forms, {} raw HTML.",
            pages(figures.pages),
            counted(figures.links, "link"),
            counted(figures.pictures, "picture"),
            match figures.raw {
                1 => "1 character is".to_owned(),
                raw => format!("{raw} characters are"),
            }
        ),
        format!(
            "Repaired: {}, left out: {}.",
            figures.repaired, figures.left_out
        ),
    ];
    let languages = report.languages.iter().map(|language| {
        let mark = if language.mark.is_empty() {
            "no mark"
        } else {
            &language.mark
        };
        let locale = if language.locale.is_empty() {
            "left out"
        } else {
            &language.locale
        };
        format!("{mark} → {locale}: {}", pages(language.pages))
    });
    list(&mut lines, "Languages", languages);
    list(&mut lines, "Left out", notes(report, |page| &page.left_out));
    list(&mut lines, "Repaired", notes(report, |page| &page.repaired));
    let refused = report
        .refused
        .iter()
        .map(|one| format!("{}: {}", one.source, one.message));
    list(&mut lines, "Not taken", refused);
    let media = &report.media;
    lines.push(format!(
        "Files: {} copied, {} copies of these, {} that no page uses.",
        media.copied, media.same, media.unused
    ));
    let missing = media.missing.iter().map(|one| {
        let few = one
            .pages
            .iter()
            .take(3)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        match one.pages.len().checked_sub(3) {
            None | Some(0) => format!("{} (used by {few})", one.path),
            Some(more) => format!("{} (used by {few} and {more} more)", one.path),
        }
    });
    list(&mut lines, "Missing", missing);
    let shared = report.shared.iter().map(|one| {
        let what = if one.is_box { "box" } else { "link" };
        format!(
            "{what} “{}” ({}) on {}",
            one.title,
            one.locale,
            pages(one.pages)
        )
    });
    list(&mut lines, "Shared", shared);
    let pairs = report
        .pairs
        .iter()
        .filter(|pair| !pair.differences.is_empty())
        .map(|pair| {
            let differences: Vec<String> =
                pair.differences.iter().map(ToString::to_string).collect();
            format!("{}: {}", pair.address, differences.join("; "))
        });
    list(&mut lines, "Pages that differ between languages", pairs);
    let look_at = report.pages.iter().flat_map(|page| {
        page.look_at
            .iter()
            .map(|note| format!("{}:{}: {}", page.source, note.line, note.message))
    });
    list(&mut lines, "Look at", look_at);
    lines
}

fn pages(count: impl Into<u64>) -> String {
    counted(count, "page")
}

/// A number of things, as one says it.
fn counted(count: impl Into<u64>, one: &str) -> String {
    match count.into() {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    }
}

/// A share in per cent, never rounded up to all.
fn share(part: u32, whole: u32) -> String {
    let of_thousand = u64::from(part) * 1_000 / u64::from(whole.max(1));
    match part == whole {
        true => "100 %".to_owned(),
        false => format!("{}.{} %", of_thousand / 10, of_thousand % 10),
    }
}

/// Notes of all pages by their sort, the most frequent first.
fn notes(report: &Report, of: impl Fn(&PageReport) -> &Vec<Note>) -> impl Iterator<Item = String> {
    let mut sorts: BTreeMap<&str, (u32, u32, String)> = BTreeMap::new();
    for page in &report.pages {
        let mut seen = Vec::new();
        for note in of(page) {
            let sort = sorts
                .entry(&note.code)
                .or_insert((0, 0, note.message.to_string()));
            sort.0 += note.count;
            if !seen.contains(&&note.code) {
                seen.push(&note.code);
                sort.1 += 1;
            }
        }
    }
    let mut sorts: Vec<_> = sorts.into_iter().collect();
    sorts.sort_by_key(|(code, (count, ..))| (std::cmp::Reverse(*count), code.to_owned()));
    let line = |(code, (count, on, message)): (&str, (u32, u32, String))| {
        format!("{code}: {count} on {} (such as: {message})", pages(on))
    };
    sorts.into_iter().map(line).collect::<Vec<_>>().into_iter()
}

fn list(lines: &mut Vec<String>, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return;
    }
    lines.push(format!("{title} ({}):", items.len()));
    lines.extend(items.iter().take(MOST).map(|item| format!("  {item}")));
    if items.len() > MOST {
        lines.push(format!(
            "  … and {} more; --report has them all.",
            items.len() - MOST
        ));
    }
}

/// What is not as it was at the last import.
pub(crate) fn differences(again: &Again) -> Vec<String> {
    let differences = &again.differences;
    if differences.is_empty() && again.media.is_empty() {
        return vec!["Nothing changed in the source since the last import.".to_owned()];
    }
    let mut lines = Vec::new();
    let line = |one: &Difference| {
        let how = match (one.standing, one.edited) {
            (Standing::Changed, _) => "changed",
            (Standing::Both, _) => "changed there and edited here",
            (Standing::New, _) => "new",
            (Standing::Gone, false) => "gone from the source",
            (Standing::Gone, true) => "gone from the source, and edited here",
        };
        format!("{how}: {} ({})", one.source, one.page)
    };
    list(&mut lines, "Differences", differences.iter().map(line));
    list(
        &mut lines,
        "Files that changed in the source",
        again.media.iter().cloned(),
    );
    lines
}

pub(crate) fn taken(taken: u64, left: u64) -> String {
    match (taken, left) {
        (0, 0) => "The site is as it was.".to_owned(),
        (0, _) => "Nothing was changed. “--update” takes over what was not edited here, “--take PATH” one page.".to_owned(),
        (_, 0) => format!("Taken over: {}.", pages(taken)),
        _ => format!(
            "Taken over: {}. Left as they are: {left}. “--take PATH” takes one of these.",
            pages(taken)
        ),
    }
}
