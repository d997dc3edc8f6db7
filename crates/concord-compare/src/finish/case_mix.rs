//! How often something is expected of a kind of case: the one regression that layers and decisions share.
//!
//! Firth's regression on main effects of the groupings of case-mix (and, in the third layer, of depth), with an intercept that is corrected
//! so that as much is expected in all as there is ([`concord_stat::gradient::firth::Balanced`]). In each grouping the commonest group is
//! what the others are held against; a group with fewer than [`LEAST`] cases told joins it, and so does one that follows from others.
//! A kind of case that was never told has what the regression says of its groups.

use std::collections::BTreeMap;

use concord_model::comparison::{Adjustment, CaseMixModel, CaseMixTerm, TermPart};
use concord_stat::fault::{Faults, Kind};
use concord_stat::gradient::Cell;
use concord_stat::gradient::firth::{Balanced, balanced, intercept};
use concord_stat::special::beta::logistic;

use super::Whole;
use crate::traits::case_bytes;

/// A group with fewer cases told has no effect of its own.
pub(super) const LEAST: u64 = 10;

const NO_MAXIMUM: &str = "the regression on case-mix has no maximum";

/// What decides an expected share: a byte a grouping, and the depth.
pub(super) type Effects = Vec<u8>;

/// The effects of a kind of case.
pub(super) fn effects(whole: &Whole<'_>, case: u16, depth: u8, adjustment: Adjustment) -> Effects {
    let groupings = &whole.setup.dictionary.background.case_mix;
    match adjustment {
        Adjustment::Crude => Vec::new(),
        Adjustment::CaseMix => case_bytes(groupings, case),
        Adjustment::CaseMixAndDepth => case_bytes(groupings, case).into_iter().chain([depth]).collect(),
    }
}

/// An effect: the place among a kind's bytes, and the byte that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Column {
    place: usize,
    byte: u8,
}

impl Column {
    fn name(self) -> String {
        format!("{}.{}", self.place, self.byte)
    }

    fn of(self, effects: &Effects) -> f64 {
        f64::from(u8::from(effects[self.place] == self.byte))
    }
}

/// The regression.
#[derive(Debug, Clone)]
pub(super) struct Model {
    columns: Vec<Column>,
    fitted: Balanced,
}

impl Model {
    /// The regression of some kinds of case, each with its effects and how many have it of how many told.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub(super) fn new(effects: &[Effects], told: &[[u64; 2]]) -> Result<Model, String> {
        let [x, n] = total(told);
        match () {
            () if n == 0 => return Err("none of the cases could be told".to_owned()),
            () if x == 0 || x == n => return Err("it is so of all cases or of none".to_owned()),
            () => {}
        }
        let columns = columns(effects, told);
        let fitted = match fit(&columns, effects, told) {
            Ok(fitted) => return fitted.map(|fitted| Model { columns, fitted }).ok_or_else(|| NO_MAXIMUM.to_owned()),
            Err(faults) => faults,
        };
        // What follows from the effects before it says nothing of its own.
        let told_apart =
            |column: &Column| !fitted.0.iter().any(|fault| matches!(&fault.kind, Kind::Column { name, .. } if *name == column.name()));
        let columns: Vec<Column> = columns.into_iter().filter(told_apart).collect();
        let fitted = fit(&columns, effects, told).map_err(|faults| faults.to_string())?.ok_or_else(|| NO_MAXIMUM.to_owned())?;
        Ok(Model { columns, fitted })
    }

    /// The share of a kind of case, met or not.
    pub(super) fn share(&self, effects: &Effects) -> f64 {
        self.fitted.share(&self.covariates(effects))
    }

    /// What the kind of case adds to the intercept, in log-odds.
    pub(super) fn offset(&self, effects: &Effects) -> f64 {
        self.fitted.offset(&self.covariates(effects))
    }

    fn covariates(&self, effects: &Effects) -> Vec<f64> {
        self.columns.iter().map(|column| column.of(effects)).collect()
    }
}

/// What is said of a model: its terms, and how many cases each rests on.
pub(super) fn described(
    whole: &Whole<'_>,
    model: &Result<Model, String>,
    adjustment: Adjustment,
    effects: &[Effects],
    told: &[[u64; 2]],
) -> CaseMixModel {
    let [found, n] = total(told);
    let fitted = model.as_ref().ok();
    let mut terms = Vec::new();
    for place in 0..effects.first().map_or(0, Vec::len) {
        let by_byte = by_byte(effects, told, place);
        let commonest = commonest(&by_byte);
        for (&byte, &[found, n]) in &by_byte {
            let column = fitted.and_then(|model| model.columns.iter().position(|column| *column == Column { place, byte }));
            let part = match column {
                Some(_) => TermPart::Effect,
                None if Some(byte) == commonest => TermPart::Reference,
                None => TermPart::Joined,
            };
            let [grouping, group, label] = names(whole, place, byte);
            let log_odds = column.zip(fitted).and_then(|(column, model)| model.fitted.slopes.get(column).copied());
            terms.push(CaseMixTerm { grouping, group, label, n, found, part, log_odds });
        }
    }
    CaseMixModel {
        adjustment,
        least: LEAST,
        n,
        found,
        intercept: fitted.map(|model| model.fitted.intercept),
        firth_intercept: fitted.map(|model| model.fitted.firth_intercept),
        terms,
        why: model.as_ref().err().cloned(),
    }
}

