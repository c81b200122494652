//! The rules that look at texts as visitors see them: each finds its defect in both languages, where
//! there are two, and leaves a good site alone.

use std::collections::BTreeSet;

use trustdesk_core::check::whole::{Ground, Whole};
use trustdesk_core::check::words::with_word;
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::problem::{Fix, Problem, Severity};
use trustdesk_core::render::SiteIndex;
use trustdesk_core::rule;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_tests::{TempSite, engine};

const GLOSSARY: &str = r#"
[terms]
"Corvane Cloud" = { zh-Hans = "Corvane 云" }

[prefer]
"e-mail" = { en = "email", zh-Hans = "电子邮件", why = "One word everywhere." }

[avoid]
"state of the art" = "Say what it does instead."
"行业领先" = { en = "Say what it does.", zh-Hans = "请说明它的作用。" }
"#;

/// What is wrong in a site of one page in each language.
fn problems(site: &TempSite, glossary: &str, dictionary: &str) -> Vec<Problem> {
    let engine = engine();
    let loaded = Site::load(&Store::open(site.root()).unwrap(), &engine.kinds).unwrap();
    let index = SiteIndex::build(&engine, &loaded, Date::parse("2026-11-24").unwrap());
    let found = Whole::default().check(&Ground {
        engine: &engine,
        site: &loaded,
        index: &index,
        glossary,
        dictionary,
        translations: "",
    });
    found.all()
}

fn site(locale: &str, body: &str) -> TempSite {
    let site = TempSite::new();
    let page =
        format!("+++\ntitle = \"One\"\nsummary = \"一\"\n+++\n\n::: text {{#a}}\n{body}\n:::\n");
    site.write(&format!("pages/{locale}/index.md"), page);
    site
}

/// Codes, words and likeliest fixes of what is found in the text of a page.
fn found(locale: &str, body: &str) -> Vec<(String, String)> {
    let all = problems(&site(locale, body), GLOSSARY, "");
    let text = all.into_iter().filter(|p| p.place.section == Some(0));
    text.map(|problem| {
        assert_eq!(problem.place.field.as_deref(), Some("body"));
        let span = problem.span.unwrap();
        let units: Vec<u16> = body.encode_utf16().collect();
        let words = String::from_utf16(&units[span.start as usize..span.end as usize]).unwrap();
        if let Some(Fix::Words { was, with }) = &problem.fix {
            assert_eq!(*was, words);
            assert!(!with.is_empty() && rule::of(&problem.code).unwrap().fixes);
        }
        (problem.code, words)
    })
    .collect()
}

#[test]
fn each_rule_finds_its_defect_where_it_stands() {
    let defects = [
        ("en", "double-space", "We keep  it.", "  "),
        ("en", "placeholder-text", "The owner is TBD for now.", "TBD"),
        ("zh-Hans", "placeholder-text", "负责人待定。", "待定"),
        ("en", "doubled-word", "We keep the the keys.", "the the"),
        ("zh-Hans", "doubled-word", "我们我们保管密钥。", "我们我们"),
        ("en", "typed-list", "• We keep the keys.", "•"),
        ("zh-Hans", "typed-list", "1）我们保管密钥。", "1）"),
        ("en", "double-punctuation", "We keep the keys..", ".."),
        ("zh-Hans", "double-punctuation", "我们保管密钥。。", "。。"),
        (
            "en",
            "space-before-punctuation",
            "We keep it , always.",
            " ,",
        ),
        (
            "zh-Hans",
            "space-before-punctuation",
            "我们使用 Azure ，一直如此。",
            " ，",
        ),
        ("en", "unbalanced", "We (and others keep the keys.", "("),
        ("zh-Hans", "unbalanced", "我们（及他人保管密钥。", "（"),
        ("en", "punctuation", "We keep it，always.", "，"),
        ("zh-Hans", "punctuation", "我们保管密钥,一直如此。", ","),
        ("en", "wrong-language", "We 保管密钥 here.", "保管密钥"),
        (
            "zh-Hans",
            "wrong-language",
            "We keep the keys in a safe that nobody opens.",
            "We keep the keys in a safe that nobody opens.",
        ),
        ("en", "spelling", "We recieve the keys.", "recieve"),
        (
            "en",
            "spelling",
            "It runs on Mircosoft servers.",
            "Mircosoft",
        ),
        (
            "en",
            "name-spelling",
            "It runs in corvane cloud.",
            "corvane cloud",
        ),
        (
            "zh-Hans",
            "name-spelling",
            "运行于 corvane 云。",
            "corvane 云",
        ),
        ("en", "preferred-term", "Write us an e-mail.", "e-mail"),
        ("zh-Hans", "preferred-term", "给我们发送 e-mail。", "e-mail"),
        (
            "en",
            "forbidden-term",
            "We use state of the art tools.",
            "state of the art",
        ),
        (
            "zh-Hans",
            "forbidden-term",
            "我们使用行业领先的工具。",
            "行业领先",
        ),
        (
            "en",
            "unsupported-claim",
            "We are SOC 2 certified.",
            "SOC 2 certified",
        ),
        (
            "zh-Hans",
            "unsupported-claim",
            "我们的服务绝对安全。",
            "绝对安全",
        ),
        (
            "en",
            "secret",
            "Use `password=Tr0ub4dor3x` to log in.",
            "password=Tr0ub4dor3x",
        ),
        (
            "zh-Hans",
            "secret",
            "登录时使用 password=Tr0ub4dor3x 即可。",
            "password=Tr0ub4dor3x",
        ),
        (
            "en",
            "internal-host",
            "Ask at wiki.corp first.",
            "wiki.corp",
        ),
        (
            "zh-Hans",
            "internal-host",
            "请先查看 wiki.corp 再说。",
            "wiki.corp",
        ),
    ];
    for (locale, code, body, words) in defects {
        let expected = [(code.to_owned(), words.to_owned())];
        assert_eq!(found(locale, body), expected, "{body}");
    }
    // Every rule of texts is tried here.
    let tried: BTreeSet<&str> = defects.iter().map(|(_, code, ..)| *code).collect();
    let texts = rule::ALL.iter().map(|rule| rule.code);
    let texts: Vec<&str> = texts.skip_while(|code| *code != "double-space").collect();
    for code in texts.iter().take_while(|code| **code != "glossary") {
        assert!(tried.contains(code), "{code}");
    }
}

