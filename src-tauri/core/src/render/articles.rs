//! The articles of news lists: made from the pages that have a date, never typed.

use tera::{Map, Value as Out};

use crate::value::{Fields, Value};

use super::values::Resolver;

/// The articles that a section with `fields` lists, newest first; none where it lists only what is typed.
pub(super) fn below(resolver: &Resolver<'_>, fields: &Fields) -> Out {
    if fields.get("only-items").and_then(Value::as_flag) == Some(true) {
        return Out::from(Vec::<Out>::new());
    }
    let scope = resolver.scope;
    let from = fields
        .get("from")
        .and_then(Value::as_text)
        .filter(|from| from.starts_with('/'))
        .unwrap_or(&scope.page.address);
    let most = match fields.get("most") {
        Some(Value::Int(most)) => usize::try_from(*most).unwrap_or(0),
        _ => usize::MAX,
    };
    let locale = &scope.page.locale;
    let articles = scope.index.articles(locale, from).into_iter().take(most);
    let out = articles.map(|(address, info, date)| {
        let mut map = Map::new();
        map.insert("title".into(), Out::from(info.title.as_str()));
        map.insert("summary".into(), Out::from(info.summary.as_str()));
        map.insert("date".into(), resolver.date(date));
        let href = scope.page_href(locale, address, &info.output);
        map.insert("href".into(), Out::from(href));
        Out::from(map)
    });
    Out::from(out.collect::<Vec<_>>())
}
