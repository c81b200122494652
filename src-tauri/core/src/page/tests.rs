//! Tests of the page format, rule by rule.