#[test]
fn words_in_marks_are_found_by_their_sentence() {
    let all = problems(&site("en", "We keep **the** the keys. It is so."), "", "");
    let problem = all.iter().find(|p| p.code == "doubled-word").unwrap();
    assert_eq!(problem.about.as_deref(), Some("We keep the the keys."));
    assert!(problem.span.is_none() && problem.fix.is_none());
}

#[test]
fn a_word_that_is_added_to_the_dictionary_is_no_problem_any_more() {
    let site = site("en", "The frobnicator recieves it.");
    let spelled = |dictionary: &str| -> Vec<String> {
        let all = problems(&site, "", dictionary).into_iter();
        let all = all.filter(|p| p.code == "spelling");
        all.filter_map(|p| p.about).collect()
    };
    assert_eq!(spelled("").len(), 2);
    let dictionary = with_word("# Ours\n", "frobnicator");
    assert_eq!(dictionary, "# Ours\nfrobnicator\n");
    assert_eq!(spelled(&dictionary), ["The frobnicator recieves it."]);
}

#[test]
fn a_glossary_that_cannot_be_read_is_a_problem_of_its_own() {
    let all = problems(&site("en", "We keep it."), "[terms]\n\"a\" = = 1\n", "");
    let problem = all.iter().find(|p| p.code == "glossary").unwrap();
    assert_eq!(problem.severity, Severity::Warning);
    assert_eq!(problem.place.file, "glossary.toml");
    assert_eq!(problem.place.line, Some(2));
}

#[test]
fn records_are_checked_in_the_language_of_each_text() {
    let site = site("en", "We keep it.");
    site.write(
        "records/commitments.toml",
        "[one]\ntitle = { en = \"We recieve it\", zh-Hans = \"我们收到,它\" }\nowner = \"Hidden recieve\"\n",
    );
    let all = problems(&site, "", "");
    let place = |code: &str| {
        let found: Vec<&Problem> = all.iter().filter(|p| p.code == code).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].place.field.clone().unwrap_or_default()
    };
    assert_eq!(place("spelling"), "one.title.en");
    assert_eq!(place("punctuation"), "one.title.zh-Hans");
}

#[test]
fn filing_numbers_are_chinese_in_any_language() {
    let site = site("en", "We keep it.");
    let settings = site.text("site.toml");
    let filing =
        "\n[filing]\nicp = \"沪ICP备12345678号-1\"\npolice = \"沪公网安备 31010102000001号\"\n";
    site.write("site.toml", settings + filing);
    let all = problems(&site, "", "");
    assert!(all.iter().all(|p| p.code != "wrong-language"), "{all:?}");
}

#[test]
fn what_visitors_do_not_see_is_left_alone() {
    let site = TempSite::new();
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"One\"\n+++\n\n::: text {#a hidden}\nWe recieve  it..\n:::\n",
    );
    let all = problems(&site, "", "");
    assert!(all.iter().all(|p| p.place.section.is_none()), "{all:?}");
}

#[test]
fn the_sample_site_has_no_slips() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    let engine = engine();
    let store = Store::open(&root).unwrap();
    let loaded = Site::load(&store, &engine.kinds).unwrap();
    let index = SiteIndex::build(&engine, &loaded, Date::parse("2026-11-24").unwrap());
    let glossary = std::fs::read_to_string(root.join("glossary.toml")).unwrap();
    let found = Whole::default().check(&Ground {
        engine: &engine,
        site: &loaded,
        index: &index,
        glossary: &glossary,
        dictionary: "",
        translations: "",
    });
    assert!(found.pages.contains_key(&PageRef::new("zh-Hans", "/")));
    let first = rule::ALL
        .iter()
        .position(|rule| rule.code == "double-space")
        .unwrap();
    let texts: BTreeSet<&str> = rule::ALL[first..].iter().map(|rule| rule.code).collect();
    let slips = found.all().into_iter().filter(|p| texts.contains(&*p.code));
    assert_eq!(slips.collect::<Vec<_>>(), []);
}
