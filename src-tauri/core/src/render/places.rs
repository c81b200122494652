//! Where pictures and documents are written that keep their places in an existing site.

use std::collections::{BTreeMap, HashMap};

use crate::site::{ASSETS, Site};
use crate::value::Value;

use super::outputs::is_path;

/// Where files under `media/` are written; those that are not here stay below `media/`.
#[derive(Debug, Default)]
pub(crate) struct Places {
    of: HashMap<String, Vec<String>>,
    /// Files by their places.
    by_place: HashMap<String, String>,
    /// Places that cannot be used.
    pub(crate) refused: Vec<Refused>,
}

/// A place that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The file, by its path below `media/`, as its record is called.
    pub(crate) file: String,
    pub(crate) place: String,
    /// What is written there already; nothing for what is no path.
    pub(crate) taken_by: Option<String>,
}

impl Places {
    /// The places that the files of a site name. `taken` is what is written anyway, with what it is; it
    /// is asked for only where there are such places.
    pub(super) fn of<I>(site: &Site, taken: impl FnOnce() -> I) -> Self
    where
        I: Iterator<Item = (String, String)>,
    {
        let records = site.records.get(ASSETS);
        let named = records.iter().flat_map(|file| &file.records);
        let named: BTreeMap<&str, Vec<&str>> = named
            .filter(|(file, _)| site.media.contains_key(&format!("/media/{file}")))
            .map(|(file, fields)| (file.as_str(), texts(fields.get("paths"))))
            .filter(|(_, paths)| !paths.is_empty())
            .collect();
        if named.is_empty() {
            return Self::default();
        }
        // Two names that differ in case only are one file on many systems.
        let taken = taken().map(|(path, by)| (path.to_lowercase(), by));
        let mut taken: BTreeMap<String, String> = taken.collect();
        for path in site.media.keys() {
            let path = path.trim_start_matches('/');
            let file = path.strip_prefix("media/").unwrap_or(path);
            if !named.contains_key(file) {
                taken.insert(path.to_lowercase(), path.to_owned());
            }
        }
        let mut places = Self::default();
        for (file, paths) in named {
            for place in paths {
                let by = taken.get(&place.to_lowercase()).cloned();
                if by.is_none() && is_path(place) {
                    taken.insert(place.to_lowercase(), format!("media/{file}"));
                    let of = places.of.entry(format!("/media/{file}")).or_default();
                    of.push(place.to_owned());
                    places
                        .by_place
                        .insert(place.to_owned(), format!("/media/{file}"));
                } else {
                    places.refused.push(Refused {
                        file: file.to_owned(),
                        place: place.to_owned(),
                        taken_by: by,
                    });
                }
            }
        }
        places
    }

    /// The same where files stay below `media/` and only are known by their places.
    pub(super) fn by_names(self) -> Self {
        Self {
            by_place: self.by_place,
            ..Self::default()
        }
    }

    /// The place that a path from the root names, and the file that keeps it.
    pub(super) fn named(&self, path: &str) -> Option<(&str, &str)> {
        let path = path.strip_prefix('/')?;
        let found = self.by_place.get_key_value(path);
        let found = found.or_else(|| {
            let decoded = crate::served::decoded(path)?;
            self.by_place.get_key_value(&decoded)
        });
        found.map(|(place, file)| (place.as_str(), file.as_str()))
    }

    /// Every place where a file is written, `/media/logo.svg` or where it stays.
    pub(crate) fn all<'p>(&'p self, file: &'p str) -> impl Iterator<Item = &'p str> {
        let kept = self.of.get(file);
        let own = kept.is_none().then(|| file.trim_start_matches('/'));
        kept.into_iter().flatten().map(String::as_str).chain(own)
    }

    /// The place of a file that is nearest to a page: the one with the most folders in common, the
    /// first of these.
    pub(super) fn nearest<'p>(&'p self, file: &'p str, page: &str) -> &'p str {
        let common = |place: &str| {
            let both = place.split('/').zip(page.split('/'));
            both.take_while(|(one, other)| one == other).count()
        };
        let places = self.all(file).map(|place| (common(place), place));
        let nearest = places.reduce(|best, one| if one.0 > best.0 { one } else { best });
        nearest.map_or(file, |(_, place)| place)
    }
}

/// The texts of a list that say something.
fn texts(value: Option<&Value>) -> Vec<&str> {
    let all = value.and_then(Value::as_list).unwrap_or_default();
    let texts = all.iter().filter_map(Value::as_text);
    texts.filter(|text| !text.is_empty()).collect()
}
