//! What a comparison costs: 14 frameworks that each decide every theme, over 4,000 reviews of 132 partnerships.
//!
//! `counting` takes in the answers of all batches; `finishing` works out every statistic from the counts.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails should panic")]

use std::collections::BTreeMap;

use concord_compare::{FrameworkInfo, Setup, Summary};
use concord_model::answer::{AnswerColumn, Answers};
use concord_model::batch::BATCH;
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_model::framework::{Descriptor, Indicator, LocalAnswer, Mapping, Match, Outcome, Polarity};
use concord_model::manifest::{Manifest, Plugin};
use concord_synth::Synth;
use divan::Bencher;

const FRAMEWORKS: usize = 14;
const REVIEWS: u64 = 4000;

fn main() {
    divan::main();
}

#[divan::bench]
fn counting(bencher: Bencher<'_, '_>) {
    let (setup, dataset, answers) = sample();
    bencher.bench_local(|| count(&setup, &dataset, &answers));
}

#[divan::bench(sample_count = 10)]
fn finishing(bencher: Bencher<'_, '_>) {
    let (setup, dataset, answers) = sample();
    let summary = count(&setup, &dataset, &answers);
    bencher.bench_local(|| summary.finish(&setup));
}

fn count(setup: &Setup, dataset: &Dataset, answers: &[Vec<Answers>]) -> Summary {
    let mut summary = Summary::new(setup);
    for (batch, answers) in answers.iter().enumerate() {
        let reviews = batch * BATCH..((batch + 1) * BATCH).min(dataset.reviews);
        summary.add(setup, dataset, reviews, answers).unwrap();
    }
    summary
}

fn sample() -> (Setup, Dataset, Vec<Vec<Answers>>) {
    let dictionary = Dictionary::england();
    let dataset = Synth::new(&dictionary, REVIEWS, 1).unwrap().chunk(0).dataset;
    let frameworks: Vec<FrameworkInfo> = (0..FRAMEWORKS).map(|place| framework(&dictionary, place)).collect();
    let setup = Setup::new(&dictionary, &frameworks).unwrap();
    let batches = (0..dataset.reviews).step_by(BATCH);
    let answers = batches.map(|start| answers(start..(start + BATCH).min(dataset.reviews), dictionary.themes.len())).collect();
    (setup, dataset, answers)
}

fn framework(dictionary: &Dictionary, place: usize) -> FrameworkInfo {
    let local = |outcome: Outcome| LocalAnswer {
        code: outcome.name().to_owned(),
        label: outcome.name().to_owned(),
        concern: Some(outcome),
        strength: None,
    };
    let indicator = |theme: &str| Indicator {
        id: theme.to_owned(),
        title: theme.to_owned(),
        question: theme.to_owned(),
        polarity: Polarity::Concern,
        scale: [Outcome::Present, Outcome::Partly, Outcome::Absent].map(local).to_vec(),
        measure_unit: None,
        evidence_tables: vec![],
        mappings: vec![Mapping { theme: theme.to_owned(), levels: vec![], matching: Match::Exact }],
        predicate: None,
    };
    let manifest = Manifest {
        id: format!("framework-{place}"),
        title: String::new(),
        edition: String::new(),
        owner: String::new(),
        source: String::new(),
        plugin: Plugin::Bundled("rules".to_owned()),
        confirmed: false,
        memory: None,
        note: None,
    };
    let indicators = dictionary.themes.iter().map(|theme| indicator(&theme.id)).collect();
    FrameworkInfo { manifest, descriptor: Descriptor { reads: vec![], indicators }, memory: BTreeMap::new() }
}

/// Answers that agree three times in four: 0 present, 1 partly, 2 absent, 254 not determinable.
fn answers(reviews: std::ops::Range<usize>, themes: usize) -> Vec<Answers> {
    let answer = |framework: usize, theme: usize, review: usize| {
        let common = mixed((review * 31 + theme) as u64);
        let own = mixed((review * 7919 + theme * 131 + framework) as u64);
        let number = if own.is_multiple_of(4) { own / 4 } else { common };
        [0, 0, 0, 1, 2, 2, 2, 254, 254, 254][(number % 10) as usize]
    };
    let column = |framework: usize, theme: usize| AnswerColumn {
        answers: reviews.clone().map(|review| answer(framework, theme, review)).collect(),
        ..AnswerColumn::default()
    };
    let of = |framework: usize| Answers { columns: (0..themes).map(|theme| column(framework, theme)).collect(), failures: vec![] };
    (0..FRAMEWORKS).map(of).collect()
}

/// One step of SplitMix64 (Steele, Lea and Flood 2014).
fn mixed(number: u64) -> u64 {
    let z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
