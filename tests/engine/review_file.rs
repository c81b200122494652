//! The review file: what is in it, and that nothing of a site can run or ask elsewhere from inside it.

use trustdesk_core::bundle::Bundle;
use trustdesk_core::message::Language;
use trustdesk_core::model::{Date, Localised};
use trustdesk_core::release::{self, Entry, Ground, Order};
use trustdesk_core::review::{Letter, Now};
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_tests::{TempSite, engine};

const DAY: &str = "2026-11-26";

fn day() -> Date {
    Date::parse(DAY).unwrap()
}

/// A page with one text section.
pub(crate) fn page(title: &str, text: &str) -> String {
    let title = title.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "+++\ntitle = \"{title}\"\nsummary = \"About it.\"\n+++\n\n::: text {{#words}}\n{text}\n:::\n"
    )
}

/// Releases the site as it is.
pub(crate) fn release(site: &TempSite) {
    let (engine, store) = (engine(), Store::open(site.root()).unwrap());
    let loaded = Site::load(&store, &engine.kinds).unwrap();
    let ground = Ground {
        engine: &engine,
        site: &loaded,
        store: &store,
    };
    let order = Order {
        date: day(),
        notes: Localised::default(),
        correction: false,
        by: "Kim".to_owned(),
        accepted: Vec::new(),
    };
    release::make(&ground, &order, Entry::default(), &|_| true).unwrap();
}

/// What there is to review in a site.
pub(crate) fn now(site: &TempSite) -> (Site, Now) {
    let (engine, store) = (engine(), Store::open(site.root()).unwrap());
    let loaded = Site::load(&store, &engine.kinds).unwrap();
    let now = Now::of(&engine, &loaded, &store, day(), &|_| true).unwrap();
    (loaded, now)
}

fn file(site: &TempSite, note: &str) -> String {
    let (loaded, now) = now(site);
    let letter = Letter {
        by: "Kim <b>".to_owned(),
        note: note.to_owned(),
        day: day(),
        language: Language::English,
    };
    let store = Store::open(site.root()).unwrap();
    now.file(&engine(), &loaded, &store, &letter, &|_, _| true)
        .unwrap()
}

/// The JSON that the script of the file reads.
fn data(file: &str) -> serde_json::Value {
    let (_, rest) = file.split_once("id=\"data\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn it_holds_pages_before_and_after_and_is_always_the_same() {
    let site = TempSite::new();
    site.write("pages/en/index.md", page("Home", "We answer in two days."));
    site.write("pages/en/other.md", page("Other", "Nothing changes here."));
    release(&site);
    site.write("pages/en/index.md", page("Home", "We answer in one day."));
    let made = file(&site, "Look at the deadline.");
    assert_eq!(made, file(&site, "Look at the deadline."));
    assert!(made.contains("Look at the deadline."));
    assert!(made.contains("two</del>") || made.contains(">two days</del>") || made.contains("two"));
    let data = data(&made);
    assert_eq!(data["pages"].as_array().unwrap().len(), 1);
    assert_eq!(data["pages"][0]["path"], "en/index.html");
    assert_eq!(data["answer"]["site"], "https://trust.example.com");
    let frames: Vec<&str> = data["frames"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap())
        .collect();
    assert!(frames[0].contains("We answer in two days.") && frames[1].contains("in one day."));
    assert!(frames[1].contains("id=\"words\" data-changed"));
}

/// What people could write to break out of the file or to run something in it.
const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=alert(1)>";

#[test]
fn nothing_of_the_site_can_run_or_break_out() {
    let site = TempSite::new();
    site.write(
        "site.toml",
        site.text("site.toml")
            .replace("Test Trust Center", "</title><script>alert(1)</script>"),
    );
    site.write("pages/en/index.md", page("Home", "Words."));
    release(&site);
    site.write(
        "pages/en/index.md",
        page(HOSTILE, &format!("`{HOSTILE}` \u{E000}0\u{E000}")),
    );
    let made = file(&site, HOSTILE);
    assert_eq!(
        made.matches("<script").count(),
        2,
        "the data and the script of the file"
    );
    assert_eq!(made.matches("</script>").count(), 2);
    assert!(!made.contains("<img src=x"));
    assert!(made.contains("Kim &lt;b&gt;"));
    let data = data(&made);
    for frame in data["frames"].as_array().unwrap() {
        let frame = frame.as_str().unwrap().to_lowercase();
        assert!(
            !frame.contains("<script") && !frame.contains("<img src=x"),
            "{frame}"
        );
    }
}

/// A bundle of one page that somebody else made.
fn foreign(html: &str, css: &str) -> Bundle {
    use std::collections::BTreeMap;
    use trustdesk_core::bundle::{Contents, Manifest, SiteName, Stated};
    use trustdesk_core::error::Error;
    use trustdesk_core::store::Hash;

    struct Held(BTreeMap<String, Vec<u8>>);
    impl Contents for Held {
        fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
            Ok(self.0[path].clone())
        }
    }
    let files = [("en/index.html", html), ("assets/a.css", css)];
    let files: BTreeMap<String, Vec<u8>> = files
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .collect();
    let stated = files.iter().map(|(path, bytes)| {
        let stated = Stated {
            bytes: bytes.len() as u64,
            hash: Hash::of(bytes),
        };
        (path.clone(), stated)
    });
    let name = SiteName {
        name: "Theirs".to_owned(),
        address: String::new(),
    };
    Bundle::new(Manifest::of(name, day(), stated), Held(files))
}

