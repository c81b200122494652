//! The only module that reads and writes site files.
