//! Renders templates apart for the engine tests, as the window and the command line do by themselves.

use std::process::ExitCode;

fn main() -> ExitCode {
    trustdesk_core::render::serve_if_asked(std::env::args_os()).unwrap_or(ExitCode::FAILURE)
}
