//! Writing finished pages.
