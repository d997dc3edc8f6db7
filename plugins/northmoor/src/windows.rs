//! NM1: windows that were missed.

use concord_guest::field::{Child, Integer, Is, Those};
use concord_guest::{Count, Fields, Indicator, Ladder, Match, Outcome, Row, Truth, line};

use crate::words::{Observations, unplaced};

const REPEATED: u8 = 0;
const ONCE: u8 = 1;
const NONE: u8 = 2;

/// A window is an episode in which the child's risk was, or should have been, seen to change. It was missed where the review
/// found the response to risk wanting and nothing in that episode that helped.
pub(crate) fn missed(fields: &Fields<'_>) -> Indicator {
    let observations = Observations::of(fields);
    let reading = Reading {
        rows: observations.rows,
        episode: observations.episode(),
        risk: observations.about(&["T04"]),
        wanting: observations.problems(&["T04"]),
        helped: observations.good(),
    };
    let examined = fields.examined("T04");

    Indicator::concern("NM1")
        .title("Windows missed")
        .question("Was there a moment at which risk changed and nothing was done differently?")
        .scale([
            line("repeated", "More than once").concern(Outcome::Present),
            line("once", "Once").concern(Outcome::Partly),
            line("none", "Every window was used").concern(Outcome::Absent),
        ])
        .measured_in("share of windows")
        .maps("T04", &["L1", "L4"], Match::Part)
        .cites(observations.rows)
        .looked_for(move |review| review.is(examined))
        .answer(move |review, page| {
            let windows = reading.windows(review);
            review.those(reading.wanting).filter(|row| reading.went_unhelped(*row).is_true()).for_each(|row| page.cite(row));
            page.measure(windows.missed.share_of(windows.all).filter(|_| windows.missed.reasons == 0));
            page.note("windows", windows.all);
            page.note("windows missed", windows.missed.least);
            Ladder::new().when(windows.missed.at_least(2), REPEATED).when(windows.missed.at_least(1), ONCE).otherwise(NONE)
        })
}

/// How windows are read.
#[derive(Clone, Copy)]
struct Reading {
    rows: Child,
    episode: Integer,
    risk: Those,
    wanting: Those,
    helped: Is,
}

/// The windows of one review.
#[derive(Default)]
struct Windows {
    /// How many episodes are windows, of those that can be placed.
    all: u32,
    /// How many were missed. What stands in no episode may be a missed window of its own, or the help that another one had.
    missed: Count,
}

impl Reading {
    fn windows(self, review: Row<'_>) -> Windows {
        let mut windows = Windows::default();
        if review.count(self.risk).most == 0 {
            return windows;
        }
        for group in review.rows(self.rows).groups(self.episode) {
            if group.rows().any(|row| row.is(self.risk.condition()).is_true()) {
                let wanting = Truth::any(group.rows().map(|row| row.is(self.wanting.condition())));
                let helped = Truth::any(group.rows().map(|row| row.is(self.helped)));
                windows.all += 1;
                windows.missed.add(wanting & !helped);
            }
        }
        for row in review.rows(self.rows) {
            let reasons = unplaced(row, self.episode);
            if reasons != 0 {
                let missed = &mut windows.missed;
                let helped = row.is(self.helped).is_true();
                missed.most += u32::from(row.is(self.wanting.condition()).is_true());
                missed.least = missed.least.saturating_sub(u32::from(helped));
                missed.reasons |= if helped || row.is(self.risk.condition()).is_true() { reasons } else { 0 };
            }
        }
        windows
    }

    /// Whether nothing in a row's episode helped.
    fn went_unhelped(self, row: Row<'_>) -> Truth {
        let episode = row.get(self.episode);
        let beside = row.review().rows(self.rows).filter(|other| other.get(self.episode).same(episode).is_true());
        episode.test(|_| true) & !Truth::any(beside.map(|other| other.is(self.helped)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{NOT_DETERMINABLE, answers, observe};

    #[test]
    fn a_window_is_missed_where_risk_was_not_answered_and_nothing_helped() {
        let column = answers(0, |cases| {
            cases.review(&[("review_type", "lcspr")]);
            observe(cases, "T04", "problematic", &[("episode_no", "1")]);
            observe(cases, "T04", "problematic", &[("episode_no", "2")]);
            observe(cases, "T06", "good_practice", &[("episode_no", "2")]);
            observe(cases, "T04", "problematic", &[("episode_no", "3")]);
            observe(cases, "T04", "good_practice", &[("episode_no", "4")]);
        });
        assert_eq!(column.answers, [REPEATED]);
        let share = column.measure(0).unwrap();
        assert_eq!((share.lower, share.upper, share.of), (2.0, 2.0, 4.0));
        assert_eq!(column.evidence[0].rows(0).collect::<Vec<_>>(), [0, 3]);
    }

    #[test]
    fn what_stands_in_no_episode_may_be_the_help_that_a_window_had() {
        let column = answers(0, |cases| {
            cases.review(&[("review_type", "lcspr")]);
            observe(cases, "T04", "problematic", &[("episode_no", "1")]);
            observe(cases, "T01", "good_practice", &[]);
        });
        assert_eq!((column.answers[0], column.measure(0)), (NOT_DETERMINABLE, None));
        assert_eq!(column.reasons, [0b10]);
    }

    #[test]
    fn only_who_looked_can_find_that_every_window_was_used() {
        let column = answers(0, |cases| {
            cases.review(&[("review_type", "lcspr"), ("themes_examined", "T04")]);
            cases.review(&[("review_type", "lcspr"), ("themes_examined", "T01")]);
            cases.review(&[("review_type", "lcspr")]);
        });
        assert_eq!(column.answers, [NONE, NOT_DETERMINABLE, NOT_DETERMINABLE]);
        assert_eq!(column.looked, [1, 2, 0]);
        assert_eq!(column.reasons, [0, 0x80, 0x80]);
    }
}
