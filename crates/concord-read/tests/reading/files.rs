//! Files that cannot be read at all, and what is said of columns.

use concord_model::dictionary::Dictionary;
use concord_read::{Options, ReadError, Reader};

use crate::support::{data, fault_of, folder, lines, read_files, review};

#[test]
fn no_dataset_says_what_was_found_and_what_is_expected() {
    assert_eq!(
        fault_of(&[("review.csv", "a\n"), ("notes.txt", "")]),
        "DATA is no dataset: a folder with review.csv; expected one of reviews.jsonl, reviews.json, reviews.csv, reviews.parquet"
    );
    assert!(fault_of(&[]).contains("a folder without data files"));
    let twice = fault_of(&[("reviews.csv", "a\n"), ("reviews.jsonl", "{}\n")]);
    assert_eq!(twice, "DATA is no dataset: reviews.csv and reviews.jsonl; expected reviews in one form only; move the others away");
    let england = Dictionary::england();
    let xlsx = folder(&[("reviews.xlsx", "")]);
    let error = Reader::open(&xlsx.path().join("reviews.xlsx"), &england, Options::default()).unwrap_err();
    assert!(matches!(error, ReadError::NotADataset { .. }), "{error}");
    let error = Reader::open(&xlsx.path().join("none"), &england, Options::default()).unwrap_err();
    assert!(matches!(error, ReadError::Unreadable { .. }), "{error}");
}

#[test]
fn empty_files_are_told() {
    for name in ["reviews.jsonl", "reviews.json", "reviews.csv", "reviews.parquet"] {
        assert_eq!(fault_of(&[(name, "")]), format!("DATA/{name} is empty; check that it was written to its end"));
    }
    assert!(fault_of(&[("reviews.csv", "\u{feff}\r\n")]).contains("is empty"));
    assert!(fault_of(&[("reviews.jsonl", " \n\n")]).contains("is empty"));
}

#[test]
fn no_record_at_all_is_an_error_in_every_form() {
    let forms = [("reviews.json", "[ ]\n"), ("reviews.csv", "review_id,partnership_id,review_type\n")];
    for (name, text) in forms {
        assert_eq!(fault_of(&[(name, text)]), format!("DATA/{name} holds no record; a dataset has at least one"));
    }
    let folder = crate::parquet_types::write(crate::parquet_types::needed(0), 10);
    let error = Reader::open(folder.path(), &Dictionary::england(), Options::default()).unwrap_err();
    assert!(matches!(error, ReadError::NoRecords { .. }), "{error}");
    // One of JSON Lines without a line is an empty file.
    assert!(fault_of(&[("reviews.jsonl", "\n")]).contains("is empty"));
}

#[test]
fn what_is_named_almost_as_data_is_said_with_the_next_step() {
    let folder = folder(&[("reviews.CSV", "a\n")]);
    std::fs::create_dir(folder.path().join("reviews.parquet")).unwrap();
    let error = Reader::open(folder.path(), &Dictionary::england(), Options::default()).unwrap_err().to_string();
    let expected = "a folder with reviews.CSV (is not read, for its ending is written otherwise: rename it to end in .csv), \
                    reviews.parquet (is a folder of parts, which are not read: join the parts into one file of this name)";
    assert!(error.contains(expected), "{error}");

    std::fs::write(folder.path().join("reviews.jsonl"), review("R1", "")).unwrap();
    let read = crate::support::read(folder.path(), &Dictionary::england());
    let notices = lines(&read.notices);
    assert!(notices.iter().any(|notice| notice.starts_with("reviews.parquet: is a folder of parts, which are not read")), "{notices:?}");
    assert!(notices.iter().any(|notice| notice.starts_with("reviews.CSV: is not read")), "{notices:?}");
}

