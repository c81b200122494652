//! The dictionary of a site: `dictionary.txt` with one word on each line, `#` before a comment.

/// The words of the file.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let line = line.split('#').next().unwrap_or_default();
        line.split_whitespace()
    })
}

/// The text of the file with one word more, in its place by the alphabet; comments, the order of the
/// other lines and the ends of lines stay as they are. What is no word, and a word that is there, add
/// nothing.
pub fn with_word(text: &str, word: &str) -> String {
    let word = word.trim();
    let is_word = !word.is_empty() && !word.contains(|c: char| c.is_whitespace() || c == '#');
    if !is_word || words(text).any(|known| known == word) {
        return text.to_owned();
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut at = text.len();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let first = words(line).next();
        if first.is_some_and(|first| key(first) > key(word)) {
            at = start;
            break;
        }
        start += line.len();
    }
    let (before, after) = text.split_at(at);
    let gap = if before.is_empty() || before.ends_with('\n') {
        ""
    } else {
        end
    };
    format!("{before}{gap}{word}{end}{after}")
}

fn key(word: &str) -> (String, &str) {
    (word.to_lowercase(), word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_goes_to_its_place_and_all_else_stays() {
        assert_eq!(with_word("", " Corvane "), "Corvane\n");
        let text = "# Names\r\nAda # a person\r\n\r\n# Things\r\nzip";
        let more = with_word(text, "mTLS");
        assert_eq!(
            more,
            "# Names\r\nAda # a person\r\n\r\n# Things\r\nmTLS\r\nzip"
        );
        assert_eq!(with_word(&more, "zoo"), format!("{more}\r\nzoo\r\n"));
        assert_eq!(with_word("b\n", "A"), "A\nb\n");
        for nothing in ["", "two words", "#x", "zip"] {
            assert_eq!(with_word(text, nothing), text);
        }
        let all: Vec<&str> = words(text).collect();
        assert_eq!(all, ["Ada", "zip"]);
    }
}
