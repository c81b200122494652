//! Where a text occurs in another: by whole characters as people see them (grapheme clusters, UAX #29),
//! equal in normal form C (UAX #15), with or without regard to case and to the edges of words.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Letters of Latin text, the most frequent first.
const COMMON: &str = " etaoinsrhldcumfpgwybvkxjqz";

/// A text to look for, prepared once for many texts.
#[derive(Debug, Clone)]
pub struct Needle {
    /// Its characters as seen, each in normal form.
    units: Vec<String>,
    /// The same as single `char`s, when it is made of those that stand alone.
    plain: Option<Vec<char>>,
    /// The same as bytes, when all are ASCII, and which of them is the rarest in texts.
    ascii: Option<(Vec<u8>, usize)>,
    match_case: bool,
    whole_words: bool,
}

/// What a text is made of, which decides how it is searched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Letters {
    #[default]
    Ascii,
    /// Characters that stand alone.
    Plain,
    Any,
}

impl Letters {
    pub(super) fn of(text: &str) -> Self {
        if text.is_ascii() && !text.contains('\r') {
            Self::Ascii
        } else if text.chars().all(stands_alone) {
            Self::Plain
        } else {
            Self::Any
        }
    }
}

impl Needle {
    /// Prepares `text`; `None` when it is empty or only blank.
    pub fn new(text: &str, match_case: bool, whole_words: bool) -> Option<Self> {
        if text.trim().is_empty() {
            return None;
        }
        let units: Vec<String> = text
            .graphemes(true)
            .map(|unit| folded(unit, match_case))
            .collect();
        let plain = units.iter().map(|unit| {
            let mut chars = unit.chars();
            let first = chars.next().filter(|c| stands_alone(*c))?;
            chars.next().is_none().then_some(first)
        });
        let plain: Option<Vec<char>> = plain.collect();
        Some(Self {
            ascii: plain.as_deref().and_then(ascii),
            plain,
            units,
            match_case,
            whole_words,
        })
    }

    /// Every place in `text` that is equal, from left to right, without overlaps.
    pub fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        self.each(text, Letters::of(text), &mut |place| found.push(place));
        found
    }

    /// Calls `visit` for every such place. `letters` is what the text is made of.
    pub(super) fn each(&self, text: &str, letters: Letters, visit: &mut impl FnMut(Range<usize>)) {
        match (&self.plain, letters) {
            (_, Letters::Ascii) => {
                if let Some((wanted, rarest)) = &self.ascii {
                    self.in_ascii(text, (wanted, *rarest), visit);
                }
            }
            (Some(plain), Letters::Plain) => self.in_plain(text, plain, visit),
            // A text of characters that stand alone holds none that does not.
            (None, Letters::Plain) => {}
            _ => self.in_any(text, visit),
        }
    }

    fn in_ascii(
        &self,
        text: &str,
        (wanted, rarest): (&[u8], usize),
        visit: &mut impl FnMut(Range<usize>),
    ) {
        let bytes = text.as_bytes();
        let fold = |b: u8| match b {
            b'\n' => b' ',
            b if self.match_case => b,
            b => b.to_ascii_lowercase(),
        };
        let first = wanted[rarest];
        // What else may be written for it.
        let other = match first {
            b' ' => b'\n',
            b if self.match_case => b,
            b => b.to_ascii_uppercase(),
        };
        let mut from = 0;
        for at in memchr::memchr2_iter(first, other, bytes) {
            let Some(start) = at.checked_sub(rarest).filter(|start| *start >= from) else {
                continue;
            };
            let end = start + wanted.len();
            let same = bytes
                .get(start..end)
                .is_some_and(|part| part.iter().zip(wanted).all(|(a, b)| fold(*a) == *b));
            if same && self.edges(text, &(start..end)) {
                from = end;
                visit(start..end);
            }
        }
    }

    fn in_plain(&self, text: &str, plain: &[char], visit: &mut impl FnMut(Range<usize>)) {
        let mut chars = text.char_indices();
        loop {
            let mut ahead = chars.clone();
            let start = chars.offset();
            if chars.next().is_none() {
                return;
            }
            let same = plain.iter().all(|wanted| {
                ahead
                    .next()
                    .is_some_and(|(_, c)| fold(c, self.match_case) == *wanted)
            });
            let end = ahead.offset();
            if same && self.edges(text, &(start..end)) {
                visit(start..end);
                chars = ahead;
            }
        }
    }

    fn in_any(&self, text: &str, visit: &mut impl FnMut(Range<usize>)) {
        let units: Vec<(usize, String)> = text
            .grapheme_indices(true)
            .map(|(at, unit)| (at, folded(unit, self.match_case)))
            .collect();
        let end_of = |i: usize| units.get(i).map_or(text.len(), |unit| unit.0);
        let mut at = 0;
        while at + self.units.len() <= units.len() {
            let next = at + self.units.len();
            let same = units[at..next]
                .iter()
                .zip(&self.units)
                .all(|((_, unit), wanted)| unit == wanted);
            let range = units[at].0..end_of(next);
            let here = same && self.edges(text, &range);
            at = if here { next } else { at + 1 };
            if here {
                visit(range);
            }
        }
    }

    /// Whether the place may stand as a whole word, when only those are wanted.
    fn edges(&self, text: &str, range: &Range<usize>) -> bool {
        if !self.whole_words {
            return true;
        }
        let inside = &text[range.clone()];
        let before = text[..range.start].chars().rev().find(|c| !is_mark(*c));
        let last = inside.chars().rev().find(|c| !is_mark(*c));
        apart(before, inside.chars().next()) && apart(last, text[range.end..].chars().next())
    }
}

