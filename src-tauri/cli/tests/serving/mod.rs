//! A small site, and a preview server on it that ends with the test.
#![allow(dead_code, reason = "each test file uses its part of it")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest time for one answer; no test depends on how long one takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// The text of a page with one paragraph.
pub(crate) fn page(words: &str) -> String {
    format!("+++\ntitle = \"Test\"\nsummary = \"A test.\"\n+++\n\n::: text\n{words}\n:::\n")
}

/// A site with one page in a temporary folder.
pub(crate) fn site() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    fs::create_dir_all(site.join("pages/en")).unwrap();
    let settings = "format = 1\nname = \"Test\"\naddress = \"https://trust.example.com\"\n";
    fs::write(site.join("site.toml"), settings).unwrap();
    fs::write(site.join("pages/en/index.md"), page("Hello from the test")).unwrap();
    (dir, site)
}

/// A server that runs.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) port: u16,
    /// What it said when it started.
    pub(crate) said: String,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// What stands between two texts of the body.
    pub(crate) fn between(&self, before: &str, after: &str) -> &str {
        let rest = self.body.split_once(before).unwrap().1;
        rest.split_once(after).unwrap().0
    }
}

impl Running {
    pub(crate) fn command(site: &Path, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"));
        command.arg("preview").arg(site).args(more);
        command
    }

    pub(crate) fn start(site: &Path, more: &[&str]) -> Self {
        let mut child = Self::command(site, more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        while !said.contains("Ctrl+C") {
            assert!(lines.read_line(&mut said).unwrap() > 0, "it ended: {said}");
        }
        let port = said.split_once("127.0.0.1:").unwrap().1;
        let port = port.split_once('/').unwrap().0.parse().unwrap();
        // Whatever else it says must not fill the pipe.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Self { child, port, said }
    }

    fn send(&self, method: &str, path: &str, host: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        BufReader::new(stream)
    }

    pub(crate) fn ask(&self, method: &str, path: &str, host: &str) -> Answer {
        let mut bytes = Vec::new();
        self.send(method, path, host)
            .read_to_end(&mut bytes)
            .unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Answer {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port))
    }

    /// The stream of events at an address, once the server has begun to answer.
    pub(crate) fn listen(&self, path: &str) -> BufReader<TcpStream> {
        let mut stream = self.send("GET", path, &format!("127.0.0.1:{}", self.port));
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            assert!(stream.read_line(&mut line).unwrap() > 0, "no answer");
        }
        stream
    }

    /// Asks until the answer has this status: a change takes a moment to be seen.
    pub(crate) fn wait_for(&self, path: &str, status: u16) -> Answer {
        self.wait_until(path, |answer| answer.status == status)
    }

    /// Asks until the answer is as wanted.
    pub(crate) fn wait_until(&self, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
        let end = Instant::now() + PATIENCE;
        loop {
            let answer = self.get(path);
            if wanted(&answer) {
                return answer;
            }
            assert!(
                Instant::now() < end,
                "{path}: {} {}",
                answer.status,
                answer.body
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
