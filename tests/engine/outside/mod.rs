//! Links to other sites, checked against servers that misbehave in every usual way.

mod many;
mod opened;
mod server;
mod sites;
mod tls;

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use trustdesk_core::model::Date;
use trustdesk_core::outside::{self, Answer, Known, Link, Manner, Outcome, Trouble};

use server::{Request, Server, lead, pour, reply};

/// Time that only ends a test that would never end.
const LONG: Duration = Duration::from_secs(600);

fn today() -> Date {
    Date::parse("2026-11-26").unwrap()
}

/// Asks without pauses, also on this computer.
fn quick() -> Manner {
    Manner {
        local: true,
        pause: Duration::ZERO,
        connect: LONG,
        whole: LONG,
        back_off: Duration::from_millis(1),
        ..Manner::default()
    }
}

fn links(addresses: &[String]) -> Vec<Link> {
    let link = |address: &String| Link {
        address: address.clone(),
        uses: Vec::new(),
    };
    addresses.iter().map(link).collect()
}

fn check(addresses: &[String], manner: &Manner) -> (Outcome, Known) {
    let mut known = Known::default();
    let links = links(addresses);
    let outcome = outside::check(&links, &mut known, today(), manner, false, &mut |_| true);
    (outcome, known)
}

/// The answer for one address.
fn answer(address: &str, manner: &Manner) -> Answer {
    let (outcome, known) = check(&[address.to_owned()], manner);
    assert_eq!(outcome, Outcome::Done);
    known.of(address).unwrap().answer.clone()
}

/// The answer for one path of a server that answers it so.
fn answer_of(
    serve: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static,
) -> (Answer, Vec<String>) {
    let server = Server::start(serve);
    let answer = answer(&server.at("/x"), &quick());
    (answer, server.methods("/x"))
}

fn lost(why: Trouble) -> Answer {
    Answer::Unreachable { why }
}

#[test]
fn what_is_there_is_asked_once_without_the_page() {
    let server = Server::start(|request, stream| reply(request, stream, 200, ""));
    let address = server.at("/x?a=1&b=%20");
    assert_eq!(answer(&address, &quick()), Answer::Fine);
    let seen = server.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!((&*seen[0].method, &*seen[0].path), ("HEAD", "/x?a=1&b=%20"));
    let headers = seen[0].headers.join("\n").to_ascii_lowercase();
    assert!(headers.contains("user-agent: trustdesk/"), "{headers}");
    for never in ["cookie", "authorization", "referer", "range"] {
        assert!(!headers.contains(never), "{headers}");
    }
}

#[test]
fn where_asking_without_the_page_fails_the_page_is_asked_for() {
    for status in [400, 403, 404, 405, 500, 501] {
        let (answer, methods) = answer_of(move |request, stream| {
            let status = if request.method == "HEAD" {
                status
            } else {
                200
            };
            reply(request, stream, status, "");
        });
        assert_eq!(
            (answer, methods),
            (Answer::Fine, vec!["HEAD".into(), "GET".into()])
        );
    }
    for bad in ["", "HTTP/1.1 200 O", "what?\r\n\r\n"] {
        let (answer, methods) = answer_of(move |request, stream| match &*request.method {
            "HEAD" => drop(stream.write_all(bad.as_bytes())),
            _ => reply(request, stream, 200, ""),
        });
        assert_eq!(
            (answer, methods),
            (Answer::Fine, vec!["HEAD".into(), "GET".into()]),
            "{bad}"
        );
    }
}

#[test]
fn what_is_not_there_is_told_from_what_may_not_be_looked_at() {
    let of = |status| answer_of(move |request, stream| reply(request, stream, status, "")).0;
    for status in [404, 410] {
        assert_eq!(of(status), Answer::Gone { status });
    }
    for status in [400, 401, 403, 451, 999] {
        assert_eq!(of(status), Answer::Refused { status });
    }
    for status in [500, 502, 504] {
        assert_eq!(of(status), Answer::Broken { status });
    }
    for status in [204, 206, 300, 304] {
        assert_eq!(of(status), Answer::Fine);
    }
}

/// A server on which addresses lead on to each other.
fn leading() -> Server {
    Server::start(|request, stream| match &*request.path {
        "/good" => lead(request, stream, 301, "/good/2"),
        "/good/2" => lead(request, stream, 308, "/there?x=1#part"),
        "/now" => lead(request, stream, 302, "/now/2"),
        "/now/2" => lead(request, stream, 307, "there"),
        "/mixed" => lead(request, stream, 301, "/now"),
        "/later" => lead(request, stream, 303, "/good"),
        "/circle" => lead(request, stream, 302, "/circle/2"),
        "/circle/2" => lead(request, stream, 301, "../circle"),
        "/itself" => lead(request, stream, 301, "#here"),
        "/file" => lead(request, stream, 301, "file:///etc/hostname"),
        "/script" => lead(request, stream, 302, "javascript:alert(1)"),
        "/mail" => lead(request, stream, 302, "mailto:someone@example.com"),
        "/bad" => lead(request, stream, 301, "http://"),
        "/nowhere" => reply(request, stream, 301, ""),
        "/old" => lead(request, stream, 301, "/gone"),
        "/utf" => lead(request, stream, 301, "/ünder"),
        "/gone" => reply(request, stream, 404, ""),
        path if path.starts_with("/on/") => {
            lead(request, stream, 302, &format!("{path}/on"));
        }
        _ => reply(request, stream, 200, ""),
    })
}

