//! How the findings of several reviews of one incident combine.
//!
//! An incident is a root review with those that follow from it. It is present if any of its reviews is; else in conflict or absent if any
//! of them says so; else an error or not determinable if any is; it does not apply only if it applies to none. That is the greatest
//! [`Status`] of its reviews. It was looked for if any review that decided it looked, or, where none decided, any at all: a present
//! found by the way in one review does not become one that was looked for because another review looked and could not tell.

use std::cmp::Ordering;

use concord_model::answer::Looked;
use concord_model::finding::{Finding, Status};

/// The finding of an incident with both reviews. Any order and any grouping give the same.
#[must_use]
pub fn combine(a: Finding, b: Finding) -> Finding {
    let looked = match decides(a).cmp(&decides(b)) {
        Ordering::Greater => a.looked,
        Ordering::Less => b.looked,
        Ordering::Equal => more_looked(a.looked, b.looked),
    };
    Finding { partly_present: a.partly_present.max(b.partly_present), partly_absent: a.partly_absent.max(b.partly_absent), looked }
}

/// 2 where it decides in either cut, 1 where it applies, 0 where it does not.
fn decides(finding: Finding) -> u8 {
    let greatest = finding.partly_present.max(finding.partly_absent);
    u8::from(greatest.determinable()) + u8::from(greatest > Status::NotApplicable)
}

fn more_looked(a: Looked, b: Looked) -> Looked {
    match (a, b) {
        (Looked::Yes, _) | (_, Looked::Yes) => Looked::Yes,
        (Looked::Unknown, _) | (_, Looked::Unknown) => Looked::Unknown,
        (Looked::No, Looked::No) => Looked::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: Status, looked: Looked) -> Finding {
        Finding { partly_present: status, partly_absent: status, looked }
    }

    fn all() -> Vec<Finding> {
        let looked = [Looked::Yes, Looked::No, Looked::Unknown];
        let cuts = Status::ALL.into_iter().flat_map(|a| Status::ALL.map(|b| (a, b)));
        cuts.flat_map(|(partly_present, partly_absent)| looked.map(|looked| Finding { partly_present, partly_absent, looked })).collect()
    }

    #[test]
    fn present_wins_then_absent_then_what_could_not_be_told() {
        let combined = |a, b| combine(of(a, Looked::Yes), of(b, Looked::Yes)).partly_present;
        assert_eq!(combined(Status::Present, Status::Absent), Status::Present);
        assert_eq!(combined(Status::Present, Status::Conflict), Status::Present);
        assert_eq!(combined(Status::Conflict, Status::Absent), Status::Conflict);
        assert_eq!(combined(Status::Absent, Status::NotDeterminable), Status::Absent);
        assert_eq!(combined(Status::Absent, Status::Error), Status::Absent);
        assert_eq!(combined(Status::Error, Status::NotDeterminable), Status::Error);
        assert_eq!(combined(Status::NotDeterminable, Status::NotApplicable), Status::NotDeterminable);
        assert_eq!(combined(Status::NotApplicable, Status::NotApplicable), Status::NotApplicable);
    }

    #[test]
    fn found_by_the_way_stays_so_unless_a_review_that_could_tell_looked() {
        let by_the_way = of(Status::Present, Looked::No);
        assert_eq!(combine(by_the_way, of(Status::NotDeterminable, Looked::Yes)).looked, Looked::No);
        assert_eq!(combine(by_the_way, of(Status::Absent, Looked::Yes)).looked, Looked::Yes);
        let untold = of(Status::NotDeterminable, Looked::Unknown);
        assert_eq!(combine(untold, of(Status::NotDeterminable, Looked::Yes)).looked, Looked::Yes);
        assert_eq!(combine(untold, of(Status::NotApplicable, Looked::Yes)).looked, Looked::Unknown);
    }

    #[test]
    fn any_order_and_any_grouping_give_the_same() {
        for &a in &all() {
            for &b in &all() {
                assert_eq!(combine(a, b), combine(b, a));
                for c in all().into_iter().step_by(5) {
                    assert_eq!(combine(combine(a, b), c), combine(a, combine(b, c)));
                }
            }
        }
    }

    #[test]
    fn a_review_out_of_scope_changes_nothing() {
        for a in all().into_iter().filter(|a| a.partly_present > Status::NotApplicable && a.partly_absent > Status::NotApplicable) {
            assert_eq!(combine(a, Finding::NOT_IN_SCOPE), a);
        }
    }
}
