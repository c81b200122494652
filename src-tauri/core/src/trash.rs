//! Pages that were deleted, kept outside the site until they are restored or deleted for good.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::model::PageRef;
use crate::page;
use crate::plan::{free_address, is_address};
use crate::say;
use crate::site::Site;
use crate::store::{Hash, output};
use crate::value::Value;
use crate::view::EditLabel;

/// The trash of one site: a folder with a file for each deletion.
#[derive(Debug, Clone)]
pub struct Trash(PathBuf);

/// One deletion as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    address: String,
    /// When, in milliseconds since 1970.
    time: u64,
    /// It is back in the site; it is listed again when it is gone from there.
    back: bool,
    files: Vec<(String, String)>,
}

/// One deletion, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TrashView {
    /// Names it.
    pub id: String,
    /// The page's address, or the shared section's.
    pub address: String,
    /// Its title in each language.
    pub titles: std::collections::BTreeMap<String, String>,
    /// How many pages, over all languages.
    pub pages: u32,
    /// When it was deleted, in milliseconds since 1970.
    #[ts(type = "number")]
    pub time: u64,
    /// A free address when its own is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub elsewhere: Option<String>,
}

impl Trash {
    /// The trash of the site at `root`, inside the program's data folder.
    pub fn of(data: &Path, root: &Path) -> Self {
        let site = Hash::of(root.as_os_str().as_encoded_bytes()).to_string();
        Self(data.join("trash").join(site))
    }

    fn file(&self, id: &str) -> Result<PathBuf, Error> {
        let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_hexdigit());
        if plain {
            Ok(self.0.join(format!("{id}.json")))
        } else {
            Err(Error::Stale("deleted page"))
        }
    }

    /// Keeps files that are about to be taken out. `time` is in milliseconds since 1970.
    ///
    /// # Errors
    /// [`Error::Write`] when they cannot be kept; then nothing should be taken out.
    pub fn keep(
        &self,
        address: &str,
        files: Vec<(String, String)>,
        time: u64,
    ) -> Result<(), Error> {
        let kept = Kept {
            address: address.to_owned(),
            time,
            back: false,
            files,
        };
        let text: String = kept
            .files
            .iter()
            .map(|(p, t)| format!("{p}\n{t}\n"))
            .collect();
        let id = Hash::of(text.as_bytes()).to_string();
        self.write(&id, &kept)
    }

    fn write(&self, id: &str, kept: &Kept) -> Result<(), Error> {
        let file = self.file(id)?;
        let bytes = serde_json::to_vec(kept)
            .map_err(|error| Error::write(&file, std::io::Error::other(error)))?;
        output::replace(&file, &bytes).map_err(|error| Error::write(&file, error))
    }

    fn read(&self, id: &str) -> Result<Kept, Error> {
        let bytes = std::fs::read(self.file(id)?).map_err(|_| Error::Stale("deleted page"))?;
        serde_json::from_slice(&bytes).map_err(|_| Error::Stale("deleted page"))
    }

    /// What is in the trash, newest first. What came back into the site is left out.
    pub fn list(&self, site: &Site) -> Vec<TrashView> {
        let entries = std::fs::read_dir(&self.0).into_iter().flatten().flatten();
        let mut all: Vec<TrashView> = entries
            .filter_map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                let id = name.strip_suffix(".json")?.to_owned();
                let mut kept = self.read(&id).ok()?;
                let back = is_back(site, &kept);
                if back != kept.back {
                    kept.back = back;
                    // That it is not remembered is no reason to fail.
                    let _ = self.write(&id, &kept);
                }
                (!back).then(|| view(site, id, &kept))
            })
            .collect();
        all.sort_by(|a, b| b.time.cmp(&a.time).then_with(|| a.id.cmp(&b.id)));
        all
    }

    /// Deletes for good.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is not there, [`Error::Write`] when it cannot be removed.
    pub fn forget(&self, id: &str) -> Result<(), Error> {
        let file = self.file(id)?;
        output::remove(&self.0, &format!("{id}.json")).map_err(|error| Error::write(&file, error))
    }

    /// What to put back, at its own address or at another one.
    ///
    /// # Errors
    /// [`Error::Refused`] when the address is taken.
    pub fn restored(
        &self,
        site: &Site,
        id: &str,
        to: Option<&str>,
    ) -> Result<crate::plan::Plan, Error> {
        let kept = self.read(id)?;
        let to = to.unwrap_or(&kept.address);
        if !to.starts_with(PageRef::SHARED) && !is_address(to) {
            return Err(Error::Refused(say!(
                "Enter an address of small letters, digits and hyphens, for example /security/backups. Nothing was changed."
            )));
        }
        let mut files = Vec::new();
        let mut show = None;
        for (path, text) in kept.files {
            let Some(page) = PageRef::from_path(&path) else {
                continue;
            };
            let rest = page.address.strip_prefix(&kept.address).unwrap_or_default();
            let target = PageRef::new(page.locale.as_str(), format!("{to}{rest}"));
            if site.pages.contains_key(&target) {
                return Err(Error::Refused(say!(
                    "There is a page at {address} now. Nothing was changed. Restore it at another address.",
                    address = target.address
                )));
            }
            let path = if target == page {
                path
            } else {
                target.new_path()
            };
            show = show.or(Some(target));
            files.push((path, Some(text)));
        }
        Ok(crate::plan::Plan {
            label: EditLabel::of("restore-page", ""),
            files,
            show,
        })
    }
}

/// Whether a deletion was undone or restored: the same words stand where they stood, or did when it
/// was last looked at.
fn is_back(site: &Site, kept: &Kept) -> bool {
    kept.files.iter().all(|(path, text)| {
        let file = PageRef::from_path(path).and_then(|page| site.pages.get(&page));
        file.is_some_and(|file| {
            file.path == *path && (kept.back || *file.page.text == *text.as_str())
        })
    })
}

fn view(site: &Site, id: String, kept: &Kept) -> TrashView {
    let mut titles = std::collections::BTreeMap::new();
    for (path, text) in &kept.files {
        let Some(page) = PageRef::from_path(path).filter(|page| page.address == kept.address)
        else {
            continue;
        };
        let parsed = page::parse(text.as_str(), None, &|_| None);
        let title = parsed.front.fields.get("title").and_then(Value::as_text);
        titles.insert(page.locale, title.unwrap_or(&kept.address).to_owned());
    }
    let taken = kept
        .files
        .iter()
        .filter_map(|(path, _)| PageRef::from_path(path))
        .any(|page| site.pages.contains_key(&page));
    TrashView {
        id,
        address: kept.address.clone(),
        titles,
        pages: u32::try_from(kept.files.len()).unwrap_or(u32::MAX),
        time: kept.time,
        elsewhere: taken.then(|| free_address(site, &kept.address)),
    }
}