#[test]
fn a_truncated_parquet_file_is_told() {
    let bytes = std::fs::read(data("polars/reviews.parquet")).unwrap();
    let folder = folder(&[]);
    for length in [4, 200, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(folder.path().join("reviews.parquet"), &bytes[..length]).unwrap();
        let error = Reader::open(folder.path(), &Dictionary::england(), Options::default()).unwrap_err();
        assert!(matches!(&error, ReadError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains("reviews.parquet is damaged: it is no whole Parquet file"), "{error}");
    }
}

#[test]
fn arrays_that_break_off_or_are_none_are_told() {
    let one = review("R1", "");
    assert!(
        fault_of(&[("reviews.json", &format!("[{one},\n{one}"))])
            .ends_with("reviews.json is damaged: the array breaks off in item 2, on line 2; check that it was written to its end")
    );
    assert!(fault_of(&[("reviews.json", &format!("[{one}] x"))]).contains("after the end of the array"));
    assert!(fault_of(&[("reviews.json", &one)]).contains("let its name end in .jsonl"));
    assert!(fault_of(&[("reviews.jsonl", &format!("[{one}]"))]).contains("let its name end in .json"));
    assert!(fault_of(&[("reviews.csv", "\u{0}r")]).contains("has no column review_id"));
}

#[test]
fn columns_that_no_row_can_be_without_are_all_named() {
    let fault = fault_of(&[("reviews.csv", "REVIEWID,partnership,notified_date\n"), ("children.csv", "child_id,outcome\n")]);
    let expected = [
        "reviews.csv:1: has no column review_id, which every row needs (its header has \"REVIEWID\"?)",
        "reviews.csv:1: has no column partnership_id, which every row needs (its header has \"partnership\"?)",
        "reviews.csv:1: has no column review_type, which every row needs",
        "children.csv:1: has no column review_id, which every row needs",
    ];
    assert_eq!(fault.lines().collect::<Vec<_>>(), expected);
    assert!(fault_of(&[("reviews.csv", "review_id;partnership_id;review_type\n")]).contains("separate the columns by commas"));
    assert!(fault_of(&[("reviews.csv", "review_id,review_id,partnership_id,review_type\n")]).contains("two columns review_id"));
}

#[test]
fn optional_and_unknown_columns_are_noticed() {
    let csv = "review_id,partnership_id,review_type,reviewr_days\nR1,P1,lcspr,3\nR2,P1,lcspr,\n";
    let notices = lines(&read_files(&[("reviews.csv", csv), ("childen.csv", "x\n")]).notices);
    let expected = |line: &str| assert!(notices.iter().any(|notice| notice == line), "{line}\n{notices:#?}");
    expected("reviews.csv: reviews: \"reviewr_days\" is unknown and not read, in 2 rows (did you mean \"reviewer_days\"?)");
    expected("childen.csv: is no table of the dictionary and is not read (did you mean \"children\"?)");
    expected("observations.csv: the folder has no such file: observations are not recorded for any of the reviews");
    assert!(notices.iter().any(|notice| notice.starts_with("reviews.csv: reviews: has no column parent_review_id, notification_nature, ")));

    let json = format!("{}\n{}\n", review("R1", r#""chilren": [], "x": {"y": [1]}"#), review("R2", r#""chilren": null"#));
    let notices = lines(&read_files(&[("reviews.jsonl", &json)]).notices);
    assert!(
        notices.contains(&"reviews.jsonl: reviews: \"chilren\" is unknown and not read, in 2 rows (did you mean \"children\"?)".to_owned()),
        "{notices:#?}"
    );
}

#[test]
fn a_child_table_that_the_data_do_not_have_is_not_taken_for_empty() {
    let england = Dictionary::england();
    let place = |table: &str| england.table_place(table).unwrap();
    let lacking = |files: &[(&str, &str)]| {
        let read = read_files(files);
        let not_given = |table: &str| read.datasets.iter().any(|dataset| dataset.tables[place(table)].not_given);
        assert!(read.datasets.iter().all(|dataset| dataset.tables[place("children")].offsets.len() == dataset.reviews + 1));
        [not_given("children"), not_given("observations")]
    };
    let reviews = "review_id,partnership_id,review_type\nR1,P1,lcspr\n";
    assert_eq!(lacking(&[("reviews.csv", reviews)]), [true, true]);
    assert_eq!(lacking(&[("reviews.csv", reviews), ("children.csv", "child_id,review_id,outcome\n")]), [false, true]);
    let empty = format!("{}\n{}\n", review("R1", r#""children": []"#), review("R2", r#""observations": null"#));
    assert_eq!(lacking(&[("reviews.jsonl", &empty)]), [false, true]);
    // A record without a list that another record has, has no such rows.
    let mixed = format!("{}\n{}\n", review("R1", ""), review("R2", r#""children": [], "observations": []"#));
    assert_eq!(lacking(&[("reviews.jsonl", &mixed)]), [false, false]);
}

#[test]
fn faults_of_the_group_table_are_all_listed() {
    let groups = "partnership_id,region,la_count\nP1,north_est,1\nP2,london,99\nP1,london,1\n,london,1\n";
    let fault = fault_of(&[("reviews.jsonl", &review("R1", "")), ("partnerships.csv", groups)]);
    let starts = [
        "partnerships.csv:2: P1.region: unknown code \"north_est\" (did you mean \"north_east\"? allowed: ",
        "partnerships.csv:3: P2.la_count: 99 is too large (allowed: 1 to 20)",
        "partnerships.csv:4: P1.partnership_id: has the same key as the record in line 2",
        "partnerships.csv:5: #5.partnership_id: is required and not given",
    ];
    let lines: Vec<&str> = fault.lines().collect();
    assert_eq!(lines.len(), 4, "{fault}");
    starts.iter().zip(&lines).for_each(|(start, line)| assert!(line.starts_with(start), "{line}"));
}

#[test]
fn all_files_read_are_named() {
    let reader = Reader::open(&data("csv"), &Dictionary::england(), Options::default()).unwrap();
    let names: Vec<String> = reader.files().iter().map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["reviews.csv", "children.csv", "observations.csv", "recommendations.csv", "partnerships.csv"]);
}

#[test]
fn a_reader_moves_between_threads() {
    fn is_send<T: Send>() {}
    is_send::<Reader>();
}

#[test]
fn what_cannot_be_derived_is_told_before_reading() {
    let text = std::fs::read_to_string(data("../../../concord-model/data/tests/example.toml")).unwrap();
    let text = text.replace("kind = \"integer\", unit = \"working days\"", "kind = \"decimal\", unit = \"working days\"");
    let dictionary = Dictionary::parse("example.toml", &text).unwrap();
    let folder = folder(&[("reviews.jsonl", "{}")]);
    let error = Reader::open(folder.path(), &dictionary, Options::default()).unwrap_err();
    assert!(error.to_string().contains("reviews.days_to_submit: cannot be derived as a field of kind decimal"), "{error}");
}
