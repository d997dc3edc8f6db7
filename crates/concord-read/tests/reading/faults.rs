//! Faults of single records: each is told with its place, and the record is kept whole among the rejects.

use concord_model::dictionary::Dictionary;
use concord_read::Options;
use serde_json::{Value, json};

use crate::support::{Read, data, folder, lines, read, read_files, review, try_read};

const GROUPS: (&str, &str) = ("partnerships.csv", "partnership_id\nP1\nNorthmoor\n");

/// Reads a review and a bad one after it.
fn with_bad(bad: &str) -> Read {
    let read = read_files(&[("reviews.jsonl", &format!("{}\n{bad}\n", review("R1", ""))), GROUPS]);
    assert_eq!((read.counts.used, read.counts.rejected), (1, 1), "{bad}: {:#?}", read.problems);
    read
}

/// The one problem of a bad review with a key added.
fn problem_of(more: &str) -> String {
    let bad = review("B", more);
    let read = with_bad(&bad);
    assert_eq!(read.rejects[0].record, serde_json::from_str::<Value>(&bad).unwrap(), "the record is kept whole");
    assert_eq!(read.problems.len(), 1, "{:#?}", read.problems);
    lines(&read.problems).remove(0)
}

#[test]
fn values_that_do_not_fit_say_what_is_allowed() {
    let cases = [
        (r#""panel_view": "agrees""#, r#"B.panel_view: unknown code "agrees" (did you mean "agree"? allowed: agree, disagree, no_view)"#),
        (
            r#""why_depth": 3"#,
            r#"B.why_depth: unknown code "3" (allowed: what_only, cause_asserted, individual_rationale, local_system, whole_system)"#,
        ),
        (
            r#""agencies": ["gp", "polise"]"#,
            r#"B.agencies: unknown code "polise" (did you mean "police"? allowed: la_csc, early_help, police, icb, acute, gp, health_visiting, midwifery, camhs, adult_mh, school, probation and 5 more)"#,
        ),
        (r#""reviewer_days": -1"#, "B.reviewer_days: -1 is too small (allowed: 0 to 1000)"),
        (r#""reviewer_days": 1000.5"#, "B.reviewer_days: 1000.5 is too large (allowed: 0 to 1000)"),
        (r#""reviewer_days": "12""#, r#"B.reviewer_days: "12" is no number (allowed: 0 to 1000)"#),
        (
            r#""immediate_action": "yes""#,
            r#"B.immediate_action: "yes" is no truth value (allowed: present, absent, or a reason such as not_known)"#,
        ),
        (r#""notified_date": "21/04/2023""#, r#"B.notified_date: "21/04/2023" is no date (write 2023, 2023-04 or 2023-04-21)"#),
        (r#""notified_date": 2023"#, "B.notified_date: 2023 is no date (write 2023, 2023-04 or 2023-04-21)"),
        (r#""coded_by": ["A"]"#, "B.coded_by: a list is no text"),
        (r#""home_partnership": {"id": 1}"#, "B.home_partnership: an object is no name"),
        (r#""days_to_submit": 3"#, "B.days_to_submit: is derived, so that it is counted alike for all, and cannot be given (leave it out)"),
        (r#""children": {"child_id": "C1"}"#, "B.children: an object is no list of rows (write [] where there are none)"),
        (r#""children": [7]"#, "B.children.#1: a number stands where an object is expected"),
        (
            r#""children": [{"child_id": "C1", "outcome": "died"}, {"child_id": "C2", "outcome": "died", "age_months": 7.5}]"#,
            "B.children.C2.age_months: 7.5 is no whole number (allowed: -9 to 227)",
        ),
        (
            r#""children": [{"child_id": "C1", "outcome": "not_known"}]"#,
            "B.children.C1.outcome: is required and not given (allowed: died, seriously_harmed, perpetrator, other_child)",
        ),
        (r#""children": [{"outcome": "died"}]"#, "B.children.#1.child_id: is required and not given"),
        (
            r#""children": [{"child_id": "C1", "outcome": "died"}, {"child_id": "C1", "outcome": "died"}]"#,
            "B.children.C1.child_id: has the same child_id as row 1 of the same record",
        ),
        (
            r#""children": [{"child_id": "C1", "outcome": "died", "review_id": "R1"}]"#,
            "B.children.C1.review_id: names \"R1\", another record than it stands in (a row stands in the record that it belongs to; leave the column out or mend it)",
        ),
        (
            r#""observations": [{"obs_id": "O1", "theme": "T01", "valence": "neutral"}], "recommendations": [{"rec_id": "A", "rec_type": "audit", "linked_obs": ["O1", "O2"]}]"#,
            "B.recommendations.A.linked_obs: \"O2\" is none of the observations of this record (did you mean \"O1\"?)",
        ),
        (r#""notified_date": "2023-04-21", "submitted_date": "2023-04""#, ""),
        (
            r#""aware_date": "2023-05-02", "submitted_date": "2023-04""#,
            "B.submitted_date: 2023-04 lies before aware_date, which is 2023-05-02 at the earliest (in order: incident_date, aware_date, notified_date, submitted_date, panel_response_date)",
        ),
    ];
    for (more, expected) in cases.into_iter().filter(|(_, expected)| !expected.is_empty()) {
        assert_eq!(problem_of(more), format!("reviews.jsonl:2: {expected}"), "{more}");
    }
}

#[test]
fn dates_that_need_not_run_backwards_are_kept() {
    let kept = review("R1", r#""notified_date": "2023-04-21", "submitted_date": "2023-04", "panel_response_date": "2023""#);
    assert_eq!(read_files(&[("reviews.jsonl", &kept)]).counts.used, 1);
}

#[test]
fn an_unknown_group_and_missing_required_values_are_refused() {
    let read = with_bad(r#"{"review_id": "B", "partnership_id": "Norhtmoor"}"#);
    assert_eq!(
        lines(&read.problems),
        [
            "reviews.jsonl:2: B.partnership_id: \"Norhtmoor\" is not in partnerships (did you mean \"Northmoor\"?)",
            "reviews.jsonl:2: B.review_type: is required and not given (allowed: rapid_review, lcspr, national, other_local)",
        ],
        "all reasons of one record"
    );
    let read = with_bad(r#"{"partnership_id": "refused", "review_type": "lcspr"}"#);
    assert_eq!(
        lines(&read.problems),
        ["reviews.jsonl:2: #2.review_id: is required and not given", "reviews.jsonl:2: #2.partnership_id: is required and not given"]
    );
}

#[test]
fn a_duplicate_says_where_the_first_is() {
    let second = review("R1", r#""coding": "primary""#);
    let read = with_bad(&second);
    assert_eq!(
        lines(&read.problems),
        ["reviews.jsonl:2: R1.review_id: has the same key as the record in line 1 (the first is kept; remove this one or mend its key)"],
        "no coding is the coding that counts"
    );
    let other = format!("{}\n{}\n", review("R1", ""), review("R1", r#""coding": "second""#));
    assert_eq!(read_files(&[("reviews.jsonl", &other)]).counts.used, 2);
}

#[test]
fn a_line_that_is_no_json_is_kept_as_text() {
    for bad in ["{\"review_id\": \"B\", \"children\": [{\"child_id\": \"C1\"", "{]", "nonsense", "{} {}", "\"text\"", "[1]", "3", "null"] {
        let read = with_bad(bad);
        assert_eq!(read.rejects[0].record, Value::String(bad.to_owned()));
        let line = lines(&read.problems).remove(0);
        assert!(line.starts_with("reviews.jsonl:2: "), "{line}");
    }
    let line = lines(&with_bad("{\"review_id\": \"B\",, }").problems).remove(0);
    assert!(line.starts_with("reviews.jsonl:2: B: is no JSON, at its character 19: "), "{line}");
}

#[test]
fn a_key_that_stands_twice_is_refused_and_kept_as_text() {
    let bad = review("B", r#""coded_by": "X", "coded_by": "Y""#);
    let read = with_bad(&bad);
    assert_eq!(read.rejects[0].record, Value::String(bad));
    assert!(lines(&read.problems)[0].contains("B.coded_by: stands twice in the same row"));
}

#[test]
fn text_that_is_not_utf8_is_refused() {
    let folder = folder(&[]);
    let mut bytes = format!("{}\n", review("R1", "")).into_bytes();
    bytes.extend_from_slice(b"{\"review_id\": \"B\xff\"}\n");
    std::fs::write(folder.path().join("reviews.jsonl"), &bytes).unwrap();
    let read = read(folder.path(), &Dictionary::england());
    assert_eq!(lines(&read.problems), ["reviews.jsonl:2: #2: is not UTF-8 from its byte 17 on (it is kept whole among the rejects)"]);

    std::fs::write(folder.path().join("reviews.csv"), b"review_id,partnership_id,review_type,coded_by\nR1,P1,lcspr,\xff\nR2,P1,lcspr,x\n")
        .unwrap();
    std::fs::remove_file(folder.path().join("reviews.jsonl")).unwrap();
    let read = crate::support::read(folder.path(), &Dictionary::england());
    assert_eq!(lines(&read.problems), ["reviews.csv:2: R1.coded_by: text that is not UTF-8 is no text"]);
    assert_eq!(read.counts.used, 1);
}

#[test]
fn what_can_be_kept_is_warned_of() {
    let lines_of = format!("{}\n{}\n", review("R1", r#""parent_review_id": "R0""#), review("R2", r#""home_partnership": "Northmor""#));
    let read = read_files(&[("reviews.jsonl", &lines_of), GROUPS]);
    assert_eq!((read.counts.used, read.counts.problems, read.counts.warnings), (2, 0, 2));
    assert_eq!(
        lines(&read.problems),
        [
            "reviews.jsonl:1: R1.parent_review_id: \"R0\" is not in the data (the review is kept, as an incident of its own or of those that name the same)",
            "reviews.jsonl:2: R2.home_partnership: \"Northmor\" is not in partnerships (did you mean \"Northmoor\"?)",
        ]
    );
}

#[test]
fn without_a_group_table_no_group_is_unknown() {
    let text =
        format!("{}\n{}\n", review("R1", r#""home_partnership": "Elsewhere""#), r#"{"partnership_id": "P9", "review_type": "lcspr"}"#);
    let read = read_files(&[("reviews.jsonl", &text)]);
    assert_eq!(lines(&read.problems), ["reviews.jsonl:2: #2.review_id: is required and not given"]);
}

#[test]
fn csv_with_a_mark_crlf_and_blank_lines_has_the_right_lines() {
    for end in ["\r\n", "\n"] {
        let rows = [
            "\u{feff}review_id,partnership_id,review_type,coded_by",
            "R1,P1,lcspr,\"two",
            "lines\"",
            "",
            "R2,P1,lcsp,",
            "R3,P1,lcspr,",
            "R4,P2,lcspr",
        ];
        let csv = rows.join(end) + end;
        let children = ["child_id,review_id,outcome", "C1,R3,died", "C2,R9,died", "C3,R3,dead"].join(end);
        let read = read_files(&[("reviews.csv", &csv), ("children.csv", &children), GROUPS]);
        let starts: Vec<String> = lines(&read.problems).iter().map(|line| line.split(" (").next().unwrap().to_owned()).collect();
        assert_eq!(
            starts,
            [
                "reviews.csv:5: R2.review_type: unknown code \"lcsp\"",
                "children.csv:4: R3.children.C3.outcome: unknown code \"dead\"",
                "reviews.csv:7: R4: the row has 3 cells, the header 4",
                "children.csv:3: children.C2.review_id: \"R9\" is not in reviews.csv",
            ],
            "{end:?}"
        );
        assert_eq!(read.datasets[0].tables[1].keys.iter().collect::<Vec<_>>(), ["R1"]);
        let expected = json!({"review_id": "R3", "partnership_id": "P1", "review_type": "lcspr",
            "children": [{"child_id": "C1", "outcome": "died"}, {"child_id": "C3", "outcome": "dead"}]});
        assert_eq!(read.rejects[1].record, expected, "a record of several files is put together");
        assert_eq!(read.rejects[3].record, json!({"review_id": "R9", "children": [{"child_id": "C2", "outcome": "died"}]}));
        assert_eq!((read.counts.rejected, read.counts.stray_rows), (3, 1));
    }
}

#[test]
fn a_blank_row_of_a_spreadsheet_is_one_problem() {
    let reviews = "review_id,partnership_id,review_type\nR1,P1,lcspr\n,,\n , ,\nR2,P1,lcspr\n";
    let children = "child_id,review_id,outcome\nC1,R1,died\n,,\n";
    let read = read_files(&[("reviews.csv", reviews), ("children.csv", children), GROUPS]);
    assert_eq!(
        lines(&read.problems),
        [
            "reviews.csv:3: #3: the row is blank (delete it)",
            "reviews.csv:4: #4: the row is blank (delete it)",
            "children.csv:3: children: the row is blank (delete it)",
        ]
    );
    assert_eq!((read.counts.used, read.counts.rejected, read.counts.stray_rows), (2, 2, 1));
}

#[test]
fn a_label_in_place_of_its_code_is_answered_with_the_code() {
    let england = Dictionary::england();
    let (table, field) = england.field("children", "ethnicity").unwrap();
    let code = &england.tables[table].fields[field].codes[0];
    let child = format!(r#""children": [{{"child_id": "C1", "outcome": "died", "ethnicity": "{}"}}]"#, code.label.to_uppercase());
    let problem = problem_of(&child);
    assert!(problem.contains(&format!("(did you mean \"{}\"? allowed: ", code.code)), "{problem}");
}

#[test]
fn csv_children_belong_to_a_coding_of_their_review() {
    let reviews = "review_id,partnership_id,review_type,coding\nR1,P1,lcspr,second\nR1,P1,lcspr,\n";
    let named = "obs_id,review_id,coding,theme,valence\nO1,R1,primary,T01,neutral\nO1,R1,second,T02,neutral\nO2,R1,,T03,neutral\nO3,R1,third,T03,neutral\n";
    let read = read_files(&[("reviews.csv", reviews), ("observations.csv", named)]);
    let observations = &read.datasets[0].tables[Dictionary::england().table_place("observations").unwrap()];
    assert_eq!(observations.offsets, [0, 1, 3]);
    assert_eq!(observations.keys.iter().collect::<Vec<_>>(), ["O1", "O1", "O2"]);
    assert!(lines(&read.problems)[0].contains("observations.O3.review_id: \"R1\" with the coding \"third\" is not in reviews.csv"));
    let unnamed = "obs_id,review_id,theme,valence\nO1,R1,T01,neutral\n";
    let read = read_files(&[("reviews.csv", reviews), ("observations.csv", unnamed)]);
    assert_eq!(read.datasets[0].tables[3].offsets, [0, 0, 1], "without the column they belong to the coding that counts");
}

#[test]
fn csv_rows_need_not_be_sorted() {
    let reviews = "review_id,partnership_id,review_type\nA,P1,lcspr\nB,P1,lcspr\n";
    let sorted = "obs_id,review_id,theme,valence\nO2,A,T02,neutral\nO1,A,T01,neutral\nO1,B,T03,neutral\n";
    let mixed = "obs_id,review_id,theme,valence\nO1,B,T03,neutral\nO2,A,T02,neutral\nO1,A,T01,neutral\n";
    let with = |observations: &str| read_files(&[("reviews.csv", reviews), ("observations.csv", observations)]).datasets;
    assert_eq!(with(sorted), with(mixed));
}

#[test]
fn problems_are_kept_up_to_the_limit_and_all_counted() {
    let bad: String = (0..10_000).map(|row| review(&format!("R{row}"), r#""panel_view": "x", "coded_by": 1.5"#) + "\n").collect();
    let folder = folder(&[("reviews.jsonl", &bad)]);
    let limit = |problem_limit| try_read(folder.path(), &Dictionary::england(), Options { problem_limit, ..Options::default() }).unwrap();
    let read = limit(1_000);
    assert_eq!((read.counts.rejected, read.counts.problems, read.problems.len()), (10_000, 20_000, 1_000));
    assert!(read.rejects.iter().all(|reject| reject.problems.len() == 2), "a reject keeps all of its reasons");
    assert_eq!(limit(0).problems.len(), 0);
    assert_eq!(limit(u64::MAX).problems.len(), 20_000);
}

#[test]
fn rejects_of_every_form_are_whole() {
    let england = Dictionary::england();
    let folder = folder(&[]);
    for form in ["pyarrow", "polars", "duckdb"] {
        std::fs::copy(data(form).join("reviews.parquet"), folder.path().join("reviews.parquet")).unwrap();
        std::fs::write(folder.path().join("partnerships.csv"), "partnership_id\nP-SOUTH\n").unwrap();
        let read = read(folder.path(), &england);
        assert_eq!((read.counts.used, read.counts.rejected), (1, 3), "{form}");
        let records: Vec<Value> = read.rejects.iter().map(|reject| tidy(reject.record.clone())).collect();
        let text = std::fs::read_to_string(data("jsonl/reviews.jsonl")).unwrap();
        let written: Vec<Value> = text.lines().map(|line| tidy(serde_json::from_str(line).unwrap())).collect();
        assert_eq!(records, [written[0].clone(), written[1].clone(), written[3].clone()], "{form}");
        assert!(lines(&read.problems)[0].starts_with("reviews.parquet:1: R1.partnership_id: \"P-NORTH\" is not in partnerships"), "{form}");
    }
}

/// Without nulls, with truth values by their names and with all numbers as decimals.
fn tidy(value: Value) -> Value {
    match value {
        Value::Object(object) => object.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, tidy(value))).collect(),
        Value::Array(items) => items.into_iter().map(tidy).collect(),
        Value::Bool(truth) => (if truth { "present" } else { "absent" }).into(),
        Value::Number(number) => number.as_f64().unwrap().into(),
        other => other,
    }
}
