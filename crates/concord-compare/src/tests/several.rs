//! An indicator of several themes: what it finds is found only of the themes that the rows it cites carry.

use concord_model::answer::{AnswerColumn, Answers, Looked, NOT_DETERMINABLE};
use concord_model::comparison::{OfAnother, OneSided, WarningKind};
use concord_model::dataset::{Column, Dataset, Values};
use concord_model::dictionary::Dictionary;
use concord_model::finding::{Finding, Side, Status};
use concord_model::framework::{Indicator, LocalAnswer, Mapping, Match, Outcome};

use crate::testing::{ABSENT, DICTIONARY, PARTLY, PRESENT, Review, column, concern, dataset, dictionary, framework, review};
use crate::{Setup, Summary};

/// The places of the themes in observations.
const RISK: u8 = 0;
const SHARING: u8 = 1;
const LEARNING: u8 = 2;

/// A concern that stands under risk and under sharing.
fn of_two(matching: Match) -> Indicator {
    let mapping = |theme: &str| Mapping { theme: theme.to_owned(), levels: vec![], matching };
    Indicator { mappings: vec![mapping("T04"), mapping("T05")], ..concern("I", "T04", matching) }
}

/// The findings on risk and on sharing, side by side, of reviews with observations and an answer that cites some of them.
fn found(indicator: Indicator, reviews: &[(Vec<u8>, u8, Vec<u32>)]) -> Vec<[Finding; 2]> {
    let answers: Vec<(u8, Looked, Vec<u32>)> = reviews.iter().map(|(_, answer, rows)| (*answer, Looked::Yes, rows.clone())).collect();
    let reviews: Vec<Review> = reviews.iter().map(|(observed, ..)| Review { observed: observed.clone(), ..review("R") }).collect();
    given(&dictionary(), indicator, &dataset(&reviews), column(&answers))
}

fn given(dictionary: &Dictionary, indicator: Indicator, dataset: &Dataset, column: AnswerColumn) -> Vec<[Finding; 2]> {
    let setup = Setup::new(dictionary, &[framework("f", vec![indicator])]).unwrap();
    let answers = Answers { columns: vec![column], failures: vec![] };
    let findings = Summary::new(&setup).add(&setup, dataset, 0..dataset.reviews, &[answers]).unwrap();
    let concerns: Vec<_> = findings.columns.iter().filter(|column| column.side == Side::Concern).collect();
    let of = |view: usize, review: usize| Finding::from_byte(concerns[view].findings[review]);
    (0..dataset.reviews).map(|review| [of(0, review), of(1, review)]).collect()
}

fn statuses(found: &[[Finding; 2]]) -> Vec<[Status; 2]> {
    found.iter().map(|both| both.map(|finding| finding.partly_present)).collect()
}

use Status::{Absent, NotDeterminable, Present};

#[test]
fn a_present_is_of_the_themes_whose_rows_it_cites_and_an_absent_of_all() {
    let both = vec![RISK, SHARING, LEARNING];
    let reviews = [
        (both.clone(), PRESENT, vec![0]),
        (both.clone(), PRESENT, vec![4]),
        (both.clone(), PRESENT, vec![6, 7, 8]),
        (both.clone(), PRESENT, vec![11]),
        (both.clone(), PRESENT, vec![]),
        (both.clone(), ABSENT, vec![]),
        (both, NOT_DETERMINABLE, vec![]),
    ];
    let expected = [
        [Present, NotDeterminable],
        [NotDeterminable, Present],
        [Present, Present],
        [NotDeterminable, NotDeterminable],
        [NotDeterminable, NotDeterminable],
        [Absent, Absent],
        [NotDeterminable, NotDeterminable],
    ];
    assert_eq!(statuses(&found(of_two(Match::Exact), &reviews)), expected);
    let part = found(of_two(Match::Part), &reviews);
    assert_eq!(statuses(&part)[..5], expected[..5]);
    assert_eq!(statuses(&part)[5], [NotDeterminable; 2]);
}

