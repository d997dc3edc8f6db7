//! The same from all forms.

use concord_model::batch::Window;
use concord_model::dataset::{NO_CHAIN, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::Dictionary;
use concord_model::missing::Missing;

use crate::support::{Read, data, example, folder, lines, read, read_files};

const FORMS: [&str; 6] = ["jsonl", "json", "csv", "pyarrow", "polars", "duckdb"];

fn sample(form: &str) -> Read {
    read(&data(form), &Dictionary::england())
}

#[test]
fn every_form_gives_the_same_dataset() {
    let england = Dictionary::england();
    let from_lines = sample("jsonl");
    assert_eq!(from_lines.counts.used, 4);
    for form in FORMS {
        let read = sample(form);
        assert_eq!(lines(&read.problems), Vec::<String>::new(), "{form}");
        for (place, table) in england.tables.iter().enumerate() {
            for (column, field) in table.fields.iter().enumerate() {
                let of = |read: &Read| read.datasets[0].tables[place].columns[column].clone();
                assert_eq!(of(&read), of(&from_lines), "{form}: {}.{}", table.name, field.name);
            }
        }
        assert_eq!(read.datasets, from_lines.datasets, "{form}");
        assert_eq!((read.as_of, &read.chain_roots), (from_lines.as_of, &from_lines.chain_roots), "{form}");
    }
}

#[test]
fn the_sample_says_what_was_written() {
    let (england, read) = (Dictionary::england(), sample("jsonl"));
    let dataset = &read.datasets[0];
    let column = |table: &str, field: &str| {
        let (table, field) = england.field(table, field).unwrap();
        &dataset.tables[table].columns[field]
    };
    let code = |table: &str, field: &str, row: usize| {
        let (place, at) = england.field(table, field).unwrap();
        column(table, field).code(row).map(|code| england.tables[place].fields[at].codes[usize::from(code)].code.clone())
    };

    let keys: Vec<&str> = dataset.tables[england.root].keys.iter().collect();
    assert_eq!(keys, ["R1", "R2", "R3", "R1"]);
    assert_eq!(dataset.group, [0, 0, 1, 0]);
    assert_eq!(dataset.chain, [0, 0, NO_CHAIN, NO_CHAIN], "a second coding is in no chain");
    assert_eq!(read.chain_roots, ["R1"]);
    assert_eq!(column("reviews", "incident_id").id(1), Some("R1"));
    assert_eq!(column("reviews", "incident_id").id(3), Some("R1"), "a second coding shares the incident");

    assert_eq!(code("reviews", "why_depth", 0).as_deref(), Some("local_system"));
    assert_eq!(column("reviews", "why_depth").missing, [0, Missing::NotApplicable as u8, 2, 2]);
    assert_eq!(column("reviews", "immediate_action").missing, [0, Missing::Refused as u8, 2, 2]);
    assert_eq!(column("reviews", "reviewer_days").values, Values::Decimal(vec![12.5, 40.0, 0.0, 0.0]));
    assert_eq!(column("reviews", "incident_date").date(0), PartialDate::parse("2023-04"));
    let Values::CodeSet { width: 3, bits } = &column("reviews", "agencies").values else { panic!("agencies are a set of 17 codes") };
    assert_eq!(bits[..6], [0b0010_0101, 0, 0, 0, 0, 0], "la_csc, police and gp; then an empty set");
    assert_eq!(column("reviews", "agencies").missing, [0, 0, 2, 2], "an empty set is given, no set is not recorded");
    assert_eq!(column("reviews", "lcspr_decision").missing[1], Missing::NotApplicable as u8, "a code that stands for a reason");

    let children = england.table_place("children").unwrap();
    assert_eq!(dataset.tables[children].offsets, [0, 2, 3, 3, 3]);
    assert_eq!(column("children", "ethnicity").missing, [0, Missing::Refused as u8, Missing::NotYetObtained as u8]);
    assert_eq!(code("children", "age_band", 0).as_deref(), Some("under_1"));
    assert_eq!(code("children", "age_band", 2).as_deref(), Some("unborn"));

    let Values::Text { pool, codes } = &column("observations", "local_code").values else { panic!("local codes are texts") };
    assert_eq!((pool.iter().collect::<Vec<_>>(), codes.as_slice()), (vec!["RA_NOT_UPDATED"], [0, 0, 0, 0].as_slice()));
    assert_eq!(column("observations", "local_code").missing, [0, 2, 0, 2]);
    let Values::Text { pool, codes } = &column("reviews", "coded_by").values else { panic!("coders are texts") };
    assert_eq!((pool.iter().collect::<Vec<_>>(), codes.as_slice()), (vec!["Coder A", "Coder B", "Coder C"], [0, 1, 0, 2].as_slice()));
    let links = Values::Reference { offsets: vec![0, 2, 2, 2], rows: vec![1, 0] };
    assert_eq!(column("recommendations", "linked_obs").values, links);

    assert_eq!(PartialDate::day(read.as_of).to_string(), "2024-06-03", "a planned date does not move it");
    let partnerships = &dataset.tables[england.group.unwrap()];
    assert_eq!(partnerships.keys.iter().collect::<Vec<_>>(), ["P-NORTH", "P-SOUTH", "P-EMPTY"]);
    assert_eq!(partnerships.columns[1].values, Values::Integer(vec![2, 1, 0]));
}

#[test]
fn every_column_is_as_long_as_its_table() {
    let (england, dataset) = (Dictionary::england(), sample("csv").datasets.remove(0));
    let requests: Vec<(String, String)> = england
        .tables
        .iter()
        .flat_map(|table| table.fields.iter().map(move |field| (table, field)))
        .filter(|(_, field)| field.kind != concord_model::dictionary::Kind::Id)
        .map(|(table, field)| (table.name.clone(), field.name.clone()))
        .collect();
    let granted: Vec<String> = requests.iter().map(|(table, field)| format!("{table}.{field}")).collect();
    let reads = concord_model::batch::Reads::new(&england, &requests, &granted).unwrap();
    let window = Window::new(&dataset, &england, 0..dataset.reviews, &[&reads]);
    assert_eq!(window.batch(&reads).tables.len(), england.tables.len());
}

#[test]
fn another_dictionary_is_read_by_the_same_code() {
    let example = example();
    let reviews = concat!(
        r#"{"review_id": "A", "partnership_id": "N", "review_type": "lcspr", "notified_date": "2024-03-22", "submitted_date": "2024-04-16", "#,
        r#""themes_examined": ["T05"], "observations": [{"obs_id": 7, "theme": "T05", "valence": "neutral", "episode_no": 3.0}]}"#
    );
    let csv = [
        (
            "reviews.csv",
            "review_id,partnership_id,review_type,notified_date,submitted_date,themes_examined\nA,N,lcspr,2024-03-22,2024-04-16,T05\n",
        ),
        ("observations.csv", "obs_id,review_id,theme,valence,episode_no\n7,A,T05,neutral,3\n"),
        ("partnerships.csv", "partnership_id,region\nN,north\n"),
    ];
    let from_lines = read(folder(&[("reviews.jsonl", reviews), ("partnerships.csv", csv[2].1)]).path(), &example);
    assert_eq!(from_lines.counts.used, 1);
    assert_eq!(from_lines.datasets, read(folder(&csv).path(), &example).datasets);
    let days = example.root_table().field_place("days_to_submit").unwrap();
    assert_eq!(from_lines.datasets[0].tables[example.root].columns[days].values, Values::Integer(vec![15]));
    assert_eq!(from_lines.datasets[0].chain, [NO_CHAIN], "a dictionary without chains has none");
}

#[test]
fn a_single_file_is_a_dataset_without_groups() {
    let england = Dictionary::england();
    let whole = sample("jsonl");
    for file in ["jsonl/reviews.jsonl", "json/reviews.json", "polars/reviews.parquet"] {
        let read = read(&data(file), &england);
        let groups = &read.datasets[0].tables[england.group.unwrap()];
        assert_eq!(groups.keys.iter().collect::<Vec<_>>(), ["P-NORTH", "P-SOUTH"], "{file}: in the order of their first use");
        assert!(groups.columns.iter().all(|column| column.missing == [2, 2]), "{file}: nothing is recorded of them");
        assert_eq!(read.datasets[0].tables[england.root], whole.datasets[0].tables[england.root]);
        assert!(lines(&read.notices)[0].contains("there is no file of partnerships"), "{file}: {:#?}", read.notices);
    }
}

#[test]
fn numbers_are_names_by_their_figures_and_empty_texts_are_not_recorded() {
    let json = read_files(&[(
        "reviews.jsonl",
        r#"{"review_id": 17, "partnership_id": 4, "review_type": "lcspr", "coded_by": "", "panel_view": ""}"#,
    )]);
    let csv = read_files(&[("reviews.csv", "review_id,partnership_id,review_type,coded_by,panel_view\n17,4,lcspr,,\n")]);
    assert_eq!(json.counts.used, 1);
    assert_eq!(json.datasets, csv.datasets);
}
