//! Parquet as other tools might write it: types, row groups, reasons.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array, LargeStringArray, ListArray,
    RecordBatch, StringArray, StructArray, TimestampMicrosecondArray, UInt8Array,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field};
use concord_model::dictionary::Dictionary;
use concord_read::{CHUNK, Options};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;

use crate::support::{Read, lines, read, read_files, review, try_read};

pub(crate) fn write(columns: Vec<(&str, ArrayRef)>, group: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap();
    let file = std::fs::File::create(folder.path().join("reviews.parquet")).unwrap();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group)).build();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    folder
}

/// Columns that every review needs, for some reviews.
pub(crate) fn needed(count: usize) -> Vec<(&'static str, ArrayRef)> {
    let ids: StringArray = (0..count).map(|row| Some(format!("R{row}"))).collect();
    vec![
        ("review_id", Arc::new(ids) as ArrayRef),
        ("partnership_id", Arc::new(LargeStringArray::from(vec!["P1"; count]))),
        ("review_type", Arc::new(StringArray::from(vec!["lcspr"; count]))),
    ]
}

fn read_columns(count: usize, more: Vec<(&str, ArrayRef)>) -> Read {
    let columns = needed(count).into_iter().chain(more).collect();
    read(write(columns, 1_000_000).path(), &Dictionary::england())
}

/// What the same values give from JSON Lines.
fn as_lines(more: &[&str]) -> Read {
    let text: Vec<String> =
        more.iter().enumerate().map(|(row, more)| review(&format!("R{row}"), more).replace("rapid_review", "lcspr")).collect();
    read_files(&[("reviews.jsonl", &text.join("\n"))])
}

