//! How often two frameworks find the same: tables of two by two, counted by bits, 64 incidents at a time.
//!
//! Counted are incidents that both looked for and could tell; a conflict is present, as in the headline. Several frameworks read the same
//! record: this is overlap of their definitions, and never one corroborating the other.

use concord_model::answer::Looked;
use concord_model::finding::{Finding, Status};

use crate::setup::Setup;

/// The counts of all pairs of views.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Overlaps {
    /// For each pair both cuts, *partly* as present first.
    pub(crate) pairs: Vec<[Table; 2]>,
}

/// A table of two by two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) n: u64,
    pub(crate) both_present: u64,
    pub(crate) only_a: u64,
    pub(crate) only_b: u64,
}

impl Table {
    /// Adds another table.
    pub(crate) fn merge(&mut self, other: Table) {
        self.n += other.n;
        self.both_present += other.both_present;
        self.only_a += other.only_a;
        self.only_b += other.only_b;
    }

    /// Absent in both.
    pub(crate) fn both_absent(&self) -> u64 {
        self.n - self.both_present - self.only_a - self.only_b
    }
}

/// A view's findings as bits, for each cut: told at all, and present.
#[derive(Debug, Clone, Default)]
struct Bits {
    told: [Vec<u64>; 2],
    present: [Vec<u64>; 2],
}

impl Bits {
    /// The bits of some findings.
    fn new(findings: impl ExactSizeIterator<Item = u8>, by_finding: &[u8; 256]) -> Bits {
        let words = findings.len().div_ceil(64);
        let mut bits = Bits { told: [vec![0; words], vec![0; words]], present: [vec![0; words], vec![0; words]] };
        for (place, finding) in findings.enumerate() {
            let four = u64::from(by_finding[usize::from(finding)]);
            let (word, shift) = (place / 64, place % 64);
            for cut in 0..2 {
                bits.told[cut][word] |= (four >> cut & 1) << shift;
                bits.present[cut][word] |= (four >> (cut + 2) & 1) << shift;
            }
        }
        bits
    }

    fn table(&self, other: &Bits, cut: usize) -> Table {
        let mut table = Table::default();
        let words = self.told[cut].iter().zip(&other.told[cut]).zip(self.present[cut].iter().zip(&other.present[cut]));
        for ((told_a, told_b), (a, b)) in words {
            let told = told_a & told_b;
            table.n += u64::from(told.count_ones());
            table.both_present += u64::from((told & a & b).count_ones());
            table.only_a += u64::from((told & a & !b).count_ones());
            table.only_b += u64::from((told & b & !a).count_ones());
        }
        table
    }
}

impl Overlaps {
    pub(crate) fn new(setup: &Setup) -> Overlaps {
        Overlaps { pairs: vec![[Table::default(); 2]; setup.pairs.len()] }
    }

    /// Counts a block of incidents; `findings` gives those of a view.
    pub(crate) fn add<'a, I>(&mut self, setup: &Setup, findings: impl Fn(usize) -> I)
    where
        I: ExactSizeIterator<Item = u8> + 'a,
    {
        let by_finding = four_bits();
        let compared = compared(setup);
        let bits: Vec<Bits> = compared
            .iter()
            .enumerate()
            .map(|(view, &is)| if is { Bits::new(findings(view), &by_finding) } else { Bits::default() })
            .collect();
        for (pair, tables) in setup.pairs.iter().zip(&mut self.pairs) {
            for (cut, table) in tables.iter_mut().enumerate() {
                table.merge(bits[pair.a].table(&bits[pair.b], cut));
            }
        }
    }

    /// Adds the counts of another part of the data.
    pub(crate) fn merge(&mut self, other: &Overlaps) {
        for (tables, others) in self.pairs.iter_mut().zip(&other.pairs) {
            for (table, other) in tables.iter_mut().zip(others) {
                table.merge(*other);
            }
        }
    }
}

/// The views that are compared with another at all.
pub(crate) fn compared(setup: &Setup) -> Vec<bool> {
    let mut compared = vec![false; setup.views.len()];
    for pair in &setup.pairs {
        compared[pair.a] = true;
        compared[pair.b] = true;
    }
    compared
}

/// Whether a finding is present in the headline: present or in conflict, with *partly* taken as present. These are the two greatest statuses.
pub(crate) fn present(finding: u8) -> bool {
    Finding::from_byte(finding).partly_present >= Status::Conflict
}

/// Whether a finding is in conflict, with *partly* taken as present.
pub(crate) fn conflict(finding: u8) -> bool {
    Finding::from_byte(finding).partly_present == Status::Conflict
}

/// For each finding: bits 0 and 1, whether it was looked for and could be told in either cut; bits 2 and 3, whether it is present.
fn four_bits() -> [u8; 256] {
    std::array::from_fn(|byte| {
        let finding = Finding::from_byte(byte as u8);
        let cuts = finding.cuts().into_iter().enumerate();
        cuts.map(|(cut, (status, looked))| {
            let told = u8::from(looked == Looked::Yes && status.determinable());
            let present = u8::from(matches!(status, Status::Present | Status::Conflict));
            (told | (told & present) << 2) << cut
        })
        .sum()
    })
}
