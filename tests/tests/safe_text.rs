//! Nothing that stands in a file or that a framework says can do anything on a terminal: move its cursor, colour it, turn the order of
//! letters, begin a line that looks like the program's own, or flood it.

use std::fmt::Write;

use concord_tests::{Project, Ran};

/// What must never reach a terminal as it is.
const WRONG: &str = "\u{1b}[31m\u{9b}2J\u{7}\u{202e}\u{2066}\u{2028}\r\t\u{7f}\nforged: all is well\n";

/// The same as TOML and JSON write it.
fn escaped() -> String {
    WRONG.chars().fold(String::new(), |mut text, letter| {
        let _ = write!(text, "\\u{:04x}", u32::from(letter));
        text
    })
}

/// A megabyte, with what must not be shown at both ends.
fn long() -> String {
    format!("{}{}{}", escaped(), "x".repeat(1 << 17), escaped())
}

fn is_safe(letter: char) -> bool {
    let turns = matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    letter == '\n' || !letter.is_control() && !turns
}

fn check(line: &str, ran: &Ran, flooded: usize) {
    for (stream, text) in [("out", &ran.out), ("err", &ran.err)] {
        let plain =
            ["\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[0m"].iter().fold(text.clone(), |text, colour| match line.contains("--review") {
                true => text.replace(colour, ""),
                false => text,
            });
        let wrong = plain.char_indices().find(|(_, letter)| !is_safe(*letter));
        let around = |place: usize| plain[..place].chars().rev().take(200).collect::<Vec<_>>().into_iter().rev().collect::<String>();
        assert!(wrong.is_none(), "{line}, {stream}: {:?} after {}", wrong, around(wrong.map_or(0, |(place, _)| place)));
        // A line of a snapshot's file is a line, marked with a minus.
        let forged = plain.lines().find(|line| line.trim_start_matches(['+', ' ']).starts_with("forged"));
        assert_eq!(forged, None, "{line}, {stream}");
        let longest = plain.lines().map(str::len).max().unwrap_or_default();
        assert!(longest <= flooded, "{line}, {stream}: a line of {longest} bytes");
    }
}

/// A framework whose every text is wrong, and data whose every name is.
fn project(text: &str) -> Project {
    let project = Project::new();
    project.write(
        "ours/framework.toml",
        format!(
            "[framework]\nid = \"ours\"\ntitle = \"T {text}\"\nedition = \"1 {text}\"\nowner = \"O {text}\"\nsource = \"S {text}\"\n\
             note = \"N {text}\"\nplugin = \"rules\"\n\n\
             [[indicator]]\nid = \"A1\"\ntitle = \"Title {text}\"\nquestion = \"Question {text}\"\npolarity = \"concern\"\n\
             looked_for = \"examined('T05')\"\npresent = \"observations.exists(o, o.theme == 'T05')\"\n\
             mappings = [{{ theme = \"T05\", match = \"exact\" }}]\n"
        ),
    );
    let review = r#"{"review_id": "R1", "partnership_id": "P1", "review_type": "rapid_review", "notified_date": "2023-05-02"}"#;
    let named = review.replace("R1", &format!("R {text}")).replace("P1", &format!("P {text}"));
    project.write("data/reviews.jsonl", format!("{review}\n{named}\n"));
    let wrong = [
        named.clone(),
        named.replace("rapid_review", text),
        review.replace("\"R1\"", &format!("\"R2 {text}\", \"k {text}\": \"v {text}\"")),
        review.replace("R1", "R3").replace("2023-05-02", text),
        review.replace("R1", "R4").replace("P1", text),
    ];
    project.write("wrong/reviews.jsonl", format!("{review}\n{}\n{{\"{text}\n", wrong.join("\n")));
    project.write("wrong/partnerships.jsonl", "{\"partnership_id\": \"P1\"}\n");
    project
}

const COMMANDS: [&str; 22] = [
    "check @/ours",
    "check @/ours --format json",
    "show @/ours",
    "show @/ours --format markdown",
    "show @/ours --format html",
    "show @/ours --format json",
    "data check @/data",
    "data check @/wrong",
    "data check @/wrong --format json",
    "data convert @/wrong --out @/converted",
    "run @/data --frameworks @/ours --out @/one",
    "run @/wrong --frameworks @/ours --out @/two",
    "run @/wrong --frameworks @/ours --out @/three --format json",
    "run @/wrong --frameworks @/ours --out @/four --strict",
    "explain @/ours @/wrong R1",
    "explain @/ours @/wrong R9",
    "explain @/ours @/data R1 --format json",
    "diff @/one @/two",
    "diff @/one @/two --format json",
    "diff @/ours @/next --data @/wrong",
    "diff @/ours @/next",
    "test @/ours",
];