#[test]
fn any_type_that_holds_a_value_exactly_is_taken() {
    let days = as_lines(&[r#""reviewer_days": 3"#, r#""reviewer_days": 12.5"#, ""]);
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Float64Array::from(vec![Some(3.0), Some(12.5), None])),
        Arc::new(Decimal128Array::from(vec![Some(300), Some(1250), None]).with_precision_and_scale(9, 2).unwrap()),
        Arc::new(arrow_array::Float32Array::from(vec![Some(3.0), Some(12.5), None])),
    ];
    for column in columns {
        assert_eq!(read_columns(3, vec![("reviewer_days", column)]).datasets, days.datasets);
    }

    let dates = as_lines(&[r#""notified_date": "2023-04-21""#, ""]);
    let day = concord_model::date::days_from_civil(2023, 4, 21);
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Date32Array::from(vec![Some(day), None])),
        Arc::new(TimestampMicrosecondArray::from(vec![Some(i64::from(day) * 86_400_000_000), None])),
        Arc::new(BinaryArray::from_opt_vec(vec![Some(b"2023-04-21"), None])),
    ];
    for column in columns {
        assert_eq!(read_columns(2, vec![("notified_date", column)]).datasets, dates.datasets);
    }

    let truths = as_lines(&[r#""immediate_action": true"#, r#""immediate_action": false"#, ""]);
    let column = Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])) as ArrayRef;
    assert_eq!(read_columns(3, vec![("immediate_action", column)]).datasets, truths.datasets);
    assert_eq!(truths.datasets, as_lines(&[r#""immediate_action": "present""#, r#""immediate_action": "absent""#, ""]).datasets);
}

#[test]
fn a_moment_is_the_day_that_it_is_in_its_time_zone() {
    let moments = |zone: &str, moments: Vec<Option<i64>>| {
        let moments = moments.into_iter().map(|moment| moment.map(|hours| hours * 3_600_000_000));
        Arc::new(TimestampMicrosecondArray::from(moments.collect::<Vec<_>>()).with_timezone(zone)) as ArrayRef
    };
    let hours = |year, month, day, hour: i64| Some(i64::from(concord_model::date::days_from_civil(year, month, day)) * 24 + hour);
    // Midnight on 1 July 2023 in London, New York and UTC, and on 1 January.
    for (zone, july, january) in [
        ("Europe/London", hours(2023, 6, 30, 23), hours(2023, 1, 1, 0)),
        ("America/New_York", hours(2023, 7, 1, 4), hours(2023, 1, 1, 5)),
        ("-05:00", hours(2023, 7, 1, 5), hours(2023, 1, 1, 5)),
        ("UTC", hours(2023, 7, 1, 0), hours(2023, 1, 1, 0)),
    ] {
        let read = read_columns(2, vec![("notified_date", moments(zone, vec![july, january]))]);
        let expected = as_lines(&[r#""notified_date": "2023-07-01""#, r#""notified_date": "2023-01-01""#]);
        assert_eq!(read.datasets, expected.datasets, "{zone}");
    }
    // Seven in the evening of 30 June in New York is midnight of the next day elsewhere, and no day there.
    let read = read_columns(2, vec![("notified_date", moments("America/New_York", vec![hours(2023, 7, 1, 0), None]))]);
    assert!(lines(&read.problems)[0].contains("R0.notified_date: a time of day is no date"), "{:?}", lines(&read.problems));
}

#[test]
fn a_column_of_codes_without_any_value_is_read() {
    let empty: Vec<Option<&str>> = vec![None, None];
    let mut sets = ListBuilder::new(StringBuilder::new());
    sets.append(true);
    sets.append(false);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("panel_view", Arc::new(StringArray::from(empty.clone()))),
        ("notified_date", Arc::new(StringArray::from(empty.clone()))),
        ("notified_date__missing", Arc::new(StringArray::from(empty))),
        ("agencies", Arc::new(sets.finish())),
    ];
    assert_eq!(read_columns(2, columns).datasets, as_lines(&[r#""agencies": []"#, ""]).datasets);
}

#[test]
fn a_footer_that_says_another_number_of_rows_than_there_are_is_told() {
    let folder = write(needed(6), 10);
    let path = folder.path().join("reviews.parquet");
    let bytes = std::fs::read(&path).unwrap();
    // The footer is in Thrift's compact protocol, where the number of rows, 6, is written as 12; it stands once for the file and once
    // for its only row group. Either of them, or both, may be changed.
    let length = u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap()) as usize;
    let places: Vec<usize> = (bytes.len() - 8 - length..bytes.len() - 8).filter(|&place| bytes[place] == 12).collect();
    let mut told = 0;
    for chosen in 1..1_u32 << places.len().min(10) {
        let mut changed = bytes.clone();
        places.iter().enumerate().filter(|(bit, _)| chosen >> bit & 1 == 1).for_each(|(_, &place)| changed[place] = 0);
        std::fs::write(&path, &changed).unwrap();
        match try_read(folder.path(), &Dictionary::england(), Options::default()) {
            Ok(read) => assert_eq!(read.counts.records, 6, "no record is lost without a word"),
            Err(error) => told += usize::from(error.to_string().contains("is damaged")),
        }
    }
    assert!(told > 0);
}

#[test]
fn a_compression_that_is_not_read_is_named() {
    // The codec of a column chunk is a field of its metadata: snappy, 1, is written as 2, and Brotli, 4, as 8.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reviews.parquet");
    let bytes = std::fs::read(crate::support::data("duckdb").join("reviews.parquet")).unwrap();
    let mut named = 0;
    let length = u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap()) as usize;
    for place in (bytes.len() - 8 - length..bytes.len() - 8).filter(|&place| bytes[place] == 2) {
        let mut changed = bytes.clone();
        changed[place] = 8;
        std::fs::write(&path, &changed).unwrap();
        if let Err(error) = try_read(folder.path(), &Dictionary::england(), Options::default()) {
            named += usize::from(error.to_string().contains("compressed with Brotli, which is not read; write it with zstd"));
        }
    }
    assert!(named > 0, "some of the changed bytes are codecs");
}

#[test]
fn names_may_be_numbers() {
    let mut columns = needed(2);
    columns[0].1 = Arc::new(Int64Array::from(vec![7, 8]));
    columns[1].1 = Arc::new(UInt8Array::from(vec![1, 1]));
    let text = r#"{"review_id": 7, "partnership_id": "1", "review_type": "lcspr"}
        {"review_id": "8", "partnership_id": 1, "review_type": "lcspr"}"#;
    assert_eq!(read(write(columns, 10).path(), &Dictionary::england()).datasets, read_files(&[("reviews.jsonl", text)]).datasets);
}

#[test]
fn reasons_stand_in_columns_of_their_own() {
    let values = Arc::new(StringArray::from(vec![Some("agree"), None, None, Some("agree"), None, Some("refused")])) as ArrayRef;
    let reasons = Arc::new(StringArray::from(vec![None, Some("refused"), None, Some("refused"), Some("refusd"), None])) as ArrayRef;
    let read = read_columns(6, vec![("panel_view", values), ("panel_view__missing", reasons)]);
    let (table, field) = Dictionary::england().field("reviews", "panel_view").unwrap();
    assert_eq!(read.datasets[0].tables[table].columns[field].missing, [0, 4, 2, 4]);
    let starts: Vec<String> = lines(&read.problems).iter().map(|line| line.split(" (").next().unwrap().to_owned()).collect();
    assert_eq!(
        starts,
        [
            "reviews.parquet:4: R3.panel_view: has both a value and a reason for which there is none",
            "reviews.parquet:5: R4.panel_view: unknown reason \"refusd\"",
        ]
    );
}

#[test]
fn wrong_values_are_refused_row_by_row() {
    let views = Arc::new(StringArray::from(vec![Some("agree"), Some("agred"), Some("agred"), None])) as ArrayRef;
    let days = Arc::new(Float64Array::from(vec![Some(f64::NAN), Some(1.0), Some(-1.0), None])) as ArrayRef;
    let read = read_columns(4, vec![("panel_view", views), ("reviewer_days", days)]);
    let starts: Vec<String> = lines(&read.problems).iter().map(|line| line.split(" (").next().unwrap().to_owned()).collect();
    assert_eq!(
        starts,
        [
            "reviews.parquet:1: R0.reviewer_days: NaN is no number",
            "reviews.parquet:2: R1.panel_view: unknown code \"agred\"",
            "reviews.parquet:3: R2.panel_view: unknown code \"agred\"",
            "reviews.parquet:3: R2.reviewer_days: -1 is too small",
        ]
    );
    assert_eq!(read.rejects[2].record["reviewer_days"], -1.0);
    assert_eq!(read.counts.used, 1);
}

#[test]
fn columns_that_hold_no_such_values_are_all_named() {
    let mut list = ListBuilder::new(StringBuilder::new());
    list.append_value([Some("x")]);
    let list = Arc::new(list.finish()) as ArrayRef;
    let mut columns = needed(1);
    columns.remove(2);
    columns.extend([("reviewer_days", Arc::clone(&list)), ("children", list)]);
    let error = try_read(write(columns, 10).path(), &Dictionary::england(), Options::default()).unwrap_err().to_string();
    assert!(error.contains("reviews.parquet: reviews.reviewer_days: is a column of type List(Utf8"), "{error}");
    assert!(error.contains("reviews.parquet: reviews.children: is a column of type List(Utf8"), "{error}");
    assert!(error.contains("reviews.parquet: reviews: has no column review_type, which every row needs"), "{error}");
}

/// Reviews with one child each, or none, in row groups of some size.
fn with_children(count: usize, group: usize) -> tempfile::TempDir {
    let of_child: Vec<usize> = (0..count).filter(|row| row % 3 != 0).collect();
    let outcome: StringArray = of_child.iter().map(|row| Some(if row % 2 == 0 { "died" } else { "seriously_harmed" })).collect();
    let ages: Int64Array = of_child.iter().map(|row| (row % 5 != 0).then_some((row % 200) as i64)).collect();
    let keys: StringArray = of_child.iter().map(|_| Some("C")).collect();
    let rows = StructArray::from(vec![
        (Arc::new(Field::new("child_id", DataType::Utf8, true)), Arc::new(keys) as ArrayRef),
        (Arc::new(Field::new("outcome", DataType::Utf8, true)), Arc::new(outcome) as ArrayRef),
        (Arc::new(Field::new("age_months", DataType::Int64, true)), Arc::new(ages) as ArrayRef),
    ]);
    let offsets = OffsetBuffer::from_lengths((0..count).map(|row| usize::from(row % 3 != 0)));
    let item = Arc::new(Field::new("item", rows.data_type().clone(), true));
    let coders: StringArray = (0..count).map(|row| Some(format!("Coder {}", row / 50))).collect();
    let mut columns = needed(count);
    columns.push(("coded_by", Arc::new(coders)));
    columns.push(("children", Arc::new(ListArray::new(item, offsets, Arc::new(rows), None))));
    write(columns, group)
}

#[test]
fn chunks_do_not_depend_on_row_groups() {
    let england = Dictionary::england();
    let count = 2 * CHUNK + 77;
    let text: String = (0..count)
        .map(|row| {
            let outcome = if row % 2 == 0 { "died" } else { "seriously_harmed" };
            let age = if row % 5 == 0 { "null".to_owned() } else { (row % 200).to_string() };
            let children =
                if row % 3 == 0 { String::new() } else { format!(r#"{{"child_id": "C", "outcome": "{outcome}", "age_months": {age}}}"#) };
            review(&format!("R{row}"), &format!(r#""coded_by": "Coder {}", "children": [{children}]"#, row / 50))
                .replace("rapid_review", "lcspr")
                + "\n"
        })
        .collect();
    let expected = read_files(&[("reviews.jsonl", &text)]);
    assert_eq!(expected.datasets.iter().map(|dataset| dataset.reviews).collect::<Vec<_>>(), [CHUNK, CHUNK, 77]);
    for group in [999, 5_000, CHUNK, 1_000_000] {
        let read = read(with_children(count, group).path(), &england);
        assert_eq!(read.datasets, expected.datasets, "row groups of {group}");
    }
}
