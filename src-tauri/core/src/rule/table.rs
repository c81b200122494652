//! The table of all rules.

use crate::problem::Severity::{Blocker, Tip, Warning};
use crate::say;

use super::Rule;
use super::Scope::{Field, Page, Release, Section, Site};

/// Writes the table: each rule by its name, and all of them as [`ALL`].
macro_rules! rules {
    ($($name:ident $code:literal $severity:ident $scope:ident $fixes:literal, $title:expr, $why:expr;)*) => {
        $(
            #[doc = concat!("The rule `", $code, "`.")]
            pub static $name: Rule = Rule {
                code: $code,
                severity: $severity,
                scope: $scope,
                fixes: $fixes,
                title: || $title,
                why: || $why,
            };
        )*

        /// Every rule, in the order of the table.
        pub static ALL: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    // Files.
    UNUSABLE_FILE "unusable-file" Blocker Page false,
        say!("Files that cannot be used"),
        say!("What cannot be read is on no page.");
    SETTINGS "settings" Blocker Site false,
        say!("Settings that cannot be read"),
        say!("Without them nothing of the site can be published as it should be.");
    SAME_ADDRESS "same-address" Blocker Site false,
        say!("Two files for one page"),
        say!("Visitors see only one of them.");
    CONFLICT_COPY "conflict-copy" Tip Site false,
        say!("Copies made by two people at once"),
        say!("What stands only in the copy is not published.");
    NOT_UTF_8 "not-utf-8" Blocker Page false,
        say!("Files that are not text in UTF-8"),
        say!("Their letters would be shown wrongly.");
    UNREADABLE "unreadable" Blocker Page false,
        say!("Files that cannot be read"),
        say!("What cannot be read is on no page.");
    NUL_BYTES "nul-bytes" Blocker Page false,
        say!("Pages that are not text"),
        say!("They cannot be shown.");
    TOO_LARGE "too-large" Blocker Page false,
        say!("Pages that are too large"),
        say!("They are slow to open for everybody.");
    UNREADABLE_FIELDS "unreadable-fields" Blocker Section false,
        say!("Fields that cannot be read"),
        say!("What cannot be read is on no page.");
    STRAY_VALUE "stray-value" Blocker Section false,
        say!("Values outside any record"),
        say!("They are on no page.");
    BAD_OPENING "bad-opening" Blocker Section false,
        say!("Sections whose first line cannot be read"),
        say!("The section is on no page.");
    DUPLICATE_ID "duplicate-id" Blocker Page false,
        say!("Ids used twice"),
        say!("A link to the place leads to the first of them only.");
    MISSING_DIVIDER "missing-divider" Blocker Section false,
        say!("Sections without a line between fields and text"),
        say!("The section is on no page.");
    MISSING_FRONT_MATTER "missing-front-matter" Blocker Page false,
        say!("Pages without front matter"),
        say!("The page has no title.");
    UNCLOSED_FRONT_MATTER "unclosed-front-matter" Blocker Page false,
        say!("Front matter without an end"),
        say!("The page has no title.");
    STRAY_TEXT "stray-text" Blocker Page false,
        say!("Text outside any section"),
        say!("It is on no page.");
    UNCLOSED_SECTION "unclosed-section" Blocker Section false,
        say!("Sections without an end"),
        say!("The section is on no page.");
    CONFLICT "conflict" Blocker Page false,
        say!("Two versions side by side in a file"),
        say!("Neither is published until one is chosen.");
    FRONT_MATTER "front-matter" Blocker Page false,
        say!("Front matter that would end too early"),
        say!("The existing site would show the rest of it as text.");
    UNKNOWN_KIND "unknown-kind" Blocker Section false,
        say!("Sections of an unknown kind"),
        say!("They are on no page.");
    UNKNOWN_LOCALE "unknown-locale" Warning Page false,
        say!("Pages in a language that the site does not have"),
        say!("No visitor finds them.");
    TEMPLATE "template" Blocker Site false,
        say!("Templates that need repair"),
        say!("Pages that use them cannot be published.");
    THEME "theme" Warning Site false,
        say!("A theme that is not there"),
        say!("The site looks other than intended.");
    PATH "path" Blocker Page false,
        say!("Names that no file can have"),
        say!("The file could not be written.");
    SAME_PATH "same-path" Blocker Site false,
        say!("Two pages written to one file"),
        say!("Visitors would see only one of them.");
    DRAFTS_NOT_KEPT "drafts-not-kept" Tip Site false,
        say!("Safety copies that cannot be written"),
        say!("What is typed could be lost when the computer stops.");
    LEFT_OUT "left-out" Warning Field false,
        say!("Cells that were not taken over"),
        say!("What they hold is not in the site.");
    // The site.
    NO_NAME "no-name" Blocker Site false,
        say!("A site without a name"),
        say!("Every page carries the name in its title.");
    NO_FRONT_PAGE "no-front-page" Blocker Site false,
        say!("A site without a front page"),
        say!("Visitors who enter the address of the site find nothing.");
    SAME_TITLE "same-title" Warning Site false,
        say!("Titles used twice"),
        say!("Visitors and search engines cannot tell the pages apart.");
    NOT_A_COLOUR "not-a-colour" Warning Field false,
        say!("Colours that are none"),
        say!("The theme shows its own colour instead.");
    LOW_CONTRAST "low-contrast" Tip Field false,
        say!("Colours that read badly"),
        say!("People with weak eyes cannot read text of little contrast.");
    FILING "filing" Warning Field false,
        say!("Filing numbers that are not written as such"),
        say!("Chinese law asks for the number, and the link behind it would be wrong.");
    NOTICE_OVER "notice-over" Tip Field false,
        say!("Notices that are over"),
        say!("What is no longer shown can be cleared away.");
    NOTICE_OPEN "notice-open" Tip Field false,
        say!("Notices without a last day"),
        say!("A notice that stays is soon read by nobody.");
    RELEASE_KEY "release-key" Warning Field false,
        say!("Keys of releases that are none"),
        say!("The history of releases shows no key, and visitors cannot verify what was signed.");
    REDIRECT_FROM_PAGE "redirect-from-page" Warning Site false,
        say!("Redirects from a page that is there"),
        say!("Nobody is led on from there.");
    REDIRECT_LOOP "redirect-loop" Warning Site false,
        say!("Redirects that lead back"),
        say!("Visitors see an error instead of a page.");
    REDIRECT_TO_NOTHING "redirect-to-nothing" Warning Site false,
        say!("Redirects that lead to no page"),
        say!("Visitors who follow an old link find nothing.");
    SECURITY_TXT "security-txt" Warning Field false,
        say!("The contact for vulnerabilities"),
        say!("People who find a weakness stop trusting the file once it has ended, and tell others instead.");
    // Fields.
    REQUIRED "required" Blocker Field false,
        say!("Fields that must be filled in"),
        say!("The page would show a gap.");
    TOO_LONG "too-long" Warning Field false,
        say!("Texts that are too long"),
        say!("They are cut off in places.");
    WRONG_TYPE "wrong-type" Warning Field false,
        say!("Values that do not belong there"),
        say!("They are not shown.");
    NOT_A_CHOICE "not-a-choice" Warning Field false,
        say!("Values that are not on the list"),
        say!("They are not shown.");
    NOT_A_DATE "not-a-date" Blocker Field false,
        say!("Dates that are none"),
        say!("What depends on the day would be wrong.");
    NOT_A_NUMBER "not-a-number" Blocker Field false,
        say!("Numbers that are none"),
        say!("They are not shown.");
    MISSING_RECORD "missing-record" Blocker Field false,
        say!("Records that are not there"),
        say!("The page would show a gap.");
    MISSING_SHARED "missing-shared" Blocker Field false,
        say!("Shared sections that are not there"),
        say!("The page would show a gap.");
    DATES_ORDER "dates-order" Blocker Section false,
        say!("Dates in the wrong order"),
        say!("A page that contradicts itself is not believed.");
    REVIEW_DUE "review-due" Warning Section false,
        say!("Reviews that are overdue"),
        say!("Nobody has looked whether it is still true.");
    MISSING_TRANSLATION "missing-translation" Warning Field false,
        say!("Texts that are missing in a language"),
        say!("Visitors see them in another language.");
    RAW_HTML "raw-html" Warning Field false,
        say!("HTML in a text"),
        say!("Visitors see the marks instead of what they mean.");
    // Links and pictures.
    BROKEN_LINK "broken-link" Blocker Field false,
        say!("Links that lead nowhere"),
        say!("Visitors who follow them find nothing.");
    BROKEN_ANCHOR "broken-anchor" Warning Field false,
        say!("Links to a place that is not there"),
        say!("Visitors arrive at the top of the page and have to search.");
    INSECURE_LINK "insecure-link" Warning Field false,
        say!("Links that are not secure"),
        say!("Others can read and change what is sent to such a site.");
    OTHER_LANGUAGE "other-language" Tip Field false,
        say!("Links into another language"),
        say!("Visitors may not be able to read what they find.");
    EXISTING_FILE "existing-file" Tip Field false,
        say!("Links to files of the existing site"),
        say!("Nothing here knows whether they are there.");
    MISSING_FILE "missing-file" Blocker Field false,
        say!("Files that are missing"),
        say!("Visitors see a gap, or find nothing.");
    OUTSIDE_PICTURE "outside-picture" Warning Field false,
        say!("Pictures on other servers"),
        say!("The other server learns who reads the page, and can change the picture.");
    MISSING_ALT "missing-alt" Warning Field false,
        say!("Pictures without a text"),
        say!("People who do not see the picture do not learn what it shows.");
    GENERIC_LINK_TEXT "generic-link-text" Warning Field false,
        say!("Link texts that say nothing"),
        say!("People who go from link to link, or listen, do not learn where it leads.");
    EMPTY_LINK_TEXT "empty-link-text" Warning Field false,
        say!("Links without a text"),
        say!("Visitors cannot see such a link, and those who listen hear an address.");
    PLACEHOLDER_TARGET "placeholder-target" Blocker Field false,
        say!("Links without a target"),
        say!("Visitors who follow them stay where they are.");
    STAGING_LINK "staging-link" Blocker Field false,
        say!("Links to hosts that are not public"),
        say!("Visitors cannot open them, and learn names that are nobody else's business.");
    SPACE_IN_ADDRESS "space-in-address" Warning Field true,
        say!("Addresses with a space in them"),
        say!("Mail programs and others cut the address at the space.");
    REDIRECTED_LINK "redirected-link" Tip Field true,
        say!("Links to pages that have moved"),
        say!("Visitors get there by a detour, and not at all once the redirect is taken away.");
    SAME_LABEL "same-label" Warning Page false,
        say!("One link text for different targets"),
        say!("People who go from link to link cannot tell them apart.");
    SAME_TARGET "same-target" Tip Site false,
        say!("Different link texts for one target"),
        say!("Visitors take it for two things.");
    ALT_FILE_NAME "alt-file-name" Warning Field false,
        say!("Texts of pictures that say nothing"),
        say!("People who do not see the picture do not learn what it shows.");
    COPIED_ALT "copied-alt" Warning Site false,
        say!("One text for different pictures"),
        say!("At least one of them is told wrongly to those who do not see it.");
    // Evidence.
    EXPIRED "expired" Warning Section false,
        say!("Evidence that has expired"),
        say!("A certificate that is over proves nothing, and visitors look at the date.");
    EXPIRING "expiring" Tip Section false,
        say!("Evidence that expires soon"),
        say!("Auditors are booked months ahead.");
    NOT_YET_VALID "not-yet-valid" Warning Section false,
        say!("Evidence that is not valid yet"),
        say!("Visitors take it for valid and find that it is not.");
    NO_AUDITOR "no-auditor" Warning Field false,
        say!("Evidence without an auditor"),
        say!("A certificate is worth as much as whoever gave it.");
    NO_SCOPE "no-scope" Warning Field false,
        say!("Evidence without a scope"),
        say!("Customers ask whether the service that they use is covered.");
    SURVEILLANCE_DUE "surveillance-due" Warning Field false,
        say!("Surveillance audits that are overdue"),
        say!("A certificate can be withdrawn without them.");
    BRIDGE_LETTER "bridge-letter" Warning Section false,
        say!("Reports that need a bridge letter"),
        say!("Nobody speaks for the time between the report and today.");
    BRIDGE_LETTER_LONG "bridge-letter-long" Tip Section false,
        say!("Bridge letters that reach far"),
        say!("Customers accept about three months.");
    REPORT_STALE "report-stale" Warning Section false,
        say!("Reports and tests that are old"),
        say!("Customers ask for one of the last twelve months.");
    NOTICE_TOO_SHORT "notice-too-short" Warning Section false,
        say!("Notice of a subprocessor that is too short"),
        say!("It breaks what this site promises its customers.");
    TRANSFER_MECHANISM "transfer-mechanism" Warning Field false,
        say!("Transfers without a mechanism"),
        say!("Customers must know on what ground data leaves the European Economic Area.");
    GATED_FILE "gated-file" Blocker Release false,
        say!("Documents that are not public and would be published"),
        say!("Everybody could download what only some may read.");
    NO_OWNER "no-owner" Tip Field false,
        say!("Evidence that nobody looks after"),
        say!("What is nobody's task is not renewed in time.");
    SECURITY_TXT_MISSING "security-txt-missing" Tip Site false,
        say!("No contact for vulnerabilities"),
        say!("People who find a weakness tell others instead.");
    SECURITY_TXT_EXPIRED "security-txt-expired" Blocker Field false,
        say!("A contact for vulnerabilities that has ended"),
        say!("Programs and people no longer trust it.");
    SECURITY_TXT_EXPIRING "security-txt-expiring" Warning Field false,
        say!("A contact for vulnerabilities that ends soon"),
        say!("Programs and people no longer trust it once it has ended.");
    // Languages.
    TRANSLATION_MISSING "translation-missing" Warning Site false,
        say!("Pages and sections that are missing in a language"),
        say!("Some visitors learn less than others.");
    TRANSLATION_EXTRA "translation-extra" Tip Site false,
        say!("Sections that only a translation has"),
        say!("Some visitors learn less than others.");
    TRANSLATION_BEHIND "translation-behind" Warning Site false,
        say!("Translations that are behind"),
        say!("Visitors read in one language what is no longer so in the other.");
    TRANSLATION_DIFFERS "translation-differs" Warning Site false,
        say!("Translations that say something else"),
        say!("Two figures for one thing, and customers ask which one counts.");
    // What would be published.
    HEAVY_PAGE "heavy-page" Warning Release false,
        say!("Pages that weigh too much"),
        say!("They are slow to open, above all on a telephone.");
    HEAVY_PICTURE "heavy-picture" Warning Release false,
        say!("Pictures that weigh too much"),
        say!("Visitors wait for them, and pay for what they load.");
    FILE_TELLS "file-tells" Warning Release false,
        say!("Files that tell more than they should"),
        say!("Names, places and earlier versions are read by people for whom they were not meant.");
    // Pages.
    NO_MAIN_HEADING "no-main-heading" Warning Page false,
        say!("Pages without a main heading"),
        say!("People who listen cannot tell what the page is about.");
    HEADING_ORDER "heading-order" Warning Page false,
        say!("Headings that skip a level"),
        say!("People who listen find their way by the levels of headings.");
    EMPTY_HEADING "empty-heading" Warning Field false,
        say!("Headings without a text"),
        say!("People who listen are told of a heading and hear none.");
    BOLD_HEADING "bold-heading" Tip Field false,
        say!("Bold text in place of a heading"),
        say!("It looks like a heading, and is none to those who listen or search.");
    BARE_TABLE "bare-table" Warning Field false,
        say!("Tables without names of columns"),
        say!("People who listen hear figures without learning what they are.");
    SAME_SUMMARY "same-summary" Warning Site false,
        say!("Summaries used twice"),
        say!("In the results of a search the pages look the same.");
    SAME_PAGE "same-page" Warning Site false,
        say!("Pages that say the same"),
        say!("One of them is soon changed and the other not.");
    CONTRADICTION "contradiction" Warning Site false,
        say!("Statements that contradict each other"),
        say!("Customers ask which one counts, and trust neither.");
    FILING_MISSING "filing-missing" Warning Site false,
        say!("A filing number that is missing"),
        say!("Sites in China must show the number of their filing.");

    LINK_MOVED "link-moved" Tip Field true,
        say!("Addresses elsewhere that have moved"),
        say!("The detour ends when the other site takes it away.");
    LINK_GONE "link-gone" Warning Field false,
        say!("Addresses elsewhere that are gone"),
        say!("Visitors who follow them find nothing.");
    LINK_UNREACHABLE "link-unreachable" Warning Field false,
        say!("Addresses elsewhere that do not answer"),
        say!("Visitors who follow them see an error.");
    LINK_REFUSED "link-refused" Tip Field false,
        say!("Addresses elsewhere that only a person can check"),
        say!("Nobody knows whether visitors find something there.");

    // Texts.
    DOUBLE_SPACE "double-space" Tip Field true,
        say!("Spaces too many"),
        say!("They look like a slip, and a page with slips is trusted less.");
    PLACEHOLDER_TEXT "placeholder-text" Blocker Field false,
        say!("Text that is not written yet"),
        say!("Visitors see that nobody looked.");
    DOUBLED_WORD "doubled-word" Warning Field true,
        say!("Words twice in a row"),
        say!("They look like a slip, and a page with slips is trusted less.");
    TYPED_LIST "typed-list" Tip Field false,
        say!("Lists that are typed by hand"),
        say!("People who listen to a page do not learn that it is a list, or how long it is.");
    DOUBLE_PUNCTUATION "double-punctuation" Tip Field true,
        say!("Punctuation twice in a row"),
        say!("They look like a slip, and a page with slips is trusted less.");
    SPACE_BEFORE_PUNCTUATION "space-before-punctuation" Tip Field true,
        say!("Spaces before punctuation"),
        say!("They look like a slip, and a page with slips is trusted less.");
    UNBALANCED "unbalanced" Tip Field false,
        say!("Brackets and quotation marks without their pair"),
        say!("Readers do not see where the aside or the quotation ends.");
    PUNCTUATION "punctuation" Tip Field true,
        say!("Punctuation of the other language"),
        say!("Chinese and English signs side by side look like a slip, and are hard to read.");
    WRONG_LANGUAGE "wrong-language" Warning Field false,
        say!("Text in another language than its page"),
        say!("Visitors cannot read it, and search engines list the page in the wrong language.");
    SPELLING "spelling" Warning Field true,
        say!("Words that are in no dictionary"),
        say!("Slips in spelling make readers doubt the care behind the rest.");
    NAME_SPELLING "name-spelling" Warning Field true,
        say!("Names that are not written as they should be"),
        say!("A name that is written in two ways looks like two things.");
    PREFERRED_TERM "preferred-term" Warning Field true,
        say!("Words that this site writes otherwise"),
        say!("Readers take two words for two things.");
    FORBIDDEN_TERM "forbidden-term" Warning Field false,
        say!("Words that this site avoids"),
        say!("The people who keep the glossary decided against them.");
    GLOSSARY "glossary" Warning Site false,
        say!("A glossary that cannot be used"),
        say!("Words are not checked by what cannot be read.");
    UNSUPPORTED_CLAIM "unsupported-claim" Warning Field true,
        say!("Claims that cannot be kept"),
        say!("Auditors, customers and courts take a trust center at its word.");
    SECRET "secret" Blocker Field false,
        say!("Passwords and keys"),
        say!("Whoever reads the page can use them.");
    INTERNAL_HOST "internal-host" Warning Field false,
        say!("Hosts that visitors cannot reach"),
        say!("Their names help attackers, and nobody else.");
}
