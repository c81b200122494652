//! What tests of the importer share: an existing site with pictures and documents, and ways to import.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use trustdesk_core::error::Error;
use trustdesk_core::import::report::{PageReport, Report};
use trustdesk_core::import::{self, Choices, Prepared};

/// A picture of one pixel.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82";

/// A folder that holds an existing site.
pub(crate) struct Existing(pub(crate) TempDir);

impl Existing {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// The small bilingual Jekyll site of `tests/fixtures/import`, with its pictures and documents.
    pub(crate) fn jekyll() -> Self {
        let site = Self::new();
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/import/jekyll");
        copy(&fixture, site.root());
        site.write("en-us/Images/lock.png", PNG);
        site.write("zh-cn/Images/lock.png", PNG);
        site.write("file/Paper on keys.pdf", b"%PDF-1.7 keys");
        site.write("file/never used.pdf", b"%PDF-1.7 never");
        site
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }

    pub(crate) fn read(&self) -> Prepared {
        read(self.root()).unwrap()
    }

    pub(crate) fn report(&self) -> Report {
        self.read().report
    }

    /// Imports into a new folder.
    pub(crate) fn import(&self) -> Imported {
        Imported::of(&self.read())
    }
}

/// Reads with no choices.
pub(crate) fn read(path: &Path) -> Result<Prepared, Error> {
    import::read(path, &Choices::default(), &|_| true)
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A site that was imported.
pub(crate) struct Imported {
    _folder: TempDir,
    pub(crate) root: PathBuf,
}

impl Imported {
    pub(crate) fn of(prepared: &Prepared) -> Self {
        let folder = TempDir::new().unwrap();
        let root = folder.path().join("site");
        prepared.write(&root, &|_| true).unwrap();
        Self {
            _folder: folder,
            root,
        }
    }

    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// Paths of all files, in order.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        list(&self.root, &self.root, &mut found);
        found.sort();
        found
    }
}

fn list(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(root, &path, found);
        } else {
            found.push(
                path.strip_prefix(root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned(),
            );
        }
    }
}

/// The report of the page at `source`.
pub(crate) fn page<'r>(report: &'r Report, source: &str) -> &'r PageReport {
    let found = report.pages.iter().find(|page| page.source == source);
    found.unwrap_or_else(|| panic!("{source} is no page of {:?}", sources(report)))
}

/// Sources of all pages.
pub(crate) fn sources(report: &Report) -> Vec<&str> {
    report
        .pages
        .iter()
        .map(|page| page.source.as_str())
        .collect()
}

/// What was not taken, and why.
pub(crate) fn refused(report: &Report) -> Vec<(String, String)> {
    let one = |r: &import::report::Refused| (r.source.clone(), r.message.to_string());
    report.refused.iter().map(one).collect()
}

/// A zip of files by name.
pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
