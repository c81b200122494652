//! Whole-engine tests: a real site in a real folder, through the public API of the core.
