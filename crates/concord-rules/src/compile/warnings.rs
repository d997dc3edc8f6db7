//! What is allowed, but probably not meant: rules that can never be true, scales that leave reviews without an answer, and rules that
//! take silence for an answer. And what is never allowed: a coder's vocabulary for an answer.

use std::collections::HashSet;

use concord_model::framework::{LocalAnswer, Outcome};

use crate::engine::{Builder, Fold, Id};
use crate::plan::parts::{Asked, Part};
use crate::plan::{Number, Rule, Truth};

/// What is found: the line of the scale that it is about, what it is, and what to do.
pub(super) type Warning = (Option<usize>, String, String);

/// What is found in a rule.
#[derive(Default)]
pub(super) struct Found {
    pub(super) warnings: Vec<Warning>,
    pub(super) faults: Vec<Warning>,
}

/// A rule whose expressions were made into operations.
struct Made<'r> {
    rule: &'r Rule,
    parts: Vec<Told<'r>>,
    /// The parts that are its lines.
    lines: Vec<usize>,
    /// That no line holds.
    none: Option<Id>,
}

/// A truth value of a rule.
struct Told<'r> {
    id: Id,
    truth: &'r Truth,
    /// The line of the scale that it belongs to.
    line: Option<usize>,
    /// The part that it is a part of.
    within: Option<usize>,
}

/// Everything found in some rules.
///
/// # Errors
/// What keeps a rule from being made into operations; it is told elsewhere too.
pub(super) fn of_all(rules: &[Rule], mut builder: Builder<'_>) -> Result<Vec<Found>, String> {
    let made: Vec<Made<'_>> = rules.iter().map(|rule| make(rule, &mut builder)).collect::<Result<_, _>>()?;
    let fold = Fold::new(&builder);
    Ok(made.iter().map(|made| made.found(&fold)).collect())
}

fn make<'r>(rule: &'r Rule, builder: &mut Builder<'_>) -> Result<Made<'r>, String> {
    let mut walk = Walk { builder, met: HashSet::new(), parts: Vec::new(), line: None };
    let guards = rule.applies.iter().chain(&rule.looked_for);
    guards.clone().try_for_each(|guard| walk.truth(&guard.means, None))?;
    let mut lines = Vec::new();
    for (line, written) in rule.lines.iter().enumerate() {
        walk.line = Some(line);
        lines.push(walk.parts.len());
        walk.push(&written.when.means, None)?;
        walk.within(&written.when.means, lines[line])?;
    }
    walk.line = None;
    for (_, part) in rule.expressions() {
        if let Part::Number(number) = part {
            walk.part(Part::Number(number), None)?;
        }
    }
    let parts = walk.parts;
    let ids: Vec<Id> = lines.iter().map(|line| parts[*line].id).collect();
    let none = if ids.is_empty() { None } else { Some(builder.none(&ids)?) };
    Ok(Made { rule, parts, lines, none })
}

/// The truth values of a rule, each operation once.
struct Walk<'w, 'd, 'r> {
    builder: &'w mut Builder<'d>,
    met: HashSet<Id>,
    parts: Vec<Told<'r>>,
    line: Option<usize>,
}

impl<'r> Walk<'_, '_, 'r> {
    fn push(&mut self, truth: &'r Truth, within: Option<usize>) -> Result<bool, String> {
        let id = self.builder.truth(truth)?.id;
        self.parts.push(Told { id, truth, line: self.line, within });
        Ok(self.met.insert(id))
    }

    fn truth(&mut self, truth: &'r Truth, within: Option<usize>) -> Result<(), String> {
        let place = self.parts.len();
        if self.push(truth, within)? { self.within(truth, place) } else { Ok(()) }
    }

    fn within(&mut self, truth: &'r Truth, place: usize) -> Result<(), String> {
        truth.parts().into_iter().try_for_each(|part| self.part(part, Some(place)))
    }

    fn part(&mut self, part: Part<'r>, within: Option<usize>) -> Result<(), String> {
        match part {
            Part::Truth(truth) => self.truth(truth, within),
            Part::Number(number) => {
                let id = self.builder.number(number)?.id;
                if self.met.insert(id) { number.parts().into_iter().try_for_each(|part| self.part(part, within)) } else { Ok(()) }
            }
            Part::Rows(rows, asked) => {
                self.builder.bind(rows)?;
                let each = if let Asked::Each(each) = asked { Some(each) } else { None };
                let inner = [Some(&*rows.holds), each].into_iter().flatten();
                let made = inner.into_iter().try_for_each(|truth| self.truth(truth, within));
                self.builder.unbind();
                made
            }
        }
    }
}

