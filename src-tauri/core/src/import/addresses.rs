//! Addresses of pages by their paths in the existing site, and the files that they are written to.

use std::collections::{BTreeMap, HashSet};

use deunicode::deunicode;

use crate::model::PageRef;

use super::languages;

/// A page that needs an address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// Its locale.
    pub(super) locale: &'a str,
    /// Its path without language and ending, in parts.
    pub(super) parts: &'a [String],
    /// The end of its name that marks a language.
    pub(super) suffix: Option<&'a str>,
    /// The file that it has already.
    pub(super) given: Option<&'a str>,
}

/// Where a page goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    /// Its address.
    pub(super) page: PageRef,
    /// Its file in the new site.
    pub(super) file: String,
    /// The address that another page had already, if so.
    pub(super) taken: Option<String>,
}

/// Names of a folder's own page, the best first.
const OWN: [&str; 6] = ["default", "index", "_index", "home", "welcome", "readme"];
/// The last of these are such names only where a folder has no better one.
const CERTAIN: usize = 3;

/// Gives every page an address of its own: those that ask for the plainest one first, so that a page
/// never loses its address to one with a longer name.
pub(super) fn assign(asked: &[Asked<'_>]) -> Vec<Placed> {
    let owners = owners(asked);
    let mut order: Vec<usize> = (0..asked.len()).collect();
    order.sort_by_key(|i| (rank(&asked[*i], owners.contains(i)), *i));
    let mut taken: HashSet<PageRef> = HashSet::new();
    let mut placed: BTreeMap<usize, Placed> = BTreeMap::new();
    for (i, page) in asked.iter().enumerate() {
        let given = page
            .given
            .and_then(|file| Some((PageRef::from_path(file)?, file)));
        if let Some((page, file)) = given
            && taken.insert(page.clone())
        {
            let file = file.to_owned();
            placed.insert(
                i,
                Placed {
                    page,
                    file,
                    taken: None,
                },
            );
        }
    }
    order.retain(|i| !placed.contains_key(i));
    for i in order {
        placed.insert(i, place(&asked[i], owners.contains(&i), &mut taken));
    }
    placed.into_values().collect()
}

/// The pages that are the own page of their folder: one for each folder and locale.
fn owners(asked: &[Asked<'_>]) -> HashSet<usize> {
    let mut best: BTreeMap<(&str, &[String]), (usize, usize)> = BTreeMap::new();
    for (i, page) in asked.iter().enumerate() {
        let Some((name, folders)) = page.parts.split_last() else {
            continue;
        };
        let name = without(name, page.suffix).to_lowercase();
        let Some(rank) = OWN.iter().position(|own| *own == name) else {
            continue;
        };
        // The front page may be called `home`; elsewhere that is a page like any other.
        if rank >= CERTAIN && !folders.is_empty() && name != "readme" {
            continue;
        }
        let known = best.entry((page.locale, folders)).or_insert((rank, i));
        *known = (*known).min((rank, i));
    }
    best.into_values().map(|(_, i)| i).collect()
}

/// Who chooses first: folders, then names without a mark, then those whose mark says their own language.
fn rank(page: &Asked<'_>, owner: bool) -> u8 {
    let own = |suffix| languages::of_mark(suffix).is_some_and(|of| of == page.locale);
    match page.suffix {
        None => u8::from(!owner),
        Some(suffix) if own(suffix) => 2,
        Some(_) => 3,
    }
}

fn without<'n>(name: &'n str, suffix: Option<&str>) -> &'n str {
    suffix
        .and_then(|suffix| name.strip_suffix(suffix))
        .unwrap_or(name)
}

fn place(page: &Asked<'_>, owner: bool, taken: &mut HashSet<PageRef>) -> Placed {
    let (name, folders) = page
        .parts
        .split_last()
        .map_or(("", page.parts), |(n, f)| (n.as_str(), f));
    let folders: String = folders
        .iter()
        .map(|part| format!("/{}", slug(part)))
        .collect();
    let plain = |name: &str| format!("{folders}/{}", slug(name));
    let short = plain(without(name, page.suffix));
    let own = if folders.is_empty() {
        "/".to_owned()
    } else {
        folders.clone()
    };
    let mut wanted = Vec::new();
    if owner {
        wanted.push(own);
    }
    wanted.push(short.clone());
    wanted.push(plain(name));
    let mut free = |address: &str| {
        let valid = address == "/" || !address.ends_with("/index");
        valid && taken.insert(PageRef::new(page.locale, address))
    };
    let first = wanted[0].clone();
    let found = wanted.into_iter().find(|address| free(address));
    let address = found.unwrap_or_else(|| {
        let numbered = (2_u32..).map(|n| format!("{short}-{n}"));
        numbered
            .into_iter()
            .find(|address| free(address))
            .unwrap_or_default()
    });
    let page = PageRef::new(page.locale, &address);
    let file = match address.as_str() {
        "/" => page.new_path(),
        _ if owner && address == first => format!("pages/{}{address}/index.md", page.locale),
        _ => page.new_path(),
    };
    let differs = address != first && !(first.ends_with("/index"));
    Placed {
        page,
        file,
        taken: differs.then_some(first),
    }
}

