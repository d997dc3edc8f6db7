//! *Windows of opportunity*: the review framework of Northmoor, a partnership that does not exist.
//!
//! Northmoor reads a review as the child's story in episodes, and asks of each: was there a moment at which help could have
//! changed the course, and who was in a position to see it? What went well is asked for as plainly as what did not, and nobody is
//! asked who was to blame. One indicator a file; [`words`] holds what they share.
//!
//! ```
//! use concord_guest::cases::Cases;
//! use concord_guest::{Dictionary, Framework};
//! use concord_plugin_northmoor::Northmoor;
//!
//! let england = Dictionary::england();
//! let northmoor = Northmoor::open("", &england).unwrap();
//! let mut cases = Cases::new(&england);
//! cases.review(&[("review_type", "lcspr"), ("themes_examined", "T02")]);
//! cases.child("observations", &[("theme", "T02"), ("valence", "problematic"), ("episode_kind", "closure")]);
//! assert_eq!(cases.answers(&northmoor).columns[3].answers, [0]); // the family stepped back and the case was closed
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

mod capacity;
mod contact;
mod course;
mod curiosity;
mod story;
mod windows;
mod words;

use concord_guest::{Dictionary, Framework, Indicators, Problem};

/// Northmoor's framework.
#[derive(Debug)]
pub struct Northmoor {
    indicators: Indicators,
}

impl Framework for Northmoor {
    fn open(_config: &str, dictionary: &Dictionary) -> Result<Self, Vec<Problem>> {
        let indicators = Indicators::open(dictionary, |fields| {
            vec![
                windows::missed(fields),
                story::held(fields),
                curiosity::led_to_action(fields),
                contact::fell_away(fields),
                capacity::stated(fields),
                course::changed(fields),
            ]
        })?;
        Ok(Northmoor { indicators })
    }

    fn indicators(&self) -> &Indicators {
        &self.indicators
    }
}

concord_guest::export!(Northmoor);

#[cfg(test)]
mod tests {
    use super::*;
    use concord_guest::cases::Cases;

    pub(crate) const NOT_DETERMINABLE: u8 = 254;

    /// The answers to the indicator at a place, to reviews that `write` writes.
    pub(crate) fn answers(place: usize, write: impl FnOnce(&mut Cases<'_>)) -> concord_model::answer::AnswerColumn {
        let england = Dictionary::england();
        let northmoor = Northmoor::open("", &england).unwrap();
        let mut cases = Cases::new(&england);
        write(&mut cases);
        cases.answers(&northmoor).columns.swap_remove(place)
    }

    /// One observation of the last review.
    pub(crate) fn observe(cases: &mut Cases<'_>, theme: &str, valence: &str, more: &[(&str, &str)]) {
        cases.child("observations", &[&[("theme", theme), ("valence", valence)], more].concat());
    }

    #[test]
    fn where_nobody_looked_and_nothing_is_recorded_nothing_is_absent() {
        let england = Dictionary::england();
        let northmoor = Northmoor::open("", &england).unwrap();
        let mut cases = Cases::new(&england);
        cases.review(&[("review_type", "rapid_review")]);
        let answers = cases.answers(&northmoor);
        for (column, indicator) in answers.columns.iter().zip(northmoor.descriptor().indicators) {
            let absent = indicator.scale.get(usize::from(column.answers[0]));
            assert!(absent.is_none(), "{}: {absent:?}", indicator.id);
        }
    }

    #[test]
    fn no_sensitive_field_is_read() {
        let england = Dictionary::england();
        let northmoor = Northmoor::open("", &england).unwrap();
        for read in northmoor.descriptor().reads.iter().filter(|read| !read.field.is_empty()) {
            let (table, field) = england.field(&read.table, &read.field).unwrap();
            assert!(!england.tables[table].fields[field].sensitive, "{}.{}", read.table, read.field);
            assert!(!read.why.is_empty(), "{}.{}: it must be said why it is needed", read.table, read.field);
        }
    }

    #[test]
    fn every_answer_can_be_explained() {
        let england = Dictionary::england();
        let northmoor = Northmoor::open("", &england).unwrap();
        let mut cases = Cases::new(&england);
        cases.review(&[("review_type", "lcspr"), ("themes_examined", "T04")]);
        observe(&mut cases, "T04", "problematic", &[("episode_no", "2")]);
        let steps = cases.with_batch(&northmoor.descriptor(), |batch| northmoor.explain(batch, 0)).unwrap();
        let told: Vec<(u8, &str, &str)> = steps.iter().map(|step| (step.depth, step.text.as_str(), step.value.as_str())).collect();
        assert_eq!(
            told,
            [
                (0, "Was there a moment at which risk changed and nothing was done differently?", "Once"),
                (1, "it was looked for", "yes"),
                (1, "windows", "1"),
                (1, "windows missed", "1"),
                (1, "share of windows", "1"),
                (1, "it rests on", "1 rows of observations"),
            ]
        );
        assert_eq!(steps[5].rows, [0]);
    }
}
