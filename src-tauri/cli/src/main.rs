//! The command line: export, check and create sites without a window.

fn main() {}
