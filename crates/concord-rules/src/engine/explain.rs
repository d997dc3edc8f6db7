//! Why a review got its answer: each part of the rule with what it came to, what it read, and the rows that it rests on.

mod values;

use std::collections::HashSet;

use concord_model::answer::{AnswerColumn, Cited, NOT_APPLICABLE, Step, reason};
use concord_model::batch::Batch;
use concord_model::dictionary::Dictionary;

use super::answers::widened;
use super::bits::contains;
use super::build::{Builder, Built, Frame, Free};
use super::run::{Run, Scratch};
use crate::plan::parts::{Asked, ByPlace, Once, Part};
use crate::plan::{Number, Plan, Rows, Rule, Truth};

/// The most steps that an explanation has: one of something shared many times over would never end.
const STEPS: usize = 5_000;

/// Why the first review of a batch got its answer to an indicator, outermost step first. The values shown are those of the program
/// itself.
///
/// # Errors
/// Where there is no such indicator or review, or the plan or the batch does not fit the dictionary.
pub fn explain(plan: &Plan, dictionary: &Dictionary, batch: &Batch<'_>, indicator: usize) -> Result<Vec<Step>, String> {
    let rule = plan.rules.get(indicator).ok_or_else(|| format!("there is no indicator {indicator}"))?;
    if batch.reviews == 0 {
        return Err("there is no review to explain".to_owned());
    }
    let mut builder = Builder::new(plan, dictionary)?;
    let built = builder.rule(rule)?;
    let mut making = Making { builder: &mut builder, truths: HashSet::new(), numbers: HashSet::new() };
    for (_, part) in rule.expressions() {
        making.make(part)?;
    }
    let program = builder.clone().finish(vec![built]);
    let mut scratch = Scratch::new();
    let mut run = Run::new(&program, batch, &mut scratch)?;
    let answers = run.answers();
    let mut explainer = Explainer { builder, run, steps: Vec::new() };
    explainer.answer(rule, &answers.columns[0]);
    let first = usize::from(rule.applies.is_some());
    let lines = first..first + rule.lines.len();
    let mut answered = false;
    for (order, ((at, part), role)) in rule.expressions().into_iter().zip(roles(rule)).enumerate() {
        // Where the question does not arise no line is asked; the first that is true, or not known, ends the search.
        if answered && lines.contains(&order) {
            continue;
        }
        let place = explainer.steps.len();
        explainer.part(part, 1, &[])?;
        explainer.name(place, at, &role);
        let came = explainer.steps.get(place).and_then(|step| step.holds);
        answered |= (order < first && came != Some(true)) || (lines.contains(&order) && came != Some(false));
    }
    if explainer.steps.len() >= STEPS {
        let text = format!("the explanation ends after {STEPS} steps");
        explainer.push(0, None, text, "more was asked than is shown".to_owned(), None);
    }
    Ok(explainer.steps)
}

/// What each expression of a rule is for.
fn roles(rule: &Rule) -> Vec<String> {
    let applies = rule.applies.iter().map(|_| "applies".to_owned());
    let lines = rule.lines.iter().zip(&rule.indicator.scale).map(|(_, local)| format!("\"{}\"", local.label));
    let looked_for = rule.looked_for.iter().map(|_| "looked for".to_owned());
    applies.chain(lines).chain(looked_for).chain(["measure", "of"].map(str::to_owned)).collect()
}

