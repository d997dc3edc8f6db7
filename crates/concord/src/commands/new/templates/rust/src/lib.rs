//! @TITLE@: a review framework.

use concord_guest::{Dictionary, Fields, Framework, Indicator, Indicators, Match, Problem};

/// The framework.
pub struct Ours {
    indicators: Indicators,
}

impl Framework for Ours {
    fn open(_config: &str, dictionary: &Dictionary) -> Result<Self, Vec<Problem>> {
        let indicators = Indicators::open(dictionary, |fields| vec![voice(fields), drift(fields)])?;
        Ok(Ours { indicators })
    }

    fn indicators(&self) -> &Indicators {
        &self.indicators
    }
}

concord_guest::export!(Ours);

/// Did anybody write down what the child said?
fn voice(fields: &Fields<'_>) -> Indicator {
    // What it reads, resolved once. Nothing else of the data is ever seen.
    let table = fields.table("observations");
    let observations = table.rows("each finding of the review");
    let daily_life = table.code("theme", "what the finding is about").is("T01");
    let from_child = table.set("evidence", "who it comes from").has("child");
    let told = fields.those(observations, fields.all(&[daily_life, from_child]));
    let examined = fields.examined("T01");

    Indicator::strength("H1")
        .title("The child's own words")
        .question("Did anybody write down what the child said?")
        .maps("T01", &["L1"], Match::Part)
        .cites(observations)
        // Where nobody looked, finding nothing is not determinable, and never absent.
        .looked_for(move |review| review.is(examined))
        .answer(move |review, page| page.any(review, told))
}

/// Did the rapid review take longer than the 15 working days that it has?
fn drift(fields: &Fields<'_>) -> Indicator {
    let rapid = fields.review().code("review_type", "only rapid reviews have the 15 days").is("rapid_review");
    let days = fields.review().integer("days_to_submit", "the working days that it took");

    Indicator::concern("H2")
        .title("The rapid review was late")
        .question("Did the rapid review take longer than 15 working days?")
        .maps("T12", &["L4"], Match::Related)
        .applies(move |review| review.is(rapid))
        .answer(move |review, _| review.get(days).at_least(16))
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_guest::cases::Cases;

    #[test]
    fn the_childs_words_count_and_nobodys_silence_does() {
        let england = Dictionary::england();
        let ours = Ours::open("", &england).expect("the fields are in the dictionary");
        let mut cases = Cases::new(&england);
        cases.review(&[("review_type", "rapid_review"), ("days_to_submit", "21")]);
        cases.child("observations", &[("theme", "T01"), ("valence", "good_practice"), ("evidence", "records;child")]);
        cases.review(&[("review_type", "lcspr")]);

        let answers = cases.answers(&ours);
        assert_eq!(answers.columns[0].answers, [0, 254]); // present; nobody is known to have looked: not determinable
        assert_eq!(answers.columns[1].answers, [0, 255]); // late; not a rapid review: not applicable
    }
}
