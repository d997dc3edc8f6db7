//! Numbers in, numbers out: one statistic a file.
//!
//! Nothing here knows what a review or a partnership is (for [`variance`] they are names of the parts of a model), reads a file or prints.
//! Each statistic takes counts or numbers, says in its first lines what it is, where it comes from and when it misleads, and returns a
//! value that serialises as `concord stat` prints it.
//! What cannot be said is `None` with the reason in a sibling `why`; what is wrong in the input is a list of [`fault::Fault`]s, all of
//! them at once. No statistic returns NaN.
//!
//! The order in which they are meant to be read is that of a report:
//! 1. [`bounds`]: what the data can say before any sampling is thought of;
//! 2. [`proportion`] and [`cluster`]: how sure a share is;
//! 3. [`funnel`] and [`overdispersion`]: whether a unit differs from the others at all;
//! 4. [`shrink`] and [`normal_pool`]: a unit's share given the others;
//! 5. [`standardise`], [`poisson`] and [`direct`]: with case-mix taken into account;
//! 6. [`trend`] and [`cochran_q`]: whether shares move with something, or differ between raters;
//! 7. [`gradient`]: whether they move with the resources of those who looked, with clusters and other covariates taken into account;
//! 8. [`agreement`]: how far raters agree, and what leaving one of them out changes;
//! 9. [`variance`]: how much lies between units, between their cases and between raters, and how far a unit's mean can be relied on;
//! 10. [`fdr`]: what becomes of all that when it is done many times.
//!
//! Every function of a real number is `libm`'s or built on it in [`special`], so that the same input gives the same bytes on every
//! machine.
//!
//! # Example
//! ```
//! use concord_stat::bounds::{Counts, bounds};
//! use concord_stat::proportion::wilson;
//!
//! // 21 of 64 people who could be traced had left; 42 more could not be traced (Manski 1995, section 2.3).
//! let men = Counts { group: "men".into(), present: 21, partly: 0, absent: 43, not_determinable: 42 };
//! let row = bounds(&men, 0.95).unwrap();
//! assert_eq!((row.lower, row.upper), (21.0 / 106.0, 63.0 / 106.0));
//! assert!(row.hull[0] < row.lower && row.upper < row.hull[1]);
//!
//! // Had everyone been traced, the interval would be half as wide.
//! let [low, high] = wilson(21.0, 64.0, 0.95);
//! assert!(high - low < 0.5 * (row.hull[1] - row.hull[0]));
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

pub mod agreement;
pub mod beta_binomial;
pub mod bounds;
pub mod cluster;
pub mod cochran_q;
pub mod direct;
pub mod fault;
pub mod fdr;
pub mod funnel;
pub mod gradient;
pub mod limits;
pub mod normal_pool;
pub mod overdispersion;
pub mod poisson;
pub mod poisson_binomial;
pub mod proportion;
pub mod ratio_funnel;
pub mod shrink;
pub mod special;
pub mod standardise;
pub mod trend;
pub mod variance;
