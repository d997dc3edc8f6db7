//! Files in, a dataset out.
//!
//! A dataset is a folder with `reviews.jsonl`, `reviews.json`, `reviews.parquet` or `reviews.csv` (then one CSV a child table
//! beside it) and, if it has one, `partnerships` in any of these forms; or a single file. The names are the dictionary's. All
//! forms give the same [`Dataset`](concord_model::dataset::Dataset), in chunks of [`CHUNK`] reviews, so that ten million take no
//! more memory than ten thousand but for their keys.
//!
//! # Steps
//! - *find* the files of a dataset ([`Reader::open`]),
//! - *index* them: one pass over keys and dates finds duplicate keys, chains of reviews and the date as of which is looked,
//! - *decode* them a chunk at a time, each value held against the dictionary ([`Reader::next_chunk`]),
//! - *check* each record as a whole: a bad one becomes a [`Reject`], whole and with all its reasons, and the rest goes on,
//! - *derive* what the host derives: intervals, age bands, themes, incidents.
//!
//! # What files say
//! - A key that the data give as a whole number is the text of its figures; an empty text is an empty cell: not recorded.
//! - JSON: the name of a reason (`"refused"`) in place of a value; `null` or no key is not recorded; `[]` is an empty set.
//! - CSV: sets and references separated by `;`, `none` is an empty set, a reason by its name. In the file of a child table the
//!   parent's column names the review; where the data hold second codings, a column of the coding's name (`coding`) beside it says
//!   which coding of the review a row belongs to, and without one it is the coding that counts.
//! - Parquet: child rows as lists of structs, sets as lists of texts, dates as texts or days, reasons by name in a text column
//!   `<field>__missing`. Numbers are taken from any type that holds them exactly.
//! - A child row inside a record may repeat the record's key in its parent's column, and must not name another.
//!
//! # Example
//! ```
//! use concord_model::dictionary::Dictionary;
//! use concord_read::{Options, Reader};
//!
//! let folder = tempfile::tempdir()?;
//! let lines = r#"{"review_id": "R1", "partnership_id": "P1", "review_type": "rapid_review", "notified_date": "2024-03-22", "submitted_date": "2024-04-16"}
//! {"review_id": "R2", "partnership_id": "P1", "review_type": "rapid reviews"}"#;
//! std::fs::write(folder.path().join("reviews.jsonl"), lines)?;
//!
//! let england = Dictionary::england();
//! let mut reader = Reader::open(folder.path(), &england, Options::default())?;
//! let chunk = reader.next_chunk()?.expect("there are records");
//! assert_eq!(chunk.dataset.reviews, 1);
//! assert_eq!(
//!     chunk.rejects[0].problems[0].to_string(),
//!     "reviews.jsonl:2: R2.review_type: unknown code \"rapid reviews\" \
//!      (did you mean \"rapid_review\"? allowed: rapid_review, lcspr, national, other_local)"
//! );
//! let counts = reader.counts();
//! assert_eq!((counts.records, counts.used, counts.rejected), (2, 1, 1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

mod block;
mod cell;
mod check;
mod derive;
mod error;
mod folder;
mod forms;
mod groups;
mod index;
mod layout;
mod lookup;
mod notices;
mod pending;
mod reader;
mod reject;

pub use self::error::ReadError;
pub use self::reader::{CHUNK, Chunk, Counts, Options, Reader, files};
pub use self::reject::Reject;
