//! The command line: export, check, preview and create sites without a window.

mod changes;
mod check;
mod delta;
mod due;
mod gallery;
mod import;
mod keys;
mod outside;
mod preview;
mod release;
mod review;
mod verify;
mod words;

use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Instant, SystemTime};

use clap::{Parser, Subcommand};
use trustdesk_core::bundle::write;
use trustdesk_core::create;
use trustdesk_core::error::Error;
use trustdesk_core::export::{self, Options};
use trustdesk_core::horizon::MONTHS;
use trustdesk_core::import::report::Language;
use trustdesk_core::model::Date;
use trustdesk_core::render::{Engine, Program};
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_core::templates::SiteTemplates;
use trustdesk_core::view::{ExportProgress, ExportReport};

#[derive(Parser)]
#[command(name = "trustdesk-cli", version, about = words::ABOUT)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    #[command(about = words::EXPORT)]
    Export {
        #[arg(help = words::SITE)]
        site: PathBuf,
        #[arg(help = words::OUT)]
        out: PathBuf,
        #[arg(long, value_name = "NAME", help = words::THEME)]
        theme: Option<String>,
        #[arg(long, value_name = "DATE", value_parser = date, help = words::AS_OF)]
        as_of: Option<Date>,
        #[arg(long, help = words::NO_CACHE)]
        no_cache: bool,
        #[arg(long, help = words::TRUST_TEMPLATES)]
        trust_templates: bool,
    },
    #[command(about = words::CHANGES)]
    Changes(changes::Order),
    #[command(about = words::CHECK)]
    Check(check::Order),
    #[command(about = words::DUE)]
    Due {
        #[arg(help = words::SITE)]
        site: PathBuf,
        #[arg(long, value_name = "DATE", value_parser = date, help = words::AS_OF)]
        as_of: Option<Date>,
        #[arg(long, value_name = "NUMBER", default_value_t = MONTHS, value_parser = clap::value_parser!(u32).range(1..=120), help = words::DUE_MONTHS)]
        months: u32,
        #[arg(long, value_enum, default_value = "text", help = words::DUE_FORMAT)]
        format: due::Format,
    },
    #[command(about = words::PREVIEW)]
    Preview {
        #[arg(help = words::SITE)]
        site: PathBuf,
        #[arg(long, value_name = "NUMBER", default_value_t = 0, hide_default_value = true, help = words::PORT)]
        port: u16,
        #[arg(long, value_name = "NAME", help = words::THEME)]
        theme: Option<String>,
        #[arg(long, value_name = "DATE", value_parser = date, help = words::AS_OF)]
        as_of: Option<Date>,
        #[arg(long, help = words::TRUST_TEMPLATES)]
        trust_templates: bool,
    },
    #[command(about = words::GALLERY)]
    Gallery {
        #[arg(help = words::GALLERY_OUT)]
        out: PathBuf,
        #[arg(help = words::GALLERY_SITE)]
        site: Option<PathBuf>,
        #[arg(long, value_name = "DATE", value_parser = date, help = words::AS_OF)]
        as_of: Option<Date>,
        #[arg(long, help = words::TRUST_TEMPLATES)]
        trust_templates: bool,
    },
    #[command(about = words::IMPORT)]
    Import {
        #[arg(help = words::IMPORT_SOURCE)]
        source: PathBuf,
        #[arg(help = words::NEW_FOLDER)]
        site: PathBuf,
        #[arg(long, value_name = "FILE", help = words::REPORT)]
        report: Option<PathBuf>,
        #[arg(long = "language", value_name = "MARK=LOCALE", value_parser = import::language, help = words::LANGUAGE)]
        languages: Vec<Language>,
        #[arg(long, help = words::DRY)]
        dry_run: bool,
        #[arg(long, help = words::UPDATE)]
        update: bool,
        #[arg(long, value_name = "PATH", help = words::TAKE)]
        take: Vec<String>,
    },
    #[command(about = words::RELEASE)]
    Release(release::Wanted),
    #[command(about = words::REVIEW)]
    Review(review::Order),
    #[command(about = words::KEYGEN)]
    Keygen {
        #[arg(help = words::SECRET_OUT)]
        file: PathBuf,
    },
    #[command(about = words::SIGN)]
    Sign {
        #[arg(help = words::BUNDLE)]
        bundle: PathBuf,
        #[arg(long, value_name = "FILE", help = words::SECRET)]
        key: PathBuf,
    },
    #[command(about = words::DELTA)]
    Delta {
        #[arg(help = words::SINCE)]
        since: PathBuf,
        #[arg(help = words::BUNDLE)]
        bundle: PathBuf,
        #[arg(help = words::DELTA_OUT)]
        out: PathBuf,
    },
    #[command(about = words::APPLY)]
    Apply {
        #[arg(help = words::SINCE)]
        since: PathBuf,
        #[arg(help = words::DELTA_FILE)]
        delta: PathBuf,
        #[arg(help = words::BUNDLE_OUT)]
        out: PathBuf,
    },
    #[command(about = words::REVOKE)]
    Revoke {
        #[arg(help = words::KEY_REVOKED)]
        key: String,
        #[arg(long, value_name = "FILE", help = words::KNOWN)]
        known: PathBuf,
    },
    #[command(about = words::VERIFY, after_help = words::VERIFY_STATUS)]
    Verify(verify::Order),
    #[command(about = words::NEW)]
    New {
        #[arg(help = words::NEW_FOLDER)]
        folder: PathBuf,
        #[arg(long, help = words::EXAMPLE)]
        example: bool,
        #[arg(long, default_value = "Trust Center", help = words::NAME)]
        name: String,
    },
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| words::NOT_A_DATE.to_owned())
}

