//! The same figures by year with their changes, by those whom reviews are about, and along the means that partnerships had.

use serde::{Deserialize, Serialize};

use crate::finding::Side;

use super::{ClusteredShare, Unit};

/// How a national figure changed from one whole year to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The framework.
    pub framework: String,
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// What is counted: always incidents.
    pub unit: Unit,
    /// The earlier calendar year.
    pub from: i32,
    /// The later.
    pub to: i32,
    /// Whether it could be told, in the earlier year.
    pub assessable_from: Part,
    /// … in the later.
    pub assessable_to: Part,
    /// The change of that share.
    pub assessable_change: Difference,
    /// Among those assessed, in the earlier year.
    pub assessed_from: Part,
    /// … in the later.
    pub assessed_to: Part,
    /// The change of that share.
    pub assessed_change: Difference,
    /// The least and the most that the change can be, whatever the unknown is: `[lower − upper before, upper − lower before]`.
    pub bounds: Option<[f64; 2]>,
    /// Whether the bounds leave out no change: the only way to say so without assumptions.
    pub certain: bool,
}

/// A count of a count.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Part {
    /// So many.
    pub x: u64,
    /// Of so many.
    pub n: u64,
    /// `x / n`; `None` where there is none.
    pub share: Option<f64>,
}

impl Part {
    /// A count of a count.
    #[must_use]
    pub fn of(x: u64, n: u64) -> Part {
        Part { x, n, share: (n > 0).then(|| x as f64 / n as f64) }
    }
}

/// A difference of two shares. Its interval is made of those of both shares, each from leaving each partnership out in turn (Newcombe 1998;
/// Zou and Donner 2008), so that it has width where all cases of a share are alike.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Difference {
    /// The later or second share less the earlier or first.
    pub difference: Option<f64>,
    /// Lower end of the 95% interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// The least level at which the interval leaves out 0; `None` where there is no interval.
    pub p: Option<f64>,
    /// Benjamini and Hochberg's q over the family of such differences of the release; `None` where there is no p.
    pub q: Option<f64>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}

/// All tests of one kind in a release together.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TestFamily {
    /// What the family is; declared before it is looked at.
    pub family: String,
    /// How many differences there are. Where a grouping has two groups the gaps of both are one.
    pub tests: u64,
    /// Of these, those that have a p.
    pub tested: u64,
    /// The most that chance alone gives with a p of at most 0.05, a twentieth of those tested.
    pub expected_05: f64,
    /// Those with a p of at most 0.05.
    pub p_below_05: u64,
    /// Those with a q of at most 0.05: what is left once it is allowed for that so many were tested.
    pub q_below_05: u64,
}

/// What is found, and whether it could be told, of those in one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FairnessFigure {
    /// The framework.
    pub framework: String,
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// What is counted: always incidents.
    pub unit: Unit,
    /// The period that it is about, as text.
    pub period: String,
    /// By what incidents are grouped: a short name of the dictionary.
    pub grouping: String,
    /// The group: its short name, `unknown`, or `several` where children of one incident differ.
    pub group: String,
    /// What the group is called.
    pub label: String,
    /// Incidents to which the question applies.
    pub n: u64,
    /// Whether it could be told where somebody looked: assessed of `n`.
    pub assessable: ClusteredShare,
    /// The least share that can be true.
    pub lower: Option<f64>,
    /// Among those assessed.
    pub assessed_only: ClusteredShare,
    /// The greatest share that can be true.
    pub upper: Option<f64>,
    /// The difference of `assessable` from all other known groups of the grouping together.
    pub assessable_gap: Difference,
    /// The difference of `assessed_only` from all other known groups together.
    pub assessed_gap: Difference,
}

/// How what is found moves with the means that partnerships had. The partnership is the unit of the test, not the review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GradientFigure {
    /// The framework.
    pub framework: String,
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// What is counted: always incidents.
    pub unit: Unit,
    /// The period that it is about, as text.
    pub period: String,
    /// The means: the field of the dictionary, averaged over a partnership's reviews or as the partnership gives it.
    pub resource: String,
    /// Partnerships whose means are known.
    pub partnerships: u64,
    /// The means at the 10th, 50th and 90th centile of these partnerships, each counted once: where all four slopes are predicted.
    pub at: Option<[f64; 3]>,
    /// Whether it could be told: asked first, since the means decide that too.
    pub assessability: Slope,
    /// What is found where it could be told.
    pub finding: Slope,
    /// The finding with everything unknown taken as absent.
    pub unknown_absent: Slope,
    /// The finding with everything unknown taken as present.
    pub unknown_present: Slope,
    /// Why there is none of it.
    pub why: Option<String>,
}

/// A slope along the means.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Slope {
    /// The share expected at the means of [`GradientFigure::at`].
    pub predicted: Option<[f64; 3]>,
    /// Firth's estimate, in log-odds a unit of the means.
    pub estimate: Option<f64>,
    /// Lower end of the 95% profile interval; it takes reviews as independent and is given only where `permutation_p` is.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Two-sided p with the means permuted between partnerships of like size (strata of at least 5 by their number of incidents).
    pub permutation_p: Option<f64>,
    /// Whether no permutation came as far, so that p is at most what so many of them can show.
    pub permutation_p_at_most: bool,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}
