//! Dates and sizes in words.

use crate::model::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date as people of the locale write it: `1 March 2029`, `2029年3月1日`.
pub(crate) fn words(date: Date, locale: &str) -> String {
    if locale.starts_with("zh") || locale.starts_with("ja") {
        return format!("{}年{}月{}日", date.year, date.month, date.day);
    }
    let month = MONTHS
        .get(usize::from(date.month) - 1)
        .copied()
        .unwrap_or_default();
    format!("{} {month} {}", date.day, date.year)
}

/// A file size with one digit after the point from a megabyte up; 1 KB is 1,000 bytes.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_sizes_read_well() {
        let date = Date::parse("2029-03-01").unwrap();
        assert_eq!(words(date, "en"), "1 March 2029");
        assert_eq!(words(date, "zh-Hans"), "2029年3月1日");
        assert_eq!(
            [size(999), size(1_001), size(1_250_000)],
            ["999 B", "2 KB", "1.2 MB"]
        );
    }
}