#[test]
fn what_moved_for_good_is_told_from_what_leads_on_for_now() {
    let server = leading();
    let of = |path: &str| answer(&server.at(path), &quick());
    let moved = |to: &str, permanent| Answer::Moved {
        to: server.at(to),
        permanent,
    };
    assert_eq!(of("/good"), moved("/there?x=1#part", true));
    assert_eq!(of("/now"), moved("/now/there", false));
    assert_eq!(
        of("/mixed"),
        moved("/now", true),
        "beyond, it only leads on for now"
    );
    assert_eq!(of("/later"), moved("/there?x=1", false));
    assert_eq!(of("/utf"), moved("/%C3%BCnder", true));
    assert_eq!(of("/old"), Answer::Gone { status: 404 });
    assert_eq!(
        of("/nowhere"),
        Answer::Fine,
        "a page without an address to lead on to"
    );
}

#[test]
fn what_leads_nowhere_is_followed_nowhere() {
    let server = leading();
    let of = |path: &str| answer(&server.at(path), &quick());
    for circle in ["/circle", "/itself", "/on/"] {
        assert_eq!(of(circle), lost(Trouble::Circle), "{circle}");
    }
    let on = server
        .seen()
        .into_iter()
        .filter(|one| one.path.starts_with("/on/"));
    assert_eq!(on.count(), 11);
    for (path, to) in [
        ("/file", "file:///etc/hostname"),
        ("/script", "javascript:alert(1)"),
        ("/mail", "mailto:someone@example.com"),
        ("/bad", "http://"),
    ] {
        assert_eq!(of(path), lost(Trouble::Astray { to: to.into() }));
    }
}

/// A server that answers `status` so many times, and then that all is well.
fn busy(times: usize, status: u16, headers: &'static str) -> Server {
    let left = AtomicUsize::new(times);
    Server::start(move |request, stream| {
        let less = |left: usize| left.checked_sub(1);
        let busy = left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less)
            .is_ok();
        if busy {
            reply(request, stream, status, headers);
        } else {
            reply(request, stream, 200, "");
        }
    })
}

#[test]
fn a_busy_site_is_asked_again_but_not_for_ever() {
    let of = |server: &Server| answer(&server.at("/x"), &quick());
    for headers in [
        "",
        "Retry-After: 0\r\n",
        "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n",
        "Retry-After: soon\r\n",
    ] {
        assert_eq!(of(&busy(2, 429, headers)), Answer::Fine, "{headers}");
        assert_eq!(of(&busy(1, 503, headers)), Answer::Fine, "{headers}");
    }
    let always = busy(usize::MAX, 429, "");
    assert_eq!(of(&always), Answer::Refused { status: 429 });
    assert_eq!(always.seen().len(), 3);
    assert_eq!(
        of(&busy(usize::MAX, 503, "")),
        Answer::Broken { status: 503 }
    );
    // Nobody waits for an hour.
    for headers in [
        "Retry-After: 3600\r\n",
        "Retry-After: Thu, 01 Jan 2060 00:00:00 GMT\r\n",
        "Retry-After: 99999999999999999\r\n",
    ] {
        let server = busy(usize::MAX, 429, headers);
        assert_eq!(of(&server), Answer::Refused { status: 429 });
        assert_eq!(server.seen().len(), 1, "{headers}");
    }
}

#[test]
fn a_site_that_says_when_to_come_again_is_left_alone_until_then() {
    let server = busy(1, 429, "Retry-After: 1\r\n");
    let start = Instant::now();
    assert_eq!(answer(&server.at("/x"), &quick()), Answer::Fine);
    assert!(start.elapsed() >= Duration::from_secs(1));
}

#[test]
fn a_connection_that_ends_is_tried_again() {
    for (sent, why) in [
        ("", Trouble::BrokeOff),
        ("HTTP/1.1 200 OK\r\nContent-Le", Trouble::BrokeOff),
        ("SSH-2.0-OpenSSH_9.7\r\n", Trouble::Garbled),
        ("HTTP/1.1 banana\r\n\r\n", Trouble::Garbled),
        ("HTTP/9.9 200 OK\r\n\r\n", Trouble::Garbled),
        ("\0\u{1}\u{2}\r\n\r\n", Trouble::Garbled),
    ] {
        let (answer, methods) = answer_of(move |_, stream| {
            drop(stream.write_all(sent.as_bytes()));
        });
        let times = if why == Trouble::BrokeOff { 4 } else { 2 };
        assert_eq!((answer, methods.len()), (lost(why), times), "{sent:?}");
    }
}

#[test]
fn no_reply_is_read_without_an_end() {
    let forever = |first: &'static str, again: &'static str| {
        answer_of(move |request, stream| match &*request.method {
            "HEAD" => reply(request, stream, 405, ""),
            _ => pour(stream, first, again),
        })
        .0
    };
    let start = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    assert_eq!(forever("HTTP/1.1 200 OK\r\n\r\n", "more "), Answer::Fine);
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    assert_eq!(forever(chunked, "4\r\nmore\r\n"), Answer::Fine);
    assert_eq!(
        forever(start, "X-More: and more\r\n"),
        lost(Trouble::Garbled)
    );
    assert_eq!(
        forever("HTTP/1.1 200 OK\r\nX-Huge: ", "xxxxxxxxxxxxxxxx"),
        lost(Trouble::Garbled)
    );
}

#[test]
fn wrong_lengths_are_no_fault_of_the_link() {
    for length in ["5", "5000", "18446744073709551615"] {
        let (answer, _) = answer_of(move |request, stream| {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
            match &*request.method {
                "HEAD" => reply(request, stream, 405, ""),
                _ => drop(std::io::Write::write_all(
                    stream,
                    format!("{head}short and sweet").as_bytes(),
                )),
            }
        });
        assert_eq!(answer, Answer::Fine, "{length}");
    }
}
