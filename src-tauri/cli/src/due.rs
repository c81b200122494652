//! `due`: what is overdue and what comes, by day.

use std::path::Path;
use std::process::ExitCode;

use clap::ValueEnum;
use trustdesk_core::error::Error;
use trustdesk_core::horizon::{self, Horizon};
use trustdesk_core::message::Language;
use trustdesk_core::model::Date;
use trustdesk_core::render::SiteIndex;

use crate::{load, print, words};

/// How the days are listed.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Ics,
}

pub(crate) fn due(
    folder: &Path,
    as_of: Date,
    months: u32,
    format: Format,
) -> Result<ExitCode, Error> {
    let loaded = load(folder, false)?;
    let index = SiteIndex::build(&loaded.engine, &loaded.site, as_of);
    let horizon = horizon::of(&loaded.engine, &index, &loaded.site, months);
    match format {
        Format::Text => text(&horizon),
        Format::Json => print(&serde_json::to_string_pretty(&json(&horizon)).unwrap_or_default()),
        Format::Ics => {
            let calendar = horizon::calendar(&horizon, &loaded.site, Language::English);
            print(calendar.trim_end());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The sentence, then the days by month, what is overdue first.
fn text(horizon: &Horizon) {
    print(&horizon.said.to_string());
    let mut month = String::new();
    for due in &horizon.dues {
        let group = if due.overdue {
            words::OVERDUE.to_owned()
        } else {
            format!("{:04}-{:02}", due.date.year, due.date.month)
        };
        if group != month {
            print(&format!("\n{group}"));
            month = group;
        }
        print(&words::due(due));
    }
    if horizon.dues.is_empty() {
        print(words::NOTHING_DUE);
    }
}

/// For other programs: what is said is in English, as everything on the command line.
fn json(horizon: &Horizon) -> serde_json::Value {
    let mut all = serde_json::json!(horizon);
    all["said"] = horizon.said.to_string().into();
    for (at, due) in horizon.dues.iter().enumerate() {
        all["dues"][at]["what"] = due.what.to_string().into();
    }
    for (at, day) in horizon.untrue.iter().enumerate() {
        all["untrue"][at]["said"] = day.said.to_string().into();
    }
    all
}