impl Made<'_> {
    fn found(&self, fold: &Fold<'_, '_>) -> Found {
        let mut found = Found::default();
        found.warnings.extend(self.guards(fold));
        found.warnings.extend(self.lines(fold));
        found.warnings.extend(self.inner(fold));
        found.warnings.extend(self.left_over(fold));
        found.warnings.extend(silence(self.rule));
        found.warnings.extend(says_nothing(self.rule));
        found.faults.extend(self.vocabulary(fold));
        found
    }

    fn never(&self, fold: &Fold<'_, '_>, place: usize) -> bool {
        !fold.can(self.parts[place].id).hold
    }

    /// Guards that never hold.
    fn guards(&self, fold: &Fold<'_, '_>) -> Vec<Warning> {
        let of = |written: &Option<crate::plan::Written>, message: &str, key: &str| {
            let written = written.as_ref()?;
            let told = self.parts.iter().find(|told| std::ptr::eq(told.truth, &raw const written.means))?;
            (!fold.can(told.id).hold).then(|| (None, message.to_owned(), format!("mend its \"{key}\"")))
        };
        let rule = self.rule;
        [of(&rule.applies, "never applies", "applies"), of(&rule.looked_for, "is never looked for", "looked_for")]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Lines that no review can ever be answered by.
    fn lines(&self, fold: &Fold<'_, '_>) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut decided: Option<&str> = None;
        for (line, place) in self.lines.iter().enumerate() {
            let code = &self.rule.indicator.scale[line].code;
            if self.never(fold, *place) {
                let hint = "its condition contradicts itself".to_owned();
                warnings.push((Some(line), format!("\"{code}\" can never be true"), hint));
            } else if let Some(before) = decided {
                warnings.push((Some(line), format!("\"{code}\" is never reached"), format!("\"{before}\" is always true before it")));
            }
            if decided.is_none() && !fold.can(self.parts[*place].id).fail {
                decided = Some(code);
            }
        }
        warnings
    }

    /// Parts that can never hold, in what can.
    fn inner(&self, fold: &Fold<'_, '_>) -> Vec<Warning> {
        let told = |(place, told): (usize, &Told<'_>)| {
            let outer = told.within?;
            let meant = !matches!(told.truth.bare(), Truth::Always(_) | Truth::Unknown(_));
            (meant && self.never(fold, place) && !self.never(fold, outer)).then(|| {
                let hint = "it contradicts itself, or asks for what the field cannot be".to_owned();
                (told.line, format!("{} can never be true", told.truth.words()), hint)
            })
        };
        self.parts.iter().enumerate().filter_map(told).collect()
    }

    /// A scale none of whose lines need hold.
    fn left_over(&self, fold: &Fold<'_, '_>) -> Option<Warning> {
        let last = *self.lines.last()?;
        let sure = !fold.can(self.parts[last].id).fail || self.none.is_some_and(|none| !fold.can(none).hold);
        let hint = "end the scale with a line whose when = \"true\"".to_owned();
        let message = "a review for which no line of the scale holds is not determinable".to_owned();
        (!sure).then_some((Some(self.lines.len() - 1), message, hint))
    }

    /// Answers that the coder's vocabulary gives by itself.
    fn vocabulary(&self, fold: &Fold<'_, '_>) -> Vec<Warning> {
        let says = |local: &LocalAnswer| {
            let said = |outcome: Option<Outcome>| matches!(outcome, Some(Outcome::Present | Outcome::Partly | Outcome::Absent));
            said(local.concern) || said(local.strength)
        };
        let lines = self.lines.iter().zip(&self.rule.indicator.scale).enumerate();
        let by_vocabulary = lines.filter(|(_, (place, local))| says(local) && fold.by_vocabulary_alone(self.parts[**place].id));
        by_vocabulary
            .map(|(line, (_, local))| {
                let message =
                    format!("\"{}\" is true of every review whose coder had (or had not) the words, whatever it says", local.code);
                let hint = "says(…) only guards: put it in looked_for, or ask beside it for the rows that say so".to_owned();
                (Some(line), message, hint)
            })
            .collect()
    }
}

