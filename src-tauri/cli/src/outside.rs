//! `check --external`: whether links to other sites still lead somewhere.

use std::io::{IsTerminal, Write, stderr};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use trustdesk_core::error::Error;
use trustdesk_core::model::Date;
use trustdesk_core::outside::{self, Known, Manner, Outcome, Progress};
use trustdesk_core::problem::Problem;

use crate::{Loaded, words};

/// Nothing is said of what takes no longer.
const QUIET: Duration = Duration::from_millis(500);
/// Time between two lines where nobody watches.
const LINES: Duration = Duration::from_secs(10);

/// What is wanted of links to other sites.
#[derive(Args)]
pub(crate) struct Wanted {
    #[arg(long, help = words::EXTERNAL)]
    external: bool,
    #[arg(long, value_name = "FILE", requires = "external", help = words::CACHE)]
    cache: Option<PathBuf>,
    #[arg(long, requires = "external", help = words::AGAIN)]
    again: bool,
    #[arg(long, requires = "external", help = words::ALLOW_LOCAL)]
    allow_local: bool,
}

/// The problems of links to other sites; none where they are not wanted.
///
/// # Errors
/// [`Error::Write`] when the cache cannot be written.
pub(crate) fn problems(
    wanted: &Wanted,
    loaded: &Loaded,
    today: Date,
) -> Result<Vec<Problem>, Error> {
    if !wanted.external {
        return Ok(Vec::new());
    }
    let links = outside::links(&loaded.engine, &loaded.site);
    let cache = wanted.cache.as_deref();
    let mut known = cache.map_or_else(Known::default, Known::read);
    let manner = Manner {
        local: wanted.allow_local,
        ..Manner::default()
    };
    let mut teller = Teller::new();
    let again = wanted.again;
    let outcome = outside::check(&links, &mut known, today, &manner, again, &mut |progress| {
        teller.tell(&progress);
        true
    });
    teller.end();
    if outcome == Outcome::Offline {
        eprintln!("{}", words::OFFLINE);
    }
    if let Some(file) = cache {
        known.write(file, today)?;
    }
    Ok(outside::problems(&links, &known))
}

/// Says how far it is: in one line where somebody watches, else now and then in a new one.
struct Teller {
    watched: bool,
    begun: Instant,
    told: Option<Instant>,
}

impl Teller {
    fn new() -> Self {
        Self {
            watched: stderr().is_terminal(),
            begun: Instant::now(),
            told: None,
        }
    }

    fn tell(&mut self, progress: &Progress) {
        let pause = if self.watched { QUIET / 5 } else { LINES };
        let soon = self.told.is_some_and(|told| told.elapsed() < pause);
        if self.begun.elapsed() < QUIET || soon {
            return;
        }
        self.told = Some(Instant::now());
        let line = words::asking(progress);
        // A closed pipe is no failure of ours.
        let _ = match self.watched {
            true => write!(stderr(), "\r{line}\x1b[K"),
            false => writeln!(stderr(), "{line}"),
        };
    }

    fn end(&self) {
        if self.watched && self.told.is_some() {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