/// Characters as bytes, and the position of the one that is rarest in Latin text.
fn ascii(plain: &[char]) -> Option<(Vec<u8>, usize)> {
    let byte = |c: &char| u8::try_from(*c).ok().filter(u8::is_ascii);
    let bytes: Vec<u8> = plain.iter().map(byte).collect::<Option<_>>()?;
    let place = |b: u8| COMMON.bytes().position(|c| c == b.to_ascii_lowercase());
    let rarest = (0..bytes.len()).max_by_key(|i| place(bytes[*i]).unwrap_or(COMMON.len()))?;
    Some((bytes, rarest))
}

/// Whether a word may end between two characters. Languages written without blanks have no such edge,
/// so every place beside one of their letters counts.
fn apart(a: Option<char>, b: Option<char>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return true;
    };
    let word = |c: char| c.is_alphanumeric() || c == '_';
    !(word(a) && word(b)) || unspaced(a) || unspaced(b)
}

/// Letters of writing without blanks between words: Han, kana, Bopomofo, Thai, Lao, Khmer, Burmese.
fn unspaced(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3105}'..='\u{312f}'
        | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
        | '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Characters that no other joins and that are their own normal form: enough of them for most text,
/// so that the tables of Unicode are asked only for the rest.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\0'..='\u{c}' | '\u{e}'..='\u{a8}' | '\u{aa}'..='\u{ac}' | '\u{af}'..='\u{2ff}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203b}'
        | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a0}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff9d}')
}

/// One `char` for comparison. A line end inside a paragraph and a no-break blank count as blanks.
fn fold(c: char, match_case: bool) -> char {
    let c = match c {
        '\n' | '\u{a0}' | '\u{202f}' => ' ',
        c => c,
    };
    if match_case
        || (c.is_ascii() && !c.is_ascii_uppercase())
        || ('\u{2e80}'..='\u{a48c}').contains(&c)
    {
        return c;
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        // The two small sigmas are one letter.
        (Some('ς'), None) => 'σ',
        (Some(one), None) => one,
        _ => c,
    }
}

