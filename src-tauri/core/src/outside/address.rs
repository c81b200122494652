//! Addresses of other sites: what is asked for a link, which ones lie inside a network, and what is
//! written in place of one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Endings of names that only a network of its own knows (RFC 6761, 6762, 8375, 9476 and custom).
const LOCAL_NAMES: [&str; 8] = [
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "corp",
    "home",
    "home.arpa",
];

/// What is asked for a link: without the place on the page, and without a name and password. `None` for
/// what is no address of a web page.
pub(crate) fn asked(to: &str) -> Option<Url> {
    let mut url = Url::parse(&whole(to)?).ok()?;
    url.set_fragment(None);
    // Neither can fail for addresses with a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.has_host().then_some(url)
}

/// A link to another site as a whole address, good or not; `None` for any other link.
pub(super) fn whole(to: &str) -> Option<String> {
    let to = to.trim();
    if to.starts_with("//") {
        return Some(format!("https:{to}"));
    }
    let (scheme, _) = to.split_once(':')?;
    let web = ["http", "https"]
        .iter()
        .any(|one| scheme.eq_ignore_ascii_case(one));
    web.then(|| to.to_owned())
}

/// The host with its port, where it has an unusual one.
pub(super) fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// Whether an address lies inside this computer or a network, by what is written in it.
pub(super) fn is_local(url: &Url) -> bool {
    match url.host() {
        None => true,
        Some(Host::Domain(name)) => is_local_name(name),
        Some(Host::Ipv4(ip)) => is_local_ip(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_local_ip(IpAddr::V6(ip)),
    }
}

fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    !name.contains('.')
        || LOCAL_NAMES.iter().any(|ending| {
            name.strip_suffix(ending)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
}

/// Whether a number belongs to this computer or a network, not to the internet.
pub(super) fn is_local_ip(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_local_v4(ip),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_local_v4(ip),
            None => is_local_v6(ip),
        },
    }
}

fn is_local_v4(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    // 100.64.0.0/10 is shared by the customers of a provider (RFC 6598).
    let shared = a == 100 && (64..128).contains(&b);
    ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_multicast()
        || a == 0
        || shared
}

fn is_local_v6(ip: Ipv6Addr) -> bool {
    ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_multicast()
        || ip.is_unique_local()
        || ip.is_unicast_link_local()
}

/// What a person entered in place of an address, as it is written into links: blanks and the like
/// percent-encoded. `None` when it is no address of a web page.
pub(crate) fn replacement(to: &str) -> Option<String> {
    let to = to.trim();
    let url = asked(to)?;
    let unsafe_in_links = |c: char| c.is_whitespace() || c.is_control() || "<>\"'`\\".contains(c);
    let to = match to.find(unsafe_in_links) {
        Some(_) => Url::parse(to).ok().unwrap_or(url).to_string(),
        None => to.to_owned(),
    };
    // A bracket without its other half would end a link in a text.
    let even = to.matches('(').count() == to.matches(')').count();
    Some(if even {
        to
    } else {
        to.replace('(', "%28").replace(')', "%29")
    })
}

/// `to` as it is written in place of the link `old`, which keeps its place on the page.
pub(crate) fn written(old: &str, to: &str) -> String {
    match old.split_once('#') {
        Some((_, place)) if !to.contains('#') && !place.is_empty() => format!("{to}#{place}"),
        _ => to.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_asked_for_all_ways_to_write_it() {
        let one = |to| asked(to).map(String::from);
        assert_eq!(
            one("https://Example.com"),
            one(" https://example.com/#top ")
        );
        assert_eq!(one("//example.com/a"), one("https://example.com:443/a"));
        assert_eq!(
            one("https://me:secret@example.com/a b").as_deref(),
            Some("https://example.com/a%20b")
        );
        assert_eq!(
            one("https://bücher.example/").as_deref(),
            Some("https://xn--bcher-kva.example/")
        );
        for other in [
            "mailto:a@example.com",
            "/page",
            "#top",
            "https://",
            "http://a b/",
            "",
        ] {
            assert_eq!(asked(other), None, "{other}");
        }
    }

    #[test]
    fn addresses_inside_a_network_are_known() {
        let local = |to: &str| is_local(&Url::parse(to).unwrap());
        for to in [
            "http://localhost/",
            "http://wiki/",
            "https://files.corp/",
            "https://printer.local./",
            "http://127.0.0.1:8080/",
            "http://0.0.0.0/",
            "http://10.1.2.3/",
            "http://172.16.0.1/",
            "http://192.168.1.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://100.100.1.1/",
            "http://2130706433/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[fe80::1]/",
            "http://[fd00::1]/",
        ] {
            assert!(local(to), "{to}");
        }
        for to in [
            "https://example.com/",
            "https://local.example.com/",
            "http://8.8.8.8/",
            "http://172.32.0.1/",
            "http://[2001:db8::1]/",
        ] {
            assert!(!local(to), "{to}");
        }
    }

    #[test]
    fn a_link_keeps_its_place_unless_the_new_address_has_one() {
        assert_eq!(
            written("https://a.example/x#p", "https://b.example/y"),
            "https://b.example/y#p"
        );
        assert_eq!(
            written("https://a.example/x#p", "https://b.example/y#q"),
            "https://b.example/y#q"
        );
        assert_eq!(
            written("https://a.example/x#", "https://b.example/y"),
            "https://b.example/y"
        );
    }

    #[test]
    fn what_is_entered_ends_no_link() {
        let new = |to| replacement(to);
        assert_eq!(
            new(" https://a.example/x ").as_deref(),
            Some("https://a.example/x")
        );
        assert_eq!(
            new("https://a.example/a b").as_deref(),
            Some("https://a.example/a%20b")
        );
        assert_eq!(
            new("https://a.example/a)b").as_deref(),
            Some("https://a.example/a%29b")
        );
        assert_eq!(
            new("https://a.example/a(b)").as_deref(),
            Some("https://a.example/a(b)")
        );
        assert_eq!(
            new("https://a.example/\">x").as_deref(),
            Some("https://a.example/%22%3Ex")
        );
        assert_eq!(new("javascript:alert(1)"), None);
        assert_eq!(new("example.com"), None);
    }
}
