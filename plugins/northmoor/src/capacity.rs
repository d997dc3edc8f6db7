//! NM5: capacity, honestly stated.

use concord_guest::{Fields, Indicator, Ladder, Match, Outcome, line};

use crate::words::Observations;

const EXPLAINED: u8 = 0;
const SAID: u8 = 1;
const ENOUGH: u8 = 2;
const UNSAID: u8 = 3;

/// Whether people had the time and the means, and whether the review says why not. Northmoor counts it as a concern about means,
/// never about those who had too few.
pub(crate) fn stated(fields: &Fields<'_>) -> Indicator {
    let observations = Observations::of(fields);
    let explanation = observations.table.code("explanation", "whether the review says why means fell short");
    let spoken_of = observations.about(&["T09"]);
    let short = observations.problems(&["T09"]);
    let explained = observations.problems_that(&["T09"], explanation.is("why_system"));
    let examined = fields.examined("T09");

    Indicator::concern("NM5")
        .title("Capacity, honestly stated")
        .question("Did people have the time and the means, and does the review say so?")
        .scale([
            line("explained", "They did not, and the review says why").concern(Outcome::Present),
            line("said", "They did not").concern(Outcome::Present),
            line("enough", "They did").concern(Outcome::Absent),
            line("unsaid", "The review looked and found nothing to say").concern(Outcome::Absent),
        ])
        .maps("T09", &["L2", "L3"], Match::Exact)
        .maps("T12", &["L3"], Match::Related)
        .cites(observations.rows)
        .looked_for(move |review| review.is(examined))
        .answer(move |review, page| {
            let (short, explained, spoken_of) = (page.any(review, short), page.any(review, explained), page.any(review, spoken_of));
            // That means fell short is known even where it is not known whether the review says why.
            let explained = if explained.is_unknown() { !short } else { explained };
            Ladder::new().when(explained, EXPLAINED).when(short, SAID).when(spoken_of, ENOUGH).otherwise(UNSAID)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{answers, observe};

    #[test]
    fn too_few_means_are_a_concern_whether_or_not_it_is_known_that_the_review_says_why() {
        let column = answers(4, |cases| {
            for explanation in ["why_system", "what_only", "not_recorded"] {
                cases.review(&[("review_type", "lcspr")]);
                observe(cases, "T09", "problematic", &[("explanation", explanation)]);
            }
            cases.review(&[("review_type", "lcspr")]);
            observe(cases, "T09", "neutral", &[]);
            cases.review(&[("review_type", "lcspr"), ("themes_examined", "T09")]);
        });
        assert_eq!(column.answers, [EXPLAINED, SAID, SAID, ENOUGH, UNSAID]);
    }
}
