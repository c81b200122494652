//! What must not leave the company: keys and passwords, and the names of hosts that only it reaches.

use std::net::Ipv4Addr;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::{Captures, Regex};

/// Secrets by their shape: letters that each has, in lower case, and what it looks like.
const SECRETS: [(&str, &str); 21] = [
    (
        "private key",
        r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----",
    ),
    ("akia", r"\bAKIA[0-9A-Z]{16}\b"),
    ("asia", r"\bASIA[0-9A-Z]{16}\b"),
    ("gh", r"\bgh[pousr]_[A-Za-z0-9]{36,}\b"),
    ("github_pat_", r"\bgithub_pat_[A-Za-z0-9_]{22,}\b"),
    ("glpat-", r"\bglpat-[A-Za-z0-9_-]{20,}"),
    ("xox", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    (
        "hooks.slack",
        r"\bhooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{16,}",
    ),
    ("aiza", r"\bAIza[0-9A-Za-z_-]{35}"),
    ("_live_", r"\b[prs]k_live_[0-9A-Za-z]{16,}\b"),
    ("whsec_", r"\bwhsec_[0-9A-Za-z+/=]{24,}"),
    ("npm_", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("sg.", r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    (
        "eyj",
        r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
    ),
    ("sig=", r"[?&]sig=[A-Za-z0-9%+/=]{30,}"),
    (
        "://",
        r#"\b[a-z][a-z0-9+.-]*://[^\s/:@"'<>]+:(?P<value>[^\s/@"'<>]{3,})@"#,
    ),
    (
        "=",
        r#"(?i)\b(?:password|passwd|pwd|secret|client_secret|api[_-]?key|access[_-]?token|accountkey|sharedaccesskey)\s?=\s?["'“]?(?P<value>[^\s"'“”<>;,&]{6,})"#,
    ),
    ("sk-", r"\bsk-(?:proj-|ant-[a-z0-9]+-)?[A-Za-z0-9]{24,}"),
    ("password:", SPOKEN),
    ("密码", SPOKEN),
    ("口令", SPOKEN),
];

/// A password that is told in prose: only one that no prose is made of.
const SPOKEN: &str = r#"(?i)(?:\bpassword|密码|口令)\s?[:：]\s?["'“]?(?P<mixed>[!-~]{8,})"#;

/// What stands where a secret would be, in an example.
const EXAMPLES: [&str; 14] = [
    "example",
    "your",
    "xxx",
    "***",
    "...",
    "…",
    "${",
    "{{",
    "<",
    "password",
    "placeholder",
    "redacted",
    "secret",
    "[",
];

static SIGNS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let signs = SECRETS.iter().map(|(sign, _)| sign);
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(signs)
        .ok()
});

static LOOKS: LazyLock<Vec<Option<Regex>>> = LazyLock::new(|| {
    SECRETS
        .iter()
        .map(|(_, looks)| Regex::new(looks).ok())
        .collect()
});

/// Where keys, tokens and passwords stand in a text, in order.
pub(crate) fn secrets(text: &str) -> Vec<Range<usize>> {
    let Some(signs) = &*SIGNS else {
        return Vec::new();
    };
    let mut seen = 0_u32;
    let mut found: Vec<Range<usize>> = Vec::new();
    for hit in signs.find_overlapping_iter(text) {
        let i = hit.pattern().as_usize();
        if seen & (1 << i) != 0 {
            continue;
        }
        seen |= 1 << i;
        let Some(looks) = &LOOKS[i] else { continue };
        for hit in looks.captures_iter(text) {
            let Some(all) = hit.get(0) else { continue };
            if !is_example(&hit, all.as_str()) {
                found.push(all.range());
            }
        }
    }
    found.sort_by_key(|range| (range.start, range.end));
    found.dedup_by(|next, first| next.start < first.end);
    found
}

/// Whether what looks like a secret is only an example of one, or prose.
fn is_example(hit: &Captures<'_>, all: &str) -> bool {
    let mixed = hit.name("mixed").map(|value| value.as_str());
    let value = hit.name("value").map(|value| value.as_str());
    let value = value.or(mixed).unwrap_or(all).to_ascii_lowercase();
    mixed.is_some_and(|value| !is_mixed(value))
        || value == "pass"
        || EXAMPLES.iter().any(|word| value.contains(word))
}

/// Whether a word has small letters, capital ones and digits, as passwords have.
fn is_mixed(word: &str) -> bool {
    let has = |sort: fn(&u8) -> bool| word.bytes().any(|b| sort(&b));
    has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit)
}

/// Ends of names that no public server has.
const ENDS: [&str; 7] = [
    "local",
    "internal",
    "corp",
    "lan",
    "intranet",
    "localdomain",
    "localhost",
];

/// Parts of names of hosts on which things are tried before they are published.
const TRIALS: [&str; 13] = [
    "staging",
    "stage",
    "stg",
    "preprod",
    "pre-prod",
    "preproduction",
    "pre-production",
    "ppe",
    "uat",
    "sit",
    "dev",
    "qa",
    "test",
];

/// Public hosts that are called like that.
const PUBLIC: [&str; 7] = [
    "azure.com",
    "mysql.com",
    "twitter.com",
    "x.com",
    "apple.com",
    "outlook.com",
    "w3.org",
];

static HOSTS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let ends = ENDS.iter().map(|end| format!(".{end}"));
    let trials = TRIALS
        .iter()
        .flat_map(|part| [format!("{part}."), format!("{part}-"), format!("-{part}")]);
    let others = ["localhost", "10.", "127.", "169.254.", "172.", "192.168."].map(str::to_owned);
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(ends.chain(trials).chain(others))
        .ok()
});

