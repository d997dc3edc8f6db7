//! Rows as text, and the dataset that they make.

use concord_model::dataset::{Column, Dataset, NO_CHAIN, NO_PAIR, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::{Dictionary, Field};
use concord_model::missing::Missing;

use super::dictionary;

/// Key, then a cell a field: `-` not recorded, `!reason` missing so, an empty cell an empty text or set.
type Row = &'static str;

const PARTNERSHIPS: [Row; 2] = ["Ashby & East, N|north|2.5", "Brook|!not_known|-"];

/// Five codings of four reviews: the last one follows from the first, the third is a second coding of the second.
const REVIEWS: [(u32, Row); 5] = [
    (0, "R1|rapid_review|-|2023-04-21|12.5|T04;T05|Ann \"A\"|primary|present|R1"),
    (1, "R2|rapid_review|-|2023-05|!not_known||-|primary|absent|R2"),
    (1, "R2|rapid_review|-|2023-05|0|T12|-|second|!refused|R2"),
    (1, "R3|rapid_review|-|-|-|T04|-|-|-|R3"),
    (0, "R4|lcspr|R1|2024|40|!not_applicable|Bea, of Brook|primary|!not_yet_obtained|R1"),
];

const CHILDREN: [(usize, Row); 4] =
    [(0, "C1|-3|WBRI"), (0, "C2|!not_known|!refused"), (1, "C3|15|!not_yet_obtained"), (4, "C4|-|!not_applicable")];

const OBSERVATIONS: [(usize, Row); 5] =
    [(0, "O1|T04|L4|records;child"), (0, "O2|T05|-|"), (1, "O3|T05|!not_known|family"), (2, "O3b|T04|L1|-"), (4, "O4|T12|L1|!refused")];

const RECOMMENDATIONS: [(usize, Row); 3] = [(0, "A1|2024-01-31|O1;O2"), (0, "A2|-|"), (4, "A3|!not_applicable|-")];

/// The sample, whole.
pub(crate) fn dataset() -> Dataset {
    let dictionary = dictionary();
    let mut dataset = Dataset::empty(&dictionary);
    dataset.reviews = REVIEWS.len();
    dataset.group = REVIEWS.iter().map(|(group, _)| *group).collect();
    dataset.chain = vec![0, NO_CHAIN, NO_CHAIN, NO_CHAIN, 0];
    dataset.pair = vec![NO_PAIR, 0, 0, NO_PAIR, NO_PAIR];
    fill(&dictionary, &mut dataset, "partnerships", &PARTNERSHIPS);
    fill(&dictionary, &mut dataset, "reviews", &REVIEWS.map(|(_, row)| row));
    for (table, rows) in [("children", &CHILDREN[..]), ("observations", &OBSERVATIONS), ("recommendations", &RECOMMENDATIONS)] {
        let place = fill(&dictionary, &mut dataset, table, &rows.iter().map(|(_, row)| *row).collect::<Vec<_>>());
        let before = |review: usize| rows.iter().filter(|(of, _)| *of < review).count() as u32;
        dataset.tables[place].offsets = (0..=REVIEWS.len()).map(before).collect();
    }
    dataset
}

fn fill(dictionary: &Dictionary, dataset: &mut Dataset, table: &str, rows: &[&str]) -> usize {
    let place = dictionary.table_place(table).unwrap();
    let fields = &dictionary.tables[place].fields;
    let mut columns: Vec<Column> = fields.iter().map(Column::empty).collect();
    for row in rows {
        let mut cells = row.split('|');
        dataset.tables[place].keys.push(cells.next().unwrap());
        for ((field, column), cell) in fields.iter().zip(&mut columns).zip(cells) {
            push(dataset, field, column, cell);
        }
    }
    dataset.tables[place].rows = rows.len();
    dataset.tables[place].columns = columns;
    place
}

/// Puts a cell in the place of another.
pub(crate) fn put(dataset: &mut Dataset, table: &str, field: &str, row: usize, cell: &str) {
    let dictionary = dictionary();
    let (table, place) = dictionary.field(table, field).unwrap();
    let mut one = Column::empty(&dictionary.tables[table].fields[place]);
    push(dataset, &dictionary.tables[table].fields[place], &mut one, cell);
    let column = &mut dataset.tables[table].columns[place];
    column.missing[row] = one.missing[0];
    match (&mut column.values, one.values) {
        (Values::Decimal(numbers), Values::Decimal(one)) => numbers[row] = one[0],
        (Values::Text { pool, codes }, Values::Text { pool: one, .. }) => {
            codes[row] = pool.len() as u32;
            pool.push(one.get(0));
        }
        (_, other) => panic!("no test needs to put {other:?}"),
    }
}

/// Adds a cell to a column.
pub(super) fn push(dataset: &Dataset, field: &Field, column: &mut Column, cell: &str) {
    let missing = match cell {
        "-" => Missing::NotRecorded as u8,
        _ => cell.strip_prefix('!').map_or(0, |name| Missing::from_name(name).unwrap() as u8),
    };
    let given = if missing == 0 { Some(cell) } else { None };
    column.missing.push(missing);
    match &mut column.values {
        Values::Id(ids) => ids.push(given.unwrap_or_default()),
        Values::Code(codes) => codes.push(given.map_or(0, |code| field.code_place(code).unwrap() as u8)),
        Values::Tri(slots) => slots.push(given.map_or(0, |word| if word == "present" { 1 } else { 2 })),
        Values::Integer(numbers) => numbers.push(given.map_or(0, |number| number.parse().unwrap())),
        Values::Decimal(numbers) => numbers.push(given.map_or(0.0, |number| number.parse().unwrap())),
        Values::Date(days) => days.push(given.map_or([0, 0], |date| PartialDate::parse(date).map(|date| [date.first, date.last]).unwrap())),
        Values::CodeSet { width, bits } => {
            let start = bits.len();
            bits.resize(start + *width, 0);
            for code in given.into_iter().flat_map(|cell| cell.split_terminator(';')) {
                let code = field.code_place(code).unwrap();
                bits[start + code / 8] |= 1 << (code % 8);
            }
        }
        Values::Text { pool, codes } => {
            let text = given.unwrap_or_default();
            let known = pool.iter().position(|known| known == text);
            codes.push(known.unwrap_or(pool.len()) as u32);
            if known.is_none() {
                pool.push(text);
            }
        }
        Values::Reference { offsets, rows } => {
            let keys = &dataset.tables.iter().find(|table| table.keys.iter().any(|key| key == "O1" || key == "o1")).unwrap().keys;
            for key in given.into_iter().flat_map(|cell| cell.split_terminator(';')) {
                rows.push(keys.iter().position(|known| known == key).unwrap() as u32);
            }
            offsets.push(rows.len() as u32);
        }
    }
}