#[test]
fn partly_finds_by_the_same_rule_and_misses_of_all() {
    let found = found(of_two(Match::Exact), &[(vec![RISK], PARTLY, vec![0]), (vec![RISK], PARTLY, vec![])]);
    let cuts = |finding: Finding| (finding.partly_present, finding.partly_absent);
    assert_eq!(found[0].map(cuts), [(Present, Absent), (NotDeterminable, Absent)]);
    assert_eq!(found[1].map(cuts), [(NotDeterminable, Absent); 2]);
}

#[test]
fn an_indicator_of_one_theme_needs_no_row() {
    let reviews = [(vec![], PRESENT, vec![])];
    assert_eq!(found_of_one(vec![("T04", Match::Part)], &reviews), [Present]);
    // A related theme is none that it decides; one that stands apart is.
    assert_eq!(found_of_one(vec![("T04", Match::Part), ("T05", Match::Related)], &reviews), [Present]);
    assert_eq!(found_of_one(vec![("T04", Match::Part), ("T12", Match::Part)], &reviews), [NotDeterminable]);
}

fn found_of_one(mappings: Vec<(&str, Match)>, reviews: &[(Vec<u8>, u8, Vec<u32>)]) -> Vec<Status> {
    let mappings = mappings.into_iter().map(|(theme, matching)| Mapping { theme: theme.to_owned(), levels: vec![], matching }).collect();
    let indicator = Indicator { mappings, ..concern("I", "T04", Match::Part) };
    let answers: Vec<(u8, Looked, Vec<u32>)> = reviews.iter().map(|(_, answer, rows)| (*answer, Looked::Yes, rows.clone())).collect();
    let reviews: Vec<Review> = reviews.iter().map(|(observed, ..)| Review { observed: observed.clone(), ..review("R") }).collect();
    let setup = Setup::new(&dictionary(), &[framework("f", vec![indicator])]).unwrap();
    let answers = Answers { columns: vec![column(&answers)], failures: vec![] };
    let findings = Summary::new(&setup).add(&setup, &dataset(&reviews), 0..reviews.len(), &[answers]).unwrap();
    findings.columns[0].findings.iter().map(|&byte| Finding::from_byte(byte).partly_present).collect()
}

#[test]
fn rows_do_not_tell_a_concern_from_a_strength_found_at_once() {
    let mut indicator = of_two(Match::Part);
    let both = LocalAnswer { code: "both".into(), label: "Both".into(), concern: Some(Outcome::Present), strength: Some(Outcome::Present) };
    indicator.scale.push(both);
    let found = found(indicator, &[(vec![RISK, SHARING], 3, vec![0, 1]), (vec![RISK, SHARING], PRESENT, vec![2, 3])]);
    assert_eq!(statuses(&found), [[NotDeterminable; 2], [Present; 2]]);
}

/// Rows of another table carry themes by a set and by what they point at, where the dictionary says so.
#[test]
fn a_set_and_a_reference_count_only_where_the_dictionary_says_so() {
    let text = |carries: &str| {
        let fields = "fields = [{ name = \"theme\", kind = \"code\", codes = \"themes\" }]\n";
        let actions = format!(
            "{fields}\n[[tables]]\nname = \"actions\"\nkey = \"action_id\"\nparent = \"review_id\"\nfields = [\n  \
             {{ name = \"themes\", kind = \"code-set\", codes = \"themes\"{carries} }},\n  \
             {{ name = \"answers\", kind = \"reference\", references = \"observations\"{carries} }},\n]\n"
        );
        Dictionary::parse("small.toml", &DICTIONARY.replace(fields, &actions)).unwrap()
    };
    let reviews = [
        Review { observed: vec![SHARING], ..review("A") },
        Review { observed: vec![RISK], ..review("B") },
        Review { observed: vec![RISK], ..review("C") },
    ];
    // The first action has risk in its set, the second points at the first review's sharing and at its own risk, the third at nothing.
    let actions = |dictionary: &Dictionary| {
        let mut small = dataset(&reviews);
        let mut dataset = Dataset::empty(dictionary);
        small.tables.truncate(3);
        dataset.tables.truncate(dataset.tables.len() - 1);
        let mut actions = Dataset::empty(dictionary).tables.remove(3);
        actions.rows = 3;
        actions.offsets = vec![0, 1, 2, 3];
        actions.keys = ["A1", "A2", "A3"].into_iter().collect();
        let set = Values::CodeSet { width: 1, bits: vec![0b001, 0, 0] };
        let links = Values::Reference { offsets: vec![0, 0, 1, 1], rows: vec![1] };
        actions.columns = [set, links].map(|values| Column { values, missing: vec![] }).to_vec();
        small.tables.push(actions);
        small
    };
    let cited: Vec<_> = (0..3u32).map(|row| (PRESENT, Looked::Yes, vec![row])).collect();
    let told = |carries: &str| {
        let dictionary = text(carries);
        let indicator = Indicator { evidence_tables: vec!["actions".into()], ..of_two(Match::Part) };
        statuses(&given(&dictionary, indicator, &actions(&dictionary), column(&cited)))
    };
    assert_eq!(told(""), [[NotDeterminable; 2]; 3]);
    assert_eq!(told(", carries_themes = true"), [[Present, NotDeterminable], [Present, NotDeterminable], [NotDeterminable; 2]]);
}

