//! Claims that nobody can keep, and certificates that do not exist.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;

use crate::check::words::Words;
use crate::message::Message;
use crate::say;

use super::{Finding, Passage};

/// One sort of claim.
struct Claim {
    /// Letters that each such claim has, in lower case; looked for first.
    signs: &'static [&'static str],
    /// What it looks like.
    looks: &'static str,
    /// What does not make it one when it follows.
    unless: &'static str,
    /// What is wrong with these words.
    message: fn(&str) -> Message,
    /// What to write.
    hint: fn() -> Message,
    /// What may stand there instead, where that fits any sentence.
    with: &'static [&'static str],
}

static CLAIMS: &[Claim] = &[
    Claim {
        signs: &["soc 2", "soc2", "soc\u{a0}2"],
        looks: r"(?i)\bSOC\s?2(?:\s+Type\s+(?:II|I|2|1))?[\s-]certification",
        unless: "",
        message: |words| say!("“{words}”: there is no certificate for SOC 2", words),
        hint: || say!("SOC 2 ends in the report of an auditor. Write “SOC 2 Type II report”."),
        with: &["SOC 2 Type II report", "SOC 2 report"],
    },
    Claim {
        signs: &["soc 2", "soc2", "soc\u{a0}2"],
        looks: r"(?i)\bSOC\s?2(?:\s+Type\s+(?:II|I|2|1))?[\s-]certified|(?:通过了?|获得了?|取得了?)\s*SOC\s?2[^，。；]{0,12}?认证|SOC\s?2\s*(?:Type\s+(?:II|I|2|1)\s*)?认证",
        unless: "",
        message: |words| say!("“{words}”: there is no certificate for SOC 2", words),
        hint: || say!("SOC 2 ends in the report of an auditor. Write “SOC 2 Type II report”."),
        with: &[],
    },
    Claim {
        signs: &["gdpr"],
        looks: r"(?i)\bGDPR[\s-](?:certified|certification)|(?:通过了?|获得了?|取得了?)\s*GDPR\s*认证|GDPR\s*认证",
        unless: r"(?i)^\s*(?:mechanism|scheme|criteria|bod(?:y|ies)|seal|mark|under|pursuant|according|机制|机构|标准|计划)",
        message: |words| {
            say!(
                "“{words}”: few have a certificate under Article 42 of the GDPR",
                words
            )
        },
        hint: || say!("Say what you do to comply, or name the approved scheme that certified you."),
        with: &[],
    },
    Claim {
        signs: &["pci"],
        looks: r"(?i)\bPCI(?:[\s-]DSS)?(?:\s+Level\s+[1-4])?[\s-](?:certified|certification|certificate)|PCI(?:[\s-]DSS)?\s*认证",
        unless: r"(?i)^\s*(?:bod(?:y|ies)|program|assessors?|auditors?|professionals?|QSAs?|机构)",
        message: |words| {
            say!(
                "“{words}”: PCI DSS ends in an attestation, not in a certificate",
                words
            )
        },
        hint: || say!("Write “attestation of compliance (AOC)”."),
        with: &[],
    },
    Claim {
        signs: &[
            "100",
            "complete",
            "absolute",
            "totally secure",
            "perfect",
            "百分",
            "绝对",
            "万无一失",
        ],
        looks: r"(?i)\b100\s?%\s+(?:secure|safe|protected)\b|\b(?:completely|absolutely|totally|perfectly)[\s-](?:secure|safe)\b|\b(?:absolute|perfect)\s+(?:security|safety)\b|(?:百分之百|百分百|100\s?%\s?|绝对)(?:的)?安全|万无一失",
        unless: "",
        message: |words| say!("“{words}” is more than anybody can promise", words),
        hint: || say!("Say which measures you take."),
        with: &[],
    },
    Claim {
        signs: &[
            "hack",
            "bulletproof",
            "bullet-proof",
            "impenetrable",
            "unbreakable",
            "无法被攻破",
            "坚不可摧",
            "牢不可破",
            "固若金汤",
        ],
        looks: r"(?i)\bunhackable\b|\bhack[\s-]?proof\b|\bbullet-?proof\b|\bimpenetrable\b|\bunbreakable\b|无法被攻破|坚不可摧|牢不可破|固若金汤",
        unless: r"(?i)^\s*(?:glass|glazing|doors?|windows?|vests?|walls?|barriers?)",
        message: |words| say!("“{words}” is more than anybody can promise", words),
        hint: || say!("Say which measures you take."),
        with: &[],
    },
    Claim {
        signs: &[
            "military",
            "bank",
            "军用",
            "军事",
            "军工",
            "银行级",
            "金融级",
        ],
        looks: r"(?i)\b(?:military[\s-](?:grade|level)|bank[\s-]grade)\b(?:\s+(?:security|encryption|protection))?|\bbank[\s-]level\s+(?:security|encryption|protection)\b|(?:军用|军事|军工|银行|金融)级别?的?(?:数据)?(?:安全|加密|防护|保护)",
        unless: "",
        message: |words| say!("“{words}” says nothing that can be checked", words),
        hint: || say!("Name the method, for example “AES-256”."),
        with: &[],
    },
    Claim {
        signs: &[
            "zero risk",
            "zero-risk",
            "guaranteed security",
            "guaranteed safety",
            "零风险",
            "毫无风险",
            "保证绝对",
        ],
        looks: r"(?i)\bzero[\s-]risk\b|\bguaranteed\s+(?:security|safety)\b|零风险|毫无风险",
        unless: r"(?i)^\s*(?:appetite|tolerance|acceptance|findings?|items?)\b",
        message: |words| say!("“{words}” is more than anybody can promise", words),
        hint: || say!("Say which measures you take."),
        with: &[],
    },
    Claim {
        signs: &[
            "compliant with all",
            "comply with all",
            "compliance with all",
            "符合所有",
            "符合一切",
            "完全符合",
            "完全合规",
        ],
        looks: r"(?i)\bfully\s+(?:compliant|comply|complies)\s+with\s+all\b|\bfull\s+compliance\s+with\s+all\b|完全符合(?:所有|一切|全部)|符合(?:所有|一切)(?:国家|地区|的)?(?:法律|法规)",
        unless: "",
        message: |words| say!("“{words}” is more than anybody can promise", words),
        hint: || say!("Name the laws and standards that you follow."),
        with: &[],
    },
];

