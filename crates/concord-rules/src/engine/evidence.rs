//! The rows that answers rest on.

use concord_model::answer::Cited;

use super::bits::{contains, for_each, insert};
use super::node::{Id, Space};
use super::run::Run;
use super::{Cite, Rule};

impl Run<'_, '_, '_> {
    /// For each table that an indicator cites, the rows that each answer rests on. `union` is room for a set of rows.
    pub(super) fn evidence(&self, rule: &Rule, answers: &[u8], union: &mut Vec<u64>) -> Vec<Cited> {
        rule.evidence.iter().map(|(table, cites)| self.cited(*table, cites, answers, union)).collect()
    }

    fn cited(&self, table: u16, cites: &[Cite], answers: &[u8], union: &mut Vec<u64>) -> Cited {
        let mut list = List::new(answers.len());
        if let [cite] = cites {
            self.meant(table, cite, answers, |review, row| list.add(review, row));
        } else {
            union.clear();
            union.resize(self.width(Space::Rows(table)), 0);
            cites.iter().for_each(|cite| self.meant(table, cite, answers, |_, row| insert(union, row)));
            for_each(union, |row| list.add(self.groups(table).group_of[row] as usize, row));
        }
        list.cited()
    }

    /// Calls back with the review and the row of each row that is cited.
    fn meant(&self, table: u16, cite: &Cite, answers: &[u8], mut act: impl FnMut(usize, usize)) {
        let review_of = &self.groups(table).group_of;
        let answer = cite.line.unwrap_or(0) as u8;
        for_each(self.bits(self.ends(cite.rows).low, Space::Rows(table)), |row| {
            let review = review_of[row] as usize;
            if answers[review] == answer && cite.when.is_none_or(|when| self.holds(when, review)) {
                act(review, row);
            }
        });
    }

    fn holds(&self, condition: Id, review: usize) -> bool {
        contains(self.bits(self.ends(condition).low, Space::Reviews), review)
    }
}

/// Rows, ascending, as the rows of each review.
struct List {
    /// Of each review, where its rows end, if it has any.
    ends: Vec<[u8; 4]>,
    rows: Vec<[u8; 4]>,
}

impl List {
    fn new(reviews: usize) -> List {
        List { ends: vec![[0; 4]; reviews + 1], rows: Vec::new() }
    }

    fn add(&mut self, review: usize, row: usize) {
        self.rows.push((row as u32).to_le_bytes());
        self.ends[review + 1] = (self.rows.len() as u32).to_le_bytes();
    }

    /// Both buffers, or neither where there are no rows.
    fn cited(mut self) -> Cited {
        if self.rows.is_empty() {
            return Cited::default();
        }
        let mut end = 0;
        for slot in &mut self.ends {
            end = end.max(u32::from_le_bytes(*slot));
            *slot = end.to_le_bytes();
        }
        Cited { offsets: self.ends.into_flattened(), rows: self.rows.into_flattened() }
    }
}
