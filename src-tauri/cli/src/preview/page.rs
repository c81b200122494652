//! What a served page has that an exported one has not: the script that loads it anew, and what is
//! wrong with its templates.

use trustdesk_core::problem::Problem;

use crate::words;

/// Tells when the site changed.
pub(super) const CHANGES: &str = "/_trustdesk/changes";
/// Where the script is.
pub(super) const SCRIPT_PATH: &str = "/_trustdesk/preview.js";
/// Where the style sheet of the additions is.
pub(super) const STYLE_PATH: &str = "/_trustdesk/preview.css";
pub(super) const SCRIPT: &str = include_str!("preview.js");
pub(super) const STYLE: &str = include_str!("preview.css");

/// A page of the site as it is served.
pub(super) fn served(html: &str, problems: &[Problem], version: u64) -> String {
    let html = allowed(html);
    let more = format!("{}{}", faults(problems), script(version));
    let (before, after) = match html.rfind("</body>") {
        Some(end) => html.split_at(end),
        None => (html.as_str(), ""),
    };
    format!("{before}{more}{after}")
}

/// The page in place of one whose template failed.
pub(super) fn failed(problems: &[Problem], version: u64) -> String {
    own(words::FAILED_PAGE, &faults(problems), version)
}

/// The page in place of one that is not there, when the site has none for that.
pub(super) fn missing(path: &str, version: u64) -> String {
    let text = format!("<p>{}</p>", escape(&words::missing_page(path)));
    own(words::MISSING_PAGE, &text, version)
}

fn own(title: &str, inside: &str, version: u64) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n</head>\n<body class=\"trustdesk-own\">\n<h1>{title}</h1>\n{inside}\n{}</body>\n</html>\n",
        script(version)
    )
}

fn script(version: u64) -> String {
    format!(
        "<link rel=\"stylesheet\" href=\"{STYLE_PATH}\"><script src=\"{SCRIPT_PATH}\" data-changes=\"{CHANGES}?{version}\"></script>\n"
    )
}

/// The page with a policy that also allows the additions: the first of two directives of one name
/// counts, so a script of the page's own is named again.
fn allowed(html: &str) -> String {
    let mark = "http-equiv=\"Content-Security-Policy\" content=\"";
    let policy = html
        .split_once(mark)
        .and_then(|(_, rest)| rest.split('"').next());
    let mut own = policy.unwrap_or_default().split("; ");
    let own = own.find_map(|directive| directive.strip_prefix("script-src "));
    let scripts = own.map_or_else(String::new, |scripts| format!(" {scripts}"));
    let more = format!("script-src 'self'{scripts}; connect-src 'self'; style-src 'self'; ");
    html.replacen(mark, &format!("{mark}{more}"), 1)
}

/// What is wrong, on top of the page.
fn faults(problems: &[Problem]) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let all: String = problems.iter().map(fault).collect();
    format!(
        "<section class=\"trustdesk-faults\" aria-label=\"{}\">{all}</section>\n",
        words::FAULTS
    )
}

fn fault(problem: &Problem) -> String {
    let place = escape(&words::place(problem));
    let message = escape(&problem.message.to_string());
    let excerpt = problem.excerpt.as_deref().map_or(String::new(), |lines| {
        format!("<pre>{}</pre>", escape(lines))
    });
    let hint = escape(&problem.hint.to_string());
    format!(
        "<article><p class=\"place\">{place}</p><p>{message}</p>{excerpt}<p>{hint}</p></article>"
    )
}

fn escape(text: &str) -> String {
    trustdesk_core::render::escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gets_the_script_and_may_run_it() {
        let page = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"></head><body>x</body>";
        let html = served(page, &[], 7);
        assert!(html.contains("content=\"script-src 'self'; connect-src 'self'; style-src 'self'; default-src 'none'\""));
        let page = page.replace(
            "'none'",
            "'none'; script-src &#39;sha256-abc=&#39;; img-src x",
        );
        let html = served(&page, &[], 7);
        assert!(
            html.contains(
                "content=\"script-src 'self' &#39;sha256-abc=&#39;; connect-src 'self'; "
            )
        );
        assert!(html.contains("data-changes=\"/_trustdesk/changes?7\"></script>\n</body>"));
        assert!(!html.contains("trustdesk-faults"));
        assert!(served("no end", &[], 7).contains("</script>"));
    }
}