/// 0: done. 1: the site has problems that stop a release, or what was compared differs. 2: it could not
/// be done.
fn main() -> ExitCode {
    if let Some(code) = trustdesk_core::render::serve_if_asked(std::env::args_os()) {
        return code;
    }
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Error> {
    match command {
        Command::Export {
            site,
            out,
            theme,
            as_of,
            no_cache,
            trust_templates,
        } => {
            let as_of = as_of.unwrap_or_else(today);
            let options = Options { as_of, theme };
            export(&site, &out, &options, !no_cache, trust_templates)
        }
        Command::Changes(order) => changes::changes(&order),
        Command::Check(order) => check::check(&order),
        Command::Due {
            site,
            as_of,
            months,
            format,
        } => due::due(&site, as_of.unwrap_or_else(today), months, format),
        Command::Preview {
            site,
            port,
            theme,
            as_of,
            trust_templates,
        } => preview::preview(preview::Order {
            site,
            port,
            theme,
            as_of,
            trust_templates,
        }),
        Command::Gallery {
            out,
            site,
            as_of,
            trust_templates,
        } => {
            let as_of = as_of.unwrap_or_else(today);
            gallery::write(&out, site.as_deref(), as_of, trust_templates)
        }
        Command::Import {
            source,
            site,
            report,
            languages,
            dry_run,
            update,
            take,
        } => import::import(&import::Order {
            source,
            site,
            report,
            languages,
            dry_run,
            update,
            take,
        }),
        Command::Release(order) => release::release(&order),
        Command::Review(order) => review::review(&order),
        Command::Keygen { file } => keys::keygen(&file),
        Command::Sign { bundle, key } => keys::sign(&bundle, &key),
        Command::Delta { since, bundle, out } => delta::delta(&since, &bundle, &out),
        Command::Apply { since, delta, out } => delta::apply(&since, &delta, &out),
        Command::Revoke { key, known } => keys::revoke(&key, &known),
        Command::Verify(order) => verify::run(&order),
        Command::New {
            folder,
            example,
            name,
        } => new(&folder, example, &name),
    }
}

/// Today in UTC.
fn today() -> Date {
    Date::of(SystemTime::now())
}

/// A site, and an engine with the templates that it brings along if they are trusted.
fn load(folder: &Path, trusted: bool) -> Result<Loaded, Error> {
    let program = std::env::current_exe().map(Program::at);
    let engine = Engine::embedded()?;
    let engine = match program {
        Ok(program) => engine.with_program(program),
        Err(_) => engine,
    };
    let store = Store::open(folder)?;
    let own = SiteTemplates::read(&store);
    let unused = own.as_ref().filter(|_| !trusted).map(|own| own.files.len());
    let engine = match own.filter(|_| trusted) {
        Some(own) => engine.with_site(&own),
        None => engine,
    };
    let site = Site::load(&store, &engine.kinds)?;
    Ok(Loaded {
        engine,
        store,
        site,
        unused,
    })
}

/// What a command works on.
struct Loaded {
    engine: Engine,
    store: Store,
    site: Site,
    /// How many files of templates the site has that are not used, if it has any.
    unused: Option<usize>,
}

impl Loaded {
    /// Says on the side that templates were not used.
    fn warn(&self) {
        if let Some(files) = self.unused {
            eprintln!("{}", words::templates_not_used(files));
        }
    }
}

fn export(
    folder: &Path,
    out: &Path,
    options: &Options,
    cached: bool,
    trusted: bool,
) -> Result<ExitCode, Error> {
    let start = Instant::now();
    let zipped = write::is_zip(out);
    let look = cache()
        .filter(|_| cached && !zipped)
        .and_then(|cache| export::look(folder, out, &cache, options, trusted));
    if let Some(mut report) = look.as_ref().and_then(export::Look::unchanged) {
        report.millis = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        tell(&report);
        return Ok(ExitCode::SUCCESS);
    }
    let loaded = load(folder, trusted)?;
    loaded.warn();
    let progress = |p: ExportProgress| {
        show(&words::progress(p.done, p.total));
        true
    };
    let Loaded {
        engine,
        store,
        site,
        ..
    } = &loaded;
    let export = if zipped { export::zip } else { export::export };
    let report = export(engine, site, store, out, options, &progress)?;
    if let Some(look) = look {
        // Without the note the next export is only slower.
        let _ = look.remember(&report);
    }
    clear();
    tell(&report);
    Ok(ExitCode::SUCCESS)
}

fn tell(report: &ExportReport) {
    print(&words::exported(report));
    words::summary(&report.problems)
        .iter()
        .for_each(|line| print(line));
}

/// Where notes about earlier exports are kept.
fn cache() -> Option<PathBuf> {
    let named = |name| {
        std::env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
    };
    let base = named("XDG_CACHE_HOME")
        .or_else(|| named("LOCALAPPDATA"))
        .or_else(|| Some(named("HOME")?.join(".cache")))?;
    Some(base.join("trustdesk/exports"))
}

fn new(folder: &Path, example: bool, name: &str) -> Result<ExitCode, Error> {
    if example {
        create::example(folder)?
    } else {
        create::starter(folder, name)?
    }
    print(&words::created(folder));
    Ok(ExitCode::SUCCESS)
}

/// One line on the side, in place of the last one, where somebody watches.
fn show(line: &str) {
    if stderr().is_terminal() {
        let _ = write!(stderr(), "\r\x1b[K{line}");
    }
}

/// Takes that line away.
fn clear() {
    show("");
}

/// A closed pipe is no failure of ours.
fn print(line: &str) {
    let _ = writeln!(stdout(), "{line}");
}
