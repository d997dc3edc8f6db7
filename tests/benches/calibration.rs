//! Calibration by simulation over many nations. `cargo xtask calibrate` writes the tables into `CALIBRATION.md` beside this file, below
//! what is said there of them; `--seeds N` alone prints them.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it speaks to the person who ran it")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]

#[path = "calibration/mod.rs"]
mod calibration;

use std::fs;
use std::path::Path;
use std::time::Instant;

use calibration::{Scenario, Simulation, tables};

/// What stands below is written anew.
const BELOW: &str = "<!-- Below this line: cargo xtask calibrate -->\n";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let place = |name: &str| arguments.iter().position(|argument| argument == name);
    let Some(seeds) = place("--seeds").and_then(|place| arguments.get(place + 1)?.parse().ok()) else {
        println!("calibration: nothing to do without --seeds N (the nations of each world); `cargo xtask calibrate` does it all");
        return;
    };
    let scenarios = Scenario::ALL.into_iter().chain(Scenario::MISSED.map(Scenario::missing));
    let simulations: Vec<Simulation> = scenarios.map(|scenario| simulated(scenario, seeds)).collect();
    let mut all: Vec<String> = simulations.iter().take(Scenario::ALL.len()).map(tables::of).collect();
    all.push(tables::missed(&simulations));
    match place("--write") {
        Some(_) => write(&all.join("\n")),
        None => println!("{}", all.join("\n")),
    }
}

fn simulated(scenario: Scenario, seeds: u64) -> Simulation {
    let started = Instant::now();
    let simulation = Simulation::new(scenario, seeds);
    eprintln!("{}: {:.0} s", scenario.title, started.elapsed().as_secs_f64());
    simulation
}

/// Replaces the tables of the document.
fn write(tables: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/CALIBRATION.md");
    let text = fs::read_to_string(&path).unwrap();
    let said = text.split_once(BELOW).map_or(text.as_str(), |(said, _)| said);
    fs::write(&path, format!("{said}{BELOW}\n{tables}")).unwrap();
}
