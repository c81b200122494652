//! The Trustdesk engine. It opens a site folder, keeps its text, renders pages, and exports them.
//!
//! Floors, each importing only from those below it (see ARCHITECTURE.md):
//! session · edit, check, render, export · kinds, store, page, intake · model, problem, error.
//! The time, the folder and the files are handed in; the same input gives the same bytes.

pub mod bundle;
pub mod changes;
pub mod check;
pub mod create;
pub mod diff;
pub mod drafts;
pub mod error;
pub mod export;
pub mod find;
pub mod fix;
pub mod gallery;
pub mod horizon;
pub mod import;
pub mod intake;
pub mod kinds;
pub mod library;
pub mod live;
pub mod lives;
pub mod merge;
pub mod message;
pub mod model;
pub mod outside;
pub mod page;
pub mod plan;
pub mod problem;
pub mod progress;
pub mod records;
pub mod redirects;
pub mod release;
pub mod render;
pub mod report;
pub mod revert;
pub mod review;
pub mod rich;
pub mod rule;
pub mod served;
pub mod session;
pub mod site;
pub mod starts;
pub mod store;
pub mod targets;
pub mod templates;
pub mod translation;
pub mod trash;
pub mod trust;
pub mod uses;
pub mod value;
pub mod versions;
pub mod view;
pub mod watch;