#[test]
fn names_titles_codes_and_keys_are_shown_without_doing_anything() {
    let project = project(&escaped());
    let next = project.text("ours/framework.toml").replace("Title", "Another title").replace("Question", "Another question");
    project.write("next/framework.toml", next.replace("o.theme == 'T05'", "o.theme == 'T06'"));
    project.write("ours/cases/a.toml", format!("about = \"A {}\"\n[review]\nreview_type = \"rapid_review\"\n", escaped()));
    project.write("ours/snapshots/a.snap", format!("---\nsource: a\n---\n{WRONG}"));
    for line in COMMANDS {
        let ran = project.concord(line);
        assert!(!ran.out.is_empty() || !ran.err.is_empty(), "{line}");
        check(line, &ran, usize::MAX);
    }
    let review = "test @/ours --review";
    check(review, &project.concord_asking(review, "s\n"), usize::MAX);
    check(review, &project.concord_in_colour(review), usize::MAX);
    // In files the data stand as they are.
    let rejected = project.text("two/rejects.jsonl");
    assert!(rejected.contains("\\u001b[31m"), "{rejected}");
    let problems = project.text("two/problems.csv");
    assert!(problems.contains("\\u001b[31m"), "messages are safe: {problems}");
}

#[test]
fn what_is_overlong_is_cut() {
    let project = project(&long());
    for (line, cut) in [
        ("data check @/wrong", true),
        ("run @/wrong --frameworks @/ours --out @/out", true),
        ("explain @/ours @/data R1", true),
        ("explain @/ours @/wrong R9", false),
        ("check @/ours", false),
    ] {
        let ran = project.concord(line);
        check(line, &ran, 16_000);
        assert!(!cut || format!("{}{}", ran.out, ran.err).contains("letters in all"), "{line}: {}", ran.err);
    }
}

#[test]
fn what_cannot_be_parsed_is_told_safely() {
    let (text, long) = (escaped(), long());
    let manifests = [
        format!("[framework]\n\"k {text}\" = 1\n"),
        format!("[framework]\nid = \"a {text}\"\ntitle = \"t\"\nedition = \"1\"\nowner = \"o\"\nsource = \"s\"\nplugin = \"p {text}\"\n"),
        format!("[framework]\nid = \"{long}\"\n"),
        format!("[framework]\nid = \u{1b}[31m\n{WRONG}"),
        format!("\"{long}\" = 1\n"),
    ];
    for manifest in manifests {
        let project = project("");
        project.write("bad/framework.toml", &manifest);
        for line in
            ["check @/bad", "show @/bad", "run @/data --frameworks @/bad --out @/out", "test @/bad", "diff @/bad @/ours", "build @/bad"]
        {
            let ran = project.concord(line);
            assert_ne!(ran.code, 0, "{line}");
            check(line, &ran, 16_000);
        }
        project.write("words.toml", &manifest);
        check("--dictionary", &project.concord("data check @/data --dictionary @/words.toml"), 16_000);
        project.write("ours/cases/a.toml", &manifest);
        check("a case", &project.concord("test @/ours"), 16_000);
    }
    let rules = [
        format!("observations.exists(o, o.theme == '{text}')"),
        format!("wrong{text}"),
        format!("'{long}' == codebook"),
        "a \u{1b}[31m b".to_owned(),
    ];
    for rule in rules {
        let project = project("");
        let manifest = project.text("ours/framework.toml").replace("observations.exists(o, o.theme == 'T05')", &rule);
        project.write("ours/framework.toml", manifest);
        check(&rule, &project.concord("check @/ours"), 16_000);
    }
    let project = project("");
    for csv in [
        format!("x,n{WRONG}\n1,2\n"),
        format!("unit,x,n\n\"{WRONG}\",1,2\n\"{WRONG}\",9,2\n"),
        format!("unit,x,n\na,{},2\n", "9".repeat(1 << 20)),
    ] {
        project.write("t.csv", csv);
        for line in ["stat funnel @/t.csv", "stat interval @/t.csv", "stat shrink @/t.csv", "stat fdr @/t.csv", "stat variance @/t.csv"] {
            check(line, &project.concord(line), 16_000);
        }
    }
}

#[test]
#[cfg(unix)]
fn names_of_files_are_shown_safely() {
    let name = "a\u{1b}[31m\u{9b}\nforged: all is well\u{202e}";
    let project = project("");
    let text = project.text("ours/framework.toml");
    project.write(&format!("many/{name}/framework.toml"), &text);
    project.write(&format!("many/{name}2/framework.toml"), "id = ");
    project.write("many/ours/framework.toml", &text);
    project.write(&format!("ours/cases/{name}.toml"), "about = \"a\"\n[review]\n");
    project.write(&format!("ours/cases/{name}/b.toml"), "about = \"a\"\n[review]\n");
    project.write(&format!("ours/snapshots/{name}.snap"), "x");
    project.write(&format!("data/{name}.csv"), "x");
    project.write(&format!("none/{name}.csv"), "x");
    project.write(&format!("out/{name}"), "x");
    let lines = [
        "check @/many",
        "run @/data --frameworks @/many --out @/written",
        "run @/none --frameworks @/many --out @/written2",
        "run @/data --frameworks @/ours --out @/out",
        "data check @/data",
        "data check @/none",
        "test @/ours",
        "test @/many",
        "new @/out --lang toml",
    ];
    for line in lines {
        check(line, &project.concord(line), 16_000);
    }
}

#[test]
fn last_words_of_a_framework_are_shown_safely() {
    for word in ["panic-loudly:all", "refuse-loudly:all", "open-loudly"] {
        let project = project("");
        project.hostile(word);
        for line in
            ["run @/data --frameworks @/frameworks --out @/out", "check @/frameworks", "explain @/frameworks/panic-loudly-all @/data R1"]
        {
            let ran = project.concord(line);
            assert_ne!(ran.code, 0, "{word}: {line}");
            check(line, &ran, 16_000);
        }
    }
}
