//! NM6: a course that was changed.

use concord_guest::{Fields, Indicator, Ladder, Match, Outcome, line};

use crate::words::{Observations, later};

const CHANGED: u8 = 0;
const TOGETHER: u8 = 1;
const NOT_CHANGED: u8 = 2;

/// Something went wrong between or within agencies, and later in the story they came together well. It takes two episodes to
/// see that.
pub(crate) fn changed(fields: &Fields<'_>) -> Indicator {
    let observations = Observations::of(fields);
    let trouble = observations.problems(&["T04", "T05", "T06"]);
    let together = observations.good_practice(&["T06"]);
    let (rows, episode) = (observations.rows, observations.episode());
    let examined = fields.examined("T06");

    Indicator::strength("NM6")
        .title("A course that was changed")
        .question("After something went wrong, did agencies come together and change the course?")
        .scale([
            line("changed", "They came together after it").strength(Outcome::Present),
            line("together", "They worked well together, though not after it").strength(Outcome::Partly),
            line("not_changed", "They did not").strength(Outcome::Absent),
        ])
        .maps("T06", &["L4"], Match::Part)
        .cites(observations.rows)
        .applies(move |review| review.rows(rows).distinct(episode).at_least(2))
        .looked_for(move |review| review.is(examined))
        .answer(move |review, page| {
            let trouble = review.those(trouble);
            let changed = page.any_of(&review.those(together), |row| page.any_of(&trouble, |trouble| later(row, trouble, episode)));
            let well = page.any(review, together);
            Ladder::new().when(changed, CHANGED).when(well, TOGETHER).otherwise(NOT_CHANGED)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{NOT_DETERMINABLE, answers, observe};

    #[test]
    fn a_course_changes_after_trouble_and_not_before_it() {
        let column = answers(5, |cases| {
            for (trouble, together) in [("1", "2"), ("2", "1"), ("not_known", "2")] {
                cases.review(&[("review_type", "lcspr")]);
                observe(cases, "T05", "problematic", &[("episode_no", trouble)]);
                observe(cases, "T06", "good_practice", &[("episode_no", together)]);
                observe(cases, "T01", "neutral", &[("episode_no", "9")]);
            }
        });
        assert_eq!(column.answers, [CHANGED, TOGETHER, NOT_DETERMINABLE]);
        assert_eq!(column.evidence[0].rows(0).collect::<Vec<_>>(), [0, 1], "what changed, and after what");
    }

    #[test]
    fn one_episode_is_no_course() {
        let column = answers(5, |cases| {
            cases.review(&[("review_type", "lcspr")]);
            observe(cases, "T06", "good_practice", &[("episode_no", "1")]);
            observe(cases, "T06", "problematic", &[("episode_no", "1")]);
            cases.review(&[("review_type", "lcspr")]);
            observe(cases, "T06", "good_practice", &[("episode_no", "1")]);
            observe(cases, "T06", "problematic", &[]);
        });
        assert_eq!(column.answers, [255, NOT_DETERMINABLE]);
    }
}
