//! The engine's rich text for tests in another language: one JSON request a line, one answer a line.
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "test code: a failure here is a failed test"
)]

use std::io::{BufRead, Write};

use serde_json::{Value, json};
use trustdesk_core::rich;

fn main() {
    let input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    for line in input.lines() {
        let request: Value = serde_json::from_str(&line.expect("a line")).expect("a request");
        let text = |name: &str| request[name].as_str().expect("a text");
        let answer = match text("do") {
            "view" => json!(rich::view(text("text"))),
            "check" => {
                let shown =
                    serde_json::from_value(request["shown"].clone()).expect("what is shown");
                json!(rich::check(text("old"), text("new"), &shown).err())
            }
            other => panic!("no such request: {other}"),
        };
        writeln!(output, "{answer}").expect("an answer");
        output.flush().expect("an answer");
    }
}
