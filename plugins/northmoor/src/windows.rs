//! NM1: windows that were missed.

use concord_guest::field::{Child, Integer, Is, Those};
use concord_guest::{Count, Fields, Indicator, Ladder, Match, Outcome, Page, Row, line};

use crate::words::Observations;

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
            let (windows, missed) = reading.windows(review, page);
            page.measure(missed.share_of(windows));
            page.note("windows", windows);
            page.note("windows missed", missed);
            Ladder::new().when(missed.at_least(2), REPEATED).when(missed.at_least(1), ONCE).otherwise(NONE)
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
impl Reading {
    /// How many episodes are windows, and how many of them were missed. What stands in no episode may be a window of its own, or the
    /// help that another one had.
    fn windows(self, review: Row<'_>, page: &Page<'_>) -> (Count, Count) {
        if review.any(self.risk).is_false() {
            return (Count::default(), Count::default());
        }
        let episodes = review.rows(self.rows).groups(self.episode);
        let windows = episodes.count(|episode| episode.rows().any(|row| row.is(self.risk.condition())));
        let missed = episodes.count(|episode| {
            let wanting = page.any_of(&episode.rows(), |row| row.is(self.wanting.condition()));
            wanting & !episode.rows().any(|row| row.is(self.helped))
        });
        (windows, missed)
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
        let share = column.measure(0).unwrap();
        assert_eq!((share.lower, share.upper, share.of), (0.0, 1.0, 1.0), "one window, which may have been missed");
        assert_eq!(column.answers[0], NOT_DETERMINABLE);
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
