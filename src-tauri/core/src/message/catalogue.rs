//! The Simplified Chinese of everything that the engine says.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The file: English beside Chinese.
#[derive(Default, Deserialize)]
struct Catalogue {
    /// Patterns of messages.
    messages: HashMap<String, String>,
    /// Parts of what the parser of settings and fields says.
    parser: HashMap<String, String>,
}

/// Read once; a test sees to it that it can be read.
static CHINESE: LazyLock<Catalogue> = LazyLock::new(|| {
    toml::from_str(include_str!("../../messages/zh-Hans.toml")).unwrap_or_default()
});

/// The pattern in Simplified Chinese.
pub(super) fn translated(pattern: &str) -> Option<&'static str> {
    CHINESE.messages.get(pattern).map(String::as_str)
}

/// What the parser says, in Simplified Chinese.
pub(super) fn parser(text: &str) -> Option<&'static str> {
    CHINESE.parser.get(text).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The patterns that stand in `text` behind `mark`.
    fn patterns(text: &str, mark: &str, found: &mut BTreeSet<String>) {
        for (at, _) in text.match_indices(mark) {
            let line = text[..at].rsplit('\n').next().unwrap_or_default();
            let rest = text[at + mark.len()..].trim_start();
            if let (false, Some(rest)) = (line.contains("//"), rest.strip_prefix('"')) {
                let end = rest.find('"').expect("a literal ends");
                assert!(!rest[..end].contains('\\'), "no escapes: {}", &rest[..end]);
                found.insert(rest[..end].to_owned());
            }
        }
    }

    fn read(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                read(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source");
                patterns(&text, concat!("say", "!("), found);
                patterns(&text, concat!("Error::Stale", "("), found);
            }
        }
    }

    fn places(pattern: &str) -> BTreeSet<&str> {
        let inside = pattern.split('{').skip(1);
        inside
            .filter_map(|rest| Some(rest.split_once('}')?.0))
            .collect()
    }

    #[test]
    fn everything_said_is_there_in_chinese_and_nothing_else() {
        let core = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut said = BTreeSet::new();
        read(&core.join("src"), &mut said);
        read(&core.join("../src"), &mut said);
        assert!(said.len() > 150, "only {} patterns were found", said.len());
        let there: BTreeSet<String> = CHINESE.messages.keys().cloned().collect();
        let lacking: Vec<_> = said.difference(&there).collect();
        let unused: Vec<_> = there.difference(&said).collect();
        assert!(lacking.is_empty(), "not in zh-Hans.toml: {lacking:#?}");
        assert!(
            unused.is_empty(),
            "in zh-Hans.toml, but said nowhere: {unused:#?}"
        );
        for (english, chinese) in &CHINESE.messages {
            assert_eq!(places(english), places(chinese), "{english}");
            assert!(chinese.chars().any(|c| c > '\u{2e80}'), "{chinese}");
            assert_eq!(english.ends_with('.'), chinese.ends_with('。'), "{english}");
        }
    }
}
