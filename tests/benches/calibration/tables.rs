//! What came of a simulation, as Markdown: shares in percent with their Monte Carlo standard errors.

use std::fmt::Write;

use concord_model::comparison::Signal;

use super::Simulation;
use super::nation::{Cell, FIFTHS, Rule, Slope};
use super::promises::{found_out, is_high, is_low, same};
use super::reading::Reading;
use super::share::Share;

/// A band of a number of incidents, both ends in it.
type Size = (&'static str, u64, u64);

const ALL: Size = ("all", 1, u64::MAX);
const SIZES: [Size; 7] = [("1", 1, 1), ("2", 2, 2), ("3–5", 3, 5), ("6–10", 6, 10), ("11–20", 11, 20), ("over 20", 21, u64::MAX), ALL];
const LARGE_SIZES: [Size; 6] = [("1–5", 1, 5), ("6–10", 6, 10), ("11–20", 11, 20), ("21–40", 21, 40), ("over 40", 41, u64::MAX), ALL];

/// Bands of the share that could be told, the upper end not in it.
const TOLD: [(&str, f64, f64); 5] =
    [("under 60% told", 0.0, 0.6), ("60–80%", 0.6, 0.8), ("80–90%", 0.8, 0.9), ("90% and more", 0.9, 1.0), ("all told", 1.0, 2.0)];

/// Rules side by side, and what tables call them.
const SIDE_BY_SIDE: [(Rule, &str); 4] = [
    (Rule::Run, "the run's rule"),
    (Rule::MissingIgnored, "missing ignored"),
    (Rule::NotFoundAsAbsent, "not found is absent"),
    (Rule::AllLooked, "had all looked"),
];

/// Everything about one simulation.
pub(crate) fn of(simulation: &Simulation) -> String {
    let scenario = simulation.scenario;
    let head = format!("## {}\n\n{} {} nations.\n", scenario.title, scenario.says, simulation.nations.len());
    let mut parts = vec![head, promises(simulation), bounds(simulation)];
    if scenario.differs() {
        parts.push(power(simulation));
    } else {
        parts.push(hulls(simulation));
    }
    parts.extend([flags(simulation), by_means(simulation), gradients(simulation)]);
    parts.join("\n")
}

fn bounds(simulation: &Simulation) -> String {
    by_size("Bounds hold the realised share, by incidents", simulation, Cell::contains)
}

fn hulls(simulation: &Simulation) -> String {
    by_size("95% hulls hold the chance behind it, by incidents", simulation, |cell| simulation.hull_covers(cell))
}

fn by_size(title: &str, simulation: &Simulation, so: impl Fn(&Cell) -> bool) -> String {
    let mut table = Table::new(title, &SIDE_BY_SIDE.map(|(_, name)| name));
    for size in SIZES {
        let share = |(rule, _)| simulation.share(rule, |cell| within(cell, size).then(|| so(cell)));
        table.row(size.0, &SIDE_BY_SIDE.map(share));
    }
    table.0
}

fn within(cell: &Cell, (_, least, most): Size) -> bool {
    (least..=most).contains(&cell.incidents)
}

/// A kind of flag by its name, and which signals are of it.
type Flagging = (&'static str, fn(Signal) -> bool);

/// The share flagged where nothing differs, by rule.
fn flags(simulation: &Simulation) -> String {
    let rules = [
        ("**the run's rule**", Rule::Run),
        ("– overdispersed", Rule::Overdispersed),
        ("– least favourable", Rule::LeastFavourable),
        ("missing ignored", Rule::MissingIgnored),
        ("not found is absent", Rule::NotFoundAsAbsent),
        ("had all looked", Rule::AllLooked),
    ];
    let columns: [Flagging; 7] = [
        ("could be flagged", |signal| signal != Signal::CannotTell),
        ("95% high", is_high),
        ("95% low", is_low),
        ("95% both", Signal::flagged),
        ("99.8% high", |signal| signal == Signal::High998),
        ("99.8% low", |signal| signal == Signal::Low998),
        ("99.8% both", Signal::far),
    ];
    let title = if simulation.scenario.differs() { "Flagged, of those that do not differ" } else { "Flagged" };
    let mut table = Table::new(title, &columns.map(|(name, _)| name));
    for (name, rule) in rules {
        let share = |(_, so): Flagging| simulation.share(rule, |cell| same(cell).then(|| so(cell.signal)));
        table.row(name, &columns.map(share));
    }
    table.0
}

/// The share flagged where nothing differs, by fifth of means.
fn by_means(simulation: &Simulation) -> String {
    let columns = [
        "run: 95% high",
        "run: 95% low",
        "run: 99.8% high",
        "missing ignored: 95% high",
        "95% low",
        "not found is absent: 95% high",
        "95% low",
        "incidents told",
    ];
    let mut table = Table::new("By means", &columns);
    for (fifth, name) in ["least", "second", "middle", "fourth", "best-resourced"].into_iter().enumerate().take(FIFTHS) {
        let flagged =
            |rule, so: fn(Signal) -> bool| simulation.share(rule, |cell| (cell.fifth == fifth && same(cell)).then(|| so(cell.signal)));
        let shares = [
            flagged(Rule::Run, is_high),
            flagged(Rule::Run, is_low),
            flagged(Rule::Run, |signal| signal == Signal::High998),
            flagged(Rule::MissingIgnored, is_high),
            flagged(Rule::MissingIgnored, is_low),
            flagged(Rule::NotFoundAsAbsent, is_high),
            flagged(Rule::NotFoundAsAbsent, is_low),
            told(simulation, fifth),
        ];
        table.row(name, &shares);
    }
    table.0
}

/// Of all incidents × themes in a fifth, those that could be told.
fn told(simulation: &Simulation, fifth: usize) -> Share {
    Share::new(&simulation.nations, |nation| {
        let cells = nation.cells.iter().filter(|cell| cell.rule == Rule::Run && cell.fifth == fifth);
        cells.fold([0, 0], |[x, n], cell| [x + cell.incidents - cell.missing, n + cell.incidents])
    })
}

/// How often a true difference is flagged on its side, by incidents and by the share that could be told.
fn power(simulation: &Simulation) -> String {
    let columns =
        [&["the run's rule"][..], &TOLD.map(|(name, ..)| name), &["missing ignored", "had all looked", "the level, had all looked"]];
    let mut table = Table::new("True differences flagged on their side at 95%, by incidents", &columns.concat());
    for size in LARGE_SIZES {
        let found =
            |rule, of: &dyn Fn(&Cell) -> bool| simulation.share(rule, |cell| found_out(cell).filter(|_| within(cell, size) && of(cell)));
        let band = |(_, from, to): (&str, f64, f64)| found(Rule::Run, &|cell| (from..to).contains(&cell.told()));
        let level = simulation.share(Rule::AllLooked, |cell| (within(cell, size) && same(cell)).then(|| is_high(cell.signal)));
        let shares = [
            &[found(Rule::Run, &|_| true)][..],
            &TOLD.map(band),
            &[found(Rule::MissingIgnored, &|_| true), found(Rule::AllLooked, &|_| true), level],
        ];
        table.row(size.0, &shares.concat());
    }
    table.0
}

/// How often a gradient's permutation p is at most 0.05, by kind of means.
fn gradients(simulation: &Simulation) -> String {
    let slopes = simulation.nations.iter().flat_map(|nation| &nation.slopes);
    let mut resources: Vec<&str> = slopes.map(|slope| slope.resource.as_str()).collect();
    resources.sort_unstable();
    resources.dedup();
    let columns = [
        "what is found rises",
        "falls",
        "it rises in two themes or more, of nations",
        "what can be told rises",
        "not found is absent: what is found rises",
        "had all looked: what is found rises",
        "falls",
    ];
    let mut table = Table::new("Gradients at p ≤ 0.05, of nations × themes", &columns);
    for resource in resources {
        let share = |reading, so| simulation.gradient(reading, resource, so);
        let shares = [
            share(Reading::Run, Slope::finding_rises),
            share(Reading::Run, Slope::finding_falls),
            simulation.rises_in_two_themes(resource),
            share(Reading::Run, Slope::assessability_rises),
            share(Reading::NotFoundAsAbsent, Slope::finding_rises),
            share(Reading::AllLooked, Slope::finding_rises),
            share(Reading::AllLooked, Slope::finding_falls),
        ];
        table.row(resource, &shares);
    }
    table.0
}

/// What becomes of the run's rule in those simulations in which reviews miss.
pub(crate) fn missed(simulations: &[Simulation]) -> String {
    let mut missed: Vec<&Simulation> = simulations.iter().filter(|simulation| simulation.scenario.world.overlooked > 0.0).collect();
    missed.sort_by(|a, b| a.scenario.world.overlooked.total_cmp(&b.scenario.world.overlooked));
    let columns = [
        "bounds hold",
        "hulls hold",
        "best-resourced fifth: 95% high",
        "99.8% high",
        "least-resourced fifth: 95% low",
        "99.8% low",
        "what is found rises with posts",
        "in two themes or more, of nations",
    ];
    let mut table = Table::new("The shallowest reviews miss", &columns);
    for simulation in missed {
        let flagged = |fifth, so: fn(Signal) -> bool| simulation.share(Rule::Run, |cell| (cell.fifth == fifth).then(|| so(cell.signal)));
        let shares = [
            simulation.share(Rule::Run, |cell| Some(cell.contains())),
            simulation.share(Rule::Run, |cell| Some(simulation.hull_covers(cell))),
            flagged(FIFTHS - 1, is_high),
            flagged(FIFTHS - 1, |signal| signal == Signal::High998),
            flagged(0, is_low),
            flagged(0, |signal| signal == Signal::Low998),
            simulation.gradient(Reading::Run, "capacity_fte", Slope::finding_rises),
            simulation.rises_in_two_themes("capacity_fte"),
        ];
        table.row(&format!("{:.0}%", 100.0 * simulation.scenario.world.overlooked), &shares);
    }
    format!("## B. How much may be missed\n\nThe run's rule, as more or less is missed than in world B.\n\n{}", table.0)
}

/// What is promised in a world, and what each rule comes to; bold where it breaks the promise.
fn promises(simulation: &Simulation) -> String {
    let names = SIDE_BY_SIDE.map(|(_, name)| name).join(" | ");
    let mut text = format!("| Promised | limit | {names} |\n|---|---|{}\n", "---:|".repeat(SIDE_BY_SIDE.len()));
    for promise in simulation.scenario.promises() {
        let measured = |(rule, _)| {
            let share = promise.measured(simulation, rule);
            if promise.kept(simulation, rule) { share.to_string() } else { format!("**{share}**") }
        };
        let _ = writeln!(text, "| {} | {} | {} |", promise.says, promise.limit, SIDE_BY_SIDE.map(measured).join(" | "));
    }
    text
}

/// A table of shares.
struct Table(String);

impl Table {
    fn new(title: &str, columns: &[&str]) -> Table {
        Table(format!("| {title} | n | {} |\n|---|{}\n", columns.join(" | "), "---:|".repeat(columns.len() + 1)))
    }

    /// A row; n is that of its first share.
    fn row(&mut self, name: &str, shares: &[Share]) {
        let cells: Vec<String> = shares.iter().map(ToString::to_string).collect();
        let _ = writeln!(self.0, "| {name} | {} | {} |", shares.first().map_or(0, |share| share.n), cells.join(" | "));
    }
}
