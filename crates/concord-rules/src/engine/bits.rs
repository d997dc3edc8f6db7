//! Sets of rows as bits, 64 rows a word. Bits beyond the last row are always zero.

/// How many words hold a bit for each of some rows.
pub(super) fn words_for(rows: usize) -> usize {
    rows.div_ceil(64)
}

/// Whether a row is in a set.
pub(super) fn contains(bits: &[u64], row: usize) -> bool {
    bits.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
}

/// Puts a row into a set.
pub(super) fn insert(bits: &mut [u64], row: usize) {
    bits[row / 64] |= 1 << (row % 64);
}

/// Takes everything beyond the last row out of a set.
pub(super) fn trim(bits: &mut [u64], rows: usize) {
    if let Some(last) = bits.last_mut().filter(|_| !rows.is_multiple_of(64)) {
        *last &= !0 >> (64 - rows % 64);
    }
}

/// Puts the rows from one to another (not included) into a set.
pub(super) fn insert_range(bits: &mut [u64], from: usize, to: usize) {
    if from >= to {
        return;
    }
    let (first, last) = (from / 64, (to - 1) / 64);
    let (head, tail) = (!0 << (from % 64), !0 >> (63 - (to - 1) % 64));
    if first == last {
        bits[first] |= head & tail;
    } else {
        bits[first] |= head;
        bits[first + 1..last].fill(!0);
        bits[last] |= tail;
    }
}

/// Calls back with the rows of a set, ascending.
pub(super) fn for_each(bits: &[u64], mut act: impl FnMut(usize)) {
    for (place, word) in bits.iter().enumerate() {
        let mut rest = *word;
        while rest != 0 {
            act(place * 64 + rest.trailing_zeros() as usize);
            rest &= rest - 1;
        }
    }
}

/// Puts the groups of which any row is in `bits` into `out`. Rows stand group by group, and `last` is the set of each group's last row.
///
/// Within a group, adding ones to all rows but the last carries into the last exactly where any of them is in the set; and nothing is
/// carried further, because nothing is added to the last.
pub(super) fn any_in_group(out: &mut [u64], bits: &[u64], last: &[u64], group_of: &[u32]) {
    let mut carry = false;
    for (place, (word, last)) in bits.iter().zip(last).enumerate() {
        let (sum, over) = (word & !last).overflowing_add(!last);
        let (sum, over_again) = sum.overflowing_add(u64::from(carry));
        carry = over | over_again;
        let mut any = (sum | word) & last;
        while any != 0 {
            insert(out, group_of[place * 64 + any.trailing_zeros() as usize] as usize);
            any &= any - 1;
        }
    }
}

/// Puts the rows of the groups in `from` into `out`.
pub(super) fn spread(out: &mut [u64], from: &[u64], starts: &[u32]) {
    let groups = starts.len().saturating_sub(1);
    let mut group = 0;
    while let Some(first) = next(from, group, groups, true) {
        let end = next(from, first, groups, false).unwrap_or(groups);
        insert_range(out, starts[first] as usize, starts[end] as usize);
        group = end;
    }
}

/// The next row from `start` on that is (or is not) in a set.
fn next(bits: &[u64], start: usize, rows: usize, is_in: bool) -> Option<usize> {
    let flip = if is_in { 0 } else { !0 };
    let mut place = start / 64;
    let mut word = (bits.get(place)? ^ flip) & !0 << (start % 64);
    while word == 0 {
        place += 1;
        word = bits.get(place)? ^ flip;
    }
    Some(place * 64 + word.trailing_zeros() as usize).filter(|row| *row < rows)
}

/// A byte of each of eight rows, all ones where the row is in the set: by the eight bits of the set.
const SPREAD: [u64; 256] = {
    let mut table = [0; 256];
    let mut bits = 0;
    while bits < 256 {
        let mut row = 0;
        while row < 8 {
            if bits >> row & 1 == 1 {
                table[bits] |= 0xff << (row * 8);
            }
            row += 1;
        }
        bits += 1;
    }
    table
};

/// Adds (by or) a value to the bytes of those of 64 rows that are in a set.
pub(super) fn mark(bytes: &mut [u8], set: u64, value: u8) {
    if set == 0 {
        return;
    }
    let value = u64::from_le_bytes([value; 8]);
    let (eights, rest) = bytes.as_chunks_mut::<8>();
    let marks = set.to_le_bytes().map(|bits| SPREAD[usize::from(bits)] & value);
    for (eight, marks) in eights.iter_mut().zip(marks) {
        *eight = (u64::from_le_bytes(*eight) | marks).to_le_bytes();
    }
    let marks = marks.get(eights.len()).map_or([0; 8], |marks| marks.to_le_bytes());
    rest.iter_mut().zip(marks).for_each(|(byte, mark)| *byte |= mark);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(rows: &[bool]) -> Vec<u64> {
        let mut bits = vec![0; words_for(rows.len())];
        rows.iter().enumerate().filter(|(_, is_in)| **is_in).for_each(|(row, _)| insert(&mut bits, row));
        bits
    }

    /// Groups of rows, some of them empty, and which rows are in a set.
    fn grouped() -> impl Strategy<Value = Vec<Vec<bool>>> {
        prop::collection::vec(prop::collection::vec(any::<bool>(), 0..9), 0..60)
    }

    proptest! {
        #[test]
        fn groups_are_reduced_and_spread_as_row_by_row(groups in grouped(), dense in any::<bool>()) {
            let groups: Vec<Vec<bool>> = groups.into_iter().map(|rows| rows.into_iter().map(|row| row || dense).collect()).collect();
            let mut starts = vec![0u32];
            let mut group_of = Vec::new();
            for (place, rows) in groups.iter().enumerate() {
                starts.push(starts[place] + rows.len() as u32);
                group_of.extend(rows.iter().map(|_| place as u32));
            }
            let bits = set(&groups.concat());
            let mut last = vec![0; bits.len()];
            starts.windows(2).filter(|ends| ends[0] < ends[1]).for_each(|ends| insert(&mut last, ends[1] as usize - 1));
            let mut any = vec![0; words_for(groups.len())];
            any_in_group(&mut any, &bits, &last, &group_of);
            prop_assert_eq!(&any, &set(&groups.iter().map(|rows| rows.contains(&true)).collect::<Vec<_>>()));

            let mut all = vec![0; bits.len()];
            spread(&mut all, &any, &starts);
            let expected: Vec<bool> = groups.iter().flat_map(|rows| rows.iter().map(|_| rows.contains(&true))).collect();
            prop_assert_eq!(all, set(&expected));
        }

        #[test]
        fn bits_and_bytes_say_the_same(rows in prop::collection::vec(any::<bool>(), 0..300), value in any::<u8>()) {
            let bits = set(&rows);
            let mut bytes = vec![0; rows.len()];
            bytes.chunks_mut(64).zip(&bits).for_each(|(bytes, set)| mark(bytes, *set, value));
            prop_assert_eq!(bytes, rows.iter().map(|row| if *row { value } else { 0 }).collect::<Vec<_>>());
            let mut found = Vec::new();
            for_each(&bits, |row| found.push(row));
            prop_assert_eq!(found, (0..rows.len()).filter(|row| rows[*row]).collect::<Vec<_>>());
        }
    }
}