/// Rules without `looked_for` that answer a review of which no child row and nothing else is recorded.
fn silence(rule: &Rule) -> Option<Warning> {
    let asks_rows = rule.lines.iter().any(|line| binds(Part::Truth(&line.when.means)));
    let arises = rule.applies.as_ref().is_none_or(|applies| without_rows(&applies.means) != Some(false));
    if rule.looked_for.is_some() || !asks_rows || !arises {
        return None;
    }
    for (place, line) in rule.lines.iter().enumerate() {
        match without_rows(&line.when.means) {
            Some(false) => {}
            Some(true) if tells_nothing(&rule.indicator.scale[place]) => return None,
            Some(true) => {
                let code = &rule.indicator.scale[place].code;
                let hint = "say where it was looked for: looked_for = \"examined('…')\"".to_owned();
                return Some((Some(place), format!("a review without any such row is answered \"{code}\""), hint));
            }
            None => return None,
        }
    }
    None
}

/// Whether an answer says in the framework's own words that nothing can be told, or that there is nothing to tell.
fn tells_nothing(local: &LocalAnswer) -> bool {
    let nothing = |outcome: Outcome| matches!(outcome, Outcome::NotDeterminable | Outcome::NotApplicable);
    let mut sides = [local.concern, local.strength].into_iter().flatten().peekable();
    sides.peek().is_some() && sides.all(nothing)
}

/// Indicators of a concern or a strength none of whose answers says anything of it.
fn says_nothing(rule: &Rule) -> Option<Warning> {
    use concord_model::framework::Polarity;
    let polarity = rule.indicator.polarity;
    let speaks = rule.indicator.scale.iter().any(|local| local.concern.or(local.strength).is_some());
    let silent = polarity != Polarity::Description && !speaks && !rule.indicator.scale.is_empty();
    silent.then(|| {
        let hint = "give outcomes, or polarity = \"description\"".to_owned();
        (None, format!("none of its answers says anything of the {}", polarity.name()), hint)
    })
}

/// Whether an expression asks about child rows.
fn binds(part: Part<'_>) -> bool {
    match part {
        Part::Truth(truth) => truth.parts().into_iter().any(binds),
        Part::Number(number) => number.parts().into_iter().any(binds),
        Part::Rows(..) => true,
    }
}

/// What an expression comes to for a review without child rows of which nothing is known; `None` where that cannot be told.
fn without_rows(truth: &Truth) -> Option<bool> {
    match truth {
        Truth::Always(holds) => Some(*holds),
        Truth::Named { means, .. } => without_rows(means),
        Truth::Not(inner) => without_rows(inner).map(|holds| !holds),
        Truth::And(parts) => joined(parts.iter().map(without_rows), true),
        Truth::Or(parts) => joined(parts.iter().map(without_rows), false),
        Truth::If(three) => match without_rows(&three[0]) {
            Some(true) => without_rows(&three[1]),
            Some(false) => without_rows(&three[2]),
            None => without_rows(&three[1]).filter(|one| without_rows(&three[2]) == Some(*one)),
        },
        Truth::Exists(_) => Some(false),
        Truth::Every { .. } => Some(true),
        Truth::Compare { left, by, right } => {
            let (left, right) = (number_without_rows(left)?, number_without_rows(right)?);
            left.partial_cmp(&right).map(|came| by.holds(came))
        }
        _ => None,
    }
}

fn number_without_rows(number: &Number) -> Option<f64> {
    match number {
        Number::Constant(constant) => Some(*constant),
        Number::Named { means, .. } => number_without_rows(means),
        Number::Sum(terms) => terms.iter().map(number_without_rows).sum(),
        Number::Minus(inner) => number_without_rows(inner).map(|number| -number),
        Number::Product(pair) => Some(number_without_rows(&pair[0])? * number_without_rows(&pair[1])?),
        Number::If(parts) => match without_rows(&parts.0)? {
            true => number_without_rows(&parts.1),
            false => number_without_rows(&parts.2),
        },
        Number::Count(_) | Number::Distinct { .. } => Some(0.0),
        Number::Field(_) | Number::Members { .. } => None,
    }
}

/// `&&` (or `||`) of what is known of the parts.
fn joined(parts: impl Iterator<Item = Option<bool>>, and: bool) -> Option<bool> {
    let parts: Vec<Option<bool>> = parts.collect();
    if parts.contains(&Some(!and)) {
        return Some(!and);
    }
    parts.iter().all(|part| *part == Some(and)).then_some(and)
}
