//! A web server on this computer that misbehaves on demand, and tells what it saw.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<String>,
}

type Answer = dyn Fn(&Request, &mut TcpStream) + Send + Sync;

/// How many are under way, and were at most.
#[derive(Default)]
pub(crate) struct Gauge {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Gauge {
    pub(crate) fn enter(&self) {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
    }

    pub(crate) fn leave(&self) {
        self.now.fetch_sub(1, Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> usize {
        self.now.load(Ordering::SeqCst)
    }

    pub(crate) fn most(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }
}

/// A running server. Its threads end with the test.
pub(crate) struct Server {
    port: u16,
    seen: Arc<Mutex<Vec<Request>>>,
    /// Its connections.
    pub(crate) gauge: Arc<Gauge>,
}

impl Server {
    /// A server that answers each connection once, by `answer`.
    pub(crate) fn start(answer: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (seen, gauge, answer): (Arc<Mutex<Vec<Request>>>, Arc<Gauge>, Arc<Answer>) =
            (Arc::default(), Arc::default(), Arc::new(answer));
        let (notes, inside) = (Arc::clone(&seen), Arc::clone(&gauge));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (notes, inside, answer) =
                    (Arc::clone(&notes), Arc::clone(&inside), Arc::clone(&answer));
                thread::spawn(move || {
                    inside.enter();
                    serve(stream, &notes, &*answer);
                    inside.leave();
                });
            }
        });
        Self { port, seen, gauge }
    }

    /// The address of a path.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Every request until now.
    pub(crate) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// The methods with which a path was asked for until now.
    pub(crate) fn methods(&self, path: &str) -> Vec<String> {
        let of = self.seen().into_iter().filter(|one| one.path == path);
        of.map(|one| one.method).collect()
    }
}

fn serve(mut stream: TcpStream, seen: &Mutex<Vec<Request>>, answer: &Answer) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else {
        return;
    };
    let headers = lines.map_while(Result::ok);
    let headers: Vec<String> = headers.take_while(|line| !line.is_empty()).collect();
    let mut words = first.split(' ').map(str::to_owned);
    let request = Request {
        method: words.next().unwrap_or_default(),
        path: words.next().unwrap_or_default(),
        headers,
    };
    seen.lock().unwrap().push(request.clone());
    answer(&request, &mut stream);
}

/// Answers with a status, more headers (each with its line end) and, unless it is asked without, a body.
pub(crate) fn reply(request: &Request, stream: &mut TcpStream, status: u16, headers: &str) {
    let body = "<!doctype html><title>Hello</title>";
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Words\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n"
    );
    let body = if request.method == "HEAD" { "" } else { body };
    // Who asked may be gone.
    let _ = stream.write_all(format!("{head}{body}").as_bytes());
}

/// Leads on to another address.
pub(crate) fn lead(request: &Request, stream: &mut TcpStream, status: u16, to: &str) {
    reply(request, stream, status, &format!("Location: {to}\r\n"));
}

/// Writes the same again and again, until nobody listens.
pub(crate) fn pour(stream: &mut TcpStream, first: &str, again: &str) {
    let mut sent = stream.write_all(first.as_bytes());
    while sent.is_ok() {
        sent = stream.write_all(again.as_bytes());
    }
}

/// Says nothing, until who asked goes away.
pub(crate) fn wait_for_the_end(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0; 1]);
}