/// The making of every operation that is to be shown.
struct Making<'p, 'm> {
    builder: &'m mut Builder<'p>,
    /// What was made, by the row variables that it speaks of.
    truths: HashSet<(ByPlace<'p, Truth>, Vec<Frame>)>,
    numbers: HashSet<(ByPlace<'p, Number>, Vec<Frame>)>,
}

impl<'p> Making<'p, '_> {
    fn make(&mut self, part: Part<'p>) -> Result<(), String> {
        let context = self.builder.context(part);
        let first = match part {
            Part::Truth(truth) => {
                self.builder.truth(truth)?;
                self.truths.insert((ByPlace(truth), context))
            }
            Part::Number(number) => {
                self.builder.number(number)?;
                self.numbers.insert((ByPlace(number), context))
            }
            Part::Rows(rows, _) => {
                self.builder.bind(rows)?;
                let made = part.parts().into_iter().try_for_each(|part| self.make(part));
                self.builder.unbind();
                return made;
            }
        };
        if first { part.parts().into_iter().try_for_each(|part| self.make(part)) } else { Ok(()) }
    }
}

fn each(asked: Asked<'_>) -> Option<&Truth> {
    match asked {
        Asked::Each(each) => Some(each),
        Asked::Nothing | Asked::Key(_) => None,
    }
}

struct Explainer<'p, 'r, 'b, 's> {
    builder: Builder<'p>,
    run: Run<'r, 'b, 's>,
    steps: Vec<Step>,
}

/// The rows that variables are bound to.
type Bound = [(u8, usize)];

impl<'p> Explainer<'p, '_, '_, '_> {
    fn answer(&mut self, rule: &Rule, answers: &AnswerColumn) {
        let told = answers.answers.first().map(|answer| match (rule.indicator.scale.get(usize::from(*answer)), *answer) {
            (Some(local), _) => local.label.clone(),
            (None, NOT_APPLICABLE) => "not applicable".to_owned(),
            _ => format!("not determinable{}", because(answers.reasons(0))),
        });
        let cited = rule.indicator.evidence_tables.first().zip(answers.evidence.first());
        self.steps.push(Step {
            depth: 0,
            at: None,
            text: rule.indicator.question.clone(),
            value: told.unwrap_or_else(|| "a number".to_owned()),
            holds: None,
            table: cited.map(|(table, _)| table.clone()),
            rows: cited.map(|(_, cited)| cited.rows(0).collect()).unwrap_or_default(),
        });
        let cited = |(_, cited): &(&String, &Cited)| cited.rows(0).next().is_some();
        let more = rule.indicator.evidence_tables.iter().zip(&answers.evidence).skip(1).filter(cited);
        self.steps.extend(more.map(|(table, cited)| Step {
            depth: 1,
            at: None,
            text: format!("rests on {table}"),
            value: String::new(),
            holds: None,
            table: Some(table.clone()),
            rows: cited.rows(0).collect(),
        }));
    }

    /// Says of a step what it is for and where it is written.
    fn name(&mut self, place: usize, at: &str, role: &str) {
        if let Some(step) = self.steps.get_mut(place) {
            step.at = Some(at.to_owned());
            step.text = format!("{role}: {}", step.text);
        }
    }

    fn part(&mut self, part: Part<'p>, depth: u8, bound: &Bound) -> Result<(), String> {
        // What each expression came to is always told.
        if self.steps.len() >= STEPS && depth > 1 {
            return Ok(());
        }
        match part {
            Part::Truth(truth) => self.truth(truth, depth, bound),
            Part::Number(number) => self.number(number, depth, bound),
            Part::Rows(rows, asked) => self.rows(rows, asked, depth, bound),
        }
    }

    fn truth(&mut self, truth: &'p Truth, depth: u8, bound: &Bound) -> Result<(), String> {
        let Some((holds, why)) = self.truth_of(truth, bound)? else { return Ok(()) };
        let value = match holds {
            Some(holds) => holds.to_string(),
            None => format!("not known{}", because(widened(why))),
        };
        let at = if let Truth::Named { at, .. } = truth { Some(at.clone()) } else { None };
        let parts = truth.parts();
        let read = if parts.is_empty() { self.read(Part::Truth(truth), bound) } else { String::new() };
        self.push(depth, at, truth.words(), value + &read, holds);
        parts.into_iter().try_for_each(|part| self.part(part, depth.saturating_add(1), bound))
    }

    fn number(&mut self, number: &'p Number, depth: u8, bound: &Bound) -> Result<(), String> {
        let built = self.builder.number(number)?;
        let Some(row) = self.row(built.free, bound) else { return Ok(()) };
        let (low, high, why) = self.run.value(self.run.ends(built.id), row);
        let value = match (low == high, low.is_finite() && high.is_finite()) {
            (true, _) => low.to_string(),
            (false, true) => format!("{low} to {high}{}", because(widened(why))),
            (false, false) => format!("not known{}", because(widened(why))),
        };
        let at = if let Number::Named { at, .. } = number { Some(at.clone()) } else { None };
        if depth == 1 || !matches!(number, Number::Constant(_)) {
            self.push(depth, at, number.words(), value, None);
        }
        number.parts().into_iter().try_for_each(|part| self.part(part, depth.saturating_add(1), bound))
    }

