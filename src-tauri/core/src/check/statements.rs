//! Facts that a site states in figures, found in sentences: which version of TLS, how long something is
//! kept, how soon somebody is told. Two different figures for one thing are a contradiction.

use crate::find::{Part, Sort};
use crate::message::Message;
use crate::say;
use crate::view::dotted;

use super::facts::Spot;
use super::texts::sentences;

/// A fact stated in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    /// What it is about: the code of a topic.
    pub(crate) topic: String,
    /// The figure, in one unit for all statements of a topic.
    pub(crate) value: String,
    /// The figure as it is written.
    pub(crate) words: String,
    pub(crate) sentence: String,
    pub(crate) spot: Spot,
}

/// A thing that has one figure in a site.
struct Topic {
    code: &'static str,
    name: fn() -> Message,
    /// Each of these groups of words must have one in the sentence, in small letters.
    all: &'static [&'static [&'static str]],
    /// None of these may be in it: the sentence is about something else.
    none: &'static [&'static str],
    figure: fn(&str) -> Option<(String, String)>,
}

const KEPT: &[&str] = &[
    "kept for",
    "keep for",
    "retained for",
    "retain ",
    "stored for",
    "deleted after",
    "deleted within",
    "keep them for",
    "are kept",
    "保留",
    "保存",
    "删除",
];
const TOLD: &[&str] = &[
    "notify", "inform", "notified", "informed", "tell you", "told", "通知", "告知",
];

/// Things that are often stated on several pages.
static TOPICS: &[Topic] = &[
    Topic {
        code: "tls",
        name: || say!("Version of TLS"),
        all: &[&["tls 1.", "tls1."]],
        none: &[
            "not ",
            "no longer",
            "disabled",
            "older",
            "below",
            "refuse",
            "不",
            "停用",
            "禁用",
        ],
        figure: tls,
    },
    Topic {
        code: "logs",
        name: || say!("How long logs are kept"),
        all: &[&["logs", "log data", "日志"], KEPT],
        none: &["backup", "备份"],
        figure: duration,
    },
    Topic {
        code: "backups",
        name: || say!("How long backups are kept"),
        all: &[&["backups", "backup copies", "备份"], KEPT],
        none: &["logs", "日志"],
        figure: duration,
    },
    Topic {
        code: "deletion",
        name: || say!("When customer data is deleted after the end of a contract"),
        all: &[
            &[
                "customer data",
                "customer content",
                "your data",
                "客户数据",
                "您的数据",
            ],
            &["deleted", "delete ", "erased", "删除", "清除"],
            &[
                "contract",
                "termination",
                "terminate",
                "agreement ends",
                "subscription ends",
                "合同",
                "终止",
                "到期",
            ],
        ],
        none: &["backup", "logs", "备份", "日志"],
        figure: duration,
    },
    Topic {
        code: "breach",
        name: || say!("When customers are told of an incident"),
        all: &[
            &["breach", "incident", "泄露", "事件", "事故"],
            TOLD,
            &["within", "no later than", "内"],
        ],
        none: &["subprocessor", "子处理"],
        figure: duration,
    },
    Topic {
        code: "notice",
        name: || say!("How long before a new subprocessor customers are told"),
        all: &[
            &[
                "subprocessor",
                "sub-processor",
                "子处理者",
                "子处理方",
                "分包商",
            ],
            &["days", "天", "日"],
            &["before", "notice", "in advance", "提前", "前"],
        ],
        none: &["object", "反对", "异议"],
        figure: duration,
    },
    Topic {
        code: "availability",
        name: || say!("Availability that is promised"),
        all: &[&["availability", "uptime", "可用性", "可用率"], &["%"]],
        none: &["last ", "was ", "past ", "上季", "去年", "过去"],
        figure: percent,
    },
];

/// What a topic is called.
pub(super) fn name(code: &str) -> Message {
    let topic = TOPICS.iter().find(|topic| topic.code == code);
    topic.map_or_else(Message::default, |topic| (topic.name)())
}

/// The facts that are stated in the texts of a file.
pub(super) fn of(part: &Part) -> Vec<Statement> {
    let mut found = Vec::new();
    for seen in part
        .seen
        .iter()
        .filter(|seen| !seen.hidden && seen.sort != Sort::Address)
    {
        for run in seen.runs.iter().filter(|run| !run.address) {
            for sentence in sentences(&run.text) {
                let lower = sentence.to_lowercase();
                let has = |words: &&[&str]| words.iter().any(|word| lower.contains(word));
                let about = TOPICS
                    .iter()
                    .filter(|topic| topic.all.iter().all(has) && !has(&topic.none));
                for topic in about {
                    if let Some((value, words)) = (topic.figure)(&lower) {
                        found.push(Statement {
                            topic: topic.code.to_owned(),
                            value,
                            words,
                            sentence: sentence.to_owned(),
                            spot: Spot {
                                section: seen.section,
                                field: dotted(&seen.path),
                            },
                        });
                    }
                }
            }
        }
    }
    found
}

