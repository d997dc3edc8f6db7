//! A machine that has no room: that ends the run, and is no verdict on a framework.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

mod common;

use std::process::Command;

use common::{LITTLE, NORTHMOOR, northmoor, reviews};
use concord_sandbox::{Engine, Framework, HostError, OpenError, Sandbox, Series};

/// Runs one of the tests below in a process of its own that may have so many kibibytes of addresses.
fn within(kibibytes: u64, test: &str) {
    let _ = &*NORTHMOOR;
    let program = std::env::current_exe().unwrap();
    let line = format!("ulimit -v {kibibytes}; exec \"$0\" --exact {test} --ignored --test-threads=1");
    let output = Command::new("sh").args(["-c", &line]).arg(program).env("RUST_BACKTRACE", "0").output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
fn without_room_for_one_instance_nothing_is_said_of_the_framework() {
    within(3_000_000, "opening");
}

#[test]
fn without_room_for_another_instance_the_run_ends() {
    within(7_000_000, "evaluating");
}

#[test]
#[ignore = "is run with few addresses by the tests above"]
fn opening() {
    let engine = Engine::new(LITTLE).unwrap();
    let component = engine.compile(&NORTHMOOR).unwrap();
    let fault = Framework::open(&component, "northmoor", "", &common::ENGLAND, &[]).unwrap_err();
    assert!(matches!(fault, OpenError::Host(HostError::Room(_))), "{fault}");
    assert!(fault.to_string().contains("lift a limit such as `ulimit -v`"), "{fault}");
}

#[test]
#[ignore = "is run with few addresses by the tests above"]
fn evaluating() {
    let engine = Engine::new(LITTLE).unwrap();
    let (framework, dataset) = (northmoor(&engine), reviews(100, &[]));
    let mut sandbox = Sandbox::new(vec![framework.clone()]);
    // One instance holds most of the addresses.
    let mut series = Series::new(&framework);
    series.ask(&dataset).unwrap();
    let fault = sandbox.evaluate(&dataset).unwrap_err();
    assert!(matches!(fault, HostError::Room(_)), "{fault}");
    drop(series);
    assert!(sandbox.evaluate(&dataset).is_ok());
    assert_eq!((sandbox.health(0).unwrap().failed, sandbox.impure(0)), (0, None));
}
