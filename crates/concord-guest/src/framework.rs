//! What a framework is to the host: four functions.

use concord_model::answer::{Answers, Step};
use concord_model::batch::Batch;
use concord_model::dictionary::Dictionary;
use concord_model::framework::Descriptor;
use concord_model::problem::Problem;

use crate::indicators::Indicators;

/// A review framework.
///
/// Most give their [`indicators`](Framework::indicators) and leave the rest as it is. One that answers in a way of its own, from
/// the columns, gives [`descriptor`](Framework::descriptor), [`evaluate`](Framework::evaluate) and
/// [`explain`](Framework::explain) instead.
///
/// It is a pure function: the same batch gives the same answers, and a review's answers do not depend on the other reviews of
/// its batch. The host checks that.
pub trait Framework: Sized {
    /// Reads the configuration against the dictionary.
    ///
    /// # Errors
    /// All faults at once.
    fn open(config: &str, dictionary: &Dictionary) -> Result<Self, Vec<Problem>>;

    /// Its indicators.
    fn indicators(&self) -> &Indicators {
        Indicators::none()
    }

    /// What it needs and answers.
    fn descriptor(&self) -> Descriptor {
        self.indicators().descriptor()
    }

    /// Answers every indicator for every review of the batch.
    ///
    /// # Errors
    /// Why none can be answered; all reviews of the batch then count as failed.
    fn evaluate(&self, batch: &Batch<'_>) -> Result<Answers, String> {
        self.indicators().evaluate(batch)
    }

    /// Why the first review of the batch got its answer to one indicator, outermost step first.
    ///
    /// # Errors
    /// Why it cannot be explained.
    fn explain(&self, batch: &Batch<'_>, indicator: usize) -> Result<Vec<Step>, String> {
        self.indicators().explain(batch, indicator)
    }
}
