//! What a review is beside its answers: what kind of case, how deep it went, whom it is about.

use std::ops::Range;

use concord_model::dataset::{Column, Dataset, Values};
use concord_model::dictionary::{Grouping, MAX_GROUPINGS};

use crate::setup::Setup;

/// The traits of a review or an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Traits {
    /// The kind of case: the bytes of the groupings of case-mix as the digits of one number, the first the greatest.
    pub(crate) case: u16,
    /// How deep it asks why: the code's place plus one; 0 where that is not known.
    pub(crate) depth: u8,
    /// For each grouping of fairness its byte.
    pub(crate) groups: [u8; MAX_GROUPINGS],
}

/// The traits of a run of reviews, one each.
pub(crate) fn traits(setup: &Setup, dataset: &Dataset, reviews: &Range<usize>) -> Vec<Traits> {
    let background = &setup.dictionary.background;
    let mut all = vec![Traits::default(); reviews.len()];
    for grouping in &background.case_mix {
        let bytes = bytes(setup, dataset, grouping, reviews);
        all.iter_mut().zip(bytes).for_each(|(traits, byte)| traits.case = traits.case * grouping.size() as u16 + u16::from(byte));
    }
    for (place, grouping) in background.fairness.iter().take(MAX_GROUPINGS).enumerate() {
        let bytes = bytes(setup, dataset, grouping, reviews);
        all.iter_mut().zip(bytes).for_each(|(traits, byte)| traits.groups[place] = byte);
    }
    let depth = background.depth.and_then(|field| dataset.tables.get(setup.dictionary.root)?.columns.get(field));
    if let Some(column) = depth {
        let deep = |row: usize| column.code(row).map_or(0, |code| code + 1);
        all.iter_mut().zip(reviews.clone()).for_each(|(traits, row)| traits.depth = deep(row));
    }
    all
}

/// The bytes of a kind of case, one a grouping.
pub(crate) fn case_bytes(groupings: &[Grouping], case: u16) -> Vec<u8> {
    let mut left = usize::from(case);
    let mut bytes: Vec<u8> = groupings
        .iter()
        .rev()
        .map(|grouping| {
            let byte = left % grouping.size();
            left /= grouping.size();
            byte as u8
        })
        .collect();
    bytes.reverse();
    bytes
}

/// The byte of a grouping for each of a run of reviews.
pub(crate) fn bytes(setup: &Setup, dataset: &Dataset, grouping: &Grouping, reviews: &Range<usize>) -> Vec<u8> {
    let none = || vec![grouping.unknown(); reviews.len()];
    let Some(table) = dataset.tables.get(grouping.table) else { return none() };
    let Some(column) = table.columns.get(grouping.field) else { return none() };
    if grouping.table == setup.dictionary.root {
        return reviews.clone().map(|row| group(grouping, column, row).unwrap_or(grouping.unknown())).collect();
    }
    let of_rows = |review: usize| match table.offsets.get(review..review + 2) {
        Some(&[start, end]) => together(grouping, (start as usize..end as usize).filter_map(|row| group(grouping, column, row))),
        _ => grouping.unknown(),
    };
    reviews.clone().map(of_rows).collect()
}

/// The group that all rows share that give one.
fn together(grouping: &Grouping, mut groups: impl Iterator<Item = u8>) -> u8 {
    let Some(first) = groups.next() else { return grouping.unknown() };
    if groups.all(|group| group == first) { first } else { grouping.several() }
}

/// The group of one row, if it gives one.
fn group(grouping: &Grouping, column: &Column, row: usize) -> Option<u8> {
    let code = match &column.values {
        Values::Tri(values) if column.missing(row) == 0 => values.get(row).copied(),
        _ => column.code(row),
    };
    grouping.of_code.get(usize::from(code?)).copied().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_model::dictionary::Group;

    fn grouping(groups: usize) -> Grouping {
        let group = |place: usize| Group { id: place.to_string(), label: String::new() };
        Grouping { groups: (0..groups).map(group).collect(), ..Grouping::default() }
    }

    #[test]
    fn a_kind_of_case_is_told_apart_into_its_bytes() {
        let groupings = [grouping(3), grouping(1), grouping(4)];
        for (first, second, third) in [(0, 0, 0), (4, 2, 5), (1, 2, 3)] {
            let case = (first * 3 + second) * 6 + third;
            assert_eq!(case_bytes(&groupings, case), [first as u8, second as u8, third as u8]);
        }
    }

    #[test]
    fn rows_that_differ_are_several_and_rows_that_do_not_say_are_left_out() {
        let grouping = grouping(3);
        assert_eq!(together(&grouping, [1, 1].into_iter()), 1);
        assert_eq!(together(&grouping, [1, 2].into_iter()), grouping.several());
        assert_eq!(together(&grouping, [].into_iter()), grouping.unknown());
    }
}