    /// Each row by itself, with the values that it was judged by.
    fn rows(&mut self, rows: &'p Rows, asked: Asked<'p>, depth: u8, bound: &Bound) -> Result<(), String> {
        if matches!((&*rows.holds, asked), (Truth::Always(true), Asked::Nothing)) {
            return Ok(());
        }
        self.builder.bind(rows)?;
        let told = self.first_rows(&rows.table).try_for_each(|row| {
            if self.steps.len() >= STEPS {
                return Ok(());
            }
            let bound: Vec<(u8, usize)> = bound.iter().copied().chain([(rows.row, row)]).collect();
            let Some((meant, _)) = self.truth_of(&rows.holds, &bound)? else { return Ok(()) };
            let truth = if meant == Some(false) { &*rows.holds } else { each(asked).unwrap_or(&rows.holds) };
            let Some((holds, why)) = self.truth_of(truth, &bound)? else { return Ok(()) };
            let value = holds.map_or_else(|| format!("not known{}", because(widened(why))), |holds| holds.to_string());
            let read = self.read(Part::Rows(rows, asked), &bound);
            self.push(depth, None, format!("{}: {}", rows.of, truth.words()), value + &read, holds);
            if let Some(step) = self.steps.last_mut() {
                step.table = Some(rows.table.clone());
                step.rows = vec![row as u32];
            }
            let (mut once, mut parts) = (Once::default(), Vec::new());
            [Some(&*rows.holds), each(asked)].into_iter().flatten().for_each(|truth| nested(truth, &mut once, &mut parts));
            parts.into_iter().try_for_each(|part| self.part(part, depth.saturating_add(1), &bound))
        });
        self.builder.unbind();
        told
    }

    /// The rows of the first review.
    fn first_rows(&self, table: &str) -> std::ops::Range<usize> {
        let starts = self.builder.child(table).map(|table| &self.run.groups(table).starts);
        starts.map_or(0..0, |starts| starts[0] as usize..starts[1] as usize)
    }

    /// What a truth value came to, and why it is not known; nothing where the rows bound are never looked at together.
    fn truth_of(&mut self, truth: &'p Truth, bound: &Bound) -> Result<Option<(Option<bool>, u8)>, String> {
        let built = self.builder.truth(truth)?;
        Ok(self.row(built.free, bound).map(|row| self.at(built, row)))
    }

    fn at(&self, built: Built, row: usize) -> (Option<bool>, u8) {
        let (ends, space) = (self.run.ends(built.id), self.run.space(built.id));
        match (contains(self.run.bits(ends.low, space), row), contains(self.run.bits(ends.high, space), row)) {
            (true, _) => (Some(true), 0),
            (_, false) => (Some(false), 0),
            _ => (None, self.run.why(ends, space).filter(|(_, rows)| contains(rows, row)).fold(0, |why, (reason, _)| why | reason)),
        }
    }

    /// The place of the values for the rows that variables are bound to.
    fn row(&self, free: Free, bound: &Bound) -> Option<usize> {
        let row = |variable: u8| bound.iter().find(|(known, _)| *known == variable).map(|(_, row)| *row);
        match free {
            Free::None => Some(0),
            Free::One(one) => row(one),
            Free::Two(outer, inner) => self.run.pair(self.builder.paired(outer, inner)?, row(outer)?, row(inner)?),
        }
    }

    fn push(&mut self, depth: u8, at: Option<String>, text: String, value: String, holds: Option<bool>) {
        self.steps.push(Step { depth, at, text, value, holds, table: None, rows: Vec::new() });
    }
}

/// Finds the parts of a condition on rows that ask about other rows, each once.
fn nested<'p>(truth: &'p Truth, once: &mut Once<'p>, found: &mut Vec<Part<'p>>) {
    if !once.first(Part::Truth(truth)) {
        return;
    }
    if matches!(truth, Truth::Exists(_) | Truth::Every { .. } | Truth::Compare { .. }) {
        found.push(Part::Truth(truth));
        return;
    }
    for part in truth.parts() {
        if let Part::Truth(truth) = part {
            nested(truth, once, found);
        }
    }
}

fn because(why: u16) -> String {
    let names: Vec<&str> = reason::names(why).collect();
    if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) }
}
