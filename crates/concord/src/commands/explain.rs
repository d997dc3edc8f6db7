//! `concord explain`: why one review got its answers, and what would settle those that could not be told.

mod explanation;
mod fill;
mod review;
mod settle;
mod text;

use std::io::Write;
use std::sync::Arc;

use anyhow::{Result, bail};
use concord_model::dictionary::Dictionary;
use concord_model::problem::{Problem, nearest};
use concord_sandbox::{Evaluated, Sandbox};

use self::explanation::{Explained, Explanation, Given, Who, cited, meanings, shown};
use self::review::Review;
use self::settle::settle;
use crate::args::{Explain, Format};
use crate::exit::Exit;
use crate::load;
use crate::open::{Open, check_grants, open_one};
use crate::screen::json;
use crate::told::Told;

/// Explains a review's answers.
///
/// # Errors
/// Where the framework, the data, the review or the indicator is not there.
pub fn explain(arguments: &Explain, out: &mut dyn Write) -> Result<Exit> {
    let (dictionary, ..) = load::dictionary(arguments.reading.dictionary.as_deref(), arguments.reading.taxonomy.as_deref())?;
    check_grants(&dictionary, &arguments.grant)?;
    let dictionary = Arc::new(dictionary);
    let (open, _backstop) = open_one(&arguments.framework, &dictionary, &arguments.grant)?;
    let indicators = indicators(&open, arguments.indicator.as_deref())?;
    let review = review::find(arguments, &dictionary)?;
    let explanation = explanation(arguments, &open, &dictionary, review, &indicators)?;
    match arguments.format {
        Format::Text => text::write(&explanation, out)?,
        Format::Json => json(out, &explanation)?,
    }
    let failed = explanation.answers.iter().any(|answer| answer.answer.failure.is_some());
    Ok(if failed { Exit::NeedsPerson } else { Exit::Done })
}

/// The places of the indicators that are asked for.
fn indicators(open: &Open, wanted: Option<&str>) -> Result<Vec<usize>> {
    let all = &open.descriptor().indicators;
    let Some(wanted) = wanted else { return Ok((0..all.len()).collect()) };
    match all.iter().position(|indicator| indicator.id == wanted) {
        Some(place) => Ok(vec![place]),
        None => {
            let names: Vec<&str> = all.iter().map(|indicator| indicator.id.as_str()).collect();
            let hint = nearest(wanted, names.iter().copied()).unwrap_or_else(|| format!("known: {}", names.join(", ")));
            bail!("{}", Problem::of(&open.source.manifest.id, format!("there is no indicator \"{wanted}\"")).hint(hint))
        }
    }
}

fn explanation(
    arguments: &Explain,
    open: &Open,
    dictionary: &Arc<Dictionary>,
    review: Review,
    indicators: &[usize],
) -> Result<Explanation> {
    let evaluated = evaluate(open, &review)?;
    let untold: Vec<usize> = indicators.iter().copied().filter(|place| is_open(&Told::alone(&evaluated, *place))).collect();
    let mut settled = untold.iter().zip(settle(open, dictionary, &review.dataset, &untold)?).collect::<Vec<_>>();
    let answers = indicators.iter().map(|&place| {
        let told = Told::alone(&evaluated, place);
        let mut answer = explained(open, dictionary, &review, place, &told);
        if let Some(found) = settled.iter().position(|(untold, _)| **untold == place) {
            (answer.settled_by, answer.settled_by_why) = settled.swap_remove(found).1;
        }
        answer
    });
    Ok(Explanation {
        answers: answers.collect(),
        framework: Who::new(open),
        review: review.key,
        coding: review.coding,
        as_of: review.as_of,
        grants: arguments.grant.clone(),
    })
}

/// Whether there is something to settle.
fn is_open(told: &Told) -> bool {
    !told.is_told() && told.failure.is_none()
}

fn evaluate(open: &Open, review: &Review) -> Result<Evaluated> {
    let mut sandbox = Sandbox::new(vec![open.framework.clone()]);
    let evaluated = sandbox.evaluate(&review.dataset)?.into_iter().flatten().next();
    evaluated.ok_or_else(|| anyhow::anyhow!("{} gave no answers", open.source.manifest.id))
}

fn explained(open: &Open, dictionary: &Dictionary, review: &Review, place: usize, told: &Told) -> Explained {
    let indicator = &open.descriptor().indicators[place];
    let steps = open.framework.explain(&review.dataset, 0, place);
    let (steps, steps_why) = match steps {
        Ok(steps) => (steps.into_iter().map(|step| shown(step, &review.dataset, dictionary)).collect(), None),
        Err(cause) => (Vec::new(), Some(format!("it cannot be explained: {cause}"))),
    };
    Explained {
        indicator: indicator.id.clone(),
        title: indicator.title.clone(),
        question: indicator.question.clone(),
        answer: Given::new(told, indicator),
        themes: meanings(told, indicator, &review.dataset, dictionary),
        steps,
        steps_why,
        rows: cited(told, indicator, open, &review.dataset, dictionary),
        settled_by: Vec::new(),
        settled_by_why: None,
    }
}
