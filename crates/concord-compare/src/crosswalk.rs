//! How a framework's answers combine to a finding on one side of a theme.
//!
//! - An indicator that is the same as the theme, or a part of it, and is present makes the theme present.
//! - An indicator that is the same as the theme, or wider than it, and is absent makes the theme absent. Nobody finds an absence by the way:
//!   an absent that is not known to have been looked for is not determinable.
//! - Both make a conflict; neither is not determinable; it is an error only if an indicator failed and nothing else decides; it does not
//!   apply where no indicator applies.
//! - *Partly* is read in two cuts, as present and as absent, each by the rules above. Whether it was looked for goes by the answers that
//!   decide in that cut.
//! - A related indicator never decides, nor does an answer that says nothing of the side.
//! - What an indicator of several themes finds is found of a theme only where a row that it cites carries that theme; its absent speaks of
//!   all of them.

use std::ops::BitOr;

use concord_model::answer::Looked;
use concord_model::finding::{Finding, Status};
use concord_model::framework::{Match, Outcome};

/// What one answer tells of one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Told {
    /// An outcome on the common scale.
    Outcome(Outcome),
    /// The same of an indicator of several themes that cites no row of this one: it finds nothing of this theme.
    OfAnother(Outcome),
    /// Something, but not of this side.
    Nothing,
    /// The framework failed.
    Failed,
}

/// What the answers of several indicators say of one side of a theme: a set, joined by `|` in any order.
///
/// ```
/// use concord_compare::crosswalk::{Says, Told};
/// use concord_model::answer::Looked;
/// use concord_model::finding::Status;
/// use concord_model::framework::{Match, Outcome};
///
/// // A part of the theme is there; whether the rest is, nobody needs to know.
/// let part = Says::of(Match::Part, Told::Outcome(Outcome::Present), Looked::Yes);
/// let exact = Says::of(Match::Exact, Told::Outcome(Outcome::NotDeterminable), Looked::No);
/// assert_eq!((part | exact).finding().partly_present, Status::Present);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Says(u16);

/// How many sets there are: one more than the greatest [`Says::bits`].
pub const SAYS: usize = 1 << 14;

impl Says {
    const PRESENT: [Says; 2] = [Says(1), Says(1 << 1)];
    const ABSENT: [Says; 2] = [Says(1 << 2), Says(1 << 3)];
    const FAILED: Says = Says(1 << 4);
    const APPLIES: Says = Says(1 << 5);
    /// By cut: looked for, and not known whether, of answers that decide in it.
    const DECIDED_LOOKED: [[Says; 2]; 2] = [[Says(1 << 6), Says(1 << 7)], [Says(1 << 8), Says(1 << 9)]];
    /// The same of answers that do not.
    const LOOKED: [[Says; 2]; 2] = [[Says(1 << 10), Says(1 << 11)], [Says(1 << 12), Says(1 << 13)]];

    /// What one answer says: how its indicator stands to the theme, what it tells, whether it was looked for.
    #[must_use]
    pub fn of(matching: Match, told: Told, looked: Looked) -> Says {
        if matching == Match::Related {
            return Says(0);
        }
        let finds = matches!(matching, Match::Exact | Match::Part) && !matches!(told, Told::OfAnother(_));
        let outcome = match told {
            Told::Failed => return Says::FAILED | Says::APPLIES | Says::LOOKED[0][1] | Says::LOOKED[1][1],
            Told::Outcome(Outcome::NotApplicable) | Told::OfAnother(Outcome::NotApplicable) => return Says(0),
            Told::Outcome(outcome) | Told::OfAnother(outcome) => outcome,
            Told::Nothing => Outcome::NotDeterminable,
        };
        let partly = [Outcome::Present, Outcome::Absent];
        let cut = |cut: usize| {
            let outcome = if outcome == Outcome::Partly { partly[cut] } else { outcome };
            let says = match outcome.if_looked(looked) {
                Outcome::Present if finds => Says::PRESENT[cut],
                Outcome::Absent if matches!(matching, Match::Exact | Match::Wider) => Says::ABSENT[cut],
                _ => Says(0),
            };
            says | says.looked_for(cut, looked)
        };
        Says::APPLIES | cut(0) | cut(1)
    }

    /// Whether it was looked for, kept apart for answers that decide in a cut and answers that do not.
    fn looked_for(self, cut: usize, looked: Looked) -> Says {
        let among = if self == Says(0) { Says::LOOKED } else { Says::DECIDED_LOOKED }[cut];
        match looked {
            Looked::Yes => among[0],
            Looked::Unknown => among[1],
            Looked::No => Says(0),
        }
    }

    /// Whether any answer says that the theme is present, with *partly* taken as present.
    #[must_use]
    pub fn present(self) -> bool {
        self.has(Says::PRESENT[0])
    }

    /// Whether any answer says that the theme is absent, with *partly* taken as present.
    #[must_use]
    pub fn absent(self) -> bool {
        self.has(Says::ABSENT[0])
    }

