//! The frameworks of this repository compile, ask what they are said to ask, and stand to the common themes as they are said to.
#![cfg(feature = "compile")]
#![expect(clippy::unwrap_used, reason = "a test that fails should panic")]

#[path = "frameworks/table.rs"]
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use concord_model::dictionary::Dictionary;
use concord_model::framework::{Indicator, Match, Polarity};
use concord_model::manifest::{Plugin, plugin_of};
use concord_rules::{Compiled, compile};

use self::table::{COVERAGE, FRAMEWORKS, FROM_MEMORY, SCOPE, THEMES};

/// The folders of `frameworks/` that hold a framework without code, by name.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frameworks");
    let by_rules = |folder: &PathBuf| {
        let text = fs::read_to_string(folder.join("framework.toml")).unwrap();
        plugin_of("framework.toml", &text).unwrap().plugin == Plugin::Bundled("rules".to_owned())
    };
    let entries = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.join("framework.toml").is_file()).filter(by_rules).collect();
    folders.sort();
    folders
}

fn compiled(folder: &Path) -> Compiled {
    let file = folder.join("framework.toml");
    let text = fs::read_to_string(&file).unwrap();
    compile(&file.display().to_string(), &text, &Dictionary::england()).unwrap_or_else(|problems| {
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", told.join("\n"))
    })
}

fn all() -> Vec<Compiled> {
    folders().iter().map(|folder| compiled(folder)).collect()
}

/// `PS2 concern: T02 L0 L1 exact`, the line of an indicator in the table.
fn line(indicator: &Indicator) -> String {
    let mapping = |mapping: &concord_model::framework::Mapping| {
        let levels: String = mapping.levels.iter().map(|level| format!("{level} ")).collect();
        format!("{} {levels}{}", mapping.theme, mapping.matching.name())
    };
    let mappings: Vec<String> = indicator.mappings.iter().map(mapping).collect();
    format!("{} {}: {}", indicator.id, indicator.polarity.name(), mappings.join(", ")).trim_end().to_owned()
}

#[test]
fn each_compiles_without_a_warning_under_the_name_of_its_folder() {
    for folder in folders() {
        let compiled = compiled(&folder);
        let told: Vec<String> = compiled.warnings.iter().map(ToString::to_string).collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
        assert_eq!(Some(compiled.manifest.id.as_str()), folder.file_name().and_then(|name| name.to_str()));
    }
}

#[test]
fn each_asks_what_the_table_says_and_nothing_else() {
    let all = all();
    let ids: Vec<&str> = all.iter().map(|compiled| compiled.manifest.id.as_str()).collect();
    let expected: Vec<&str> = FRAMEWORKS.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, expected);
    for (compiled, (id, table)) in all.iter().zip(FRAMEWORKS) {
        let lines: Vec<String> = compiled.plan.rules.iter().map(|rule| line(&rule.indicator)).collect();
        assert_eq!(lines.join("\n"), table.trim(), "{id}");
    }
}

/// What is true of one theme *or* another is a part of neither.
#[test]
fn each_question_decides_one_theme_at_most() {
    for compiled in all() {
        for rule in &compiled.plan.rules {
            let themes = rule.indicator.deciding_themes();
            assert!(themes.len() <= 1, "{} {}: {themes:?}", compiled.manifest.id, rule.indicator.id);
        }
    }
}

#[test]
fn no_question_about_a_theme_takes_silence_for_absence() {
    for compiled in all() {
        for rule in &compiled.plan.rules {
            let says_absent = rule.lines.iter().any(|line| line.absent);
            if decides(&rule.indicator) && says_absent {
                assert!(rule.looked_for.is_some(), "{} {}", compiled.manifest.id, rule.indicator.id);
            }
        }
    }
}

#[test]
fn what_only_memory_supports_says_so() {
    let marked: Vec<String> = all().iter().flat_map(|compiled| compiled.memory.iter().map(|(indicator, _)| indicator.clone())).collect();
    assert_eq!(marked, FROM_MEMORY);
}

#[test]
fn whoever_has_something_from_memory_says_so_as_a_whole_too() {
    for compiled in all() {
        assert_eq!(compiled.manifest.memory.is_some(), !compiled.memory.is_empty(), "{}", compiled.manifest.id);
    }
}

#[test]
fn each_national_one_has_a_page_that_says_it_is_not_confirmed() {
    for folder in folders().into_iter().filter(|folder| !folder.ends_with("millbrook")) {
        let page = fs::read_to_string(folder.join("README.md")).unwrap();
        assert!(page.contains("As encoded here, not confirmed by its owner."), "{}", folder.display());
        assert!(page.contains("## What it cannot see"), "{}", folder.display());
        assert!(!compiled(&folder).manifest.confirmed);
    }
}

/// Which themes a framework touches at all: the coverage matrix, in which brackets and crosses are told apart by [`SCOPE`].
#[test]
fn frameworks_touch_the_themes_of_the_coverage_matrix_and_no_others() {
    for (compiled, (id, row)) in all().iter().zip(COVERAGE) {
        assert_eq!(compiled.manifest.id, id);
        let touched = |theme: &&str| compiled.plan.rules.iter().any(|rule| maps(&rule.indicator, theme).is_some());
        let themes: Vec<&str> = THEMES.into_iter().filter(touched).collect();
        let expected: Vec<&str> =
            THEMES.into_iter().zip(row.split('|')).filter(|(_, cell)| !cell.trim().is_empty()).map(|(theme, _)| theme).collect();
        assert_eq!(themes, expected, "{id}");
    }
}

/// What a framework can say of each theme: `x` both that it is there and that it is not, `+` only that it is there, `-` only that it is
/// not, `r` nothing that decides, blank nothing at all; concerns, or strengths where the framework has no concern on the theme.
#[test]
fn frameworks_decide_the_themes_that_the_table_says() {
    let england = Dictionary::england();
    for (compiled, (id, row)) in all().iter().zip(SCOPE) {
        assert_eq!(compiled.manifest.id, id);
        let cell = |theme: &&str| {
            let apart = england.themes[england.theme_place(theme).unwrap()].apart;
            let mapped: Vec<(&Indicator, Match)> =
                compiled.plan.rules.iter().filter_map(|rule| Some((&rule.indicator, maps(&rule.indicator, theme)?))).collect();
            let with = |kinds: &[Match]| {
                mapped.iter().any(|(indicator, matching)| indicator.polarity != Polarity::Description && kinds.contains(matching))
            };
            match (with(&[Match::Exact, Match::Part]), with(&[Match::Exact, Match::Wider])) {
                _ if mapped.is_empty() => ' ',
                _ if apart => 'r',
                (true, true) => 'x',
                (true, false) => '+',
                (false, true) => '-',
                (false, false) => 'r',
            }
        };
        assert_eq!(THEMES.iter().map(cell).collect::<String>().trim_end(), row.trim_end(), "{id}");
    }
}

fn maps(indicator: &Indicator, theme: &str) -> Option<Match> {
    indicator.mappings.iter().find(|mapping| mapping.theme == theme).map(|mapping| mapping.matching)
}

fn decides(indicator: &Indicator) -> bool {
    indicator.polarity != Polarity::Description && indicator.mappings.iter().any(|mapping| mapping.matching != Match::Related)
}