/// The signs of all claims, each with the number of its claim.
static SIGNS: LazyLock<Option<(AhoCorasick, Vec<usize>)>> = LazyLock::new(|| {
    let signs = CLAIMS.iter().enumerate();
    let (owners, signs): (Vec<usize>, Vec<&str>) = signs
        .flat_map(|(i, claim)| claim.signs.iter().map(move |sign| (i, *sign)))
        .unzip();
    let all = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(signs);
    Some((all.ok()?, owners))
});

/// What claims look like, and what must not follow.
static LOOKS: LazyLock<Vec<(Option<Regex>, Option<Regex>)>> = LazyLock::new(|| {
    let read = |pattern: &str| Regex::new(pattern).ok().filter(|_| !pattern.is_empty());
    CLAIMS
        .iter()
        .map(|claim| (read(claim.looks), read(claim.unless)))
        .collect()
});

/// Words that say the opposite, before a claim: no claim is made then.
const DENIED: [&str; 20] = [
    "no",
    "not",
    "never",
    "nobody",
    "none",
    "nothing",
    "cannot",
    "without",
    "neither",
    "nor",
    "isn't",
    "aren't",
    "don't",
    "doesn't",
    "can't",
    "isn’t",
    "aren’t",
    "don’t",
    "doesn’t",
    "can’t",
];
const DENIED_IN_CHINESE: [&str; 7] = ["不", "没有", "并非", "无法", "未", "从未", "绝非"];

/// How far before a claim its denial is looked for, in bytes.
const REACH: usize = 60;

/// Claims that nobody can keep.
pub(super) fn unsupported(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    let text = passage.text;
    let Some((signs, owners)) = &*SIGNS else {
        return;
    };
    let mut seen = 0_u32;
    for hit in signs.find_overlapping_iter(text) {
        let i = owners[hit.pattern()];
        if seen & (1 << i) != 0 {
            continue;
        }
        seen |= 1 << i;
        let (Some(looks), unless) = &LOOKS[i] else {
            continue;
        };
        for hit in looks.find_iter(text) {
            let follows = unless
                .as_ref()
                .is_some_and(|re| re.is_match(&text[hit.end()..]));
            if !follows && !is_denied(text, &hit.range()) {
                let claim = &CLAIMS[i];
                let message = (claim.message)(hit.as_str().trim());
                let finding = Finding::new(hit.range(), message, (claim.hint)());
                found.push(finding.with(claim.with.iter().copied()));
            }
        }
    }
}

