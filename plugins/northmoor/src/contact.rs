//! NM4: contact that fell away.

use concord_guest::{Fields, Indicator, Ladder, Match, Outcome, line};

use crate::words::Observations;

const CLOSED: u8 = 0;
const FELL_AWAY: u8 = 1;
const KEPT: u8 = 2;

/// A family steps back; does anybody step forward, or is the case closed on it?
pub(crate) fn fell_away(fields: &Fields<'_>) -> Indicator {
    let observations = Observations::of(fields);
    let kind = observations.table.code("episode_kind", "whether the work was being brought to an end");
    let fell_away = observations.problems(&["T02"]);
    let ended = observations.problems_that(&["T02"], kind.any_of(&["closure", "review_meeting"]));
    let examined = fields.examined("T02");

    Indicator::concern("NM4")
        .title("Contact that fell away")
        .question("When the family stepped back, did anybody step forward?")
        .scale([
            line("closed", "The work was ended on it").concern(Outcome::Present),
            line("fell_away", "Contact fell away while the work went on").concern(Outcome::Partly),
            line("kept", "Contact was kept").concern(Outcome::Absent),
        ])
        .maps("T02", &["L0", "L1"], Match::Part)
        .cites(observations.rows)
        .looked_for(move |review| review.is(examined))
        .answer(move |review, page| {
            let (ended, fell_away) = (page.any(review, ended), page.any(review, fell_away));
            Ladder::new().when(ended, CLOSED).when(fell_away, FELL_AWAY).otherwise(KEPT)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{NOT_DETERMINABLE, answers, observe};

    #[test]
    fn it_matters_whether_the_work_was_ended_on_it() {
        let column = answers(3, |cases| {
            for kind in ["closure", "assessment", "not_recorded"] {
                cases.review(&[("review_type", "lcspr")]);
                observe(cases, "T02", "problematic", &[("episode_kind", kind)]);
            }
            cases.review(&[("review_type", "lcspr")]);
            observe(cases, "T02", "good_practice", &[]);
        });
        assert_eq!(column.answers, [CLOSED, FELL_AWAY, NOT_DETERMINABLE, KEPT]);
        assert_eq!(column.evidence[0].rows(0).collect::<Vec<_>>(), [0], "cited twice is cited once");
    }
}
