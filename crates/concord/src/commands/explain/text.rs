//! An explanation as text: what was answered, the reasoning as a tree, the rows, and what would settle it.

use std::collections::BTreeSet;
use std::io::{Result, Write};

use super::explanation::{Cited, Explained, Explanation, Given, Shown};
use super::settle::{Cells, Lever};
use crate::terminal::many;
use crate::told::joined;

/// Rows of one kind that are shown of many for which a condition is false; JSON has all.
const FALSE_ROWS: usize = 4;

/// Values that are named of many that give the same answer.
const VALUES: usize = 6;

pub(super) fn write(explanation: &Explanation, out: &mut dyn Write) -> Result<()> {
    let Explanation { framework, review, coding, as_of, grants, answers } = explanation;
    writeln!(out, "{}: {}, {} edition ({})", framework.id, framework.title, framework.edition, framework.standing)?;
    let coding = coding.as_ref().map(|coding| format!(" ({coding} coding)")).unwrap_or_default();
    let grants = if grants.is_empty() { String::new() } else { format!(", granted {}", grants.join(", ")) };
    writeln!(out, "review {review}{coding}, looked at as of {as_of}{grants}")?;
    answers.iter().try_for_each(|answer| answered(answer, out))
}

fn answered(explained: &Explained, out: &mut dyn Write) -> Result<()> {
    writeln!(out)?;
    writeln!(out, "{} {}", explained.indicator, explained.title)?;
    writeln!(out, "{}", joined(&explained.question))?;
    writeln!(out)?;
    answer(&explained.answer, out)?;
    for meaning in &explained.themes {
        writeln!(out, "  {} {} ({} match): {}", meaning.theme, meaning.title, meaning.matching.name(), meaning.says)?;
    }
    headed(out, "why ( + true, - false, ? not known ):")?;
    if let Some(why) = &explained.steps_why {
        writeln!(out, "    {why}")?;
    }
    tree(reasoning(explained), out)?;
    if !explained.rows.is_empty() {
        headed(out, "it rests on:")?;
        explained.rows.iter().try_for_each(|row| cited(row, out))?;
    }
    if !explained.settled_by.is_empty() || explained.settled_by_why.is_some() {
        headed(out, "what would settle it:")?;
        explained.settled_by.iter().try_for_each(|lever| settles(lever, out))?;
        explained.settled_by_why.iter().try_for_each(|why| writeln!(out, "    {why}"))?;
    }
    Ok(())
}

fn headed(out: &mut dyn Write, heading: &str) -> Result<()> {
    writeln!(out)?;
    writeln!(out, "  {heading}")
}

fn answer(answer: &Given, out: &mut dyn Write) -> Result<()> {
    let reasons = if answer.reasons.is_empty() { String::new() } else { format!(" ({})", answer.reasons.join(", ")) };
    let unit = answer.unit.as_deref().unwrap_or_default();
    let number = answer.number.as_ref().filter(|number| **number != answer.label);
    let number = number.map(|number| format!("; {number} {unit}")).unwrap_or_default();
    writeln!(out, "  answer: {}{reasons}{number}", answer.label)?;
    if let Some(failure) = &answer.failure {
        writeln!(out, "  the framework failed: {failure}")?;
    }
    writeln!(out, "  looked for: {}", answer.looked_for)
}

/// The steps without the first, where that is the question and the answer once more.
fn reasoning(explained: &Explained) -> &[Shown] {
    match explained.steps.as_slice() {
        [first, rest @ ..] if first.depth == 0 && first.text == explained.question => rest,
        steps => steps,
    }
}