/// Whether a sentence denies, asks or quotes what stands at a range.
fn is_denied(text: &str, range: &Range<usize>) -> bool {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '；' | '\n');
    let from = text[..range.start].rfind(ends).map_or(0, |i| i + 1);
    let from = from.max(range.start.saturating_sub(REACH));
    let from = (from..=range.start)
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(range.start);
    let before = &text[from..range.start];
    let word = |word: &str| DENIED.iter().any(|no| word.eq_ignore_ascii_case(no));
    let denied = before
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '('))
        .any(word)
        || DENIED_IN_CHINESE.iter().any(|no| before.contains(no));
    let rest = &text[range.end..];
    let asked = rest
        .find(ends)
        .is_some_and(|i| rest[i..].starts_with(['?', '？']));
    let opened = before.ends_with(['“', '"', '‘', '\'', '「']);
    let quoted = opened
        && rest
            .trim_start_matches([' ', '.', ','])
            .starts_with(['”', '"', '’', '\'', '」']);
    denied || asked || quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::texts::trial::{found, mended};

    #[test]
    fn every_claim_can_be_read() {
        assert!(SIGNS.is_some());
        for (claim, (looks, unless)) in CLAIMS.iter().zip(&*LOOKS) {
            assert!(looks.is_some() && unless.is_some() != claim.unless.is_empty());
        }
    }

    #[test]
    fn claims_in_english_are_found() {
        for text in [
            "SOC 2 certified",
            "SOC2-certified",
            "SOC 2 Type II certification",
            "GDPR certified",
            "GDPR-certified",
            "PCI DSS certified",
            "PCI certification",
            "100% secure",
            "100 % safe",
            "completely secure",
            "absolute security",
            "perfectly safe",
            "unhackable",
            "Hack-proof",
            "bulletproof",
            "military-grade encryption",
            "bank-level security",
            "zero risk",
            "guaranteed security",
            "fully compliant with all",
        ] {
            assert_eq!(
                found("unsupported-claim", "en", &format!("We are {text} laws.")),
                [text]
            );
        }
        let mend = mended(
            "unsupported-claim",
            "en",
            "Ask for our SOC 2 certification.",
        );
        assert_eq!(mend, "Ask for our SOC 2 Type II report.");
    }

    #[test]
    fn claims_in_chinese_are_found() {
        for text in [
            "百分之百安全",
            "绝对安全",
            "军用级加密",
            "军事级加密",
            "银行级安全",
            "零风险",
            "万无一失",
            "通过 SOC 2 认证",
            "GDPR 认证",
            "通过了GDPR认证",
            "PCI DSS 认证",
            "完全符合所有",
        ] {
            let all = found(
                "unsupported-claim",
                "zh-Hans",
                &format!("我们的服务{text}法律。"),
            );
            assert_eq!(all, [text]);
        }
    }

    #[test]
    fn what_is_denied_asked_or_quoted_is_no_claim() {
        let fine = "There is no such thing as 100% secure. No system is completely secure. We are not SOC 2 \
                    certified. Are you SOC 2 certified? Vendors say “military-grade” and mean little. \
                    Our SOC 2 Type II report. An approved GDPR certification mechanism. ISO 27001 certified. \
                    Behind bulletproof glass. 100% of traffic. GDPR compliant. a PCI DSS attestation. \
                    We don’t promise zero risk. `military-grade` Our zero risk tolerance. \
                    A complete security program. 100% security training. A PCI certified assessor.";
        assert_eq!(found("unsupported-claim", "en", fine), Vec::<String>::new());
        let fine = "没有任何系统是绝对安全的。我们不承诺零风险。是否通过 SOC 2 认证？通过 ISO 27001 认证。";
        assert_eq!(
            found("unsupported-claim", "zh-Hans", fine),
            Vec::<String>::new()
        );
    }
}
