//! Names of hosts that visitors cannot reach, or should not.

/// Whether a host is meant for tests or for insiders.
pub(crate) fn is_internal_host(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let parts: Vec<&str> = host.split(['.', '-']).collect();
    let named = [
        "staging",
        "stage",
        "preprod",
        "preproduction",
        "ppe",
        "uat",
        "dev",
        "test",
        "qa",
    ];
    let ends = [
        ".local",
        ".internal",
        ".corp",
        ".lan",
        ".intranet",
        ".localhost",
    ];
    let private = || {
        let address = host.parse::<std::net::Ipv4Addr>();
        address.is_ok_and(|a| a.is_private() || a.is_loopback() || a.is_link_local())
    };
    host == "localhost"
        || ends.iter().any(|end| host.ends_with(end))
        || parts[..parts.len().saturating_sub(1)]
            .iter()
            .any(|part| named.contains(part))
        || private()
}
