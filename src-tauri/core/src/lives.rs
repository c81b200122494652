//! How long evidence is taken to hold where nothing else is agreed, and when to say that it ends.

/// Days before its end from which a certificate is said to end soon. Accredited certification bodies plan
/// the next audit about a quarter ahead; a collection may say another number.
pub const EXPIRING: i64 = 90;

/// Months between the end of the period of a report on controls (SOC 1, SOC 2, ISAE 3402) and the day
/// from which readers take it as stale. A report is an attestation and has no end of its own; it is made
/// anew each year.
pub const REPORT: u32 = 12;

/// Days after the end of the period of a report from which readers ask for a bridge letter.
pub const UNBRIDGED: i64 = 90;

/// The months that a bridge letter covers at most. Management signs it, not the auditor, so readers take
/// none for longer.
pub const BRIDGE: u32 = 3;

/// Months between penetration tests: PCI DSS 4.0, requirement 11.4, asks for one at least every twelve.
pub const TEST: u32 = 12;

/// Months after its last review from which a page is due for the next.
pub const REVIEW: u32 = 12;

/// Days before its end from which `security.txt` should be renewed.
pub const CONTACT_SOON: i64 = 60;

/// The most days ahead that the end of `security.txt` should be: RFC 9116, 2.5.5, recommends less than a
/// year.
pub const CONTACT: i64 = 366;
