//! An existing site becomes pages with typed fields: read, mapped, reported, written.
//!
//! [`read`] takes a folder, a zip or one page and makes everything in memory; nothing is written and
//! nothing is fetched. What it answers is shown to the person, who may choose differently, and only then
//! [`Prepared::write`] makes the new site folder.

pub mod draft;
mod map;
pub mod report;