#[test]
fn a_batch_within_the_data_looks_at_its_own_rows() {
    let reviews: Vec<Review> = [RISK, SHARING, RISK].map(|theme| Review { observed: vec![theme], ..review("R") }).to_vec();
    let setup = Setup::new(&dictionary(), &[framework("f", vec![of_two(Match::Part)])]).unwrap();
    let answers = Answers { columns: vec![column(&[(PRESENT, Looked::Yes, vec![0])])], failures: vec![] };
    let mut summary = Summary::new(&setup);
    let findings = summary.add(&setup, &dataset(&reviews), 1..2, &[answers]).unwrap();
    let status = |view: usize| Finding::from_byte(findings.columns[view].findings[0]).partly_present;
    assert_eq!([status(0), status(1)], [NotDeterminable, Present]);
}

#[test]
fn what_was_of_another_theme_is_counted_and_said() {
    let reviews: Vec<Review> = [RISK, SHARING, RISK].map(|theme| Review { observed: vec![theme], ..review("R") }).to_vec();
    let setup = Setup::new(&dictionary(), &[framework("f", vec![of_two(Match::Part)])]).unwrap();
    let cited = [(PRESENT, Looked::Yes, vec![0]), (PRESENT, Looked::Yes, vec![1]), (PRESENT, Looked::Yes, vec![])];
    let answers = Answers { columns: vec![column(&cited)], failures: vec![] };
    let data = dataset(&reviews);
    // Counted in parts, and joined.
    let mut summary = Summary::new(&setup);
    let part = |answers: &Answers, range: std::ops::Range<usize>| {
        let mut part = Summary::new(&setup);
        part.add(&setup, &data, range, std::slice::from_ref(answers)).unwrap();
        part
    };
    let first = Answers { columns: vec![column(&[(PRESENT, Looked::Yes, vec![0])])], failures: vec![] };
    let rest = Answers { columns: vec![column(&[(PRESENT, Looked::Yes, vec![0]), (PRESENT, Looked::Yes, vec![])])], failures: vec![] };
    summary.merge(&part(&rest, 1..3)).unwrap();
    summary.merge(&part(&first, 0..1)).unwrap();
    let comparison = summary.finish(&setup);
    assert_eq!(comparison, part(&answers, 0..3).finish(&setup));
    let of = |theme: &str, reviews| OfAnother { theme: theme.to_owned(), side: Side::Concern, reviews };
    assert_eq!(comparison.indicators[0].of_another, [of("T04", 2), of("T05", 2)]);
    let said: Vec<_> = comparison.warnings.iter().filter(|warning| warning.kind == WarningKind::OfAnother).collect();
    assert_eq!(said.len(), 2);
    assert!(said[0].message.contains("in 2 of 3 reviews") && said[0].message.contains("no row of T04"), "{}", said[0].message);
    let risk = &comparison.figures[0];
    assert_eq!((risk.one_sided, risk.partly_present.present, risk.partly_present.not_determinable), (Some(OneSided::PresentOnly), 1, 2));
}
