//! The audit of purity: some reviews again, each alone, in a fresh instance and in another order, must get the very same answers.

use concord_model::answer::EVERY;
use concord_model::batch::Window;
use concord_model::dataset::Dataset;

use super::Evaluated;
use super::lane::Work;
use crate::answers::difference;
use crate::framework::Framework;
use crate::instance::Instance;

/// The batches at the start of a run of which three reviews each are audited.
const FIRST: u64 = 8;

/// Of the batches after, one in so many is audited, with one review.
const ONE_IN: u64 = 64;

/// Audits a lane's answers to a chunk. Tells the first difference, in the order of the batches.
pub(super) fn audit(work: &Work<'_>, dataset: &Dataset, windows: &[Window<'_>], evaluated: &[(usize, Evaluated)]) -> Option<String> {
    let mut instance = None;
    let mut differences = Vec::new();
    for (place, evaluated) in evaluated.iter().rev() {
        for review in sample(work.batches + *place as u64, windows[*place].reviews.len()) {
            let first = windows[*place].reviews.start;
            if let Some(what) = again(work.framework, dataset, &mut instance, (first, first + review), evaluated) {
                differences.push(what);
            }
        }
    }
    differences.pop()
}

/// The reviews of a batch, by its number, that are audited; the last first.
fn sample(batch: u64, reviews: usize) -> Vec<usize> {
    // Somewhere in the batch, by a multiplicative hash (Knuth, *The Art of Computer Programming* 3, §6.4).
    let somewhere = (batch.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize % reviews.max(1);
    let mut sample = match batch {
        _ if reviews == 0 => Vec::new(),
        batch if batch < FIRST => vec![reviews - 1, somewhere, 0],
        batch if batch.is_multiple_of(ONE_IN) => vec![somewhere],
        _ => Vec::new(),
    };
    sample.dedup();
    sample
}

/// What differs when a review is asked again alone; it stands in the batch that starts at `places.0`.
fn again(
    framework: &Framework,
    dataset: &Dataset,
    kept: &mut Option<Instance>,
    places: (usize, usize),
    evaluated: &Evaluated,
) -> Option<String> {
    let (batch, review) = places;
    let within = review - batch;
    let lost = |failure: &concord_model::answer::Failure| failure.indicator == EVERY && failure.review as usize == within;
    if evaluated.answers.failures.iter().any(lost) {
        return None;
    }
    let named = |what: String| {
        let keys = &dataset.tables[framework.dictionary().root].keys;
        let key = if review < keys.len() { keys.get(review).to_owned() } else { (review + 1).to_string() };
        Some(format!("review {key}: {what}"))
    };
    let mut instance = match kept.take().map_or_else(|| framework.instance(), Ok) {
        Ok(instance) => instance,
        Err(cause) => return named(format!("alone, {cause}")),
    };
    match framework.ask(&mut instance, dataset, &framework.window(dataset, review..review + 1)) {
        Ok(alone) => {
            *kept = Some(instance);
            let first_row = framework.first_row(dataset, batch, review);
            difference(framework.descriptor(), (&evaluated.answers, within), &alone, first_row).and_then(named)
        }
        Err(cause) => named(format!("alone, {cause}")),
    }
}