/// The steps, each with its mark. Of rows for which a condition is false some are shown; what was told above is not told again.
fn tree(steps: &[Shown], out: &mut dyn Write) -> Result<()> {
    let (mut runs, mut told, mut skipped): (Vec<Run>, Told<'_>, Option<u8>) = (Vec::new(), Told::default(), None);
    for (place, step) in steps.iter().enumerate() {
        if skipped.is_some_and(|depth| step.depth > depth) {
            continue;
        }
        let false_row = step.rows.len() == 1 && step.holds == Some(false);
        while let Some(run) = runs.pop_if(|run| run.depth > step.depth || (run.depth == step.depth && !false_row)) {
            run.end(out)?;
        }
        if false_row {
            if runs.last().is_none_or(|run| run.depth < step.depth) {
                runs.push(Run { depth: step.depth, rows: 0 });
            }
            let rows = runs.last_mut().map_or(0, Run::next);
            if rows > FALSE_ROWS {
                skipped = Some(step.depth);
                continue;
            }
        }
        let above = told.before(step) && steps.get(place + 1).is_some_and(|next| next.depth > step.depth);
        skipped = above.then_some(step.depth);
        line(step, if above { " (as above)" } else { "" }, out)?;
    }
    runs.into_iter().rev().try_for_each(|run| run.end(out))
}

/// The expressions that were told already. What is asked of single rows is another question for each.
#[derive(Default)]
struct Told<'a> {
    expressions: BTreeSet<(&'a str, &'a str)>,
    /// The depth of the row that is being told of.
    row: Option<u8>,
}

impl<'a> Told<'a> {
    /// Whether an expression was told before.
    fn before(&mut self, step: &'a Shown) -> bool {
        self.row = self.row.filter(|depth| step.depth > *depth);
        if self.row.is_none() && !step.rows.is_empty() {
            self.row = Some(step.depth);
        }
        self.row.is_none() && !self.expressions.insert((&step.text, &step.value))
    }
}

/// Rows in a row for which a condition is false.
struct Run {
    depth: u8,
    rows: usize,
}

impl Run {
    fn next(&mut self) -> usize {
        self.rows += 1;
        self.rows
    }

    fn end(&self, out: &mut dyn Write) -> Result<()> {
        match self.rows.saturating_sub(FALSE_ROWS) {
            0 => Ok(()),
            more => writeln!(out, "  - {}… and {} for which it is false", indent(self.depth), many(more as u64, "more row")),
        }
    }
}

fn line(step: &Shown, note: &str, out: &mut dyn Write) -> Result<()> {
    let mark = match (step.holds, step.value.starts_with("not ")) {
        (Some(true), _) => '+',
        (Some(false), _) => '-',
        (None, true) => '?',
        (None, false) => ' ',
    };
    let value = if step.value.is_empty() { String::new() } else { format!(" → {}", step.value) };
    let rows = if step.rows.is_empty() {
        String::new()
    } else {
        format!("  <{} {}>", step.table.as_deref().unwrap_or_default(), step.rows.join(", "))
    };
    let at = step.at.as_ref().map(|at| format!("  [{at}]")).unwrap_or_default();
    writeln!(out, "  {mark} {}{}{value}{note}{rows}{at}", indent(step.depth), joined(&step.text))
}

fn indent(depth: u8) -> String {
    "  ".repeat(usize::from(depth))
}

fn cited(row: &Cited, out: &mut dyn Write) -> Result<()> {
    let says: Vec<String> = row.says.iter().map(|(field, value)| format!("{field} {value}")).collect();
    writeln!(out, "    {} {}: {}", row.table, row.key, says.join(", "))
}

/// One line for what would have to be known, one for each answer that comes of it.
fn settles(lever: &Lever, out: &mut dyn Write) -> Result<()> {
    let fields: Vec<String> = lever.fields.iter().map(cells).collect();
    writeln!(out, "    {}", fields.join(", together with "))?;
    for settled in &lever.settles {
        let more = settled.values.len().saturating_sub(VALUES);
        let more = if more > 0 { format!(", or {more} more") } else { String::new() };
        let some: Vec<&str> = settled.values.iter().take(VALUES).map(String::as_str).collect();
        writeln!(out, "      if {}{more}: {}", some.join(", or "), settled.answer)?;
    }
    if lever.else_open { writeln!(out, "      all else that was tried leaves it open") } else { Ok(()) }
}

fn cells(cells: &Cells) -> String {
    let Cells { table, field, rows, together, now, contrary } = cells;
    let of = match (rows.as_slice(), together) {
        ([], _) => String::new(),
        ([one], _) => format!(" of {one}"),
        (many, true) => format!(" of all of {}", many.join(", ")),
        (many, false) => format!(" of any one of {}", many.join(", ")),
    };
    let now = if *contrary { format!("recorded as {now}; were it otherwise") } else { now.clone() };
    format!("{table}.{field}{of} ({now})")
}
