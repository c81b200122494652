//! Timings of records: typing into one of many, and what the screen of records asks for.

use serde_json::json;
use trustdesk_core::model::PageRef;
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_core::view::{DataEdit, DataRequest, Step};
use trustdesk_tests::{TempSite, engine};

use super::{day, median, ms, timed};

const FILE: &str = "records/certifications.toml";

/// A site of one page that shows twenty of `count` records.
fn site(count: usize) -> TempSite {
    let site = TempSite::new();
    let named: Vec<String> = (0..20).map(|n| format!("\"r-{n}\"")).collect();
    let named = named.join(", ");
    let page = format!(
        "+++\ntitle = \"Home\"\nsummary = \"s\"\n+++\n\n::: certifications\nheading = \"All\"\nitems = [{named}]\n:::\n"
    );
    site.write("pages/en/index.md", page);
    let record = |n: usize| {
        format!(
            "[r-{n}]\ntitle = {{ en = \"Certificate {n}\", zh-Hans = \"证书 {n}\" }}\ntype = \"certificate\"\nscope = {{ en = \"All regions of the service, number {n}.\", zh-Hans = \"服务的全部区域，第 {n} 项。\" }}\nissuer = \"Norhaven Assurance\"\nnumber = \"NA-{n}\"\nissued = 2026-01-01\nexpires = 2029-01-01\nowner = \"Compliance team\"\n\n"
        )
    };
    site.write(FILE, (0..count).map(record).collect::<String>());
    site
}

/// Prints a table.
pub(crate) fn all() {
    println!(
        "| records | keystroke | its answer | open the list | how often used | undo |\n|---|---|---|---|---|---|"
    );
    for count in [20, 500] {
        let site = site(count);
        let store = Store::open(site.root()).expect("a site");
        let mut session = Session::open(store, engine(), day()).expect("a session");
        session.open_page(&PageRef::new("en", "/")).expect("a page");
        let mut size = 0;
        let mut type_one = |n: usize| {
            let path = ["r-7", "scope", "en"].map(|step| Step::Name(step.to_owned()));
            let edit = DataEdit::Set {
                path: path.to_vec(),
                value: json!(format!("All regions {}", "x".repeat(n % 80))),
            };
            let request = DataRequest {
                file: FILE.to_owned(),
                edit,
            };
            let (update, time) = timed(|| {
                let update = session.edit_data(&request, 0).expect("an edit");
                serde_json::to_string(&update).expect("JSON")
            });
            size = update.len();
            time
        };
        let typing = median((0..200).map(&mut type_one).collect());
        let open = |_| timed(|| serde_json::to_string(&session.data(FILE).expect("a list"))).1;
        let open = median((0..20).map(open).collect());
        let used = |_| timed(|| session.record_counts("certifications")).1;
        let used = median((0..20).map(used).collect());
        let (_, undo) = timed(|| session.undo().expect("undone"));
        println!(
            "| {count} | {:.2} ms | {:.1} KB | {:.1} ms | {:.2} ms | {:.1} ms |",
            ms(typing),
            size as f64 / 1_000.0,
            ms(open),
            ms(used),
            ms(undo)
        );
    }
}
