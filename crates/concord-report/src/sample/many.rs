//! The sample again and again, and parts of it.

use std::ops::Range;

use concord_model::dataset::{Column, Dataset, Strings, TableData, Values};

use super::{dataset, dictionary};

/// As many reviews as asked for, the sample's over and over, each under a key of its own.
pub(crate) fn repeated(reviews: usize) -> Dataset {
    let sample = dataset();
    let mut many = take(&sample, &(0..reviews).map(|review| review % sample.reviews).collect::<Vec<_>>());
    let dictionary = dictionary();
    for (place, table) in many.tables.iter_mut().enumerate() {
        if Some(place) != dictionary.group {
            table.keys = table
                .keys
                .iter()
                .enumerate()
                .map(|(row, key)| format!("{key}-{row}"))
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str)
                .collect();
        }
    }
    many
}

/// A run of a dataset's reviews as a chunk of its own.
pub(crate) fn slice(dataset: &Dataset, reviews: Range<usize>) -> Dataset {
    take(dataset, &reviews.collect::<Vec<_>>())
}

fn take(dataset: &Dataset, reviews: &[usize]) -> Dataset {
    let dictionary = dictionary();
    let rows_of = |table: &TableData| -> Vec<Vec<usize>> {
        let rows = |&review: &usize| match table.offsets.is_empty() {
            true => vec![review],
            false => (table.offsets[review] as usize..table.offsets[review + 1] as usize).collect(),
        };
        reviews.iter().map(rows).collect()
    };
    let tables = dataset.tables.iter().enumerate().map(|(place, table)| {
        if Some(place) == dictionary.group {
            return table.clone();
        }
        let of_reviews = rows_of(table);
        let rows: Vec<usize> = of_reviews.concat();
        let mut end = 0;
        let ends = of_reviews.iter().map(|rows| {
            end += rows.len() as u32;
            end
        });
        TableData {
            not_given: table.not_given,
            rows: rows.len(),
            keys: rows.iter().map(|&row| table.keys.get(row)).collect(),
            offsets: if table.offsets.is_empty() { Vec::new() } else { std::iter::once(0).chain(ends).collect() },
            columns: table.columns.iter().map(|column| take_column(dataset, column, &rows, reviews)).collect(),
        }
    });
    Dataset {
        reviews: reviews.len(),
        tables: tables.collect(),
        group: reviews.iter().map(|&review| dataset.group[review]).collect(),
        chain: reviews.iter().map(|&review| dataset.chain[review]).collect(),
        pair: reviews.iter().map(|&review| dataset.pair[review]).collect(),
    }
}

fn take_column(dataset: &Dataset, column: &Column, rows: &[usize], reviews: &[usize]) -> Column {
    fn each<T: Copy>(slots: &[T], rows: &[usize]) -> Vec<T> {
        rows.iter().map(|&row| slots[row]).collect()
    }
    let values = match &column.values {
        Values::Id(ids) => Values::Id(rows.iter().map(|&row| ids.get(row)).collect()),
        Values::Code(slots) => Values::Code(each(slots, rows)),
        Values::Tri(slots) => Values::Tri(each(slots, rows)),
        Values::Integer(numbers) => Values::Integer(each(numbers, rows)),
        Values::Decimal(numbers) => Values::Decimal(each(numbers, rows)),
        Values::Date(days) => Values::Date(each(days, rows)),
        Values::CodeSet { width, bits } => {
            Values::CodeSet { width: *width, bits: rows.iter().flat_map(|row| bits[row * width..(row + 1) * width].to_vec()).collect() }
        }
        Values::Text { pool, codes } => texts(pool, &each(codes, rows)),
        Values::Reference { .. } => references(dataset, column, reviews),
    };
    Column { values, missing: each(&column.missing, rows) }
}

/// Only the texts that are used, in the order of their first use.
fn texts(pool: &Strings, codes: &[u32]) -> Values {
    let mut used: Vec<u32> = Vec::new();
    let codes = codes.iter().map(|code| {
        let place = used.iter().position(|known| known == code).unwrap_or_else(|| {
            used.push(*code);
            used.len() - 1
        });
        place as u32
    });
    let codes = codes.collect();
    Values::Text { pool: used.iter().map(|&code| pool.get(code as usize)).collect(), codes }
}

/// The recommendations' references to the observations of the same reviews.
fn references(dataset: &Dataset, column: &Column, reviews: &[usize]) -> Values {
    let dictionary = dictionary();
    let table = |name| &dataset.tables[dictionary.table_place(name).unwrap()].offsets;
    let Values::Reference { offsets, rows } = &column.values else { panic!("no reference") };
    let (mut ends, mut targets, mut first) = (vec![0], Vec::new(), 0);
    for &review in reviews {
        let (own, observations) = (table("recommendations"), table("observations"));
        for row in own[review] as usize..own[review + 1] as usize {
            let of_row = &rows[offsets[row] as usize..offsets[row + 1] as usize];
            targets.extend(of_row.iter().map(|target| target - observations[review] + first));
            ends.push(targets.len() as u32);
        }
        first += observations[review + 1] - observations[review];
    }
    Values::Reference { offsets: ends, rows: targets }
}
