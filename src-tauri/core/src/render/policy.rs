//! Whom pages may ask for what (Content Security Policy Level 3), as they say it themselves and as hosts
//! say it of them.

use super::{Mode, copies};

/// Where an export has everything from: itself.
const OWN: &str = "'self'";

/// What a page says of itself. `connect-src` is needed by Lighthouse.
pub(crate) fn csp(mode: Mode) -> String {
    let from = match mode {
        Mode::Export => OWN,
        Mode::Preview => "preview: http://preview.localhost",
    };
    policy(from, false, true)
}

/// The same for a page that compares copies of documents: its one script runs, and may ask nobody for
/// anything.
pub(super) fn csp_with_script() -> String {
    policy(OWN, true, false)
}

/// What hosts say of every page: what the pages themselves say, and that nobody may show them inside
/// another one. `script` is whether one of them compares copies; the others allow no script by themselves.
pub(super) fn of_hosts(script: bool) -> String {
    policy(OWN, script, true) + "; frame-ancestors 'none'"
}

fn policy(from: &str, script: bool, connect: bool) -> String {
    let mut script_src = String::new();
    if script {
        script_src = format!("script-src {}; ", copies::script_hash());
    }
    let connect_src = if connect { "connect-src 'self'; " } else { "" };
    format!(
        "default-src 'none'; {script_src}style-src {from}; img-src {from}; font-src {from}; {connect_src}base-uri 'none'; form-action 'none'"
    )
}
