//! What a site says about its words: names and terms of `glossary.toml`, words of `dictionary.txt`.

/// The site path of the dictionary: one word on each line.
pub const DICTIONARY: &str = "dictionary.txt";

/// The text of the dictionary with one more word.
pub fn with_word(dictionary: &str, word: &str) -> String {
    let word = word.trim();
    if word.is_empty() || dictionary.lines().any(|line| line.trim() == word) {
        return dictionary.to_owned();
    }
    let mut text = dictionary.trim_end().to_owned();
    if !text.is_empty() {
        text.push('\n');
    }
    text + word + "\n"
}

/// The words of a site, as the rules need them.
#[derive(Debug, Default)]
pub struct Words {
    glossary: String,
    dictionary: String,
}

impl Words {
    /// From the texts of the two files; empty for a file that is not there.
    pub fn read(glossary: &str, dictionary: &str) -> Self {
        Self {
            glossary: glossary.to_owned(),
            dictionary: dictionary.to_owned(),
        }
    }

    /// Whether these words were read from the same texts.
    pub(super) fn are(&self, glossary: &str, dictionary: &str) -> bool {
        self.glossary == glossary && self.dictionary == dictionary
    }
}
