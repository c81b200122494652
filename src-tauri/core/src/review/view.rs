//! What the window shows of reviews.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::changes::Changes;
use crate::model::Localised;
use crate::site::Site;

use super::{PageStanding, Thread, standing};

/// How the pages stand, what was said, and who may speak.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReviewView {
    /// Whether pages must be approved before a release.
    pub required: bool,
    /// Whether it must be somebody else than who sent the page.
    pub second_person: bool,
    /// Names of people who review.
    pub people: Vec<String>,
    /// Roles: their names in files, and what people call them.
    pub roles: Vec<(String, Localised)>,
    /// Every page that changed.
    pub pages: Vec<PageStanding>,
    /// What was said, by id.
    pub threads: BTreeMap<String, Thread>,
}

impl ReviewView {
    /// That of a site, for what differs from its last release.
    pub fn of(site: &Site, changes: &Changes) -> Self {
        let review = &site.settings.review;
        let roles = review.roles.iter();
        Self {
            required: review.required,
            second_person: review.second_person,
            people: review.people.iter().map(|one| one.name.clone()).collect(),
            roles: roles.map(|one| (one.name.clone(), one.named())).collect(),
            pages: standing(site, changes),
            threads: site.comments.threads.clone(),
        }
    }
}