/// One character as seen, for comparison.
fn folded(unit: &str, match_case: bool) -> String {
    if unit == "\r\n" {
        return " ".into();
    }
    unit.nfc().map(|c| fold(c, match_case)).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places<'t>(text: &'t str, needle: &Needle) -> Vec<&'t str> {
        needle
            .find_all(text)
            .into_iter()
            .map(|r| &text[r])
            .collect()
    }

    fn count(text: &str, wanted: &str, case: bool, words: bool) -> usize {
        Needle::new(wanted, case, words).map_or(0, |n| n.find_all(text).len())
    }

    #[test]
    fn case_counts_only_when_asked_for() {
        assert_eq!(count("Corvane CORVANE corvane", "corvane", false, false), 3);
        assert_eq!(count("Corvane CORVANE corvane", "corvane", true, false), 1);
        assert_eq!(count("ΣΊΣΥΦΟΣ σίσυφος", "σίσυφοσ", false, false), 2);
        assert_eq!(count("Größe GRÖẞE", "größe", false, false), 2);
        assert_eq!(count("", "a", false, false), 0);
        assert!(Needle::new("  ", false, false).is_none());
    }

    #[test]
    fn whole_words_mind_letters_and_leave_chinese_alone() {
        assert_eq!(
            count(
                "Corvane Corvanes xCorvane Corvane’s Corvane-X",
                "corvane",
                false,
                true
            ),
            3
        );
        assert_eq!(
            count("科望云有限公司，在Corvane中", "科望云", false, true),
            1
        );
        assert_eq!(
            count("科望云有限公司，在Corvane中", "corvane", false, true),
            1
        );
        assert_eq!(count("cafe\u{301}s cafe\u{301}", "café", false, true), 1);
        assert_eq!(count("ISO 27001:2022", "2700", false, true), 0);
    }

    #[test]
    fn equal_in_normal_form_and_only_by_whole_characters() {
        let needle = Needle::new("café", false, false).unwrap();
        assert_eq!(
            places("cafe\u{301} café CAFE\u{301}", &needle),
            ["cafe\u{301}", "café", "CAFE\u{301}"]
        );
        assert_eq!(count("cafe\u{301}", "cafe", false, false), 0);
        assert_eq!(count("x\u{302}y", "x", false, false), 0);
        assert_eq!(count("👩\u{200d}💻 👩", "👩", false, false), 1);
        assert_eq!(count("🇨🇳🇩🇪", "🇳🇩", false, false), 0);
        assert_eq!(count("한국 한국", "한국", false, false), 2);
        assert_eq!(count("和平 和平", "和平", false, false), 2);
    }

    #[test]
    fn places_do_not_overlap_and_blanks_are_alike() {
        assert_eq!(count("aaaa", "aa", false, false), 2);
        assert_eq!(
            count(
                "trust\ncenter trust\u{a0}center trust  center",
                "trust center",
                false,
                false
            ),
            2
        );
        assert_eq!(count("é trust\r\ncenter", "trust center", false, false), 1);
    }

    #[test]
    fn what_stands_alone_is_its_own_normal_form_and_one_character() {
        for c in ('\0'..='\u{ffff}').filter(|c| stands_alone(*c)) {
            assert!(c.nfc().eq([c]), "{:x}", c as u32);
            for (a, b) in [('a', c), (c, 'a'), (c, c), ('中', c)] {
                let text: String = [a, b].iter().collect();
                assert_eq!(text.graphemes(true).count(), 2, "{:x}", c as u32);
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn the_quick_ways_find_what_the_slow_way_finds(
            text in "[aAbé中。 \n]{0,40}", wanted in "[aAbé中。 ]{1,3}", case: bool, words: bool,
        ) {
            if let Some(needle) = Needle::new(&wanted, case, words) {
                let mut slow = Vec::new();
                needle.in_any(&text, &mut |place| slow.push(place));
                proptest::prop_assert_eq!(needle.find_all(&text), slow);
            }
        }
    }
}
