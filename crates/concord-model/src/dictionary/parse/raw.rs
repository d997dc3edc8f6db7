//! The dictionary's TOML as it is written, before anything is checked.

use serde::Deserialize;
use toml::Spanned;

use super::background::RawBackground;
use crate::dictionary::{Kind, Share};
use crate::missing::Missing;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDictionary {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) version: String,
    pub(super) root: Spanned<String>,
    pub(super) group: Option<Spanned<String>>,
    pub(super) examined: Option<Spanned<String>>,
    pub(super) chain: Option<Spanned<String>>,
    pub(super) period: Option<Spanned<String>>,
    pub(super) coding: Option<Spanned<String>>,
    pub(super) review_type: Option<Spanned<String>>,
    pub(super) calendar: Option<RawCalendar>,
    #[serde(default)]
    pub(super) background: RawBackground,
    #[serde(default)]
    pub(super) order: Vec<Vec<Spanned<String>>>,
    pub(super) tables: Vec<RawTable>,
    #[serde(default)]
    pub(super) lists: Vec<RawList>,
    #[serde(default)]
    pub(super) codebooks: Vec<RawCodebook>,
    #[serde(default)]
    pub(super) themes: Vec<RawTerm>,
    #[serde(default)]
    pub(super) levels: Vec<RawTerm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTaxonomy {
    pub(super) themes: Vec<RawTerm>,
    #[serde(default)]
    pub(super) levels: Vec<RawTerm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCalendar {
    pub(super) id: String,
    #[serde(rename = "title")]
    _title: Option<String>,
    pub(super) first: i32,
    pub(super) last: i32,
    pub(super) holidays: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    pub(super) name: Spanned<String>,
    pub(super) key: String,
    pub(super) parent: Option<String>,
    pub(super) group_key: Option<String>,
    pub(super) fields: Vec<Spanned<RawField>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub(super) name: String,
    pub(super) label: Option<String>,
    pub(super) kind: Kind,
    pub(super) codes: Option<RawCodes>,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) unit: Option<String>,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    #[serde(default)]
    pub(super) sensitive: bool,
    pub(super) share: Option<Share>,
    #[serde(default)]
    pub(super) resource: bool,
    #[serde(default)]
    pub(super) planned: bool,
    pub(super) derive: Option<String>,
    pub(super) codebook: Option<String>,
    pub(super) references: Option<String>,
    #[serde(default)]
    pub(super) carries_themes: bool,
    pub(super) group: Option<String>,
    pub(super) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawCodes {
    Named(String),
    Listed(Vec<RawCode>),
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCode {
    pub(super) code: String,
    pub(super) label: Option<String>,
    pub(super) missing: Option<Missing>,
    pub(super) from: Option<i32>,
}

impl RawCode {
    pub(super) fn of(code: &str, label: &str) -> RawCode {
        RawCode { code: code.to_owned(), label: Some(label.to_owned()), missing: None, from: None }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawList {
    pub(super) name: String,
    pub(super) codes: Vec<RawCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCodebook {
    pub(super) id: String,
    pub(super) title: Option<String>,
    pub(super) codes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTerm {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) apart: bool,
}
