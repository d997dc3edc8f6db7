//! NM3: curiosity that led to action.

use concord_guest::{Fields, Indicator, Ladder, Match, Outcome, line};

use crate::words::{Observations, as_late};

const ACTED_ON: u8 = 0;
const ASKED: u8 = 1;
const NOT_ASKED: u8 = 2;
const NO_CALL: u8 = 3;

/// Somebody asked the question that mattered; did it change what was done, then or later?
pub(crate) fn led_to_action(fields: &Fields<'_>) -> Indicator {
    let observations = Observations::of(fields);
    let asked = observations.good_practice(&["T03"]);
    let unasked = observations.problems(&["T03"]);
    let response = observations.good_practice(&["T04", "T06"]);
    let episode = observations.episode();
    let examined = fields.examined("T03");

    Indicator::strength("NM3")
        .title("Curiosity that led to action")
        .question("When somebody asked the question that mattered, did it change what was done?")
        .scale([
            line("acted_on", "Asked, and acted on").strength(Outcome::Present),
            line("asked", "Asked, and left there").strength(Outcome::Partly),
            line("not_asked", "Not asked").concern(Outcome::Present).strength(Outcome::Absent),
            line("no_call", "The review looked and found no call for it").concern(Outcome::Absent).strength(Outcome::Absent),
        ])
        .maps("T03", &["L1", "L2"], Match::Part)
        .cites(observations.rows)
        .looked_for(move |review| review.is(examined))
        .answer(move |review, page| {
            let responses = review.those(response);
            let acted_on = page.any_of(&review.those(asked), |asked| page.any_of(&responses, |row| as_late(row, asked, episode)));
            let (asked, unasked) = (page.any(review, asked), page.any(review, unasked));
            Ladder::new().when(acted_on, ACTED_ON).when(asked, ASKED).when(unasked, NOT_ASKED).otherwise(NO_CALL)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{NOT_DETERMINABLE, answers, observe};

    #[test]
    fn a_question_is_acted_on_then_or_later_and_never_before() {
        let column = answers(2, |cases| {
            for response in ["1", "2", "3", "not_known"] {
                cases.review(&[("review_type", "lcspr")]);
                observe(cases, "T03", "good_practice", &[("episode_no", "2")]);
                observe(cases, "T06", "good_practice", &[("episode_no", response)]);
            }
        });
        assert_eq!(column.answers, [ASKED, ACTED_ON, ACTED_ON, NOT_DETERMINABLE]);
        assert_eq!(column.reasons, [0, 0, 0, 1]);
        assert_eq!(column.evidence[0].rows(0).collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn a_question_that_nobody_asked_is_a_concern() {
        let column = answers(2, |cases| {
            cases.review(&[("review_type", "rapid_review")]);
            observe(cases, "T03", "problematic", &[]);
            cases.review(&[("review_type", "rapid_review")]);
            observe(cases, "T03", "neutral", &[]);
        });
        assert_eq!(column.answers, [NOT_ASKED, NO_CALL]);
    }
}
