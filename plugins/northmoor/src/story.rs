//! NM2: who held the child's story.

use concord_guest::{Fields, Indicator, Ladder, Match, Outcome, line};

use crate::words::Observations;

const NOBODY: u8 = 0;
const IN_PARTS: u8 = 1;
const SHARED: u8 = 2;
const ALONE: u8 = 3;
const UNTOLD: u8 = 4;

/// Whether anybody knew what the child's days were like, and whether more than one agency did.
pub(crate) fn held(fields: &Fields<'_>) -> Indicator {
    let observations = Observations::of(fields);
    let lost = observations.problems(&["T01"]);
    let known = observations.good_practice(&["T01"]);
    let agency = observations.table.code("agency", "whether more than one agency knew").place_of_code();
    let examined = fields.examined("T01");

    Indicator::concern("NM2")
        .title("Who held the child's story")
        .question("Who knew what this child's days were like?")
        .scale([
            line("nobody", "Nobody").concern(Outcome::Present).strength(Outcome::Absent),
            line("in_parts", "Some knew, and it was lost in places").concern(Outcome::Partly).strength(Outcome::Partly),
            line("shared", "More than one agency").concern(Outcome::Absent).strength(Outcome::Present),
            line("alone", "One agency, alone with it").concern(Outcome::Absent).strength(Outcome::Partly),
            line("untold", "The review looked and has nothing to tell").concern(Outcome::Absent).strength(Outcome::Absent),
        ])
        .maps("T01", &["L1"], Match::Exact)
        .cites(observations.rows)
        .looked_for(move |review| review.is(examined))
        .answer(move |review, page| {
            let agencies = page.distinct(&review.those(known), agency);
            let (lost, known) = (page.any(review, lost), page.any(review, known));
            Ladder::new()
                .when(lost & !known, NOBODY)
                .when(lost & known, IN_PARTS)
                .when(agencies.at_least(2), SHARED)
                .when(agencies.at_least(1), ALONE)
                .otherwise(UNTOLD)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{NOT_DETERMINABLE, answers, observe};

    #[test]
    fn one_agency_alone_is_not_the_same_as_two() {
        let column = answers(1, |cases| {
            cases.review(&[("review_type", "lcspr")]);
            observe(cases, "T01", "good_practice", &[("agency", "school")]);
            observe(cases, "T01", "good_practice", &[("agency", "school")]);
            cases.review(&[("review_type", "lcspr")]);
            observe(cases, "T01", "good_practice", &[("agency", "school")]);
            observe(cases, "T01", "good_practice", &[("agency", "gp")]);
            cases.review(&[("review_type", "lcspr")]);
            observe(cases, "T01", "good_practice", &[("agency", "school")]);
            observe(cases, "T01", "good_practice", &[("agency", "not_known")]);
        });
        assert_eq!(column.answers, [ALONE, SHARED, NOT_DETERMINABLE]);
        assert_eq!(column.evidence[0].rows(1).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(column.evidence[0].rows(2).count(), 0, "what led to no answer is no evidence");
    }

    #[test]
    fn what_was_lost_in_places_is_neither_lost_nor_held() {
        let column = answers(1, |cases| {
            cases.review(&[("review_type", "lcspr")]);
            observe(cases, "T01", "problematic", &[]);
            cases.review(&[("review_type", "lcspr")]);
            observe(cases, "T01", "problematic", &[]);
            observe(cases, "T01", "good_practice", &[]);
            cases.review(&[("review_type", "lcspr"), ("themes_examined", "T01")]);
        });
        assert_eq!(column.answers, [NOBODY, IN_PARTS, UNTOLD]);
    }
}