/// The lowest version of TLS that a sentence names.
fn tls(sentence: &str) -> Option<(String, String)> {
    let versions = sentence.match_indices("1.").filter_map(|(at, _)| {
        let digit = sentence[at + 2..].chars().next()?;
        let alone = !sentence[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.');
        (alone && ('0'..='3').contains(&digit)).then(|| format!("1.{digit}"))
    });
    let lowest = versions.min()?;
    Some((lowest.clone(), format!("TLS {lowest}")))
}

/// Units of time with how many hours each is.
const UNITS: [(&str, u32); 16] = [
    ("hours", 1),
    ("hour", 1),
    ("days", 24),
    ("day", 24),
    ("weeks", 168),
    ("week", 168),
    ("months", 730),
    ("month", 730),
    ("years", 8760),
    ("year", 8760),
    ("小时", 1),
    ("个月", 730),
    ("天", 24),
    ("日", 24),
    ("周", 168),
    ("年", 8760),
];

/// English numbers that are written as words.
const NUMBERS: [(&str, u32); 12] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("ten", 10),
    ("twelve", 12),
    ("fourteen", 14),
    ("thirty", 30),
    ("ninety", 90),
];

/// The only length of time that a sentence names, in hours; `None` when there are several.
fn duration(sentence: &str) -> Option<(String, String)> {
    let mut found: Vec<(u32, String)> = Vec::new();
    for (at, number, written) in numbers(sentence) {
        let rest = sentence[at..].trim_start_matches([' ', '-', '\u{a0}']);
        let rest = ["business ", "working ", "calendar ", "个工作"]
            .iter()
            .fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
        if let Some((unit, hours)) = UNITS.iter().find(|(unit, _)| rest.starts_with(unit)) {
            let blank = if unit.is_ascii() { " " } else { "" };
            found.push((
                number.saturating_mul(*hours),
                format!("{written}{blank}{unit}"),
            ));
        }
    }
    match &found[..] {
        [(hours, words)] => Some((hours.to_string(), words.clone())),
        _ => None,
    }
}

/// The numbers of a sentence, each with the byte behind it.
fn numbers(sentence: &str) -> Vec<(usize, u32, String)> {
    let mut found = Vec::new();
    let mut digits = String::new();
    for (at, c) in sentence.char_indices().chain([(sentence.len(), ' ')]) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if !digits.is_empty() {
            if let Ok(number) = digits.parse() {
                found.push((at, number, digits.clone()));
            }
            digits.clear();
        }
    }
    for (word, number) in NUMBERS {
        for (at, _) in sentence.match_indices(word) {
            let end = at + word.len();
            let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            if !letter(sentence[..at].chars().next_back())
                && !letter(sentence[end..].chars().next())
            {
                found.push((end, number, word.to_owned()));
            }
        }
    }
    found
}

/// The only share that a sentence names.
fn percent(sentence: &str) -> Option<(String, String)> {
    let mut shares = sentence.match_indices('%').filter_map(|(at, _)| {
        let before = sentence[..at].trim_end();
        let start = before
            .rfind(|c: char| !c.is_ascii_digit() && c != '.')
            .map_or(0, |i| {
                i + before[i..].chars().next().map_or(1, char::len_utf8)
            });
        let share = &before[start..];
        share.parse::<f64>().ok().map(|_| share.to_owned())
    });
    let first = shares.next()?;
    shares
        .next()
        .is_none()
        .then(|| (first.clone(), format!("{first} %")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_compared_in_one_unit() {
        let hours = |text: &str| duration(text).map(|(hours, _)| hours);
        assert_eq!(hours("within 72 hours"), hours("within three days"));
        assert_eq!(hours("日志保留 30 天"), hours("kept for 30 days"));
        assert_eq!(hours("after 30 days, or 90 days on request"), None);
        assert_eq!(hours("in 2026"), None);
        assert_eq!(tls("we use tls 1.2 or 1.3").unwrap().0, "1.2");
        assert_eq!(tls("version 11.2"), None);
        assert_eq!(percent("99.9 % availability").unwrap().0, "99.9");
    }
}
