//! Whole-engine tests: a real site in a real folder, through the public API of the core.

mod broken;
mod export;
mod live;
mod session;
