//! Countries outside the European Economic Area, by the names that people write.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Codes and names in English and Chinese, in lower case.
static OUTSIDE: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("countries.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines
        .flat_map(|line| line.split('\t'))
        .map(str::to_lowercase)
        .collect()
});

/// The first place in a list such as “Ireland, United States” that is certainly outside the European
/// Economic Area. What is not known as a country says nothing.
pub(super) fn outside_eea(list: &str) -> Option<&str> {
    let known = |part: &&str| OUTSIDE.contains(&part.to_lowercase());
    let parts = list.split([',', ';', '/', '、', '，', '；', '(', ')', '（', '）', '\n']);
    parts.map(str::trim).find_map(|part| {
        let words = || {
            part.split(" and ")
                .flat_map(|part| part.split(['&', '和', '及', '与']))
                .map(|word| word.trim().trim_start_matches("the "))
        };
        Some(part).filter(known).or_else(|| words().find(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_certainly_outside_is_found() {
        for (list, found) in [
            ("Ireland, Germany", None),
            ("爱尔兰、德国", None),
            ("Frankfurt; EU; Europe", None),
            ("Ireland, United States", Some("United States")),
            ("Ireland and the USA", Some("USA")),
            ("Ireland and USA", Some("USA")),
            ("Bosnia and Herzegovina", Some("Bosnia and Herzegovina")),
            ("爱尔兰和美国", Some("美国")),
            ("Singapore (primary)", Some("Singapore")),
            ("uk", Some("uk")),
            ("", None),
        ] {
            assert_eq!(outside_eea(list), found, "{list}");
        }
    }
}
