//! `concord show`: a framework as a page that a practitioner can read.

use std::io::Write;

use anyhow::Result;
use concord_model::dictionary::Dictionary;
use concord_model::framework::{Indicator, Match, Polarity};

use crate::args::{Format, Show};
use crate::exit::Exit;
use crate::open::{Open, open_one};

/// Prints the page.
///
/// # Errors
/// Where the framework or the dictionary cannot be read.
pub fn show(arguments: &Show, out: &mut dyn Write) -> Result<Exit> {
    let (dictionary, ..) = crate::load::dictionary(arguments.dictionary.as_deref(), None)?;
    let framework = open_one(&arguments.framework, &dictionary)?;
    match arguments.format {
        Format::Text => page(&framework, &dictionary, out)?,
        Format::Json => {
            let page = serde_json::json!({
                "framework": framework.source.manifest,
                "standing": framework.source.manifest.standing(),
                "memory": framework.source.memory,
                "reads": framework.descriptor().reads,
                "indicators": framework.descriptor().indicators,
            });
            writeln!(out, "{}", serde_json::to_string_pretty(&page)?)?;
        }
    }
    Ok(Exit::Done)
}

fn page(framework: &Open, dictionary: &Dictionary, out: &mut dyn Write) -> Result<()> {
    let manifest = &framework.source.manifest;
    let indicators = &framework.descriptor().indicators;
    writeln!(out, "# {}\n", manifest.title)?;
    writeln!(out, "{}, {} edition. Source: {}.", manifest.owner, manifest.edition, manifest.source)?;
    writeln!(out, "Standing: {}.", manifest.standing())?;
    for text in [&manifest.note, &manifest.memory].into_iter().flatten() {
        writeln!(out, "{text}")?;
    }
    for indicator in indicators {
        question(framework, indicator, dictionary, out)?;
    }
    writeln!(out, "\n## What it cannot see\n")?;
    for theme in dictionary.themes.iter().filter(|theme| !theme.apart) {
        let deciding = |indicator: &Indicator| {
            indicator.polarity != Polarity::Description
                && indicator.mappings.iter().any(|mapping| mapping.theme == theme.id && mapping.matching != Match::Related)
        };
        if !indicators.iter().any(deciding) {
            writeln!(out, "- {} {}: not in scope", theme.id, theme.title)?;
        }
    }
    writeln!(out, "\n## What it reads\n")?;
    for read in &framework.descriptor().reads {
        let field = if read.field.is_empty() { "(how many rows)" } else { &read.field };
        writeln!(out, "- {}.{field}: {}", read.table, read.why)?;
    }
    Ok(())
}

fn question(framework: &Open, indicator: &Indicator, dictionary: &Dictionary, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "\n## {} {}\n\n{}\n", indicator.id, indicator.title, indicator.question)?;
    for answer in &indicator.scale {
        let side = |name, outcome: Option<concord_model::framework::Outcome>| {
            outcome.map(|outcome| format!("{name} {}", outcome.name().replace('_', " ")))
        };
        let means: Vec<String> = [side("concern", answer.concern), side("strength", answer.strength)].into_iter().flatten().collect();
        writeln!(out, "- {}: {}", answer.label, if means.is_empty() { "describes".to_owned() } else { means.join(", ") })?;
    }
    if let Some(unit) = &indicator.measure_unit {
        writeln!(out, "- a number, in {unit}")?;
    }
    for mapping in &indicator.mappings {
        let theme = dictionary.theme_place(&mapping.theme).map_or("", |place| &dictionary.themes[place].title);
        writeln!(out, "- {} {} {theme} {}", standing(mapping.matching), mapping.theme, mapping.levels.join(" "))?;
    }
    for (_, text) in framework.source.memory.iter().filter(|(id, _)| *id == indicator.id) {
        writeln!(out, "- from memory, not checked against a source: {text}")?;
    }
    Ok(())
}

fn standing(matching: Match) -> &'static str {
    match matching {
        Match::Exact => "the same as",
        Match::Part => "a part of",
        Match::Wider => "wider than",
        Match::Related => "related to",
    }
}
