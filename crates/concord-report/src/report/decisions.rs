//! What is decided about reviews, whether like cases are decided alike, and what goes with it.

use concord_model::comparison::{Alike, CaseMixModel, DecisionFigures, DecisionSpread, FlagCounts, Pairs, Predictor};

use super::html::{Cell, Html, Table};
use super::{Page, bounded, words};

pub(super) fn write(page: &Page<'_>, html: &mut Html) {
    let section = &page.comparison.decisions;
    if let Some(why) = &section.why {
        html.paragraph(&format!("Nothing is shown here: {why}."));
        return;
    }
    html.paragraph(&section.note);
    for figures in &section.decisions {
        decision(figures, html);
    }
}

fn decision(figures: &DecisionFigures, html: &mut Html) {
    html.heading(&heading(figures));
    html.table(&shares(figures));
    html.paragraph(&alike(&figures.alike));
    html.details("Kinds of cases", |html| html.table(&kinds(figures)));
    html.paragraph(&spread(&figures.spread));
    html.paragraph(&model(&figures.model));
    html.paragraph(&flags(figures.partnerships.len() as u64, &figures.flags));
    html.paragraph(&figures.predictors.sentence);
    html.table(&predictors(figures));
}

/// The label of the decision and how often it is yes.
fn heading(figures: &DecisionFigures) -> String {
    let range = figures.shares.first().and_then(|all| bounded::range(&all.share));
    match range {
        Some(range) => format!("{}: {range} of reviews", figures.label),
        None => format!("{}: nothing can be told", figures.label),
    }
}

fn shares(figures: &DecisionFigures) -> Table {
    let caption = format!(
        "How often it is yes. Unit: {}. Period: {}; of a year, that year. Reviews of which it is not to be decided are left out of the shares.",
        figures.unit.name(),
        figures.period
    );
    let table = Table::new(caption, "decisions").columns(["Part", "Reviews", "Not to be decided", "Recorded as neither yes nor no"]);
    let mut table = bounded::columns(table).columns(["Why something is not defined"]);
    for share in &figures.shares {
        let counts = [share.reviews, share.not_applicable, share.undecided].map(Cell::from);
        let rest = bounded::cells(&share.share).into_iter().chain([words::why([&share.share.why])]);
        table.row([Cell::from(&share.label)].into_iter().chain(counts).chain(rest));
    }
    table
}

/// How alike like cases are decided, in words.
fn alike(alike: &Alike) -> String {
    let told = |pairs: &Pairs| pairs.share.map(words::percent);
    let (Some(same), Some(any)) = (told(&alike.same_kind), told(&alike.any_kind)) else {
        let why = alike.why.as_deref().unwrap_or("there are no pairs");
        return format!("How alike like cases are decided cannot be told: {why}.");
    };
    let gain = alike.gain.map(words::point).unwrap_or_default();
    let interval = match alike.gain_lower.zip(alike.gain_upper) {
        Some((lower, upper)) => {
            let (lower, upper) = (words::point(lower), words::point(upper));
            format!("95% interval {lower} to {upper}, by leaving out each partnership")
        }
        None => format!("no interval: {}", alike.why.as_deref().unwrap_or("it cannot be told")),
    };
    format!(
        "Two decided reviews of different partnerships and of the same kind of case are decided the same way in {same} of {} pairs; any two, \
         whatever the kind, in {any}. That the kind is the same adds {gain} points ({interval}). Kinds of cases are told by: {}.",
        words::count(alike.same_kind.pairs),
        alike.by.join("; ")
    )
}

fn kinds(figures: &DecisionFigures) -> Table {
    let by: Vec<&str> = figures.alike.by.iter().map(String::as_str).collect();
    let caption = format!(
        "How alike each kind of case is decided. Unit: {}; pairs of decided reviews of different partnerships. Period: {}.",
        figures.unit.name(),
        figures.period
    );
    let mut table = Table::new(caption, "decision_kinds").columns(by).columns([
        "Partnerships",
        "Yes",
        "No",
        "Not known",
        "Pairs",
        "Decided the same way",
        "Share of pairs",
        "Why it is not defined",
    ]);
    for kind in &figures.alike.kinds {
        let counts = [kind.partnerships, kind.yes, kind.no, kind.unknown, kind.pairs.pairs, kind.pairs.same].map(Cell::from);
        let why = if kind.pairs.share.is_none() { "no two partnerships have one" } else { "" };
        let share = [words::share(kind.pairs.share), Cell::from(why)];
        table.row(kind.labels.iter().map(Cell::from).chain(counts).chain(share));
    }
    table
}

