//! Finding one review in a dataset by its key.

use anyhow::Result;
use concord_model::dataset::{Dataset, Strings};
use concord_model::date::PartialDate;
use concord_model::dictionary::Dictionary;
use concord_model::problem::{Problem, nearest};
use concord_read::{Chunk, Reader};

use crate::args::Explain;
use crate::cell;
use crate::commands::data::options;
use crate::load::Problems;
use crate::terminal::Progress;

/// A review by itself.
pub(super) struct Review {
    /// The review and its rows; its group's table whole.
    pub(super) dataset: Dataset,
    pub(super) key: String,
    /// Which coding of it, where the dictionary knows of several.
    pub(super) coding: Option<String>,
    /// The date as of which it is looked at.
    pub(super) as_of: String,
}

/// Finds the review that is asked for: of several codings the one that is named, or else the first in the dictionary's order.
///
/// # Errors
/// Where it is not there, with the nearest key, or was refused, with the reasons.
pub(super) fn find(arguments: &Explain, dictionary: &Dictionary) -> Result<Review> {
    let mut reader = Reader::open(&arguments.data, dictionary, options(&arguments.reading)?)?;
    let mut search = Search { arguments, dictionary, best: None, codings: Vec::new(), keys: Vec::new(), refused: Vec::new() };
    let progress = Progress::new(reader.review_count(), "reading");
    while let Some(chunk) = reader.next_chunk()? {
        progress.add(chunk.dataset.reviews as u64);
        if search.take(chunk) {
            break;
        }
    }
    let as_of = PartialDate::day(reader.as_of()).to_string();
    let Some((place, dataset)) = search.best.take() else { return Err(search.not_found().into()) };
    let coding = place.map(|place| search.coding(place));
    Ok(Review { dataset, key: arguments.review.clone(), coding, as_of })
}

struct Search<'a> {
    arguments: &'a Explain,
    dictionary: &'a Dictionary,
    /// The best coding seen so far, by its place among the codes.
    best: Option<(Option<u8>, Dataset)>,
    /// The codings that the review has.
    codings: Vec<String>,
    keys: Vec<Strings>,
    refused: Vec<Problem>,
}

impl Search<'_> {
    /// Looks through a chunk; true once nothing better can come.
    fn take(&mut self, mut chunk: Chunk) -> bool {
        let (root, wanted) = (self.dictionary.root, &self.arguments.review);
        let about =
            |problem: &Problem| problem.at.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.refused.extend(chunk.rejects.iter().flat_map(|reject| &reject.problems).filter(|problem| about(problem)).cloned());
        let role = self.dictionary.role(&self.dictionary.roles.coding);
        for review in (0..chunk.dataset.reviews).filter(|review| chunk.dataset.tables[root].keys.get(*review) == wanted) {
            // A review that does not say is the coding that counts.
            let place = role.map(|field| chunk.dataset.tables[root].columns[field].code(review).unwrap_or(0));
            let coding = place.map(|place| self.coding(place)).unwrap_or_default();
            let asked_for = self.arguments.coding.as_ref().is_none_or(|asked| *asked == coding);
            self.codings.push(coding);
            if asked_for && self.best.as_ref().is_none_or(|(best, _)| place < *best) {
                self.best = Some((place, chunk.dataset.select(self.dictionary, &[review])));
            }
        }
        self.keys.push(std::mem::take(&mut chunk.dataset.tables[root].keys));
        self.best.as_ref().is_some_and(|(place, _)| place.is_none_or(|place| place == 0) || self.arguments.coding.is_some())
    }

    fn coding(&self, place: u8) -> String {
        let role = self.dictionary.role(&self.dictionary.roles.coding);
        role.map(|field| cell::code(&self.dictionary.root_table().fields[field], usize::from(place))).unwrap_or_default()
    }

    /// Why there is no such review.
    fn not_found(&self) -> Problems {
        let (data, review) = (self.arguments.data.display().to_string(), &self.arguments.review);
        if let (Some(coding), false) = (&self.arguments.coding, self.codings.is_empty()) {
            let fault = Problem::of("--coding", format!("review {review} has no coding \"{coding}\""));
            return Problems(vec![fault.hint(format!("it has: {}", self.codings.join(", ")))]);
        }
        if !self.refused.is_empty() {
            let refused = Problem::of(&data, format!("review {review} was refused, and no framework sees it"));
            return Problems([refused].into_iter().chain(self.refused.iter().cloned()).collect());
        }
        let hint = nearest(review, self.keys.iter().flat_map(Strings::iter));
        Problems(vec![Problem::of(&data, format!("there is no review \"{review}\"")).maybe_hint(hint)])
    }
}
