//! How the findings of several reviews of one incident combine: they are observations of one thing.
//!
//! An incident is a root review with those that follow from it. It is present if any of its reviews finds it; absent if one that looked
//! finds it absent and none finds it present; in conflict if the greatest that any says is a conflict; else an error or not determinable if
//! any is; it does not apply only if it applies to none. That is the greatest [`Status`] of its reviews, in each cut of *partly*. It was
//! looked for if any review that decided it looked, or, where none decided, any at all: a present found by the way in one review does not
//! become one that was looked for because another review looked and could not tell.
//!
//! That a further review should make less known is what this rule avoids. The price is that an upper bound is no worst case: where one
//! review finds it absent and another could not tell, the incident counts as absent. [`left_open`] marks those, so that the bounds in which
//! such a review leaves its incident open stand beside the others.

use std::cmp::Ordering;

use concord_model::answer::Looked;
use concord_model::finding::{Finding, Status};

/// The finding of an incident with both reviews. Any order and any grouping give the same.
#[must_use]
pub fn combine(a: Finding, b: Finding) -> Finding {
    let [present, absent] = [0, 1].map(|cut| of_cut(a.cuts()[cut], b.cuts()[cut]));
    Finding { partly_present: present.0, partly_absent: absent.0, looked: present.1, looked_partly_absent: absent.1 }
}

fn of_cut(a: (Status, Looked), b: (Status, Looked)) -> (Status, Looked) {
    let looked = match decides(a.0).cmp(&decides(b.0)) {
        Ordering::Greater => a.1,
        Ordering::Less => b.1,
        Ordering::Equal => more_looked(a.1, b.1),
    };
    (a.0.max(b.0), looked)
}

/// 2 where it decides, 1 where it applies, 0 where it does not.
fn decides(status: Status) -> u8 {
    u8::from(status.determinable()) + u8::from(status > Status::NotApplicable)
}

/// The cuts in which a review leaves its incident open, because it applies and could not be told: a bit each, *partly* as present first.
#[must_use]
pub fn left_open(finding: Finding) -> u8 {
    let open = |status: Status| u8::from(matches!(status, Status::NotDeterminable | Status::Error));
    open(finding.partly_present) | open(finding.partly_absent) << 1
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
        Finding::same(status, looked)
    }

    fn all() -> Vec<Finding> {
        let mut all: Vec<Finding> = (0..=u8::MAX).map(Finding::from_byte).collect();
        all.dedup();
        all
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
        assert_eq!(combine(untold, of(Status::NotApplicable, Looked::Unknown)).looked, Looked::Unknown);
    }

    #[test]
    fn any_order_and_any_grouping_give_the_same() {
        for &a in &all() {
            for &b in &all() {
                assert_eq!(combine(a, b), combine(b, a));
                for c in all().into_iter().step_by(7) {
                    assert_eq!(combine(combine(a, b), c), combine(a, combine(b, c)));
                }
            }
        }
    }

    #[test]
    fn a_review_that_could_not_tell_leaves_its_incident_open_in_that_cut() {
        let partly = Finding { partly_absent: Status::NotDeterminable, ..of(Status::Present, Looked::No) };
        let found = [of(Status::NotDeterminable, Looked::No), of(Status::Error, Looked::Unknown), partly, of(Status::Absent, Looked::Yes)];
        assert_eq!(found.map(left_open), [3, 3, 2, 0]);
        assert_eq!(left_open(of(Status::NotApplicable, Looked::Unknown)), 0);
    }

    #[test]
    fn a_review_out_of_scope_changes_nothing() {
        for a in all().into_iter().filter(|a| a.partly_present > Status::NotApplicable && a.partly_absent > Status::NotApplicable) {
            assert_eq!(combine(a, Finding::NOT_IN_SCOPE), a);
        }
    }
}
