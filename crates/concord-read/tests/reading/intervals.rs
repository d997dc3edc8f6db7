//! Derived fields, and the date as of which is looked.

use concord_model::dataset::Values;
use concord_model::date::PartialDate;
use concord_model::dictionary::Dictionary;
use concord_model::missing::Missing;
use concord_read::Options;

use crate::support::{Read, folder, lines, read_files, review, try_read};

/// A derived whole number of the first review, or why there is none.
fn derived(read: &Read, field: &str) -> Result<i32, Missing> {
    let (table, field) = Dictionary::england().field("reviews", field).unwrap();
    let column = &read.datasets[0].tables[table].columns[field];
    let Values::Integer(numbers) = &column.values else { panic!("an integer") };
    Missing::from_byte(column.missing(0)).map_or(Ok(numbers[0]), Err)
}

fn of(more: &str) -> Read {
    read_files(&[("reviews.jsonl", &review("R1", more))])
}

#[test]
fn working_days_leave_out_weekends_and_bank_holidays() {
    let days = |from: &str, to: &str| derived(&of(&format!(r#""notified_date": "{from}", "submitted_date": "{to}""#)), "days_to_submit");
    for (from, fifteenth) in
        [("2018-12-14", "2019-01-09"), ("2022-05-20", "2022-06-14"), ("2024-03-22", "2024-04-16"), ("2025-04-11", "2025-05-07")]
    {
        assert_eq!(days(from, fifteenth), Ok(15), "{from}");
    }
    assert_eq!(days("2024-03-22", "2024-03-22"), Ok(0));
    assert_eq!(days("2024-03-22", "2024-04"), Err(Missing::NotKnown), "the ends do not agree");
    assert_eq!(days("2024-03", "2024-04-16"), Err(Missing::NotKnown));
    assert_eq!(days("2024-03", "2024-03"), Err(Missing::NotKnown));
}

#[test]
fn the_reason_of_what_is_missing_is_passed_on() {
    let days = |dates: &str| derived(&of(dates), "days_to_submit");
    assert_eq!(days(r#""notified_date": "2024-03-22", "submitted_date": "not_applicable""#), Err(Missing::NotApplicable));
    assert_eq!(days(r#""notified_date": "refused", "submitted_date": "not_applicable""#), Err(Missing::Refused));
    assert_eq!(days(r#""submitted_date": "2024-03-22""#), Err(Missing::NotRecorded));
}

#[test]
fn a_calendar_that_does_not_reach_is_noticed_once_with_its_count() {
    let dates = r#""notified_date": "2012-03-22", "submitted_date": "2012-04-16""#;
    let text = format!("{}\n{}\n", review("R1", dates), review("R2", dates));
    let read = read_files(&[("reviews.jsonl", &text)]);
    assert_eq!(derived(&read, "days_to_submit"), Err(Missing::NotKnown));
    let notice = "reviews.jsonl: 2 intervals in working days are not known, for a date lies where no bank holidays are known (the calendar england-and-wales has 2018 to 2028)";
    assert!(lines(&read.notices).contains(&notice.to_owned()), "{:#?}", read.notices);
}

#[test]
fn months_are_rounded_up_and_given_where_the_ends_agree() {
    let months =
        |from: &str, to: &str| derived(&of(&format!(r#""lcspr_decision_date": "{from}", "published_date": "{to}""#)), "months_to_publish");
    assert_eq!(months("2023-01-10", "2023-07-10"), Ok(6));
    assert_eq!(months("2023-01-10", "2023-07-11"), Ok(7));
    assert_eq!(months("2023-01-31", "2023-02-28"), Ok(1));
    assert_eq!(months("2023-01-31", "2023-07"), Ok(6), "any day of July is six months on");
    assert_eq!(months("2023-01-10", "2023-07"), Err(Missing::NotKnown));
}

#[test]
fn the_last_date_decides_as_of_when_but_no_planned_or_backward_one() {
    let text = [
        review(
            "R1",
            r#""lcspr_decision_date": "2023-01-10", "recommendations": [{"rec_id": "A", "rec_type": "audit", "due_date": "2030-01-01"}]"#,
        ),
        review(
            "R2",
            r#""published_date": "2023-08", "recommendations": [{"rec_id": "A", "rec_type": "audit", "response_date": "2023-07-11"}]"#,
        ),
        review("R3", r#""notified_date": "2203-04-21", "submitted_date": "2023-05-16""#),
    ];
    let read = read_files(&[("reviews.jsonl", &text.join("\n"))]);
    assert_eq!(PartialDate::day(read.as_of).to_string(), "2023-08-01", "the first day of a month is reached for certain");
    assert_eq!(read.counts.rejected, 1);
    assert_eq!(derived(&read, "months_since_decision"), Ok(7));

    let folder = folder(&[("reviews.jsonl", &text[0])]);
    let as_of = |day: &str| {
        let options = Options { as_of: Some(PartialDate::parse(day).unwrap().first), ..Options::default() };
        derived(&try_read(folder.path(), &Dictionary::england(), options).unwrap(), "months_since_decision")
    };
    assert_eq!(as_of("2024-01-11"), Ok(13));
    assert_eq!(as_of("2022-06-01"), Ok(0), "a date ahead is 0 away");
}

#[test]
fn a_date_far_beyond_all_others_is_noticed() {
    let text = [review("R1", r#""notified_date": "2023-04-21""#), review("R2", r#""notified_date": "2032-05-01""#)];
    let notice = "reviews.jsonl: its last date, 2032-05-01 in line 2, lies more than a year after the last of every other record, 2023-04-21 (what is due is reckoned to it: mend it, or give the date as of which to look)";
    assert!(lines(&read_files(&[("reviews.jsonl", &text.join("\n"))]).notices).contains(&notice.to_owned()));
}

#[test]
fn child_rows_count_from_their_review() {
    let read = of(
        r#""published_date": "2023-01-10", "recommendations": [{"rec_id": "A", "rec_type": "audit", "response_date": "2023-07-11"}, {"rec_id": "B", "rec_type": "audit", "response_date": "refused"}]"#,
    );
    let (table, field) = Dictionary::england().field("recommendations", "months_to_response").unwrap();
    let column = &read.datasets[0].tables[table].columns[field];
    assert_eq!(column.values, Values::Integer(vec![7, 0]));
    assert_eq!(column.missing, [0, Missing::Refused as u8]);
}

#[test]
fn ages_have_bands_and_themes_are_gathered() {
    let child = |row: usize, age: i32| format!(r#"{{"child_id": "C{row}", "outcome": "died", "age_months": {age}}}"#);
    let ages = [-9, -1, 0, 11, 12, 71, 72, 131, 132, 191, 192, 227];
    let children: Vec<String> = ages.iter().enumerate().map(|(row, age)| child(row, *age)).collect();
    let observation = |row: usize, theme: &str| format!(r#"{{"obs_id": "O{row}", "theme": "{theme}", "valence": "neutral"}}"#);
    let observations = [observation(1, "T01"), observation(2, "T09"), observation(3, "T01")];
    let more = format!(r#""children": [{}], "observations": [{}]"#, children.join(","), observations.join(","));
    let read = of(&more);
    let england = Dictionary::england();
    let (table, field) = england.field("children", "age_band").unwrap();
    assert_eq!(read.datasets[0].tables[table].columns[field].values, Values::Code(vec![0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]));
    let (table, field) = england.field("reviews", "themes_observed").unwrap();
    assert_eq!(read.datasets[0].tables[table].columns[field].values, Values::CodeSet { width: 2, bits: vec![1, 1] });
}
