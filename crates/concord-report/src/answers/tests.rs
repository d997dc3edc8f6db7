//! Answers as a person reads them.

use concord_model::answer::{AnswerColumn, Answers, Looked};
use concord_model::framework::{Descriptor, Outcome};

use super::{Answered, Encoder};
use crate::sample;

fn answered<'a>(descriptors: &'a [Descriptor], answers: &'a [Answers]) -> Vec<Answered<'a>> {
    let all = sample::FRAMEWORKS.into_iter().zip(descriptors).zip(answers);
    all.map(|((framework, descriptor), answers)| Answered { framework, descriptor, answers }).collect()
}

#[test]
fn every_answer_is_a_row() {
    let (descriptors, answers) = (sample::descriptors(), sample::answers());
    let encoder = Encoder::new(&sample::dictionary());
    let mut file = encoder.writer(Vec::new()).unwrap();
    for group in encoder.encode(&sample::dataset(), &(0..5), &answered(&descriptors, &answers)).unwrap() {
        file.append(group).unwrap();
    }
    insta::assert_snapshot!(sample::parquet_as_text(file.finish().unwrap()));
}

/// The same rule as that of `themes.parquet`: nobody finds an absence by the way.
#[test]
fn what_is_absent_and_was_not_looked_for_could_not_be_told() {
    let (mut descriptors, mut answers) = (sample::descriptors(), sample::answers());
    let indicator = &mut descriptors[0].indicators[0];
    let absent = indicator.scale.iter().position(|local| local.concern == Some(Outcome::Absent)).unwrap() as u8;
    let present = indicator.scale.iter().position(|local| local.concern == Some(Outcome::Present)).unwrap() as u8;
    let code = indicator.scale[usize::from(absent)].code.clone();
    answers[0].columns[0] = AnswerColumn {
        answers: vec![absent, absent, absent, present, present],
        looked: [Looked::Yes, Looked::No, Looked::Unknown, Looked::No, Looked::Yes].map(|looked| looked as u8).to_vec(),
        ..AnswerColumn::default()
    };
    descriptors[0].indicators.truncate(1);
    answers[0].columns.truncate(1);
    let encoder = Encoder::new(&sample::dictionary());
    let mut file = encoder.writer(Vec::new()).unwrap();
    for group in encoder.encode(&sample::dataset(), &(0..5), &answered(&descriptors[..1], &answers[..1])).unwrap() {
        file.append(group).unwrap();
    }
    let text = sample::parquet_as_text(file.finish().unwrap());
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("{framework: ")).collect();
    let expected = ["absent", "not_determinable", "not_determinable", "present", "present"];
    for (row, side) in rows.iter().zip(expected) {
        assert!(row.contains(&format!("concern: \"{side}\"")) && row.contains(&format!("outcome: \"{side}\"")), "{row}");
    }
    assert!(rows[1].contains(&format!("answer: \"{code}\"")), "the framework's own answer stands: {}", rows[1]);
}

#[test]
fn a_batch_within_a_dataset_cites_its_own_rows() {
    let (descriptors, mut answers) = (sample::descriptors(), sample::answers());
    // Batch rows count from the batch's first: the last review's only observation is row 0 of a batch that starts with it.
    answers[0].columns.truncate(1);
    answers[0].columns[0].answers = vec![2];
    answers[0].columns[0].evidence[0].offsets = [0u32, 1].iter().flat_map(|number| number.to_le_bytes()).collect();
    answers[0].columns[0].evidence[0].rows = 0u32.to_le_bytes().to_vec();
    answers[0].columns[0].evidence[1].offsets.clear();
    let encoder = Encoder::new(&sample::dictionary());
    let mut file = encoder.writer(Vec::new()).unwrap();
    for group in encoder.encode(&sample::dataset(), &(4..5), &answered(&descriptors[..1], &answers[..1])).unwrap() {
        file.append(group).unwrap();
    }
    let text = sample::parquet_as_text(file.finish().unwrap());
    let row = text.lines().last().unwrap();
    assert!(row.contains("review: \"R4\"") && row.contains("evidence: [\"observations/O4\"]"), "{row}");
}

#[test]
fn many_indicators_are_cut_into_groups_that_read_the_same() {
    let (mut descriptors, mut answers) = (sample::descriptors(), sample::answers());
    let (indicator, column) = (descriptors[0].indicators[0].clone(), answers[0].columns[0].clone());
    descriptors[0].indicators =
        (0..150).map(|number| concord_model::framework::Indicator { id: format!("A{number:03}"), ..indicator.clone() }).collect();
    answers[0].columns = vec![column; 150];
    let encoder = Encoder::new(&sample::dictionary());
    let groups = encoder.encode(&sample::dataset(), &(0..5), &answered(&descriptors[..1], &answers[..1])).unwrap();
    assert_eq!(groups.iter().map(crate::parquet::RowGroup::rows).collect::<Vec<_>>(), [64 * 5, 64 * 5, 22 * 5]);
    let mut file = encoder.writer(Vec::new()).unwrap();
    groups.into_iter().for_each(|group| file.append(group).unwrap());
    let text = sample::parquet_as_text(file.finish().unwrap());
    for number in [0, 63, 64, 149] {
        let rows = text.lines().filter(|line| line.contains(&format!("indicator: \"A{number:03}\""))).collect::<Vec<_>>();
        assert_eq!(rows.len(), 5);
        assert!(
            rows[0].contains("answer: \"yes\"") && rows[0].contains("[\"observations/O1\", \"observations/O2\", \"recommendations/A2\"]")
        );
    }
}

#[test]
fn what_was_written_reads_back_the_same() {
    let (descriptors, answers) = (sample::descriptors(), sample::answers());
    let encoder = Encoder::new(&sample::dictionary());
    let mut file = encoder.writer(Vec::new()).unwrap();
    for group in encoder.encode(&sample::dataset(), &(0..5), &answered(&descriptors, &answers)).unwrap() {
        file.append(group).unwrap();
    }
    let bytes = file.finish().unwrap();
    let text = sample::parquet_as_text(bytes.clone());
    let mut told = Vec::new();
    super::read::read(bytes::Bytes::from(bytes), |answer| {
        let quoted = |text: Option<&str>| text.map_or("null".to_owned(), |text| format!("{text:?}"));
        told.push(format!(
            "{{framework: {:?}, indicator: {:?}, review: {:?}, coding: {}, answer: {}, outcome: {},",
            answer.framework,
            answer.indicator,
            answer.review,
            quoted(answer.coding),
            quoted(answer.answer),
            quoted(answer.outcome)
        ));
    })
    .unwrap();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("{framework: ")).collect();
    assert_eq!(told.len(), rows.len());
    for (told, line) in told.iter().zip(rows) {
        assert!(line.starts_with(told), "{told}\n{line}");
    }
}
