//! The five figures of the Panel's first report, as shares of what was recorded.

#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]
#![allow(clippy::disallowed_methods, reason = "a test writes no numbers")]

mod common;

use common::{Counts, TARGETS, View};
use concord_model::dictionary::Dictionary;
use concord_synth::{Options, Synth, World};
use rayon::prelude::*;

/// What is solved are shares of reviews. An incident shows what any of its reviews does, and these leave different things aside, so that
/// its share lies about a point above.
const BY_INCIDENT: f64 = 0.015;

fn counts(dictionary: &Dictionary, options: Options) -> Counts {
    let synth = Synth::with(dictionary, options).unwrap();
    let mut counts = Counts::default();
    for place in 0..synth.chunks() {
        counts.add(&View { dictionary, data: &synth.chunk(place).dataset });
    }
    counts
}

fn assert_near(what: &str, shares: [f64; 5], tolerance: f64) {
    for (share, target) in shares.iter().zip(TARGETS) {
        assert!((share - target).abs() <= tolerance, "{what}: {share:.4} for {target} (all: {shares:.4?})");
    }
}

fn mean(shares: impl Iterator<Item = [f64; 5]>) -> [f64; 5] {
    let all: Vec<[f64; 5]> = shares.collect();
    std::array::from_fn(|place| all.iter().map(|shares| shares[place]).sum::<f64>() / all.len() as f64)
}

/// The sampling error of a share of reviews. The two reviews of an incident say much the same, so that it counts incidents, some
/// twice: with λ full reviews a rapid one the variance is (1 + 3λ) / (1 + λ)² that of as many single reviews. Four such errors are
/// passed by six in 100,000, and here are a thousand shares.
fn sd(share: f64, counts: &Counts) -> f64 {
    let full = counts.reviews / counts.incidents - 1.0;
    (share * (1.0 - share) / counts.incidents * (1.0 + 3.0 * full) / (1.0 + full).powi(2)).sqrt()
}

#[test]
fn two_hundred_seeds_of_538_reviews() {
    let dictionary = Dictionary::england();
    let seeds: Vec<Counts> = (0..200).into_par_iter().map(|seed| counts(&dictionary, Options::new(538, seed))).collect();
    assert_near("mean by review", mean(seeds.iter().map(Counts::review_shares)), 0.005);
    assert_near("mean by incident", mean(seeds.iter().map(Counts::incident_shares)), BY_INCIDENT);
    for one in &seeds {
        assert_eq!(one.reviews, 538.0);
        for (share, target) in one.review_shares().iter().zip(TARGETS) {
            assert!((share - target).abs() <= 4.0 * sd(target, one), "{share} for {target}");
        }
    }
}

#[test]
fn one_large_dataset() {
    let dictionary = Dictionary::england();
    for seed in [1, 2] {
        let counts = counts(&dictionary, Options::new(100_000, seed));
        assert_near("by review", counts.review_shares(), 0.005);
        assert_near("by incident", counts.incident_shares(), BY_INCIDENT);
    }
}

#[test]
fn other_worlds_are_calibrated_too() {
    let dictionary = Dictionary::england();
    let spread = World { partnership_sd: 0.5, ..World::default() };
    for world in [World::LOOKED, World::MISSED, World::DIFFERENT, spread] {
        let counts = counts(&dictionary, Options { world, ..Options::new(100_000, 3) });
        assert_near("by review", counts.review_shares(), 0.005);
    }
}