/// Where hosts are named in a text that visitors cannot reach, in order.
pub(crate) fn internal_hosts(text: &str) -> Vec<Range<usize>> {
    let Some(hosts) = &*HOSTS else {
        return Vec::new();
    };
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for hit in hosts.find_iter(text) {
        if hit.start() < at {
            continue;
        }
        let start = text[..hit.start()].trim_end_matches(part).len();
        let end = text.len() - text[hit.start()..].trim_start_matches(part).len();
        at = end;
        let word = &text[start..end];
        let host = word.trim_matches(['.', '-']);
        let start = start + word.find(host).unwrap_or_default();
        if !host.is_empty() && is_internal_host(host) && is_named(text, start) {
            found.push(start..start + host.len());
        }
    }
    found
}

/// Whether what starts here is a host, no version and no part of a path.
fn is_named(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end();
    let version = before
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    let path = text[..start].ends_with(['/', '\\', '_', '=']) && !text[..start].ends_with("//");
    let version = ["version", "v", "ver", "release", "版本"]
        .iter()
        .any(|word| version.eq_ignore_ascii_case(word));
    !path && !version
}

/// Whether a host is one that only the company reaches: by its name, or by an address that is private.
pub(crate) fn is_internal_host(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return address.is_private() || address.is_loopback() || address.is_link_local();
    }
    let labels: Vec<&str> = host.split('.').collect();
    let whole = labels.iter().all(|label| !label.is_empty());
    let (Some(last), true) = (labels.last(), whole) else {
        return false;
    };
    if labels.len() == 1 {
        return host == "localhost";
    }
    if ENDS.contains(last) {
        return true;
    }
    // What was registered, “dev.to”, may be called as it likes.
    let named = last.len() > 1 && last.bytes().all(|b| b.is_ascii_alphabetic());
    if !named
        || PUBLIC
            .iter()
            .any(|public| host.ends_with(&format!(".{public}")))
    {
        return false;
    }
    labels[..labels.len() - 2]
        .iter()
        .any(|label| is_trial(label))
}

/// Whether a part of a name says that things are tried there: `staging`, `www-staging`, `dev-portal`.
fn is_trial(label: &str) -> bool {
    TRIALS.iter().any(|part| {
        label == *part
            || label
                .strip_prefix(part)
                .is_some_and(|rest| rest.starts_with('-'))
            || label
                .strip_suffix(part)
                .is_some_and(|rest| rest.ends_with('-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(find: fn(&str) -> Vec<Range<usize>>, text: &str) -> Vec<String> {
        find(text)
            .into_iter()
            .map(|range| text[range].to_owned())
            .collect()
    }

    #[test]
    fn every_shape_can_be_read() {
        assert!(SIGNS.is_some() && HOSTS.is_some() && LOOKS.iter().all(Option::is_some));
    }

    #[test]
    fn secrets_are_found() {
        let long = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
        for secret in [
            "-----BEGIN RSA PRIVATE KEY-----".to_owned(),
            "-----BEGIN PRIVATE KEY-----".to_owned(),
            format!("AK{}", "IAQYLPMN5HNM3ZT7VR"),
            format!("ghp_{long}"),
            format!("github_pat_{long}"),
            format!("glpat-{}", &long[..20]),
            format!("xoxb-{}", &long[..20]),
            format!("AIza{}", &long[..35]),
            format!("sk_live_{}", &long[..24]),
            format!("eyJ{0}.eyJ{0}.{0}", &long[..12]),
            "postgres://app:h4rdt0gu3ss@db.example.com".to_owned(),
            "password=Tr0ub4dor&3".to_owned(),
            "api_key = 9f8e7d6c5b4a".to_owned(),
            "Password: Tr0ub4dor3x".to_owned(),
            "密码：Tr0ub4dor3x".to_owned(),
        ] {
            let text = format!("Use {secret} here");
            let all = found(secrets, &text);
            assert_eq!(all.len(), 1, "{secret}");
            assert!(secret.contains(&all[0]) && all[0].len() > 15, "{all:?}");
        }
    }

    #[test]
    fn what_only_looks_like_a_secret_is_not_found() {
        let fine = "A password must have 12 characters. password=<your password> API_KEY=your-key-here \
                    postgres://user:password@host redis://user:pass@host https://example.com:8443/@team secret=${SECRET} AKIAIOSFODNN7EXAMPLE \
                    -----BEGIN PUBLIC KEY----- ghp_short passwordless=yes Password: twelve-characters 密码：AES-256-GCM sk-some-long-title-of-a-page-in-slovak";
        assert_eq!(found(secrets, fine), Vec::<String>::new());
    }

    #[test]
    fn inner_hosts_are_found() {
        let text = "See https://wiki.corp/page, build01.internal, printer.local., http://localhost:8080, 10.1.2.3/8, \
                    192.168.0.1, staging.example.com, www-staging.example.com and dev-portal.example.co.uk.";
        assert_eq!(
            found(internal_hosts, text),
            [
                "wiki.corp",
                "build01.internal",
                "printer.local",
                "localhost",
                "10.1.2.3",
                "192.168.0.1",
                "staging.example.com",
                "www-staging.example.com",
                "dev-portal.example.co.uk"
            ]
        );
    }

    #[test]
    fn public_hosts_are_not_found() {
        let fine = "dev.azure.com, dev.to, developer.example.com, 8.8.8.8, version 10.1.2.3, v10.0.0.1, 10.5 million, \
                    example.com/dev.html, /staging.example.com, devices.example.com, mobile.example.com, our local. \
                    Internal use, a.b.homes, 172.217.1.1";
        assert_eq!(found(internal_hosts, fine), Vec::<String>::new());
    }
}