#[test]
fn whatever_a_page_is_its_frame_only_shows() {
    let html = r##"<!doctype html><html lang="en" onload="a()"><head><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example"><link rel="stylesheet" href="../assets/a.css"><link rel="stylesheet" href="https://evil.example/b.css"><link rel="preload" href="https://evil.example/c"><style>@import "https://evil.example"</style><title>T</title></head><body onpageshow="a()" style="background:url(https://evil.example)" background="https://evil.example"><script>a()</script><a href="javascript:a()" ping="https://evil.example" target="_top">one</a><a href="https://evil.example">two</a><img src="https://evil.example/p.png" srcset="https://evil.example/q.png" onerror="a()"><picture><source srcset="https://evil.example/r"><img src="data:image/svg+xml,x"></picture><iframe srcdoc="<script>a()</script>"></iframe><object data="x"></object><embed src="x"><video src="https://evil.example" autoplay poster="https://evil.example"></video><form action="https://evil.example"><input autofocus onfocus="a()" formaction="x"><button formaction="javascript:a()">go</button></form><svg><script>a()</script><animate attributeName="href" values="javascript:a()"/><set onbegin="a()"/><use href="https://evil.example#x"/><a xlink:href="javascript:a()"><text>t</text></a><image href="https://evil.example"/><rect fill="url(https://evil.example#a)"/><foreignObject><script>a()</script></foreignObject></svg><math><mtext><style><img src onerror=a()></style></mtext></math><noscript><p title="</noscript><img src=x onerror=a()>"></noscript><template><script>a()</script></template><details open ontoggle="a()"><summary>s</summary></details><p contenteditable tabindex="1" accesskey="x" id="x" class="y" title='"><script>a()</script>'>end</p><textarea><script>a()</script></textarea><xmp><script>a()</script></xmp><plaintext></body>"##;
    let css = "@import url(https://evil.example/d.css);a{background:url('https://evil.example/e.png')}b{background:url(//evil.example/f)}</style><script>a()</script>";
    let after = foreign(html, css);
    let changes = trustdesk_core::changes::between(&engine(), None, &after, &|_| true).unwrap();
    let site = TempSite::new();
    let store = Store::open(site.root()).unwrap();
    let loaded = Site::load(&store, &engine().kinds).unwrap();
    let now = Now {
        before: None,
        after,
        changes,
    };
    let letter = Letter {
        by: String::new(),
        note: String::new(),
        day: day(),
        language: Language::Chinese,
    };
    let made = now
        .file(&engine(), &loaded, &store, &letter, &|_, _| true)
        .unwrap();
    let data = data(&made);
    let frame = data["frames"][0].as_str().unwrap();
    let style = data["assets"][0].as_str().unwrap();
    for bad in [
        "<script",
        "javascript:a()\" ",
        " on",
        "href=",
        "srcset",
        "<iframe",
        "<object",
        "<embed",
        "<video",
        "<form",
        "http-equiv",
        "<base",
        "<link",
        "<use",
        "<animate",
        "<set",
        "<image",
        "style=",
        "autofocus",
        "action=",
        "ping=",
        "target=",
        "background=",
        "poster=",
        "<template",
        "<noscript",
        "tabindex",
        "accesskey",
        "contenteditable",
        "url(",
        "src=",
    ] {
        assert!(!frame.contains(bad), "{bad} in {frame}");
    }
    assert!(frame.contains("<p id=\"x\" class=\"y\""), "{frame}");
    assert!(!style.contains("evil.example"), "{style}");
    assert_eq!(style.matches("</").count(), 1, "{style}");
}

#[test]
fn it_can_be_stopped() {
    let site = TempSite::new();
    site.write("pages/en/index.md", page("Home", "Words."));
    let (loaded, now) = now(&site);
    let letter = Letter {
        by: String::new(),
        note: String::new(),
        day: day(),
        language: Language::English,
    };
    let store = Store::open(site.root()).unwrap();
    let stopped = now.file(&engine(), &loaded, &store, &letter, &|_, _| false);
    assert!(matches!(
        stopped,
        Err(trustdesk_core::error::Error::Cancelled)
    ));
}
