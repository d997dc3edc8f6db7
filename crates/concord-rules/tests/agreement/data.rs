//! Invented reviews as plain records, and the same as a dataset.

use concord_model::dataset::{Column, Dataset, NO_CHAIN, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::{Dictionary, Field, Kind};
use concord_model::missing::Missing;

use crate::dice::Dice;

/// What a row says in one field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Missing(Missing),
    Code(usize),
    Set(Vec<usize>),
    Tri(bool),
    Integer(i32),
    Decimal(f64),
    Date(PartialDate),
    Text(String),
    /// Places among the rows of the same review.
    Rows(Vec<usize>),
}

/// A row: a cell a field.
pub(crate) type Row = Vec<Cell>;

/// A review with its rows by table; the group's and its own stand there as a single row.
#[derive(Debug, Clone)]
pub(crate) struct Review {
    pub(crate) tables: Vec<Vec<Row>>,
    /// By table, whether the data have it at all.
    pub(crate) given: Vec<bool>,
}

/// How the data is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recipe {
    /// How many reviews.
    pub(crate) reviews: usize,
    /// How many of a hundred values are missing.
    pub(crate) missing: usize,
    /// Whether dates may be known to the month or the year only.
    pub(crate) partial_dates: bool,
    /// Whether every coder's codebook has every code.
    pub(crate) full_codebooks: bool,
    /// The most rows that a review has in a child table.
    pub(crate) rows: usize,
    /// Whether the data may lack child tables.
    pub(crate) may_lack_tables: bool,
}

/// Invents reviews.
pub(crate) fn invent(dictionary: &Dictionary, recipe: Recipe, dice: &mut Dice) -> Vec<Review> {
    let lacks = |table: usize, dice: &mut Dice| recipe.may_lack_tables && dictionary.is_child(table) && dice.percent(20);
    let given: Vec<bool> = (0..dictionary.tables.len()).map(|table| !lacks(table, dice)).collect();
    let review = |dice: &mut Dice| {
        let sizes = (0..dictionary.tables.len()).map(|table| if dictionary.is_child(table) { dice.below(recipe.rows + 1) } else { 1 });
        let sizes: Vec<usize> = sizes.zip(&given).map(|(rows, given)| if *given { rows } else { 0 }).collect();
        let table = |table: usize, dice: &mut Dice| {
            let fields = &dictionary.tables[table].fields;
            (0..sizes[table]).map(|_| fields.iter().map(|field| cell(field, dictionary, &sizes, recipe, dice)).collect()).collect()
        };
        Review { tables: (0..dictionary.tables.len()).map(|place| table(place, dice)).collect(), given: given.clone() }
    };
    (0..recipe.reviews).map(|_| review(dice)).collect()
}

fn cell(field: &Field, dictionary: &Dictionary, sizes: &[usize], recipe: Recipe, dice: &mut Dice) -> Cell {
    if !field.required && dice.percent(recipe.missing) {
        return Cell::Missing(*dice.one(&Missing::IN_DATA));
    }
    match field.kind {
        Kind::Id => Cell::Missing(Missing::NotRecorded),
        Kind::Code if field.name == "book" && recipe.full_codebooks => Cell::Code(1),
        Kind::Code | Kind::Ordinal => Cell::Code(dice.below(field.codes.len())),
        Kind::CodeSet => Cell::Set((0..field.codes.len()).filter(|_| dice.percent(40)).collect()),
        Kind::Tri => Cell::Tri(dice.percent(50)),
        Kind::Integer => Cell::Integer(dice.below(5) as i32 - 1),
        Kind::Decimal => Cell::Decimal(dice.below(9) as f64 / 2.0 - 1.0),
        Kind::Date => Cell::Date(date(recipe, dice)),
        Kind::Text => Cell::Text((*dice.one(&["A", "B", "C", "D", "", "É"])).to_owned()),
        Kind::Reference => {
            let target = field.references.as_deref().and_then(|name| dictionary.table_place(name)).unwrap();
            Cell::Rows((0..sizes[target]).filter(|_| dice.percent(40)).collect())
        }
    }
}

fn date(recipe: Recipe, dice: &mut Dice) -> PartialDate {
    let day = format!("202{}-0{}-0{}", dice.below(2), 1 + dice.below(2), 1 + dice.below(3));
    let length = if recipe.partial_dates { *dice.one(&[4, 7, 10, 10]) } else { 10 };
    PartialDate::parse(&day[..length]).unwrap()
}

/// The same reviews in columns. Every review has a group of its own.
pub(crate) fn dataset(dictionary: &Dictionary, reviews: &[Review]) -> Dataset {
    let mut dataset = Dataset::empty(dictionary);
    dataset.reviews = reviews.len();
    dataset.group = (0..reviews.len() as u32).collect();
    dataset.chain = vec![NO_CHAIN; reviews.len()];
    for review in reviews {
        let starts: Vec<usize> = dataset.tables.iter().map(|table| table.rows).collect();
        for (place, rows) in review.tables.iter().enumerate() {
            let fields = &dictionary.tables[place].fields;
            let table = &mut dataset.tables[place];
            table.not_given = !review.given[place];
            for row in rows {
                for ((cell, field), column) in row.iter().zip(fields).zip(&mut table.columns) {
                    let base = field.references.as_deref().and_then(|name| dictionary.table_place(name)).map_or(0, |target| starts[target]);
                    push(column, field, cell, base);
                }
                table.rows += 1;
            }
            if dictionary.is_child(place) {
                table.offsets.push(table.rows as u32);
            }
        }
    }
    dataset
}

fn push(column: &mut Column, field: &Field, cell: &Cell, base: usize) {
    column.missing.push(if let Cell::Missing(reason) = cell { *reason as u8 } else { 0 });
    match &mut column.values {
        Values::Id(ids) => ids.push(""),
        Values::Code(codes) => codes.push(if let Cell::Code(code) = cell { *code as u8 } else { 0 }),
        Values::Tri(values) => values.push(if let Cell::Tri(present) = cell { 2 - u8::from(*present) } else { 0 }),
        Values::Integer(numbers) => numbers.push(if let Cell::Integer(number) = cell { *number } else { 0 }),
        Values::Decimal(numbers) => numbers.push(if let Cell::Decimal(number) = cell { *number } else { 0.0 }),
        Values::Date(days) => days.push(if let Cell::Date(date) = cell { [date.first, date.last] } else { [0, 0] }),
        Values::CodeSet { width, bits } => {
            let start = bits.len();
            bits.resize(start + *width, 0);
            assert_eq!(*width, field.set_width());
            if let Cell::Set(codes) = cell {
                codes.iter().for_each(|code| bits[start + code / 8] |= 1 << (code % 8));
            }
        }
        Values::Text { pool, codes } => {
            let text = if let Cell::Text(text) = cell { text } else { "" };
            let known = pool.iter().position(|known| known == text);
            if known.is_none() {
                pool.push(text);
            }
            codes.push(known.unwrap_or(pool.len() - 1) as u32);
        }
        Values::Reference { offsets, rows } => {
            if let Cell::Rows(targets) = cell {
                rows.extend(targets.iter().map(|target| (base + target) as u32));
            }
            offsets.push(rows.len() as u32);
        }
    }
}
