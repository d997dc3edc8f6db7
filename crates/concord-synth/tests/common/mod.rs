//! Reading columns by name, and shares of reviews.

#![allow(dead_code, clippy::unwrap_used, reason = "each test uses a part, and a test that fails should panic")]

use std::ops::Range;

use concord_model::dataset::{Column, Dataset, NO_CHAIN, Values};
use concord_model::dictionary::Dictionary;

/// A dataset whose columns are read by name.
pub(crate) struct View<'a> {
    pub(crate) dictionary: &'a Dictionary,
    pub(crate) data: &'a Dataset,
}

impl<'a> View<'a> {
    pub(crate) fn column(&self, table: &str, field: &str) -> &'a Column {
        let (table, field) = self.dictionary.field(table, field).unwrap();
        &self.data.tables[table].columns[field]
    }

    pub(crate) fn rows(&self, table: &str, review: usize) -> Range<usize> {
        let offsets = &self.data.tables[self.dictionary.table_place(table).unwrap()].offsets;
        offsets[review] as usize..offsets[review + 1] as usize
    }

    pub(crate) fn code(&self, table: &str, field: &str, row: usize) -> Option<&'a str> {
        let (place, at) = self.dictionary.field(table, field).unwrap();
        let code = self.column(table, field).code(row)?;
        let codes: &Vec<_> = &self.dictionary.tables[place].fields[at].codes;
        Some(&codes[usize::from(code)].code)
    }

    pub(crate) fn present(&self, table: &str, field: &str, row: usize) -> bool {
        let column = self.column(table, field);
        let Values::Tri(states) = &column.values else { panic!("{field} is no tri") };
        column.missing(row) == 0 && states[row] == 1
    }

    pub(crate) fn integer(&self, table: &str, field: &str, row: usize) -> Option<i32> {
        let column = self.column(table, field);
        let Values::Integer(numbers) = &column.values else { panic!("{field} is no integer") };
        (column.missing(row) == 0).then(|| numbers[row])
    }

    pub(crate) fn decimal(&self, table: &str, field: &str, row: usize) -> Option<f64> {
        let column = self.column(table, field);
        let Values::Decimal(numbers) = &column.values else { panic!("{field} is no decimal") };
        (column.missing(row) == 0).then(|| numbers[row])
    }

    pub(crate) fn text(&self, table: &str, field: &str, row: usize) -> Option<&'a str> {
        let column = self.column(table, field);
        let Values::Text { pool, codes } = &column.values else { panic!("{field} is no text") };
        (column.missing(row) == 0).then(|| pool.get(codes[row] as usize))
    }

    /// Whether a review has a problematic observation of a theme, with one of the local codes if any are given.
    pub(crate) fn problem(&self, review: usize, theme: &str, codes: &[&str]) -> bool {
        self.rows("observations", review).any(|row| {
            self.code("observations", "theme", row) == Some(theme)
                && self.code("observations", "valence", row) == Some("problematic")
                && (codes.is_empty() || self.text("observations", "local_code", row).is_some_and(|code| codes.contains(&code)))
        })
    }

    /// The five figures of the Panel for one review: weak risk assessment, optimism, weak information sharing, open, under one.
    pub(crate) fn panel(&self, review: usize) -> [bool; 5] {
        let children = || self.rows("children", review);
        let open = ["assessment", "cin", "cpp", "looked_after"];
        [
            self.problem(review, "T04", &["RA_WEAK", "RA_NOT_UPDATED"]),
            self.problem(review, "T03", &["OPTIMISM"]),
            self.problem(review, "T05", &[]),
            children().any(|row| self.code("children", "csc_status", row).is_some_and(|status| open.contains(&status))),
            children().any(|row| self.integer("children", "age_months", row).is_some_and(|months| (0..12).contains(&months))),
        ]
    }

    /// The reviews by incident: of those in a chain, all of it.
    pub(crate) fn incidents(&self) -> Vec<Vec<usize>> {
        let mut incidents: Vec<(u32, Vec<usize>)> = Vec::new();
        for (review, &chain) in self.data.chain.iter().enumerate() {
            match incidents.last_mut().filter(|(last, _)| chain != NO_CHAIN && *last == chain) {
                Some((_, reviews)) => reviews.push(review),
                None => incidents.push((chain, vec![review])),
            }
        }
        incidents.into_iter().map(|(_, reviews)| reviews).collect()
    }
}

/// The Panel's five targets.
pub(crate) const TARGETS: [f64; 5] = [0.41, 0.32, 0.40, 0.54, 0.27];

/// Counts of the five figures, by review and by incident, with their denominators.
#[derive(Default, Clone, Copy)]
pub(crate) struct Counts {
    pub(crate) reviews: f64,
    pub(crate) by_review: [f64; 5],
    pub(crate) incidents: f64,
    pub(crate) by_incident: [f64; 5],
}

impl Counts {
    pub(crate) fn add(&mut self, view: &View<'_>) {
        for reviews in view.incidents() {
            let mut any = [false; 5];
            for review in &reviews {
                for (place, holds) in view.panel(*review).into_iter().enumerate() {
                    any[place] |= holds;
                    self.by_review[place] += f64::from(u8::from(holds));
                }
            }
            self.reviews += reviews.len() as f64;
            self.incidents += 1.0;
            any.iter().zip(&mut self.by_incident).for_each(|(holds, count)| *count += f64::from(u8::from(*holds)));
        }
    }

    pub(crate) fn review_shares(&self) -> [f64; 5] {
        self.by_review.map(|count| count / self.reviews)
    }

    pub(crate) fn incident_shares(&self) -> [f64; 5] {
        self.by_incident.map(|count| count / self.incidents)
    }
}
