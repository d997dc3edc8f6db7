//! What the program says of itself: the help of every command is a snapshot, so that nothing changes unseen.

use clap::{Command, CommandFactory};
use concord::args::Arguments;
use concord_tests::{Project, repository};

/// Every command with all below it, the program itself first, each by its whole name: `concord data check`.
fn commands() -> Vec<Command> {
    let mut program = Arguments::command().term_width(100);
    program.build();
    let mut all = vec![program];
    let mut place = 0;
    while place < all.len() {
        let below: Vec<Command> = all[place].get_subcommands().cloned().collect();
        all.extend(below);
        place += 1;
    }
    all
}

fn file_name(command: &Command) -> String {
    command.get_bin_name().unwrap_or(command.get_name()).replace(' ', "-")
}

#[test]
fn every_command_says_what_it_does() {
    for mut command in commands() {
        insta::assert_snapshot!(file_name(&command), command.render_long_help().to_string());
    }
}

#[test]
fn no_help_is_kept_of_a_command_that_is_gone() {
    let mut expected: Vec<String> = commands().iter().map(|command| format!("help__{}.snap", file_name(command))).collect();
    let entries = std::fs::read_dir(repository().join("tests/tests/snapshots")).expect("snapshots");
    let names = entries.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned());
    let mut found: Vec<String> = names.filter(|name| name.starts_with("help__") && name.ends_with(".snap")).collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn every_command_has_an_example() {
    let has_one = |command: &mut Command| command.render_long_help().to_string().contains("\nExamples:\n  concord ");
    let leaves = commands().into_iter().filter(|command| !command.has_subcommands());
    let without = leaves.filter_map(|mut command| (!has_one(&mut command)).then(|| file_name(&command)));
    assert_eq!(without.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_shell_gets_completions() {
    let project = Project::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = project.concord(&format!("completions {shell}"));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}");
        assert!(ran.out.contains("concord") && ran.out.contains("standardise") && ran.out.contains("overdispersion"), "{shell}");
    }
    assert_eq!(project.concord("completions tcsh").code, 2);
}

#[test]
fn every_command_has_a_manual_page() {
    let project = Project::new();
    let ran = project.concord("man");
    assert!(ran.code == 0 && ran.out.contains(".TH concord 1"), "{}", ran.out);
    let ran = project.concord("man --out @/man");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut expected: Vec<String> = commands().iter().map(|command| format!("{}.1", file_name(command))).collect();
    expected.sort();
    let mut pages = project.files("man");
    pages.retain(|(name, _)| name != "concord.sha256");
    assert_eq!(pages.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), expected);
    assert_eq!(ran.out, format!("{} pages written to @/man\n", pages.len()));
    // A second time replaces them.
    assert_eq!(project.concord("man --out @/man").code, 0);
}
