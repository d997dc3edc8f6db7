//! A framework that misbehaves as its configuration says, for the sandbox's tests.
//!
//! Left alone it asks one thing of a review, whether it is a local child safeguarding practice review, cites all its
//! observations and counts them. With a word as its configuration it does wrong on every *marked* review: a national one. With
//! `word:all` it does wrong on every review. The word may also come as the settings of a manifest, `wrong = "word"`.
#![expect(clippy::panic, clippy::unwrap_used, reason = "it is here to fail")]

mod descriptor;
mod malformed;

use std::hint::black_box;
use std::sync::atomic::{AtomicU32, Ordering};

use concord_guest::{Answers, Batch, Descriptor, Dictionary, Framework, Measure, Problem, log};
use concord_model::answer::{AnswerColumn, Cited, ERROR, number};

const LCSPR: u8 = 1;
const NATIONAL: u8 = 2;

/// The framework, by what it does wrong.
#[derive(Debug)]
pub struct Hostile {
    wrong: String,
    all: bool,
}

/// How often this instance was asked: what a pure function must not know.
static ASKED: AtomicU32 = AtomicU32::new(0);

impl Framework for Hostile {
    fn open(config: &str, _: &Dictionary) -> Result<Self, Vec<Problem>> {
        let config = config.trim().trim_start_matches("wrong = ").trim_matches('"');
        let (wrong, all) = config.split_once(':').map_or((config, false), |(wrong, rest)| (wrong, rest == "all"));
        match wrong {
            "panic-open" => panic!("it did not want to be opened"),
            "refuse-open" => Err(vec![Problem::of("", "the word \"refuse-open\" is not known").about("config").hint("write nothing")]),
            "open-loudly" => Err(vec![Problem::of("", LOUD).about(LOUD).hint(LOUD)]),
            "silent-open" => Err(Vec::new()),
            _ => Ok(Hostile { wrong: wrong.to_owned(), all }),
        }
    }

    fn descriptor(&self) -> Descriptor {
        descriptor::of(&self.wrong)
    }

    fn evaluate(&self, batch: &Batch<'_>) -> Result<Answers, String> {
        let asked = ASKED.fetch_add(1, Ordering::Relaxed);
        let types = &batch.tables[0].columns[0].values;
        let marked = types.iter().position(|&kind| self.all || kind == NATIONAL);
        let mut answers = honest(batch);
        match self.wrong.as_str() {
            // These hold whether a review is marked or not.
            "count" => answers.columns[0].answers.iter_mut().for_each(|answer| *answer = u8::from(asked % 2 == 1)),
            // The first calls are right, so that a short look finds nothing.
            "drift" => answers.columns[0].answers.iter_mut().for_each(|answer| *answer ^= u8::from(asked > 4)),
            "coin" => answers.columns[0].answers.iter_mut().zip(0u32..).for_each(|(answer, place)| *answer = coin(asked, place)),
            // Every third call fails, whatever it is about.
            "moody" if asked % 3 == 2 => panic!("not now"),
            "moody" => {}
            // Errors that are not explained, of all reviews at fault.
            "error" => {
                let AnswerColumn { answers, measures, .. } = &mut answers.columns[0];
                let slots = answers.iter_mut().zip(measures.chunks_exact_mut(24)).zip(types.iter());
                slots.filter(|(_, kind)| self.all || **kind == NATIONAL).for_each(|((answer, measure), _)| {
                    *answer = ERROR;
                    measure.copy_from_slice(&[f64::NAN.to_le_bytes(); 3].concat());
                });
            }
            "order" => {
                let answers = answers.columns[0].answers.iter_mut().zip(0u32..);
                answers.for_each(|(answer, place)| *answer = u8::from(place % 2 == 1));
            }
            "neighbours" => answers.columns[0].answers.iter_mut().for_each(|answer| *answer = u8::from(batch.reviews > 1)),
            "chatter" => (0..200).for_each(|number| log::info(&format!("{number}: {}", "words ".repeat(100)))),
            "peek" => peek(batch, &mut answers),
            wrong => {
                if let Some(marked) = marked {
                    misbehave(wrong, marked, batch, &mut answers)?;
                }
            }
        }
        Ok(answers)
    }
}

