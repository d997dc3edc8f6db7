//! Counts of findings: cell × view × finding, the counts of a cell side by side, so that a review's findings are counted in one sweep.

use std::hash::Hash;

use concord_model::finding::FindingColumn;

use crate::cell::Cells;

/// The counts of all views.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    /// For each view and finding byte its place among the view's counts, or [`NOWHERE`].
    places: Vec<[u8; 256]>,
    /// For each view the finding bytes that occurred, by their places.
    findings: Vec<Vec<u8>>,
    /// How many counts each view has room for in a row.
    width: usize,
    /// A row a cell, by view and place; empty where nothing was counted. No count outgrows 32 bits, since the reviews of a summary do not.
    rows: Vec<Vec<u32>>,
}

/// No place: two cuts of seven statuses and three looked-for values are 147 findings at most.
const NOWHERE: u8 = u8::MAX;

/// Few views meet more findings than this.
const WIDTH: usize = 8;

impl Tally {
    pub(crate) fn new(views: usize) -> Tally {
        Tally { places: vec![[NOWHERE; 256]; views], findings: vec![Vec::new(); views], width: WIDTH, rows: Vec::new() }
    }

    /// Counts the findings of some reviews, each with its place in the batch and its cell.
    pub(crate) fn add(&mut self, columns: &[FindingColumn], reviews: impl Iterator<Item = (u32, u32)>) {
        for (review, cell) in reviews {
            self.reach(cell);
            for (view, column) in columns.iter().enumerate() {
                self.count(view, column.findings[review as usize], cell, 1);
            }
        }
    }

    /// Counts the findings of one incident, a byte a view.
    pub(crate) fn add_incident(&mut self, findings: &[u8], cell: u32) {
        self.reach(cell);
        findings.iter().enumerate().for_each(|(view, &finding)| self.count(view, finding, cell, 1));
    }

    /// Adds another tally, whose cells have other numbers.
    pub(crate) fn merge(&mut self, other: &Tally, renumbered: &[u32]) {
        for (row, &cell) in other.rows.iter().zip(renumbered).filter(|(row, _)| !row.is_empty()) {
            self.reach(cell);
            for view in 0..other.places.len() {
                other.counts(row, view).for_each(|(finding, count)| self.count(view, finding, cell, count));
            }
        }
    }

    /// Sums rows: for each of `parts` those of the cells that are in it, as far as a cell's count of a view is `wanted`.
    pub(crate) fn roll_up(&self, of_cell: &[Vec<usize>], parts: usize, wanted: impl Fn(usize, usize) -> bool) -> Vec<Vec<u32>> {
        let views = self.places.len();
        let mut sums = vec![vec![0; views * self.width]; parts];
        for (cell, (row, parts)) in self.rows.iter().zip(of_cell).enumerate().filter(|(_, (row, _))| !row.is_empty()) {
            for view in (0..views).filter(|&view| wanted(cell, view)) {
                let slots = view * self.width..(view + 1) * self.width;
                for &part in parts {
                    sums[part][slots.clone()].iter_mut().zip(&row[slots.clone()]).for_each(|(sum, count)| *sum += count);
                }
            }
        }
        sums
    }

    /// A view's counts in a row or a sum of rows: finding, how many.
    pub(crate) fn counts(&self, row: &[u32], view: usize) -> impl Iterator<Item = (u8, u32)> {
        let counts = self.findings[view].iter().zip(&row[view * self.width..]);
        counts.map(|(&finding, &count)| (finding, count)).filter(|(_, count)| *count > 0)
    }

    /// A view's counts of one cell: finding, how many.
    pub(crate) fn of_row(&self, cell: usize, view: usize) -> impl Iterator<Item = (u8, u32)> {
        let row = self.rows.get(cell).filter(|row| !row.is_empty());
        row.into_iter().flat_map(move |row| self.counts(row, view))
    }

    /// Makes room for a cell.
    #[inline]
    fn reach(&mut self, cell: u32) {
        let cell = cell as usize;
        if cell >= self.rows.len() {
            self.rows.resize(cell + 1, Vec::new());
        }
        if self.rows[cell].is_empty() {
            self.rows[cell].resize(self.places.len() * self.width, 0);
        }
    }

    #[inline]
    fn count(&mut self, view: usize, finding: u8, cell: u32, count: u32) {
        let mut place = self.places[view][usize::from(finding)];
        if place == NOWHERE {
            place = self.place(view, finding);
        }
        self.rows[cell as usize][view * self.width + usize::from(place)] += count;
    }

    /// Gives a view's finding its place.
    #[cold]
    fn place(&mut self, view: usize, finding: u8) -> u8 {
        let place = self.findings[view].len();
        if place == self.width {
            self.rows.iter_mut().for_each(|row| *row = widened(row, self.width));
            self.width *= 2;
        }
        self.findings[view].push(finding);
        self.places[view][usize::from(finding)] = place as u8;
        place as u8
    }
}

/// A row with twice the room for each view.
fn widened(row: &[u32], width: usize) -> Vec<u32> {
    let mut wider = vec![0; row.len() * 2];
    for (from, to) in row.chunks_exact(width).zip(wider.chunks_exact_mut(width * 2)) {
        to[..width].copy_from_slice(from);
    }
    wider
}

/// The numbers in `cells` of the cells of `other`, which are added where they are new.
pub(crate) fn renumber<K: Copy + Eq + Hash>(cells: &mut Cells<K>, other: &Cells<K>) -> Vec<u32> {
    other.keys.iter().map(|&cell| cells.place(cell)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_model::finding::Side;

    #[test]
    fn more_findings_than_there_is_room_for_make_room() {
        let column =
            |shift: u8| FindingColumn { framework: 0, theme: 0, side: Side::Concern, findings: (0..60).map(|byte| byte * shift).collect() };
        let mut tally = Tally::new(2);
        tally.add(&[column(1), column(2)], (0..60).map(|review| (review, review % 3)));
        let sums = tally.roll_up(&[vec![0], vec![0, 1], vec![]], 2, |_, _| true);
        for (view, shift) in [(0, 1), (1, 2)] {
            let counted = |part: usize, in_part: fn(&u8) -> bool| {
                let mut counts: Vec<_> = tally.counts(&sums[part], view).collect();
                counts.sort_unstable();
                let expected: Vec<_> = (0..60u8).filter(in_part).map(|byte| (byte * shift, 1)).collect();
                assert_eq!(counts, expected);
            };
            counted(0, |review| review % 3 < 2);
            counted(1, |review| review % 3 == 1);
        }
    }
}
