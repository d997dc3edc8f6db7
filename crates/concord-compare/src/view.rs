//! How one framework sees one side of one theme: the indicators that decide it, as tables from answer bytes to findings.

use concord_model::answer::{AnswerColumn, Answers, ERROR, Looked, NOT_APPLICABLE, NOT_DETERMINABLE};
use concord_model::comparison::OneSided;
use concord_model::dictionary::Dictionary;
use concord_model::finding::Side;
use concord_model::framework::{Indicator, Mapping, Match, Outcome, Polarity};

use crate::carried::{Carried, Rows};
use crate::crosswalk::{Says, Told};

/// A framework × theme × side that is in scope.
#[derive(Debug, Clone)]
pub(crate) struct View {
    /// The framework's place in the run.
    pub(crate) framework: usize,
    /// The theme's place in the dictionary.
    pub(crate) theme: usize,
    /// Concern or strength.
    pub(crate) side: Side,
    /// The indicators that decide it, in the framework's order.
    pub(crate) deciders: Vec<Decider>,
    /// Set where it can answer one way only (*partly* as present).
    pub(crate) one_sided: Option<OneSided>,
}

/// An indicator that decides, and what each of its answers says.
#[derive(Debug, Clone)]
pub(crate) struct Decider {
    /// Its place in the framework.
    pub(crate) indicator: usize,
    /// How it stands to the theme.
    pub(crate) matching: Match,
    /// By [`slot`], the bits of what the answer [`Says`].
    says: Vec<u16>,
    /// Of an indicator of several themes.
    several: Option<Several>,
}

/// What an indicator of several themes says of one of them.
#[derive(Debug, Clone)]
struct Several {
    /// By [`slot`], the bits of what the answer says where it cites no row of the theme.
    of_another: Vec<u16>,
    carried: Carried,
}

/// A place for a looked-for byte and an answer byte together, below [`SLOTS`]. Looked-for bytes without a meaning are *unknown*.
pub(crate) fn slot(looked: u8, answer: u8) -> usize {
    usize::from(looked.min(3)) << 8 | usize::from(answer)
}

/// How many slots there are.
pub(crate) const SLOTS: usize = 1 << 10;

/// The looked-for byte of a slot.
pub(crate) fn looked_of(slot: usize) -> Looked {
    match slot >> 8 {
        1 => Looked::Yes,
        2 => Looked::No,
        _ => Looked::Unknown,
    }
}

impl View {
    /// The view, if any indicator decides it.
    pub(crate) fn new(
        dictionary: &Dictionary,
        framework: usize,
        theme: (usize, &str),
        side: Side,
        indicators: &[Indicator],
    ) -> Option<View> {
        let mapped = indicators.iter().enumerate().filter(|(_, indicator)| indicator.polarity != Polarity::Description);
        let deciders: Vec<Decider> = mapped
            .flat_map(|(place, indicator)| indicator.mappings.iter().map(move |mapping| (place, indicator, mapping)))
            .filter(|(_, indicator, mapping)| {
                mapping.theme == theme.1 && mapping.matching != Match::Related && indicator.speaks_of(side.polarity())
            })
            .map(|(place, indicator, mapping)| Decider::new(dictionary, (place, indicator), mapping, side))
            .collect();
        let can = |says: fn(Says) -> bool| deciders.iter().any(|decider| decider.says.iter().any(|&bits| says(Says::from_bits(bits))));
        let one_sided = match (can(Says::present), can(Says::absent)) {
            (true, true) => None,
            (true, false) => Some(OneSided::PresentOnly),
            (false, true) => Some(OneSided::AbsentOnly),
            (false, false) => return None,
        };
        Some(View { framework, theme: theme.0, side, deciders, one_sided })
    }

    /// The findings of a run of reviews, a byte a review, by the table of [`crate::crosswalk::findings_by_bits`].
    pub(crate) fn findings(&self, rows: Rows<'_>, answers: &Answers, by_bits: &[u8]) -> Vec<u8> {
        let mut says = vec![0u16; rows.reviews.len()];
        for decider in &self.deciders {
            decider.speak(&answers.columns[decider.indicator], rows, &mut says);
        }
        says.iter().map(|&bits| by_bits[usize::from(bits)]).collect()
    }
}

impl Decider {
    fn new(dictionary: &Dictionary, (place, indicator): (usize, &Indicator), mapping: &Mapping, side: Side) -> Decider {
        let table = |told: fn(Told) -> Told| {
            let says = |slot: usize| Says::of(mapping.matching, told(self::told(indicator, slot as u8, side)), looked_of(slot)).bits();
            (0..SLOTS).map(says).collect::<Vec<u16>>()
        };
        let several = || Several {
            of_another: table(|told| match told {
                Told::Outcome(outcome) => Told::OfAnother(outcome),
                other => other,
            }),
            carried: Carried::new(dictionary, indicator, &mapping.theme),
        };
        Decider {
            indicator: place,
            matching: mapping.matching,
            says: table(|told| told),
            several: (indicator.deciding_themes().len() > 1).then(several),
        }
    }

    /// Adds what the answers say to what others have said.
    fn speak(&self, column: &AnswerColumn, rows: Rows<'_>, says: &mut [u16]) {
        if self.several.is_some() {
            says.iter_mut().enumerate().for_each(|(review, says)| *says |= self.says(column, review, rows).bits());
        } else if column.looked.is_empty() {
            let table = &self.says[slot(Looked::Yes as u8, 0)..][..256];
            for (says, &answer) in says.iter_mut().zip(&column.answers) {
                *says |= table[usize::from(answer)];
            }
        } else {
            for ((says, &answer), &looked) in says.iter_mut().zip(&column.answers).zip(&column.looked) {
                *says |= self.says[slot(looked, answer)];
            }
        }
    }

    /// What an answer says.
    pub(crate) fn says(&self, column: &AnswerColumn, review: usize, rows: Rows<'_>) -> Says {
        let Some(slot) = slot_of(column, review) else { return Says::default() };
        match &self.several {
            Some(several) if self.finds_of_another(column, review, rows) => Says::from_bits(several.of_another[slot]),
            _ => Says::from_bits(self.says[slot]),
        }
    }

    /// Whether it stands under several themes.
    pub(crate) fn is_of_several(&self) -> bool {
        self.several.is_some()
    }

    /// Whether an answer finds something of one of several themes, and cites no row of this one.
    pub(crate) fn finds_of_another(&self, column: &AnswerColumn, review: usize, rows: Rows<'_>) -> bool {
        let Some((several, slot)) = self.several.as_ref().zip(slot_of(column, review)) else { return false };
        self.says[slot] != several.of_another[slot] && !several.carried.by(column, review, rows)
    }
}

/// The slot of an answer.
fn slot_of(column: &AnswerColumn, review: usize) -> Option<usize> {
    let looked = column.looked.get(review).copied().unwrap_or(Looked::Yes as u8);
    column.answers.get(review).map(|&answer| slot(looked, answer))
}

/// What an answer byte tells of a side. A byte beyond the scale is a framework's failure, never an answer.
fn told(indicator: &Indicator, answer: u8, side: Side) -> Told {
    let beyond = usize::from(answer) >= indicator.scale.len() && !matches!(answer, NOT_APPLICABLE | NOT_DETERMINABLE);
    if answer == ERROR || beyond {
        return Told::Failed;
    }
    let (concern, strength) = indicator.outcomes(answer);
    let outcome: Option<Outcome> = match side {
        Side::Concern => concern,
        Side::Strength => strength,
    };
    outcome.map_or(Told::Nothing, Told::Outcome)
}
