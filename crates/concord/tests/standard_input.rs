//! The program itself, for what cannot be seen from within: standard input.
#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn a_statistic_reads_standard_input_and_ends() {
    let mut concord = Command::new(env!("CARGO_BIN_EXE_concord"))
        .args(["stat", "interval", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    concord.stdin.take().unwrap().write_all(b"x,n\n1,3\n").unwrap();
    let started = Instant::now();
    let status = loop {
        if let Some(status) = concord.try_wait().unwrap() {
            break status;
        }
        if started.elapsed() > Duration::from_secs(60) {
            concord.kill().unwrap();
            panic!("it waits for itself");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let mut said = String::new();
    concord.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(status.success() && said.contains("\"n\": 3"), "{said}");
}
