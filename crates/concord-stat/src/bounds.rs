//! Worst-case bounds of a share when some answers could not be determined, and intervals around them.
//!
//! Of `n` cases `x` have the finding and `m` could not be determined. Without any assumption on why, the share lies in
//! **[x/n, (x + m)/n]** (Manski 1995, section 2.3); the width m/n is what is not known, and no number of cases makes it smaller.
//!
//! Intervals add what sampling leaves open:
//! - the *Wilson hull* [Wilson's lower end of x of n, Wilson's upper end of x + m of n] covers all of the range and stays in [0, 1];
//! - *Imbens and Manski* (2004, Econometrica 72:1845, equations 6–7) covers the share rather than the range:
//!   [L − C s_L/√n, U + C s_U/√n] with s² = L(1 − L), U(1 − U) and Φ(C + √n (U − L)/max(s_L, s_U)) − Φ(−C) = the confidence. It leaves
//!   [0, 1] for small `n`, and says nothing where a standard error is 0.
//!
//! *Partly* is carried as two cuts: as present in the main figures, as absent in `partly_absent`; never halved.
//!
//! Ends: `n` = 0 or nothing determined gives [0, 1]. If what could not be determined might not even have applied, the range is the same,
//! because x/(n − m) lies in it. Misleads: the middle of the range is no estimate; two overlapping ranges do not mean "no difference".

use serde::Serialize;

use crate::fault::Faults;
use crate::proportion::{Interval, wilson};
use crate::special::increasing;
use crate::special::normal::{cdf, two_sided_z};

/// The answers of one group, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// What the group is called.
    pub group: String,
    /// Found present.
    pub present: u64,
    /// Found in part.
    pub partly: u64,
    /// Looked for and not found.
    pub absent: u64,
    /// Not determinable, for whatever reason.
    pub not_determinable: u64,
}

/// One row of `concord stat bounds`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What the group is called.
    pub group: String,
    /// All four kinds of answers together.
    pub n: u64,
    /// The share of them that could be determined; `None` where there are none.
    pub assessable: Option<f64>,
    /// The share if nothing undetermined were present (partly counted as present).
    pub lower: f64,
    /// The share among the determined; `None` where there are none.
    pub assessed_only: Option<f64>,
    /// The share if everything undetermined were present.
    pub upper: f64,
    /// The Wilson hull of the two.
    pub hull: Interval,
    /// Imbens and Manski's interval, not clipped; `None` where a standard error is 0.
    pub imbens_manski: Option<Interval>,
    /// The same with partly counted as absent.
    pub partly_absent: Cut,
    /// Why something above is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// The bounds under one reading of *partly*.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cut {
    /// The share if nothing undetermined were present.
    pub lower: f64,
    /// The share among the determined; `None` where there are none.
    pub assessed_only: Option<f64>,
    /// The share if everything undetermined were present.
    pub upper: f64,
    /// The Wilson hull of the two.
    pub hull: Interval,
}

/// What `concord stat bounds` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// One row a group, in the order given.
    pub rows: Vec<Row>,
}

/// The bounds of every group.
///
/// # Errors
/// Counts above [`crate::fault::MAX_COUNT`]; a confidence not strictly between 0 and 1.
pub fn table(groups: &[Counts], confidence: f64) -> Result<Table, Faults> {
    let mut faults = Faults::default();
    faults.confidence(confidence);
    for (row, group) in groups.iter().enumerate() {
        check(row, group, &mut faults);
    }
    faults.or(|| Table { rows: groups.iter().map(|group| row(group, confidence)).collect() })
}

/// The bounds of one group.
///
/// # Errors
/// As [`table`].
pub fn bounds(counts: &Counts, confidence: f64) -> Result<Row, Faults> {
    let mut faults = Faults::default();
    faults.confidence(confidence);
    check(0, counts, &mut faults);
    faults.or(|| row(counts, confidence))
}

fn check(row: usize, group: &Counts, faults: &mut Faults) {
    let counts = [("present", group.present), ("partly", group.partly), ("absent", group.absent)];
    for count in counts.into_iter().chain([("not_determinable", group.not_determinable)]) {
        faults.count(row, count);
    }
}

fn row(counts: &Counts, confidence: f64) -> Row {
    let assessed = counts.present + counts.partly + counts.absent;
    let n = assessed + counts.not_determinable;
    let main = cut(counts.present + counts.partly, counts.not_determinable, n, confidence);
    let imbens_manski = imbens_manski(main.lower, main.upper, n, confidence);
    Row {
        group: counts.group.clone(),
        n,
        assessable: share(assessed, n),
        lower: main.lower,
        assessed_only: main.assessed_only,
        upper: main.upper,
        hull: main.hull,
        imbens_manski,
        partly_absent: cut(counts.present, counts.not_determinable, n, confidence),
        why: match () {
            () if n == 0 => Some("there is no case"),
            () if assessed == 0 => Some("no case could be determined"),
            () if imbens_manski.is_none() => Some("a bound of 0 or 1 has no standard error"),
            () => None,
        },
    }
}

/// The bounds of `x` present and `m` undetermined of `n`, with their Wilson hull.
///
/// `m` ≤ `n` and `x` ≤ `n − m` are the caller's to keep.
#[must_use]
pub fn cut(x: u64, m: u64, n: u64, confidence: f64) -> Cut {
    let hull = [wilson(x as f64, n as f64, confidence)[0], wilson((x + m) as f64, n as f64, confidence)[1]];
    Cut { lower: share(x, n).unwrap_or(0.0), assessed_only: share(x, n - m), upper: share(x + m, n).unwrap_or(1.0), hull }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Imbens and Manski's interval for a share known to lie in [`lower`, `upper`], from `n` cases; `None` where a standard error is 0.
#[must_use]
pub fn imbens_manski(lower: f64, upper: f64, n: u64, confidence: f64) -> Option<Interval> {
    let spread = |p: f64| (p * (1.0 - p)).sqrt();
    let (below, above, root) = (spread(lower), spread(upper), (n as f64).sqrt());
    if n == 0 || below <= 0.0 || above <= 0.0 {
        return None;
    }
    let c = imbens_manski_multiplier(root * (upper - lower) / below.max(above), confidence);
    Some([lower - c * below / root, upper + c * above / root])
}

/// The `C` with Φ(C + `width`) − Φ(−C) = the confidence: two-sided where the range has no width, one-sided where it is wide.
fn imbens_manski_multiplier(width: f64, confidence: f64) -> f64 {
    increasing(0.0, two_sided_z(confidence) + 1e-9, |c| cdf(c + width) - cdf(-c) - confidence)
}

/// The range of the difference between two shares, first minus second, from the range of each. The only statement free of
/// assumptions that the first is higher is that the lower end exceeds 0.
#[must_use]
pub fn difference(first: Interval, second: Interval) -> Interval {
    [first[0] - second[1], first[1] - second[0]]
}
