//! What must not leave the company, in texts.

use crate::check::inner::{internal_hosts, secrets};
use crate::check::words::Words;
use crate::say;

use super::{Finding, Passage};

/// Keys, tokens and passwords. The message does not repeat them.
pub(super) fn secret(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    for range in secrets(passage.text) {
        let message = say!("This looks like a password or a key");
        let hint =
            say!("Take it out. If it was ever published or shared, replace it where it is used.");
        found.push(Finding::new(range, message, hint));
    }
}

/// Hosts that only the company reaches.
pub(super) fn internal_host(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    for range in internal_hosts(passage.text) {
        let host = &passage.text[range.clone()];
        let message = say!("“{host}” is a host that visitors cannot reach", host);
        let hint = say!("Name the public address, or take it out.");
        found.push(Finding::new(range, message, hint));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::texts::trial::found;

    #[test]
    fn secrets_and_inner_hosts_are_found_in_prose_code_and_addresses() {
        let text = "Use `password=Tr0ub4dor3x` or https://a:h4rdt0gu3ss@b.example";
        assert_eq!(found("secret", "en", text).len(), 2);
        let text = "Ask wiki.corp or `build.internal` or admin@mail.local";
        assert_eq!(
            found("internal-host", "zh-Hans", text),
            ["wiki.corp", "build.internal", "mail.local"]
        );
    }
}
