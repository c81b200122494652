//! Writes calendars (iCalendar, RFC 5545).

use crate::model::Date;

/// The longest line in bytes, without its end.
const LINE: usize = 75;

/// Something on one day.
pub(crate) struct Event {
    /// A name that no other event has, whatever the calendar, and that never changes.
    pub(crate) uid: String,
    pub(crate) date: Date,
    pub(crate) summary: String,
    /// More about it; may be empty.
    pub(crate) description: String,
    /// Where there is more to read; may be empty.
    pub(crate) url: String,
}

/// A calendar called `name`, as it stood on the day `as_of`.
pub(crate) fn text(name: &str, as_of: Date, events: &[Event]) -> String {
    let mut out = String::new();
    let stamp = format!("{}T000000Z", digits(as_of));
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Trustdesk//Trust center//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", &escape(name)),
    ] {
        line(&mut out, name, value);
    }
    for event in events {
        let next = event.date.plus_days(1);
        for (name, value) in [
            ("BEGIN", "VEVENT"),
            ("UID", &event.uid),
            ("DTSTAMP", &stamp),
            ("DTSTART;VALUE=DATE", &digits(event.date)),
            ("DTEND;VALUE=DATE", &digits(next)),
            ("SUMMARY", &escape(&event.summary)),
            ("DESCRIPTION", &escape(&event.description)),
            ("URL", &event.url),
            ("TRANSP", "TRANSPARENT"),
            ("END", "VEVENT"),
        ] {
            if !value.is_empty() {
                line(&mut out, name, value);
            }
        }
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

fn digits(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// A text as a value (section 3.3.11).
fn escape(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;");
    text.replace(',', "\\,")
        .replace("\r\n", "\\n")
        .replace(['\n', '\r'], "\\n")
}

/// One content line, folded after 75 bytes but never inside a character (section 3.1).
fn line(out: &mut String, name: &str, value: &str) {
    let mut width = 0;
    for c in format!("{name}:{value}").chars() {
        if width + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut out = String::new();
        line(&mut out, "SUMMARY", &escape(&"安全, ".repeat(30)));
        assert!(out.ends_with("\r\n"));
        let lines: Vec<_> = out.trim_end().split("\r\n").collect();
        assert!(lines.len() > 2 && lines.iter().all(|line| line.len() <= LINE));
        assert!(lines[1..].iter().all(|line| line.starts_with(' ')));
        let whole = lines.iter().enumerate();
        let whole: String = whole
            .map(|(at, l)| if at == 0 { l } else { &l[1..] })
            .collect();
        assert_eq!(
            whole,
            format!("SUMMARY:{}", "安全\\, ".repeat(30)).trim_end()
        );
    }
}