/// The grouping at a place of the effects, and the group of a byte: short name and words. After the groupings stands depth.
fn names(whole: &Whole<'_>, place: usize, byte: u8) -> [String; 3] {
    let background = &whole.setup.dictionary.background;
    if let Some(grouping) = background.case_mix.get(place) {
        return [grouping.id.clone(), grouping.id_of(byte).to_owned(), grouping.label_of(byte).to_owned()];
    }
    let field = background.depth.and_then(|field| whole.setup.dictionary.root_table().fields.get(field));
    let code = field.zip(byte.checked_sub(1)).and_then(|(field, code)| field.codes.get(usize::from(code)));
    let [id, label] = code.map_or_else(|| ["unknown".to_owned(), "Not known".to_owned()], |code| [code.code.clone(), code.label.clone()]);
    [field.map(|field| field.name.clone()).unwrap_or_default(), id, label]
}

fn total(told: &[[u64; 2]]) -> [u64; 2] {
    told.iter().fold([0, 0], |[a, b], [x, n]| [a + x, b + n])
}

fn by_byte(effects: &[Effects], told: &[[u64; 2]], place: usize) -> BTreeMap<u8, [u64; 2]> {
    let mut by_byte: BTreeMap<u8, [u64; 2]> = BTreeMap::new();
    for (effects, [x, n]) in effects.iter().zip(told).filter(|(_, [_, n])| *n > 0) {
        let of = by_byte.entry(effects[place]).or_default();
        *of = [of[0] + x, of[1] + n];
    }
    by_byte
}

/// The first of the commonest.
fn commonest(by_byte: &BTreeMap<u8, [u64; 2]>) -> Option<u8> {
    let most = by_byte.values().map(|[_, n]| *n).max()?;
    by_byte.iter().find(|(_, [_, n])| *n == most).map(|(byte, _)| *byte)
}

/// The effects that there are enough cases for, but the commonest of each place.
fn columns(effects: &[Effects], told: &[[u64; 2]]) -> Vec<Column> {
    let mut columns = Vec::new();
    for place in 0..effects.first().map_or(0, Vec::len) {
        let by_byte = by_byte(effects, told, place);
        let commonest = commonest(&by_byte);
        let rest = by_byte.iter().filter(|(byte, [_, n])| Some(**byte) != commonest && *n >= LEAST);
        columns.extend(rest.map(|(&byte, _)| Column { place, byte }));
    }
    columns
}

/// Kinds that are alike in all effects are one.
fn fit(columns: &[Column], effects: &[Effects], told: &[[u64; 2]]) -> Result<Option<Balanced>, Faults> {
    let [x, n] = total(told);
    if columns.is_empty() {
        let alone = intercept(&[(0.0, n as f64)], x);
        return Ok(alone.map(|intercept| Balanced { intercept, firth_intercept: intercept, slopes: Vec::new() }));
    }
    let mut alike: BTreeMap<Vec<bool>, [u64; 2]> = BTreeMap::new();
    for (effects, [x, n]) in effects.iter().zip(told).filter(|(_, [_, n])| *n > 0) {
        let sum = alike.entry(columns.iter().map(|column| column.of(effects) > 0.0).collect()).or_default();
        *sum = [sum[0] + x, sum[1] + n];
    }
    let number = |is: &bool| f64::from(u8::from(*is));
    let cell = |(key, [y, n]): (&Vec<bool>, &[u64; 2])| Cell { group: 0, covariates: key.iter().map(number).collect(), n: *n, y: *y };
    let names: Vec<String> = columns.iter().map(|column| column.name()).collect();
    balanced(&names, &alike.iter().map(cell).collect::<Vec<Cell>>())
}

/// The share of a case among others that have it `x` times of `n`, whose offsets and numbers are given: the intercept is theirs alone.
pub(super) fn among(others: &[(f64, f64)], [x, n]: [u64; 2]) -> impl Fn(f64) -> Option<f64> + use<> {
    let at = intercept(others, x);
    move |offset| match at {
        Some(at) => Some(logistic(at + offset)[0]),
        None => (n > 0).then(|| x as f64 / n as f64),
    }
}
