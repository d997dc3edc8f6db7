//! What a comparison promises of partnerships, held against invented nations whose true state is known. Few of them, so that it is quick:
//! `cargo xtask calibrate` holds it against many.

#[path = "../benches/calibration/mod.rs"]
mod calibration;

use calibration::nation::Rule;
use calibration::promises::{broken_for_the_best_resourced, broken_where_nothing_differs, found_out, is_high};
use calibration::reading::Reading;
use calibration::tables::{gradient, in_two_themes};
use calibration::{Scenario, Simulation};
use concord_tests::Project;

const NATIONS: u64 = 6;

#[test]
fn where_partnerships_differ_in_size_and_means_alone_every_promise_is_kept() {
    for scenario in [Scenario::A, Scenario::A_TWO_YEARS, Scenario::USUAL] {
        let simulation = Simulation::new(scenario, NATIONS);
        let broken = broken_where_nothing_differs(&simulation, Rule::Run);
        assert!(broken.is_empty(), "{}: {broken:#?}", scenario.title);
        assert!(simulation.nations.iter().all(|nation| nation.one_sided == 0));
    }
}

#[test]
fn the_same_promises_are_broken_by_naive_rules() {
    let simulation = Simulation::new(Scenario::A, NATIONS);
    let broken = broken_where_nothing_differs(&simulation, Rule::NotFoundAsAbsent).join("\n");
    for promise in ["bounds", "hulls", "95% flags fall on", "99.8% flags fall on"] {
        assert!(broken.contains(promise), "`{promise}` in:\n{broken}");
    }
    let broken = broken_where_nothing_differs(&simulation, Rule::MissingIgnored).join("\n");
    assert!(broken.contains("bounds"), "{broken}");
}

#[test]
fn who_looks_hardest_is_not_flagged_where_reviews_also_miss_and_the_gradient_shows_it() {
    let simulation = Simulation::new(Scenario::B, NATIONS);
    let broken = broken_for_the_best_resourced(&simulation, Rule::Run);
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(!broken_for_the_best_resourced(&simulation, Rule::NotFoundAsAbsent).is_empty());
    // Bounds are of what was not looked for; what was looked for and missed they cannot hold.
    assert!(simulation.share(Rule::Run, |cell| Some(!cell.contains())).above(0.02));
    assert!(simulation.share(Rule::AllLooked, |cell| Some(cell.contains())).share == 1.0);
    assert!(!gradient(&simulation, Reading::Run, "capacity_fte", |slope| slope.assessability, true).below(0.95));
    assert!(in_two_themes(&simulation, "capacity_fte").share > 0.5);
}

#[test]
fn true_differences_are_found_where_all_looked() {
    let simulation = Simulation::new(Scenario::C, NATIONS);
    let large = |rule, told: f64| simulation.share(rule, |cell| found_out(cell).filter(|_| cell.incidents > 20 && cell.told() >= told));
    let level = simulation.share(Rule::AllLooked, |cell| (cell.difference == 0.0).then_some(is_high(cell.signal)));
    assert!(!level.above(0.025), "{level}");
    assert!(large(Rule::AllLooked, 0.0).above(10.0 * 0.025), "{}", large(Rule::AllLooked, 0.0));
    assert!(large(Rule::Run, 0.8).above(2.0 * 0.025), "{}", large(Rule::Run, 0.8));
    let elsewhere = simulation.share(Rule::Run, |cell| (cell.difference == 0.0).then_some(cell.signal.flagged()));
    assert!(!elsewhere.above(0.05), "{elsewhere}");
}

#[test]
fn the_program_invents_each_world() {
    let project = Project::new();
    let worlds = ["usual", "looked", "missed", "different"];
    for world in worlds {
        let ran = project.concord(&format!("data synth --reviews 300 --seed 3 --world {world} --out @/{world} --truth @/{world}.csv"));
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    assert_eq!(project.concord("data synth --reviews 300 --seed 3 --out @/unsaid --truth @/unsaid.csv").code, 0);
    assert_eq!(project.files("unsaid"), project.files("usual"));
    for (place, world) in worlds.iter().enumerate() {
        assert!(worlds[..place].iter().all(|other| project.files(world) != project.files(other)), "{world}");
    }
}
