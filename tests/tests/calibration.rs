//! What a comparison promises of partnerships, held against invented nations whose true state is known. Few of them, so that it is quick:
//! `cargo xtask calibrate` holds it against many, and says what comes of it in `tests/benches/CALIBRATION.md`.

#[path = "../benches/calibration/mod.rs"]
mod calibration;

use std::sync::LazyLock;

use calibration::nation::{Cell, Rule, Slope};
use calibration::promises::{broken, found_out, is_high, same};
use calibration::reading::Reading;
use calibration::{Scenario, Simulation};
use concord_model::comparison::Flags;
use concord_tests::Project;

const NATIONS: u64 = 8;

static A: LazyLock<Simulation> = LazyLock::new(|| Simulation::new(Scenario::A, NATIONS));

#[track_caller]
fn assert_kept(simulation: &Simulation) {
    let broken = broken(simulation.scenario.promises(), simulation, Rule::Run);
    assert!(broken.is_empty(), "{}: {broken:#?}", simulation.scenario.title);
}

#[test]
fn where_partnerships_differ_in_size_and_means_alone_every_promise_is_kept() {
    for simulation in [&A, &Simulation::new(Scenario::A_TWO_YEARS, NATIONS), &Simulation::new(Scenario::USUAL, NATIONS)] {
        assert_kept(simulation);
        assert!(simulation.nations.iter().all(|nation| nation.one_sided == 0));
        let high = simulation.share(Rule::AllLooked, |cell| Some(is_high(cell.signal)));
        assert!(high.share > 0.002, "had all looked, the test would still flag somebody: {high}%");
    }
}

#[test]
fn with_few_reviews_no_more_is_flagged_than_a_run_says_chance_gives() {
    let simulation = Simulation::of(Scenario::A, 150, 30);
    let sum = |of: fn(&Flags) -> f64| simulation.nations.iter().map(|nation| of(&nation.flags)).sum::<f64>();
    let (beyond, expected) = (sum(|flags| flags.beyond_998 as f64), sum(|flags| flags.expected_998));
    assert!(beyond <= expected, "{beyond} flags at 99.8%, at most {expected} by chance");
    let (beyond, expected) = (sum(|flags| flags.beyond_95 as f64), sum(|flags| flags.expected_95));
    assert!(beyond <= expected && expected > 0.0, "{beyond} flags at 95%, at most {expected} by chance");
    let discovered = simulation.nations.iter().filter(|nation| nation.flags.q_below_05 > 0).count();
    assert!(discovered <= 2, "in {discovered} of 30 nations something has q < 0.05, where 1.5 would be chance");
}

#[test]
fn the_same_promises_are_broken_by_naive_rules() {
    let naive = broken(A.scenario.promises(), &A, Rule::NotFoundAsAbsent).join("\n");
    for promise in ["bounds", "95% hulls", "95% flags as high", "99.8% flags as high", "what is found rises"] {
        assert!(naive.contains(promise), "`{promise}` in:\n{naive}");
    }
    let naive = broken(A.scenario.promises(), &A, Rule::MissingIgnored).join("\n");
    assert!(naive.contains("bounds"), "{naive}");
}

#[test]
fn who_looks_hardest_is_not_flagged_where_reviews_also_miss_and_the_gradient_shows_it() {
    let simulation = Simulation::new(Scenario::B, NATIONS);
    assert_kept(&simulation);
    assert!(!broken(simulation.scenario.promises(), &simulation, Rule::NotFoundAsAbsent).is_empty());
    // Bounds are of what was not looked for; what was looked for and missed they cannot hold.
    assert!(simulation.share(Rule::Run, |cell| Some(!cell.contains())).above(0.02));
    assert!(simulation.share(Rule::AllLooked, |cell| Some(cell.contains())).share == 1.0);
    assert!(!simulation.gradient(Reading::Run, "capacity_fte", Slope::assessability_rises).below(0.95));
    assert!(simulation.rises_in_two_themes("capacity_fte").share > 0.5);
}

#[test]
fn true_differences_are_found_the_more_reviews_there_are_and_the_more_was_looked_for() {
    let simulation = Simulation::new(Scenario::C, NATIONS);
    assert_kept(&simulation);
    let level = simulation.share(Rule::AllLooked, |cell| same(cell).then_some(is_high(cell.signal)));
    assert!(!level.above(0.025), "{level}");
    let found = |rule, of: fn(&Cell) -> bool| simulation.share(rule, |cell| found_out(cell).filter(|_| of(cell))).share;
    let (few, some, many) = (
        found(Rule::AllLooked, |cell| cell.incidents <= 10),
        found(Rule::AllLooked, |cell| (11..=20).contains(&cell.incidents)),
        found(Rule::AllLooked, |cell| cell.incidents > 20),
    );
    assert!(few < some && some < many && many > 20.0 * 0.025, "{few} {some} {many}");
    let (little, most) = (
        found(Rule::Run, |cell| cell.incidents > 20 && cell.told() < 0.6),
        found(Rule::Run, |cell| cell.incidents > 20 && cell.told() >= 0.8),
    );
    assert!(little < most && most < many, "{little} {most} {many}");
}

#[test]
fn the_program_invents_each_world() {
    let project = Project::new();
    let worlds = ["usual", "a", "b", "c"];
    for world in worlds {
        let ran = project.concord(&format!("data synth --reviews 300 --seed 3 --world {world} --out @/{world} --truth @/{world}.csv"));
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    assert_eq!(project.concord("data synth --reviews 300 --seed 3 --out @/unsaid").code, 0);
    assert_eq!(project.files("unsaid"), project.files("usual"));
    for (place, world) in worlds.iter().enumerate() {
        assert!(worlds[..place].iter().all(|other| project.files(world) != project.files(other)), "{world}");
    }
    assert_eq!(project.concord("data synth --reviews 300 --seed 3 --world d --out @/d").code, 2);
}
