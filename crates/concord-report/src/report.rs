//! `report.html`: one page that a person can read, with nothing outside it.
//!
//! Plain tables under headings, in the order of the comparison; nothing is sorted by an estimate, and nothing is said by colour alone. Every text
//! of the data and of frameworks is escaped.

mod agreement;
mod bounded;
mod ceiling;
mod change;
mod coverage;
mod decisions;
mod examined;
mod figures;
mod frameworks;
mod heat;
pub mod html;
mod indicators;
mod panels;
mod partings;
mod partnerships;
mod parts;
mod read;
mod recommendations;
mod run;
mod start;
mod variance;
mod variation;
mod warnings;
mod words;

use concord_model::comparison::Comparison;
use concord_model::problem::Problem;

use self::html::Html;
use crate::manifest::Manifest;

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Every figure.
    pub comparison: &'a Comparison,
    /// What the run depended on and counted.
    pub manifest: &'a Manifest,
    /// The frameworks that could not run.
    pub failed: &'a [FailedFramework],
    /// What is to be known about the data as a whole.
    pub notices: &'a [Problem],
}

/// A framework that could not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedFramework {
    /// Its id.
    pub id: String,
    /// Why.
    pub problems: Vec<Problem>,
}

/// One section of the page: its anchor, its heading, and what writes it.
struct Section {
    id: &'static str,
    title: &'static str,
    write: fn(&Page<'_>, &mut Html),
}

/// The sections in their order.
const SECTIONS: [Section; 22] = [
    Section { id: "read", title: "What was read", write: read::write },
    Section { id: "frameworks", title: "The frameworks", write: frameworks::write },
    Section { id: "coverage", title: "What each framework can say", write: coverage::write },
    Section { id: "findings", title: "What the frameworks find", write: figures::write },
    Section { id: "parts", title: "By type of review and by year", write: parts::write },
    Section { id: "variation", title: "How partnerships vary", write: variation::write },
    Section { id: "variance", title: "What is lens, partnership and review", write: variance::write },
    Section { id: "gradients", title: "Along the means that partnerships had", write: change::gradients },
    Section { id: "changes", title: "From year to year", write: change::changes },
    Section { id: "fairness", title: "By whom reviews are about", write: change::fairness },
    Section { id: "examined", title: "What was looked for", write: examined::write },
    Section { id: "indicators", title: "Each indicator by itself", write: indicators::write },
    Section { id: "panels", title: "How far all frameworks overlap", write: panels::write },
    Section { id: "agreement", title: "How far every two frameworks overlap", write: agreement::write },
    Section { id: "ceiling", title: "How far two coders of one review agree", write: ceiling::write },
    Section { id: "partings", title: "Where frameworks part most", write: partings::write },
    Section { id: "conflicts", title: "Where a framework contradicts itself", write: agreement::conflicts },
    Section { id: "recommendations", title: "What reviews recommend", write: recommendations::write },
    Section { id: "decisions", title: "What is decided about reviews", write: decisions::write },
    Section { id: "warnings", title: "What needs a person’s eye", write: warnings::write },
    Section { id: "partnerships", title: "The partnerships", write: partnerships::write },
    Section { id: "run", title: "How this was made", write: run::write },
];

/// The page.
#[must_use]
pub fn html(page: &Page<'_>) -> String {
    let mut html = Html::begin("Concord: what the frameworks find", "Go to the findings");
    start::write(page, &mut html);
    html.contents(SECTIONS.iter().map(|section| (section.id, section.title)));
    for section in &SECTIONS {
        html.section(section.id, section.title, |html| (section.write)(page, html));
    }
    html.finish()
}

#[cfg(test)]
mod tests;