/// By what a partnership's reviews are expected to be decided.
fn model(model: &CaseMixModel) -> String {
    let told = match &model.why {
        Some(why) => format!("There is no regression: {why}."),
        None => format!(
            "It rests on {} decided reviews, {} of them yes; its terms are in tables/case_mix.csv.",
            words::count(model.n),
            words::count(model.found)
        ),
    };
    format!(
        "What is expected of a partnership’s reviews comes from the regression on the kind of case that the layers of case-mix use (groups with \
         fewer than {} decided reviews join the commonest): how kinds of case differ is told from all, how often from the other partnerships \
         alone. {told}",
        model.least
    )
}

/// How much partnerships differ, in words.
fn spread(spread: &DecisionSpread) -> String {
    let Some(rho) = spread.rho else {
        let why = spread.why.as_deref().unwrap_or("it cannot be told");
        return format!("How much partnerships differ, kinds of cases left aside, is not defined: {why}.");
    };
    let partnerships = words::count(spread.partnerships);
    let believed = spread.rho_mean.map_or_else(String::new, |mean| format!("; the mean of what can be believed of it is {mean:.3}"));
    match spread.boundary {
        true => format!(
            "Over {partnerships} partnerships, kinds of cases left aside, no difference beyond chance can be seen: ρ is 0, at its \
             boundary{believed}. With few reviews a partnership that does not show that there is none."
        ),
        false => format!(
            "Over {partnerships} partnerships, kinds of cases left aside, ρ is {rho:.3} (0: decisions of one partnership are no more alike than \
             those of several; 1: all the same){believed}. A small ρ can be chance."
        ),
    }
}

/// How many partnerships are flagged, in words.
fn flags(partnerships: u64, flags: &FlagCounts) -> String {
    let count = words::count;
    format!(
        "Each partnership is held against what others decide of its kinds of cases. Of {} partnerships {} have reviews enough that any count \
         could be flagged; {} lie beyond the 95% limits and {} beyond the 99.8% limits, where chance alone would put up to {:.1} and {:.1}. The \
         others cannot be told apart by this. A flag is where to ask, not what is so. By partnership, in the order of their names, they are in \
         tables/decisions_by_partnership.csv.",
        count(partnerships),
        count(flags.tested),
        count(flags.flagged_95),
        count(flags.flagged_998),
        flags.expected_95,
        flags.expected_998
    )
}

fn predictors(figures: &DecisionFigures) -> Table {
    let caption = format!(
        "What goes with the decision. Unit: {}. Period: {}. The difference is within partnerships and among what is known; its bounds hold \
         whatever is unknown; q allows for {} tests.",
        figures.unit.name(),
        figures.period,
        words::count(figures.predictors.tested)
    );
    let side = ["Reviews", "Lower bound", "Of those known", "Upper bound"];
    let mut table = Table::new(caption, "decision_predictors")
        .columns(["What is recorded"])
        .group("Yes where it is so", side)
        .group("Yes where it is not so", side)
        .group("Difference, in points", ["Its bounds", "Within partnerships", "95% interval"])
        .columns(["p", "q", "Goes with the decision", "Why something is not defined"]);
    for row in &figures.predictors.rows {
        table.row(predictor(row));
    }
    table
}

fn predictor(row: &Predictor) -> Vec<Cell> {
    let sides = [&row.present, &row.absent]
        .into_iter()
        .flat_map(|share| [Cell::from(share.n), words::share(share.lower), words::share(share.assessed_only), words::share(share.upper)]);
    let difference = [
        words::points_between(row.bound_lower, row.bound_upper),
        words::points(row.difference),
        words::points_between(row.difference_lower, row.difference_upper),
    ];
    let goes = if row.p.is_none() { "cannot be told" } else { words::yes(row.distinguishes) };
    let tested = [bounded::probability(row.p), bounded::probability(row.q), Cell::from(goes)];
    let side = |side: &str, why: &Option<String>| why.as_ref().map(|why| format!("{side}: {why}"));
    let sides_why = [side("where it is so", &row.present.why), side("where it is not so", &row.absent.why), side("difference", &row.why)];
    let why = words::why(&sides_why);
    [Cell::from(&row.label)].into_iter().chain(sides).chain(difference).chain(tested).chain([why]).collect()
}
