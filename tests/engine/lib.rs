//! What the whole-engine tests share: real sites in real temporary folders.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "test code: a failure here is a failed test"
)]

pub mod generated;

use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tempfile::TempDir;
use trustdesk_core::bundle::Bundle;
use trustdesk_core::error::Error;
use trustdesk_core::export::{self, Options};
use trustdesk_core::model::{Date, Localised, PageRef};
use trustdesk_core::release::{self, Entry, Ground, Order, Released};
use trustdesk_core::render::Engine;
use trustdesk_core::session::Session;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_core::view::ExportReport;

/// The engine with the templates of the program, made once.
pub fn engine() -> Arc<Engine> {
    static ENGINE: OnceLock<Arc<Engine>> = OnceLock::new();
    Arc::clone(ENGINE.get_or_init(|| Arc::new(Engine::embedded().expect("templates"))))
}

/// A session on a site, on 24 November 2026, with the English front page open.
pub fn open(site: &TempSite) -> Session {
    let store = Store::open(site.root()).expect("a site");
    let day = Date::parse("2026-11-24").expect("a date");
    let mut session = Session::open(store, engine(), day).expect("a session");
    session.open_page(&PageRef::new("en", "/")).expect("a page");
    session
}

/// Exports the site in a folder as of a day, by its own theme when none is named.
///
/// # Errors
/// Those of loading and of exporting.
pub fn export(
    site: &Path,
    out: &Path,
    day: &str,
    theme: Option<&str>,
) -> Result<ExportReport, Error> {
    let (engine, store) = (engine(), Store::open(site)?);
    let loaded = Site::load(&store, &engine.kinds)?;
    let options = Options {
        as_of: Date::parse(day).expect("a date"),
        theme: theme.map(str::to_owned),
    };
    export::export(&engine, &loaded, &store, out, &options, &|_| true)
}

/// The site as it would be released, by its own theme.
///
/// # Errors
/// Those of loading and of rendering.
pub fn bundle(site: &Path, day: &str) -> Result<Bundle, Error> {
    let (engine, store) = (engine(), Store::open(site)?);
    let loaded = Site::load(&store, &engine.kinds)?;
    let options = Options {
        as_of: Date::parse(day).expect("a date"),
        theme: None,
    };
    export::bundle(&engine, &loaded, &store, &options, &|_| true)
}

/// Makes the next release of a site, of a day, as it stands on disk. Nothing is asked.
///
/// # Errors
/// Those of loading, rendering and keeping.
pub fn release(site: &Path, day: &str) -> Result<Released, Error> {
    releasing(site, day, &|_| true)
}

/// The same, told of every step; `progress` answers `false` to stop.
///
/// # Errors
/// As [`release()`].
pub fn releasing(
    site: &Path,
    day: &str,
    progress: release::OnProgress<'_>,
) -> Result<Released, Error> {
    let (engine, store) = (engine(), Store::open(site)?);
    let loaded = Site::load(&store, &engine.kinds)?;
    let ground = Ground {
        engine: &engine,
        site: &loaded,
        store: &store,
    };
    let order = Order {
        date: Date::parse(day).expect("a date"),
        notes: Localised::One(format!("What changed until {day}.")),
        correction: false,
        by: "Kim".to_owned(),
        accepted: Vec::new(),
    };
    release::make(&ground, &order, Entry::default(), progress)
}

/// A site in a temporary folder that is removed at the end of the test.
pub struct TempSite(TempDir);

impl TempSite {
    /// An empty folder with a minimal `site.toml` for English and Chinese.
    pub fn new() -> Self {
        let site = Self::empty();
        site.write(
            "site.toml",
            r#"format = 1
name = { en = "Test Trust Center", zh-Hans = "测试信任中心" }
address = "https://trust.example.com"
theme = "beacon"
locales = [
  { tag = "en", label = "English" },
  { tag = "zh-Hans", label = "简体中文" },
]
"#,
        );
        site
    }

    /// An empty folder.
    pub fn empty() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file, as another program would.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(file, bytes).expect("a written file");
    }

    /// Reads a file's bytes.
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.root().join(path)).expect("a readable file")
    }

    /// Whether a file is there.
    pub fn exists(&self, path: &str) -> bool {
        self.root().join(path).exists()
    }

    /// Reads a file's text.
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).expect("UTF-8")
    }

    /// Removes a file, as another program would.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("a removed file");
    }
}

impl Default for TempSite {
    fn default() -> Self {
        Self::new()
    }
}
