//! Where a link in a page of a bundle leads, read from the address that WebKit asks for.

use tauri::Url;
use trustdesk_core::bundle::Manifest;
use trustdesk_core::served::{decoded, encoded};

/// The scheme that answers with files of the bundle.
pub(crate) const FILES: &str = "bundle";
/// The scheme that answers with the bar and what else is ours in that window.
pub(crate) const OURS: &str = "verdict";

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A file of the bundle, and a place in it.
    Inside {
        path: String,
        fragment: Option<String>,
    },
    /// One of our own documents or acts, by its path.
    Ours(String),
    /// An address elsewhere. It is shown, never gone to.
    Outside(String),
    /// Whatever a page must not reach; nothing happens.
    Nowhere,
}

/// The address at which a scheme of ours answers on this system.
pub(super) fn base(scheme: &str) -> String {
    if cfg!(any(windows, target_os = "android")) {
        format!("http://{scheme}.localhost/")
    } else {
        format!("{scheme}://localhost/")
    }
}

impl Target {
    /// Where an address leads.
    pub(super) fn of(url: &Url) -> Self {
        if let Some(path) = below(url, FILES) {
            return match decoded(path) {
                Some(path) => Self::Inside {
                    path,
                    fragment: url.fragment().map(str::to_owned),
                },
                None => Self::Nowhere,
            };
        }
        if let Some(path) = below(url, OURS) {
            return Self::Ours(path.to_owned());
        }
        match url.scheme() {
            "http" | "https" | "mailto" | "tel" => Self::Outside(url.to_string()),
            _ => Self::Nowhere,
        }
    }
}

/// The path of an address of one of our schemes.
fn below<'u>(url: &'u Url, scheme: &str) -> Option<&'u str> {
    url.as_str()
        .starts_with(&base(scheme))
        .then(|| url.path().trim_start_matches('/'))
}

/// The address of a file of the bundle in its window.
pub(super) fn address(path: &str, fragment: Option<&str>) -> String {
    let mut out = base(FILES) + &encoded(path);
    if let Some(fragment) = fragment {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

/// The file that a path means: itself, or the first page of a folder.
pub(super) fn file(manifest: &Manifest, path: &str) -> Option<String> {
    let path = path.trim_start_matches('/');
    let folder = path.trim_end_matches('/');
    let index = match folder {
        "" => "index.html".to_owned(),
        _ => format!("{folder}/index.html"),
    };
    [path.to_owned(), index, format!("{folder}.html")]
        .into_iter()
        .find(|one| manifest.get(one).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use trustdesk_core::bundle::Stated;
    use trustdesk_core::store::Hash;

    fn target(address: &str) -> Target {
        Target::of(&Url::parse(address).unwrap())
    }

    #[test]
    fn links_are_files_of_ours_or_elsewhere_or_nothing() {
        let inside = Target::Inside {
            path: "zh/安全.html".into(),
            fragment: Some("a%20b".into()),
        };
        let there = address("zh/安全.html", Some("a%20b"));
        assert_eq!(target(&there), inside);
        let climbing = target(&format!("{}a/../../../b.html", base(FILES)));
        assert!(matches!(climbing, Target::Inside { path, .. } if path == "b.html"));
        let ours = target(&format!("{}t/do/back", base(OURS)));
        assert_eq!(ours, Target::Ours("t/do/back".into()));
        for outside in ["https://x.example/?q=1", "mailto:a@x.example", "tel:1"] {
            assert_eq!(target(outside), Target::Outside(outside.into()));
        }
        for nowhere in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "about:blank",
            "about:srcdoc",
            "blob:null/1",
            "ipc://localhost/open_site",
            "tauri://localhost/index.html",
            "preview://localhost/media/a.svg",
            "ws://x.example/",
            "bundles://localhost/a.html",
        ] {
            assert_eq!(target(nowhere), Target::Nowhere, "{nowhere}");
        }
    }

    #[test]
    fn folders_lead_to_their_first_page() {
        let stated = Stated {
            bytes: 0,
            hash: Hash::of(b""),
        };
        let paths = ["index.html", "en/index.html", "en/a.html"];
        let manifest = Manifest::new(paths.map(|path| (path.to_owned(), stated)));
        let found = |path| file(&manifest, path);
        assert_eq!(found("").as_deref(), Some("index.html"));
        assert_eq!(found("en/").as_deref(), Some("en/index.html"));
        assert_eq!(found("en").as_deref(), Some("en/index.html"));
        assert_eq!(found("en/a").as_deref(), Some("en/a.html"));
        assert_eq!(found("en/b.html"), None);
        assert_eq!(found("en/../en/a.html"), None);
    }
}