concord_guest::export!(Hostile);

/// The answers of a framework that means well.
fn honest(batch: &Batch<'_>) -> Answers {
    let (types, observations) = (&batch.tables[0].columns[0].values, batch.tables.last().unwrap());
    let offsets = &observations.offsets;
    let mut column = AnswerColumn { answers: types.iter().map(|&kind| u8::from(kind != LCSPR)).collect(), ..AnswerColumn::default() };
    for review in 0..batch.reviews as usize {
        let count = f64::from(number(offsets, review + 1) - number(offsets, review));
        column.push_measure(Some(Measure { lower: count, upper: count, of: 1.0 }));
    }
    let rows = (0..observations.rows).flat_map(u32::to_le_bytes).collect();
    column.evidence.push(Cited { offsets: offsets.to_vec(), rows });
    Answers { columns: vec![column], failures: Vec::new() }
}

/// Heads or tails, by what a pure function must not know: how often this instance was asked, and where a review stands.
fn coin(asked: u32, place: u32) -> u8 {
    let mixed = (u64::from(asked) << 32 | u64::from(place)).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 63) as u8
}

fn misbehave(wrong: &str, marked: usize, batch: &Batch<'_>, answers: &mut Answers) -> Result<(), String> {
    match wrong {
        "panic" => panic!("there is no such review as {marked}"),
        "overflow" => drop(black_box(batch.reviews / black_box(0))),
        "loop" => loop {
            black_box(marked);
        },
        "grow" => {
            let mut hoard: Vec<Vec<u8>> = Vec::new();
            loop {
                hoard.push(black_box(Vec::with_capacity(1 << 20)));
            }
        }
        // It works for what it takes: of a few reviews the fuel ends before the memory does.
        "hoard" => {
            let mut hoard: Vec<Vec<u8>> = Vec::new();
            loop {
                hoard.push(black_box(Vec::with_capacity(1 << 16)));
                (0..3_000).for_each(|work| _ = black_box(work));
            }
        }
        "recurse" => drop(black_box(deeper(marked as u64))),
        "unreasoned" => answers.columns[0].answers[marked] = concord_model::answer::NOT_DETERMINABLE,
        "output" => answers.columns[0].answers.resize(64 << 20, 0),
        "refuse" => return Err("it would rather not".to_owned()),
        "panic-loudly" => panic!("{LOUD}"),
        "refuse-loudly" => return Err(LOUD.to_owned()),
        "say-and-panic" => {
            log::error("the list was empty");
            std::process::abort();
        }
        other => malformed::make(other, marked, batch, answers),
    }
    Ok(())
}

/// Calls itself without end.
#[inline(never)]
#[expect(unconditional_recursion, reason = "it must meet the limit of the stack")]
fn deeper(level: u64) -> u64 {
    let room = black_box([level; 32]);
    deeper(level + 1).wrapping_add(room[(level % 32) as usize])
}

/// Writes down all that it is shown of a sensitive field of the children, as a measure: the values and the reasons.
fn peek(batch: &Batch<'_>, answers: &mut Answers) {
    let column = &batch.tables[1].columns[0];
    let sum = |bytes: &[u8]| bytes.iter().map(|&byte| f64::from(byte)).sum::<f64>();
    let seen = Measure { lower: sum(&column.values), upper: sum(&column.values) + sum(&column.missing), of: 1.0 };
    answers.columns[0].measures.clear();
    (0..batch.reviews).for_each(|_| answers.columns[0].push_measure(Some(seen)));
}

/// Words that would colour a terminal, turn its letters and begin a line that looks like the program's own.
const LOUD: &str = "it failed\u{1b}[31m\u{9b}2J\u{202e}\r\nforged: all is well\n";
