//! For partnerships that write their review framework in Rust: an indicator is a few words about itself and, beside them, the
//! code that answers it for *a review*. The framework runs in Concord's sandbox as a Wasm component; the same struct runs natively
//! under plain `cargo test`.
//!
//! # A complete framework of two indicators
//! ```
//! use concord_guest::{Dictionary, Framework, Indicator, Indicators, Match, Problem};
//!
//! pub struct Harbour {
//!     indicators: Indicators,
//! }
//!
//! impl Framework for Harbour {
//!     fn open(_config: &str, dictionary: &Dictionary) -> Result<Self, Vec<Problem>> {
//!         let indicators = Indicators::open(dictionary, |fields| vec![voice(fields), drift(fields)])?;
//!         Ok(Harbour { indicators })
//!     }
//!
//!     fn indicators(&self) -> &Indicators {
//!         &self.indicators
//!     }
//! }
//!
//! concord_guest::export!(Harbour);
//!
//! /// Did anybody write down what the child said?
//! fn voice(fields: &concord_guest::Fields) -> Indicator {
//!     // What it reads, resolved once. Nothing else of the data is ever seen.
//!     let table = fields.table("observations");
//!     let observations = table.rows("each finding of the review");
//!     let daily_life = table.code("theme", "what the finding is about").is("T01");
//!     let from_child = table.set("evidence", "who it comes from").has("child");
//!     let told = fields.those(observations, fields.all(&[daily_life, from_child]));
//!     let examined = fields.examined("T01");
//!
//!     Indicator::strength("H1")
//!         .title("The child's own words")
//!         .question("Did anybody write down what the child said?")
//!         .maps("T01", &["L1"], Match::Part)
//!         .cites(observations)
//!         // Where nobody looked, finding nothing is not determinable, and never absent.
//!         .looked_for(move |review| review.is(examined))
//!         .answer(move |review, page| page.any(review, told))
//! }
//!
//! /// Did the rapid review take longer than the 15 working days that it has?
//! fn drift(fields: &concord_guest::Fields) -> Indicator {
//!     let rapid = fields.review().code("review_type", "only rapid reviews have the 15 days").is("rapid_review");
//!     let days = fields.review().integer("days_to_submit", "the working days that it took");
//!
//!     Indicator::concern("H2")
//!         .title("The rapid review was late")
//!         .question("Did the rapid review take longer than 15 working days?")
//!         .maps("T12", &["L4"], Match::Related)
//!         .applies(move |review| review.is(rapid))
//!         .answer(move |review, _| review.get(days).at_least(16))
//! }
//!
//! // A test of it, on two invented reviews.
//! use concord_guest::cases::Cases;
//! # fn main() {
//! let england = Dictionary::england();
//! let harbour = Harbour::open("", &england).unwrap();
//! let mut cases = Cases::new(&england);
//! cases.review(&[("review_type", "rapid_review"), ("days_to_submit", "21")]);
//! cases.child("observations", &[("theme", "T01"), ("valence", "good_practice"), ("evidence", "records;child")]);
//! cases.review(&[("review_type", "lcspr")]);
//!
//! let answers = cases.answers(&harbour);
//! assert_eq!(answers.columns[0].answers, [0, 254]); // present; nobody is known to have looked: not determinable
//! assert_eq!(answers.columns[1].answers, [0, 255]); // late; not a rapid review: not applicable
//! assert_eq!(answers.columns[0].evidence[0].rows(0).collect::<Vec<_>>(), [0]);
//! # }
//! ```
//!
//! What is missing is never taken for a value: a comparison gives a [`Truth`], and `&`, `|` and `!` keep what is unknown unknown.
//! [`Rows`] keep those of which it cannot be told whether they are meant, and a [`Count`] of them has two ends.
//!
//! The contract itself, documented line by line, is `wit/framework.wit`.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

#[doc(hidden)]
pub mod bindings;
pub mod cases;
#[doc(hidden)]
pub mod component;
mod condition;
mod convert;
mod count;
pub mod field;
mod fields;
mod framework;
mod indicator;
mod indicators;
pub mod log;
mod page;
mod row;
mod rows;
mod trace;
mod truth;
mod value;
mod view;

// Spelt out one by one: this is all that an author needs to know.
pub use concord_model::answer::{Answers, Measure, Step};
pub use concord_model::batch::Batch;
pub use concord_model::date::PartialDate;
pub use concord_model::dictionary::Dictionary;
pub use concord_model::framework::{Descriptor, Match, Outcome};
pub use concord_model::missing::Missing;
pub use concord_model::problem::Problem;

pub use count::{Count, Number};
pub use fields::{CodeField, Fields, SetField, TableFields};
pub use framework::Framework;
pub use indicator::{Always, Draft, Guard, Indicator, Line, line};
pub use indicators::Indicators;
pub use page::{Answer, Ladder, Page};
pub use row::Row;
pub use rows::{All, Group, Groups, Linked, Rows};
pub use truth::{Choice, Truth};
pub use value::{Exact, Value};