/// A part of an address: small letters, digits and hyphens.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in deunicode(name).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(60);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "page".into()
    } else {
        slug.to_owned()
    }
}

/// The path that the theme for existing sites writes a file of `pages/` to, when the page keeps none.
pub(super) fn made(folder: &str, locale: &str, file: &str) -> String {
    let inside = file.strip_prefix("pages/").unwrap_or(file);
    let inside = inside.strip_prefix(locale).unwrap_or(inside);
    let inside = inside.trim_start_matches('/').trim_end_matches(".md");
    let inside = match inside.strip_suffix("index") {
        Some(above) if above.is_empty() || above.ends_with('/') => format!("{above}default"),
        _ => inside.to_owned(),
    };
    format!("{folder}/{inside}.md")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::is_address;

    fn all(paths: &[(&str, &str, Option<&str>)]) -> Vec<(String, String)> {
        let parts: Vec<Vec<String>> = paths
            .iter()
            .map(|(_, path, _)| path.split('/').map(str::to_owned).collect())
            .collect();
        let asked: Vec<Asked<'_>> = paths
            .iter()
            .zip(&parts)
            .map(|((locale, _, suffix), parts)| Asked {
                locale,
                parts,
                suffix: *suffix,
                given: None,
            })
            .collect();
        let placed = assign(&asked);
        for one in &placed {
            assert!(is_address(&one.page.address), "{}", one.page);
            assert_eq!(PageRef::from_path(&one.file).as_ref(), Some(&one.page));
        }
        placed
            .into_iter()
            .map(|one| (one.page.to_string(), one.file))
            .collect()
    }

    #[test]
    fn addresses_follow_paths() {
        let found = all(&[
            ("en", "default", None),
            ("en", "security/default", None),
            ("en", "security/Design & operations", None),
            ("en", "what-is-new/index", None),
            ("en", "安全/白皮书", None),
            ("en", "Terms of use", None),
            ("zh-Hans", "blog/post-cn", Some("-cn")),
            ("en", "docs/readme", None),
        ]);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("en/", "pages/en/index.md"),
                ("en/security", "pages/en/security/index.md"),
                (
                    "en/security/design-operations",
                    "pages/en/security/design-operations.md"
                ),
                ("en/what-is-new", "pages/en/what-is-new/index.md"),
                ("en/an-quan/bai-pi-shu", "pages/en/an-quan/bai-pi-shu.md"),
                ("en/terms-of-use", "pages/en/terms-of-use.md"),
                ("zh-Hans/blog/post", "pages/zh-Hans/blog/post.md"),
                ("en/docs", "pages/en/docs/index.md"),
            ]
        );
    }

    #[test]
    fn no_two_pages_share_an_address() {
        let found = all(&[
            ("en", "security", None),
            ("en", "security/index", None),
            ("en", "security/default", None),
            ("en", "blog/post-cn", Some("-cn")),
            ("en", "blog/post", None),
            ("en", "a b", None),
            ("en", "a-b", None),
            ("en", "A_B", None),
            ("en", "!", None),
            ("en", "?", None),
        ]);
        let addresses: Vec<&str> = found.iter().map(|(page, _)| page.as_str()).collect();
        assert_eq!(
            addresses,
            [
                "en/security-2",
                "en/security/index-2",
                "en/security",
                "en/blog/post-cn",
                "en/blog/post",
                "en/a-b",
                "en/a-b-2",
                "en/a-b-3",
                "en/page",
                "en/page-2",
            ]
        );
    }

    #[test]
    fn paths_are_made_as_the_theme_makes_them() {
        assert_eq!(made("en-us", "en", "pages/en/index.md"), "en-us/default.md");
        assert_eq!(
            made("en-us", "en", "pages/en/a/index.md"),
            "en-us/a/default.md"
        );
        assert_eq!(
            made("zh-cn", "zh-Hans", "pages/zh-Hans/a/b.md"),
            "zh-cn/a/b.md"
        );
    }
}
