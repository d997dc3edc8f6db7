//! What reviews recommend and what is decided about them, in a sample of England's dictionary: the sample's own has neither.

use concord_compare::{Setup, Summary};
use concord_model::comparison::Comparison;
use concord_model::dataset::{Column, Dataset, NO_CHAIN};
use concord_model::dictionary::Dictionary;

use super::data::push;

/// Partnership, then a cell a field.
const REVIEWS: [(u32, &str); 8] = [
    (0, "rapid_review|2022-02-01|yes|agree|death"),
    (0, "rapid_review|2022-05|no|agree|serious_harm"),
    (0, "rapid_review|2023-03-01|deferred|-|death"),
    (1, "rapid_review|2022-07-01|yes|disagree|death"),
    (1, "rapid_review|2023-01-10|no|no_view|serious_harm"),
    (1, "lcspr|2023-06-01|!not_applicable|!not_applicable|death"),
    (2, "rapid_review|-|no|-|death"),
    (2, "rapid_review|2023-04-21|-|agree|-"),
];

/// The review of each child row.
type Child = (usize, &'static str);

const CHILDREN: [Child; 8] = [
    (0, "cpp|present"),
    (1, "never|absent"),
    (2, "cin|-"),
    (3, "cin|present"),
    (4, "early_help|absent"),
    (4, "cin|present"),
    (6, "never|absent"),
    (7, "closed|present"),
];

const OBSERVATIONS: [Child; 7] = [
    (0, "L3|problematic"),
    (0, "L1|good_practice"),
    (1, "L4|problematic"),
    (3, "-|problematic"),
    (5, "L3|problematic"),
    (5, "L4|neutral"),
    (5, "L1|problematic"),
];

const RECOMMENDATIONS: [Child; 6] = [
    (0, "training|L1|single_agency|o0|!not_applicable|-"),
    (0, "staffing|L3|partnership|-|!not_applicable|-"),
    (1, "procedure|-|partnership|o2|!not_applicable|-"),
    (5, "policy_law|L5|dfe|o4;o5|accepted|9"),
    (5, "supervision|L2|dfe|o5|none|-"),
    (5, "awareness|L1|panel|o6|-|-"),
];

/// A comparison without frameworks, by kinds of cases and things recorded before that are few enough to be read.
pub(crate) fn learned() -> Comparison {
    let mut dictionary = Dictionary::england();
    dictionary.background.case_mix.truncate(1);
    dictionary.background.before.truncate(2);
    let dataset = dataset(&dictionary);
    let setup = Setup::new(&dictionary, &[]).unwrap();
    let mut summary = Summary::new(&setup);
    summary.add(&setup, &dataset, 0..REVIEWS.len(), &[]).unwrap();
    summary.finish(&setup)
}

fn dataset(dictionary: &Dictionary) -> Dataset {
    let mut dataset = Dataset::empty(dictionary);
    dataset.reviews = REVIEWS.len();
    dataset.group = REVIEWS.iter().map(|(partnership, _)| *partnership).collect();
    dataset.chain = vec![NO_CHAIN; REVIEWS.len()];
    let group = dictionary.group.unwrap();
    dataset.tables[group].keys = ["Brook", "Ashby & East, N", "Carr"].into_iter().collect();
    dataset.tables[group].rows = 3;
    let fields = ["review_type", "notified_date", "lcspr_decision", "panel_view", "notification_nature"];
    fill(dictionary, &mut dataset, "reviews", &fields, &REVIEWS.map(|(_, cells)| (0, cells)));
    fill(dictionary, &mut dataset, "children", &["csc_ever", "domestic_abuse"], &CHILDREN);
    fill(dictionary, &mut dataset, "observations", &["system_level", "valence"], &OBSERVATIONS);
    let fields = ["rec_type", "level", "addressee", "linked_obs", "response", "months_to_response"];
    fill(dictionary, &mut dataset, "recommendations", &fields, &RECOMMENDATIONS);
    dataset
}

/// Fills some fields of a table; nothing is recorded in the others.
fn fill(dictionary: &Dictionary, dataset: &mut Dataset, name: &str, fields: &[&str], rows: &[Child]) {
    let place = dictionary.table_place(name).unwrap();
    dataset.tables[place].keys =
        (0..rows.len()).map(|row| format!("{}{row}", &name[..1])).collect::<Vec<_>>().iter().map(String::as_str).collect();
    dataset.tables[place].rows = rows.len();
    if dictionary.is_child(place) {
        let before = |review: usize| rows.iter().filter(|(of, _)| *of < review).count() as u32;
        dataset.tables[place].offsets = (0..=REVIEWS.len()).map(before).collect();
    }
    let columns: Vec<Column> = dictionary.tables[place]
        .fields
        .iter()
        .map(|field| {
            let cell = fields.iter().position(|known| *known == field.name);
            let mut column = Column::empty(field);
            for (_, cells) in rows {
                let text = cell.and_then(|cell| cells.split('|').nth(cell)).unwrap_or("-");
                push(dataset, field, &mut column, text);
            }
            column
        })
        .collect();
    dataset.tables[place].columns = columns;
}
