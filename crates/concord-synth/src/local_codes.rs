//! Coders' own codes: which vocabulary a partnership uses, and which of its codes a finding gets.
//!
//! Each code stands on one theme. All shares are assumptions.

use concord_model::dictionary::Kind;
use concord_model::missing::Missing;

use crate::draw::{Draw, cumulate};
use crate::names::Names;
use crate::periods::day;
use crate::shares::Cell;

/// A vocabulary that partnerships use: before and after the Panel's second report, and the share of partnerships.
struct Vocabulary {
    before: &'static str,
    after: &'static str,
    share: f64,
}

const fn always(codebook: &'static str, share: f64) -> Vocabulary {
    Vocabulary { before: codebook, after: codebook, share }
}

/// The vocabularies. Most use the Panel's; some have no word for optimism.
const VOCABULARIES: [Vocabulary; 7] = [
    Vocabulary { before: "panel-2018-19", after: "panel-2020", share: 0.62 },
    always("national-full", 0.20),
    always("learning-together", 0.05),
    always("ofsted-headings", 0.03),
    always("signs-of-safety", 0.03),
    always("contextual", 0.02),
    always("themes-only", 0.05),
];

/// From when reviews are coded with the later vocabulary.
const CHANGE: (i32, i32, i32) = (2021, 1, 1);

/// When a code is given.
#[derive(Clone, Copy, PartialEq)]
enum When {
    /// To the first problem of a theme whose true case it names.
    Marks,
    /// To a problem.
    Problem,
    /// To what is no problem.
    Otherwise,
}

/// A local code: its theme, when it is given, and to what share.
struct LocalCode(&'static str, usize, When, f64);

const CODES: [LocalCode; 19] = [
    LocalCode("OPTIMISM", 2, When::Marks, 1.0),
    LocalCode("RA_WEAK", 3, When::Marks, 0.65),
    LocalCode("RA_NOT_UPDATED", 3, When::Marks, 0.35),
    LocalCode("DANGER_STATEMENT", 3, When::Problem, 0.50),
    LocalCode("SAFETY_GOAL", 3, When::Otherwise, 0.30),
    LocalCode("DPA_MISUNDERSTOOD", 4, When::Problem, 0.12),
    LocalCode("THRESHOLD", 5, When::Problem, 0.55),
    LocalCode("SUPERVISION", 6, When::Problem, 0.40),
    LocalCode("OVERSIGHT", 6, When::Problem, 0.30),
    LocalCode("TARGETS", 6, When::Problem, 0.12),
    LocalCode("FORM", 7, When::Problem, 0.22),
    LocalCode("IT", 7, When::Problem, 0.28),
    LocalCode("PROCEDURE_NOT_FOLLOWED", 7, When::Problem, 0.40),
    LocalCode("WORKLOAD", 8, When::Problem, 0.60),
    LocalCode("CTX_PEER", 10, When::Problem, 0.30),
    LocalCode("CTX_SCHOOL", 10, When::Problem, 0.15),
    LocalCode("CTX_PLACE", 10, When::Problem, 0.25),
    LocalCode("CTX_ONLINE", 10, When::Problem, 0.20),
    LocalCode("SCALE", 3, When::Otherwise, 0.60),
];

/// Where the scale from 0 to 10 begins among the texts.
const SCALE: usize = CODES.len() - 1;

/// Codebooks of one dictionary.
pub(crate) struct Codebooks {
    /// The texts of all local codes, the eleven points of the scale last.
    pub(crate) texts: Vec<String>,
    /// For each vocabulary the codebook before and after, as its code and the texts that it has, a bit each.
    books: Vec<[(u8, u64); 2]>,
}

impl Codebooks {
    pub(crate) fn new(names: &mut Names) -> Codebooks {
        names.table("reviews");
        let column = names.column("codebook", Kind::Code);
        let texts: Vec<String> =
            CODES[..SCALE].iter().map(|LocalCode(code, ..)| (*code).to_owned()).chain((0..=10).map(|n| format!("SCALE_{n}"))).collect();
        texts.iter().for_each(|text| names.local_code(text));
        let mut book = |id: &str| {
            let known = names.codebook(id);
            let has = texts.iter().enumerate().filter(|(_, text)| known.contains(text)).fold(0, |bits, (place, _)| bits | 1 << place);
            (names.code(column, id), has)
        };
        let books = VOCABULARIES.iter().map(|vocabulary| [book(vocabulary.before), book(vocabulary.after)]).collect();
        Codebooks { texts, books }
    }

    /// Whether a vocabulary names what the Panel counted: optimism, and weak or stale risk assessment.
    pub(crate) fn marks(&self, vocabulary: usize) -> bool {
        let marks = CODES.iter().enumerate().filter(|(_, code)| code.2 == When::Marks).fold(0, |bits, (place, _)| bits | 1 << place);
        self.books[vocabulary].iter().all(|(_, has)| has & marks == marks)
    }

    /// The codebook that a review notified on a day is coded with: its code, and the texts that it has.
    pub(crate) fn of(&self, vocabulary: usize, notified: i32) -> (u8, u64) {
        self.books[vocabulary][usize::from(notified >= day(CHANGE))]
    }
}

/// The vocabulary of a partnership.
pub(crate) fn draw_vocabulary(draw: &mut Draw) -> usize {
    draw.place(&cumulate(VOCABULARIES.iter().map(|vocabulary| vocabulary.share)))
}

/// The local code of a finding, among those that the vocabulary `has`.
pub(crate) fn pick(theme: usize, has: u64, marked: bool, problem: bool, draw: &mut Draw) -> Cell<usize> {
    let wanted = |when: When| move |(_, code): &(usize, &LocalCode)| code.1 == theme && code.2 == when;
    let marks = CODES.iter().enumerate().filter(wanted(When::Marks));
    if marked && marks.clone().all(|(place, _)| has >> place & 1 == 1) {
        return first(marks, has, draw);
    }
    first(CODES.iter().enumerate().filter(wanted(if problem { When::Problem } else { When::Otherwise })), has, draw)
}

fn first<'a>(codes: impl Iterator<Item = (usize, &'a LocalCode)>, has: u64, draw: &mut Draw) -> Cell<usize> {
    let mut mark = draw.unit();
    for (place, code) in codes {
        if mark < code.3 {
            let place = if place == SCALE { SCALE + draw.below(11) } else { place };
            return if has >> place & 1 == 1 { Ok(place) } else { Err(Missing::NotRecorded) };
        }
        mark -= code.3;
    }
    Err(Missing::NotRecorded)
}
