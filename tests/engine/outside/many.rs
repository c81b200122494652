//! Many addresses at once: limits, patience, stopping, what is known already; and hosts that are not there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use trustdesk_core::library::FileUse;
use trustdesk_core::model::Date;
use trustdesk_core::outside::{self, Answer, Known, Manner, Outcome, Trouble};

use super::server::{Gauge, Request, Server, reply, wait_for_the_end};
use super::{answer, check, links, lost, quick, today};

#[test]
fn nobody_is_waited_for_for_ever() {
    let short = Manner {
        whole: Duration::from_millis(200),
        ..quick()
    };
    let silent = Server::start(|_, stream| wait_for_the_end(stream));
    assert_eq!(answer(&silent.at("/x"), &short), lost(Trouble::TimedOut));
    let slow = Server::start(|_, stream| {
        let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while sent.is_ok() {
            thread::sleep(Duration::from_millis(20));
            sent = stream.write_all(b"X-Drip: drop\r\n");
        }
    });
    assert_eq!(answer(&slow.at("/x"), &short), lost(Trouble::TimedOut));
}

#[test]
fn a_host_that_does_not_answer_is_not_asked_for_every_address() {
    let silent = Server::start(|_, _| {});
    let all: Vec<String> = (0..20).map(|i| silent.at(&format!("/{i}"))).collect();
    let (outcome, known) = check(&all, &quick());
    assert_eq!(outcome, Outcome::Done);
    for address in &all {
        assert_eq!(known.of(address).unwrap().answer, lost(Trouble::BrokeOff));
    }
    // Three, and what was under way then, each four times.
    assert!(silent.seen().len() <= 4 * 4, "{}", silent.seen().len());
}

#[test]
fn names_that_nobody_knows_and_ports_where_nobody_listens() {
    assert_eq!(
        answer("http://nowhere.invalid/", &quick()),
        lost(Trouble::NoName)
    );
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", nobody.local_addr().unwrap());
    drop(nobody);
    assert_eq!(answer(&address, &quick()), lost(Trouble::TurnedAway));
    assert_eq!(answer("https://", &quick()), lost(Trouble::NotAnAddress));
}

#[test]
fn a_computer_without_a_network_finds_no_fault_with_links() {
    let all = [
        "https://one.invalid/".to_owned(),
        "https://two.invalid/".to_owned(),
    ];
    let (outcome, known) = check(&all, &quick());
    assert_eq!(outcome, Outcome::Offline);
    assert_eq!(known, Known::default());
}

#[test]
fn what_lies_inside_a_network_is_not_asked() {
    let inside = Server::start(|request, stream| reply(request, stream, 200, ""));
    let guarded = Manner {
        local: false,
        ..quick()
    };
    let port = inside.at("").rsplit(':').next().unwrap().to_owned();
    for address in [
        inside.at("/"),
        format!("http://localhost:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://2130706433:{port}/"),
    ] {
        let (_, known) = check(std::slice::from_ref(&address), &guarded);
        let all = links(&[address]);
        let view = outside::view(all, &known, today(), &|at| FileUse { at, kind: None });
        assert_eq!(view.links[0].answer, Some(Answer::Internal));
    }
    assert_eq!(inside.seen().len(), 0);
}

#[test]
fn few_requests_go_to_one_host_and_not_too_many_at_all() {
    let slowly = |gauge: &Arc<Gauge>| {
        let gauge = Arc::clone(gauge);
        move |request: &Request, stream: &mut TcpStream| {
            gauge.enter();
            thread::sleep(Duration::from_millis(5));
            gauge.leave();
            reply(request, stream, 200, "");
        }
    };
    let alone: Arc<Gauge> = Arc::default();
    let one = Server::start(slowly(&alone));
    let all: Vec<String> = (0..40).map(|i| one.at(&format!("/{i}"))).collect();
    let (_, known) = check(&all, &quick());
    let fine = |address: &String| known.of(address).unwrap().answer == Answer::Fine;
    assert!(all.iter().all(fine));
    assert_eq!(one.seen().len(), 40);
    assert!(alone.most() <= 2, "{}", alone.most());

    let together: Arc<Gauge> = Arc::default();
    let many: Vec<Server> = (0..8).map(|_| Server::start(slowly(&together))).collect();
    let all: Vec<String> = many.iter().flat_map(|s| [s.at("/a"), s.at("/b")]).collect();
    let manner = Manner {
        at_once: 3,
        ..quick()
    };
    check(&all, &manner);
    assert!(together.most() <= 3, "{}", together.most());
}

#[test]
fn one_who_stops_does_not_wait_and_keeps_what_was_answered() {
    let server = Server::start(|request, stream| match &*request.path {
        "/a" => reply(request, stream, 200, ""),
        _ => wait_for_the_end(stream),
    });
    let all: Vec<String> = ["/a", "/b", "/c"]
        .iter()
        .map(|path| server.at(path))
        .collect();
    let mut known = Known::default();
    let outcome = outside::check(
        &links(&all),
        &mut known,
        today(),
        &quick(),
        false,
        &mut |progress| {
            // Only the silent ones are left, and they are being asked.
            progress.done < 1 || server.gauge.now() < 2
        },
    );
    assert_eq!(outcome, Outcome::Stopped);
    assert_eq!(known.of(&all[0]).unwrap().answer, Answer::Fine);
    assert_eq!(known.of(&all[1]), None);
    // What was under way is ended, too: otherwise this waits for ever.
    while server.gauge.now() > 0 {
        thread::yield_now();
    }
}

#[test]
fn what_is_known_is_not_asked_again() {
    let server = Server::start(|request, stream| {
        let status = if request.path == "/gone" { 404 } else { 200 };
        reply(request, stream, status, "");
    });
    let all = links(&[server.at("/there"), server.at("/gone")]);
    let mut known = Known::default();
    let mut asked = |day: &str, again| {
        let day = Date::parse(day).unwrap();
        let before = server.seen().len();
        outside::check(&all, &mut known, day, &quick(), again, &mut |_| true);
        let paths = server
            .seen()
            .split_off(before)
            .into_iter()
            .map(|one| one.path);
        paths.collect::<BTreeSet<_>>()
    };
    let paths = |of: &[&str]| of.iter().map(|p| (*p).to_owned()).collect();
    assert_eq!(asked("2026-11-26", false), paths(&["/there", "/gone"]));
    assert_eq!(asked("2026-11-26", false), paths(&[]));
    assert_eq!(asked("2026-11-27", false), paths(&["/gone"]));
    assert_eq!(asked("2026-11-27", true), paths(&["/there", "/gone"]));
    assert_eq!(asked("2026-12-04", false), paths(&["/there", "/gone"]));
}

#[test]
fn progress_counts_up_to_all_and_names_hosts() {
    let server = Server::start(|request, stream| reply(request, stream, 200, ""));
    let all: Vec<String> = (0..5).map(|i| server.at(&format!("/{i}"))).collect();
    let mut told: BTreeMap<u32, String> = BTreeMap::new();
    let mut known = Known::default();
    outside::check(
        &links(&all),
        &mut known,
        today(),
        &quick(),
        false,
        &mut |progress| {
            assert_eq!(progress.total, 5);
            told.insert(progress.done, progress.host);
            true
        },
    );
    assert_eq!(told.keys().copied().collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    assert!(server.at("/").contains(&told[&5]));
}
