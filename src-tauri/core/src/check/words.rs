//! What a site says about its words: names and terms of `glossary.toml`, words of `dictionary.txt`.

/// The site path of the dictionary: one word on each line.
pub const DICTIONARY: &str = "dictionary.txt";

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
