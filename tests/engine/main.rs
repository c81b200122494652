//! Whole-engine tests: a real site in a real folder, through the public API of the core.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "test code: a failure here is a failed test"
)]

mod broken;
mod bundles;
mod bundles_tampered;
mod bundles_verified;
mod changes;
mod checks;
mod checks_planted;
mod checks_text;
mod classic;
mod contract;
mod data;
mod drafts;
mod evidence;
mod existing;
mod export;
mod find;
mod horizon;
mod import_again;
mod import_hostile;
mod import_markdown;
mod import_site;
mod import_soak;
mod import_taken;
mod importing;
mod killed;
mod kinds;
mod links;
mod live;
mod locales;
mod look;
mod media;
mod outside;
mod own_templates;
mod pages;
mod preview;
mod public_pages;
mod raw;
mod record_preview;
mod records;
mod releases;
mod releases_checked;
mod releases_past;
mod review;
mod review_answers;
mod review_file;
mod rich;
mod runaway;
mod sections;
mod session;
mod transact;
mod twins;