    /// The set as a number below [`SAYS`].
    #[must_use]
    pub fn bits(self) -> u16 {
        self.0
    }

    /// The set of a number; bits from [`SAYS`] on are dropped.
    #[must_use]
    pub fn from_bits(bits: u16) -> Says {
        Says(bits & (SAYS as u16 - 1))
    }

    /// The finding that they come to.
    #[must_use]
    pub fn finding(self) -> Finding {
        Finding {
            partly_present: self.status(0),
            partly_absent: self.status(1),
            looked: self.looked(0),
            looked_partly_absent: self.looked(1),
        }
    }

    fn status(self, cut: usize) -> Status {
        match (self.has(Says::PRESENT[cut]), self.has(Says::ABSENT[cut])) {
            (true, true) => Status::Conflict,
            (true, false) => Status::Present,
            (false, true) => Status::Absent,
            (false, false) if self.has(Says::FAILED) => Status::Error,
            (false, false) if self.has(Says::APPLIES) => Status::NotDeterminable,
            (false, false) => Status::NotApplicable,
        }
    }

    /// Of the answers that decide in a cut if any does, else of all that apply: looked for if one was, else unknown if one is.
    fn looked(self, cut: usize) -> Looked {
        let decided = self.has(Says::PRESENT[cut] | Says::ABSENT[cut]);
        let among = if decided { Says::DECIDED_LOOKED } else { Says::LOOKED }[cut];
        match (self.has(among[0]), self.has(among[1])) {
            (true, _) => Looked::Yes,
            (false, true) => Looked::Unknown,
            (false, false) if self.has(Says::APPLIES) => Looked::No,
            (false, false) => Looked::Unknown,
        }
    }

    fn has(self, any_of: Says) -> bool {
        self.0 & any_of.0 != 0
    }
}

/// The finding that answers come to, each with how its indicator stands to the theme: not in scope where all are merely related.
#[must_use]
pub fn finding(answers: &[(Match, Told, Looked)]) -> Finding {
    let mut deciding = answers.iter().filter(|(matching, ..)| *matching != Match::Related).peekable();
    if deciding.peek().is_none() {
        return Finding::NOT_IN_SCOPE;
    }
    deciding.map(|&(matching, told, looked)| Says::of(matching, told, looked)).fold(Says::default(), BitOr::bitor).finding()
}

impl BitOr for Says {
    type Output = Says;

    fn bitor(self, other: Says) -> Says {
        Says(self.0 | other.0)
    }
}

/// The finding, as a byte, of every [`Says`] by its bits.
#[must_use]
pub fn findings_by_bits() -> Vec<u8> {
    (0..SAYS as u16).map(|bits| Says::from_bits(bits).finding().to_byte()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_present_found_by_the_way_is_not_looked_for_though_another_answer_was() {
        let found = (Match::Part, Told::Outcome(Outcome::Present), Looked::No);
        let untold = (Match::Exact, Told::Outcome(Outcome::NotDeterminable), Looked::Yes);
        let finding = finding(&[found, untold]);
        assert_eq!((finding.partly_present, finding.looked), (Status::Present, Looked::No));
    }

    #[test]
    fn each_cut_goes_by_what_decides_in_it_for_whether_it_was_looked_for() {
        // Found in part by the way, while another question was asked and could not be told: read as absent, nothing decides.
        let partly = (Match::Exact, Told::Outcome(Outcome::Partly), Looked::No);
        let untold = (Match::Exact, Told::Outcome(Outcome::NotDeterminable), Looked::Yes);
        let found = finding(&[partly, untold]);
        assert_eq!(found.cuts(), [(Status::Present, Looked::No), (Status::NotDeterminable, Looked::Yes)]);
        // A wider question that is partly so and was looked for decides where partly is absent alone.
        let wider = (Match::Wider, Told::Outcome(Outcome::Partly), Looked::Yes);
        let by_the_way = (Match::Part, Told::Outcome(Outcome::Partly), Looked::No);
        assert_eq!(finding(&[wider, by_the_way]).cuts(), [(Status::Present, Looked::No), (Status::Absent, Looked::Yes)]);
    }

    #[test]
    fn an_answer_that_says_nothing_of_the_side_decides_nothing() {
        let nothing = Says::of(Match::Exact, Told::Nothing, Looked::Yes);
        assert_eq!(nothing.finding().partly_present, Status::NotDeterminable);
    }

    #[test]
    fn the_order_of_indicators_is_of_no_matter() {
        let present = Says::of(Match::Part, Told::Outcome(Outcome::Present), Looked::Unknown);
        let failed = Says::of(Match::Exact, Told::Failed, Looked::No);
        assert_eq!((present | failed).finding(), (failed | present).finding());
        assert_eq!((present | failed).finding().partly_absent, Status::Present);
        assert_eq!(failed.finding().partly_present, Status::Error);
    }
}
