//! The words that all rooms share: what is asked of (a [`dictionary`]), what is known (a [`dataset`]), who asks (a
//! [`framework`]), what is answered ([`answer`]s) and what it comes to ([`finding`]s, a [`comparison`]). No files, no terminal, no clock.
//!
//! # Example
//! ```
//! use concord_model::dictionary::Dictionary;
//! use concord_model::date::PartialDate;
//!
//! let england = Dictionary::england();
//! assert_eq!(england.root_table().name, "reviews");
//!
//! // Working days are the dictionary's, so that all frameworks count alike: Easter and the weekend are left out.
//! let day = |text| PartialDate::parse(text).unwrap().first;
//! assert_eq!(england.calendar.working_days(day("2024-03-22"), day("2024-04-02")), Some(5));
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

pub mod answer;
pub mod batch;
pub mod calendar;
pub mod comparison;
pub mod dataset;
pub mod date;
pub mod dictionary;
pub mod finding;
pub mod framework;
pub mod manifest;
pub mod missing;
pub mod plain;
pub mod problem;
