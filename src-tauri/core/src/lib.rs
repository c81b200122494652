//! The Trustdesk engine. It opens a site folder, keeps its text, renders pages, and exports them.
//!
//! Floors, each importing only from those below it (see ARCHITECTURE.md):
//! session · edit, check, render, export · kinds, store, page · model, problem, error.
//! The time, the folder and the files are handed in; the same input gives the same bytes.

pub mod check;
pub mod create;
pub mod error;
pub mod export;
pub mod kinds;
pub mod live;
pub mod merge;
pub mod model;
pub mod page;
pub mod problem;
pub mod records;
pub mod render;
pub mod session;
pub mod site;
pub mod store;
pub mod uses;
pub mod value;
pub mod view;
