//! The indicators of a framework, opened against a dictionary.

use concord_model::answer::{Answers, Step};
use concord_model::batch::Batch;
use concord_model::dictionary::{Dictionary, Term};
use concord_model::framework::{Descriptor, FieldRequest};
use concord_model::problem::{Problem, nearest};

use crate::fields::{Fields, repeated};
use crate::indicator::Indicator;
use crate::trace;
use crate::view::Layout;

/// A framework's indicators with the fields that they read.
#[derive(Debug)]
pub struct Indicators {
    reads: Vec<FieldRequest>,
    layout: Layout,
    indicators: Vec<Indicator>,
}

static NONE: Indicators = Indicators { reads: Vec::new(), layout: Layout::NONE, indicators: Vec::new() };

impl Indicators {
    /// Opens the indicators that `make` makes of the dictionary's fields.
    ///
    /// # Errors
    /// All faults at once: fields, codes, themes and levels that the dictionary does not have (with the nearest that it has), and
    /// indicators that stand twice.
    pub fn open(dictionary: &Dictionary, make: impl FnOnce(&Fields<'_>) -> Vec<Indicator>) -> Result<Indicators, Vec<Problem>> {
        let fields = Fields::new(dictionary);
        let mut indicators = make(&fields);
        for indicator in &mut indicators {
            check(&fields, indicator);
            let declared = &mut indicator.about.declared;
            let name = |number: u8| dictionary.tables.get(usize::from(number).wrapping_sub(1)).map(|table| table.name.clone());
            declared.evidence_tables = indicator.about.cites.iter().filter_map(|child| name(child.0)).collect();
        }
        for id in repeated(indicators.iter().map(|indicator| indicator.about.declared.id.as_str())) {
            fields.problem(id, "the indicator stands twice".to_owned(), None);
        }
        let (reads, layout, problems) = fields.finish();
        if problems.is_empty() { Ok(Indicators { reads, layout, indicators }) } else { Err(problems) }
    }

    /// No indicators: what a framework has that answers in its own way.
    #[must_use]
    pub fn none() -> &'static Indicators {
        &NONE
    }

    /// What they need and answer.
    #[must_use]
    pub fn descriptor(&self) -> Descriptor {
        let indicators = self.indicators.iter().map(|indicator| indicator.about.declared.clone());
        Descriptor { reads: self.reads.clone(), indicators: indicators.collect() }
    }

    /// Answers all of them for every review of a batch.
    ///
    /// # Errors
    /// What the batch lacks of what was asked for.
    pub fn evaluate(&self, batch: &Batch<'_>) -> Result<Answers, String> {
        let columns = self.layout.columns(batch)?;
        let truths = self.layout.truths(&columns);
        let view = self.layout.view(&columns, &truths);
        let answer = |(place, indicator): (usize, &Indicator)| {
            trace::indicator(Some(place));
            indicator.code.column(&indicator.about, &view)
        };
        let columns = self.indicators.iter().enumerate().map(answer).collect();
        trace::indicator(None);
        Ok(Answers { columns, failures: Vec::new() })
    }

    /// Why the first review of a batch got its answer to one of them, by its place.
    ///
    /// # Errors
    /// What the batch lacks, or that there is no such indicator.
    pub fn explain(&self, batch: &Batch<'_>, indicator: usize) -> Result<Vec<Step>, String> {
        let columns = self.layout.columns(batch)?;
        let truths = self.layout.truths(&columns);
        let view = self.layout.view(&columns, &truths);
        if view.reviews == 0 {
            return Err("there is no review to explain".to_owned());
        }
        let known = self.indicators.get(indicator).ok_or_else(|| format!("there is no indicator {indicator}"))?;
        Ok(known.code.explain(&known.about, &view))
    }
}

/// What an indicator says of itself must stand in the dictionary.
fn check(fields: &Fields<'_>, indicator: &Indicator) {
    let declared = &indicator.about.declared;
    let has = |terms: &[Term], id: &str, kind: &str| {
        if !terms.iter().any(|term| term.id == id) {
            let hint = nearest(id, terms.iter().map(|term| term.id.as_str()));
            fields.problem(&declared.id, format!("the dictionary has no {kind} \"{id}\""), hint);
        }
    };
    for mapping in &declared.mappings {
        has(&fields.dictionary.themes, &mapping.theme, "theme");
        mapping.levels.iter().for_each(|level| has(&fields.dictionary.levels, level, "level"));
    }
    for code in repeated(declared.scale.iter().map(|answer| answer.code.as_str())) {
        fields.problem(&declared.id, format!("the answer \"{code}\" stands twice in its scale"), None);
    }
}
