//! Guests built from source, and invented reviews for them.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use concord_guest::cases::Cases;
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_sandbox::{Engine, Evaluated, Framework, Limits, OpenError, Sandbox};

pub(crate) static ENGLAND: LazyLock<Arc<Dictionary>> = LazyLock::new(|| Arc::new(Dictionary::england()));
pub(crate) static NORTHMOOR: LazyLock<Vec<u8>> = LazyLock::new(|| guest("plugins/northmoor"));
pub(crate) static HOSTILE: LazyLock<Vec<u8>> = LazyLock::new(|| guest("tests/guests/hostile"));

/// Little of everything, so that a limit is soon met.
pub(crate) const LITTLE: Limits = Limits {
    fuel: 100_000_000,
    memory: 8 << 20,
    table_elements: 1000,
    instances: 10,
    output: 4 << 20,
    stack: 256 << 10,
    ticks: 60,
    log_messages: 20,
    log_bytes: 500,
};

fn guest(source: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../release/guests");
    concord_build::build(&root.join(source), &concord_build::Options::new(built)).unwrap()
}

/// A hostile guest that does one thing wrong.
pub(crate) fn hostile(engine: &Engine, wrong: &str) -> Result<Framework, OpenError> {
    Framework::open(&engine.compile(&HOSTILE).unwrap(), wrong, wrong, &ENGLAND, &[])
}

pub(crate) fn northmoor(engine: &Engine) -> Framework {
    Framework::open(&engine.compile(&NORTHMOOR).unwrap(), "northmoor", "", &ENGLAND, &[]).unwrap()
}

/// All batches of all frameworks' answers.
pub(crate) fn evaluate(frameworks: &[Framework], dataset: &Dataset) -> Vec<Vec<Evaluated>> {
    Sandbox::new(frameworks.to_vec()).evaluate(dataset).unwrap()
}

/// Numbers that look random and are always the same (Lehmer's generator, MINSTD).
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed * 2 + 1)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0 * 48_271 % 0x7FFF_FFFF;
        (self.0 >> 8) as usize % end
    }

    pub(crate) fn one_of<'t>(&mut self, these: &[&'t str]) -> &'t str {
        these[self.below(these.len())]
    }
}

/// Invented reviews: of every type but *national*, but for those at the places `marked`.
pub(crate) fn reviews(count: usize, marked: &[usize]) -> Dataset {
    let themes = ["T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T09", "T10", "T11"];
    let mut dice = Dice::new(7);
    let mut cases = Cases::new(&ENGLAND);
    for place in 0..count {
        let kind = if marked.contains(&place) { "national" } else { dice.one_of(&["rapid_review", "lcspr", "other_local"]) };
        let examined = dice.one_of(&["T01;T03;T04", "T02;T04;T06;T09", "none", "not_recorded", "not_recorded", "not_recorded"]);
        cases.review(&[("review_type", kind), ("themes_examined", examined)]);
        for _ in 0..dice.below(3) {
            cases.child("children", &[("age_months", "30"), ("outcome", "died")]);
        }
        // A marked review has observations, so that there is a row to cite wrongly.
        for _ in 0..dice.below(11) + usize::from(kind == "national") {
            let episode = dice.one_of(&["1", "2", "3", "4", "5", "not_recorded"]);
            let cells = [
                ("theme", dice.one_of(&themes)),
                ("valence", dice.one_of(&["problematic", "problematic", "good_practice", "neutral"])),
                ("episode_no", episode),
                ("agency", dice.one_of(&["police", "school", "gp", "la_csc", "not_recorded"])),
                ("explanation", dice.one_of(&["what_only", "why_individual", "why_system"])),
                ("episode_kind", dice.one_of(&["assessment", "planning", "closure", "review_meeting", "not_recorded"])),
            ];
            cases.child("observations", &cells);
        }
    }
    cases.dataset().clone()
}
