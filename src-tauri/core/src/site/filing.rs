//! The numbers that sites served from mainland China show in their footer.

use serde::Deserialize;

use crate::model::Localised;

/// Where the ministry lets anybody look a filing up.
const ICP: &str = "https://beian.miit.gov.cn/";
/// The same of the police.
const POLICE: &str = "https://beian.mps.gov.cn/";

/// What `[filing]` of `site.toml` says. A language shows a number only where it is given one, or where
/// one number stands for all of them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filing {
    /// Number of the ICP filing with the ministry of industry: `京ICP备2026000001号-1`.
    pub icp: Localised,
    /// Number of the filing with the police: `京公网安备11010502000001号`.
    pub police: Localised,
}

impl Filing {
    /// The numbers for a language, each with the address that it must lead to.
    pub fn links(&self, locale: &str) -> Vec<(&str, String)> {
        let icp = (self.icp.own(locale), ICP.to_owned());
        let police = self.police.own(locale);
        let police = (police, police_address(police));
        [icp, police]
            .into_iter()
            .filter(|(number, _)| !number.trim().is_empty())
            .collect()
    }
}

/// The entry of one number; the front page of the register when there are no digits to look up.
fn police_address(number: &str) -> String {
    let code: String = number.chars().filter(char::is_ascii_digit).collect();
    if code.is_empty() {
        return POLICE.to_owned();
    }
    format!("{POLICE}#/query/webSearch?code={code}")
}

/// Whether a number is written as the ministry writes them: `京ICP备2026000001号-1`.
pub(crate) fn is_icp(number: &str) -> bool {
    let Some((_, rest)) = number.split_once("ICP") else {
        return false;
    };
    let digits = rest.trim_start_matches(['备', '证']).trim_start();
    let end = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let part = end.strip_prefix('号').unwrap_or("?");
    rest.starts_with(['备', '证'])
        && end.len() < digits.len()
        && part
            .strip_prefix('-')
            .map_or(part.is_empty(), |n| n.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a number is written as the police write them: `京公网安备11010502000001号`, with 14 digits.
pub(crate) fn is_police(number: &str) -> bool {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    number.contains("公网安备") && number.ends_with('号') && digits == 14
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_leads_to_its_register() {
        let filing: Filing = toml::from_str(
            "icp = \"京ICP备2026000001号-1\"\npolice = { zh-Hans = \"京公网安备 11010502000001号\" }",
        )
        .unwrap();
        let code = "https://beian.mps.gov.cn/#/query/webSearch?code=11010502000001";
        assert_eq!(filing.links("en"), [("京ICP备2026000001号-1", ICP.into())]);
        assert_eq!(
            filing.links("zh-Hans"),
            [
                ("京ICP备2026000001号-1", ICP.into()),
                ("京公网安备 11010502000001号", code.into())
            ]
        );
        assert!(Filing::default().links("zh-Hans").is_empty());
    }

    #[test]
    fn numbers_are_known_by_how_they_are_written() {
        for number in [
            "京ICP备2026000001号",
            "粤ICP备12345678号-12",
            "沪ICP证030173号",
        ] {
            assert!(is_icp(number), "{number}");
        }
        for number in [
            "2026000001",
            "京ICP备号",
            "京ICP2026号",
            "京ICP备2026000001号-a",
            "京ICP备2026000001",
        ] {
            assert!(!is_icp(number), "{number}");
        }
        assert!(is_police("京公网安备11010502000001号"));
        assert!(is_police("京公网安备 11010502000001 号"));
        assert!(!is_police("京公网安备1101050200001号"));
        assert!(!is_police("11010502000001"));
    }
}
