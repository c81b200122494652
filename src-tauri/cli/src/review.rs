//! `review`: writes the file for a reviewer, takes in the answer, and says which pages are approved.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use trustdesk_core::error::Error;
use trustdesk_core::model::Date;
use trustdesk_core::review::{self, AnswerFile, Letter, Now, PageStanding};
use trustdesk_core::session::Session;
use trustdesk_core::store::output;
use trustdesk_core::view::Update;

use crate::changes::Lang;
use crate::{Loaded, date, load, print, today, words};

/// How the standing of pages is written.
#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What is wanted of a review.
#[derive(Args)]
pub(crate) struct Order {
    #[arg(help = words::SITE)]
    site: PathBuf,
    #[arg(long, value_name = "FILE", help = words::REVIEW_OUT, group = "act")]
    out: Option<PathBuf>,
    #[arg(long, value_name = "ANSWER", help = words::REVIEW_TAKE, group = "act")]
    take: Option<PathBuf>,
    #[arg(long, help = words::REVIEW_STATUS, group = "act")]
    status: bool,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, help = words::REVIEW_NOTE)]
    note: String,
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true, help = words::REVIEW_BY)]
    by: String,
    #[arg(long, value_enum, default_value = "en", help = words::REVIEW_LANGUAGE)]
    language: Lang,
    #[arg(long, value_enum, default_value = "text", help = words::REVIEW_FORMAT)]
    format: Format,
    #[arg(long, value_name = "DATE", value_parser = date, help = words::AS_OF)]
    as_of: Option<Date>,
    #[arg(long, help = words::TRUST_TEMPLATES)]
    trust_templates: bool,
}

/// Does what is wanted; without anything, says how pages stand. That answer is 1 when approvals are
/// missing.
pub(crate) fn review(order: &Order) -> Result<ExitCode, Error> {
    let loaded = load(&order.site, order.trust_templates)?;
    loaded.warn();
    let day = order.as_of.unwrap_or_else(today);
    let now = Now::of(&loaded.engine, &loaded.site, &loaded.store, day, &|_| true)?;
    match (&order.out, &order.take) {
        (Some(out), _) => send(order, loaded, &now, day, out),
        (None, Some(answer)) => take(loaded, &now, day, answer),
        (None, None) => Ok(status(
            order.format,
            &review::standing(&loaded.site, &now.changes),
        )),
    }
}

/// Writes the review file; with a name, keeps who sent which pages.
fn send(
    order: &Order,
    loaded: Loaded,
    now: &Now,
    day: Date,
    out: &Path,
) -> Result<ExitCode, Error> {
    let letter = Letter {
        by: order.by.trim().to_owned(),
        note: order.note.trim().to_owned(),
        day,
        language: order.language.into(),
    };
    let Loaded {
        engine,
        store,
        site,
        ..
    } = &loaded;
    let file = now.file(engine, site, store, &letter, &|_, _| true)?;
    output::replace(out, file.as_bytes()).map_err(|e| Error::write(out, e))?;
    print(&words::review_written(
        out,
        now.changes.pages.len(),
        file.len() as u64,
    ));
    if !letter.by.is_empty() {
        edit(loaded, day, |session| {
            session.send_for_review(&letter.by, &now.changes, 0)
        })?;
    }
    Ok(ExitCode::SUCCESS)
}

fn take(loaded: Loaded, now: &Now, day: Date, answer: &Path) -> Result<ExitCode, Error> {
    let answer = AnswerFile::read(answer)?;
    let taken = review::take(&answer, &loaded.site, now.site_id(), &now.changes)?;
    print(&words::answer_taken(&taken));
    edit(loaded, day, |session| session.take_answer(&taken, 0))?;
    Ok(ExitCode::SUCCESS)
}

/// Edits the site and saves it.
fn edit(
    loaded: Loaded,
    day: Date,
    edit: impl FnOnce(&mut Session) -> Result<Update, Error>,
) -> Result<(), Error> {
    let mut session = Session::open(loaded.store, Arc::new(loaded.engine), day)?;
    edit(&mut session)?;
    session.save()?;
    Ok(())
}

fn status(format: Format, standing: &[PageStanding]) -> ExitCode {
    match format {
        Format::Json => print(&serde_json::to_string_pretty(standing).unwrap_or_default()),
        Format::Text => {
            standing
                .iter()
                .for_each(|page| print(&words::standing(page)));
            print(&words::stood(standing));
        }
    }
    ExitCode::from(u8::from(standing.iter().any(|page| !page.approved)))
}
