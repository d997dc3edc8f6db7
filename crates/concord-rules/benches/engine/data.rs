//! Invented reviews of the usual size: about one child, six observations and four recommendations each.

use concord_model::dataset::{Column, Dataset, NO_CHAIN, Strings, Values};
use concord_model::dictionary::{Dictionary, Field, Kind};

/// A seeded sequence of numbers (Steele, Lea and Flood, *Fast splittable pseudorandom number generators*).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }
}

/// Reviews of which a share of the values (in percent) is not recorded.
pub(crate) fn reviews(dictionary: &Dictionary, count: usize, missing: u64, dice: &mut Dice) -> Dataset {
    let mut dataset = Dataset::empty(dictionary);
    dataset.reviews = count;
    dataset.chain = vec![NO_CHAIN; count];
    dataset.group = vec![0; count];
    for place in 0..dictionary.tables.len() {
        let rows = if Some(place) == dictionary.group {
            1
        } else if place == dictionary.root {
            count
        } else {
            let table = &mut dataset.tables[place];
            for _ in 0..count {
                let rows = match dictionary.tables[place].name.as_str() {
                    "children" => 1 + u32::from(dice.percent(5)),
                    "observations" => 3 + dice.below(8) as u32,
                    _ => 2 + dice.below(5) as u32,
                };
                table.offsets.push(table.offsets[table.offsets.len() - 1] + rows);
            }
            table.offsets[count] as usize
        };
        dataset.tables[place].rows = rows;
        dataset.tables[place].columns =
            dictionary.tables[place].fields.iter().map(|field| column(field, rows, missing, dictionary, dice)).collect();
    }
    dataset
}

fn column(field: &Field, rows: usize, missing: u64, dictionary: &Dictionary, dice: &mut Dice) -> Column {
    let reasons: Vec<u8> = (0..rows).map(|_| if !field.required && dice.percent(missing) { 2 } else { 0 }).collect();
    let given = |row: usize| reasons[row] == 0;
    let each = |dice: &mut Dice, value: &dyn Fn(&mut Dice) -> u8| (0..rows).map(|row| if given(row) { value(dice) } else { 0 }).collect();
    let codes = field.codes.len().max(1) as u64;
    let values = match field.kind {
        Kind::Id => Values::Id(Strings::default()),
        Kind::Code | Kind::Ordinal => Values::Code(each(dice, &|dice| dice.below(codes) as u8)),
        Kind::Tri => Values::Tri(each(dice, &|dice| 1 + dice.below(2) as u8)),
        Kind::CodeSet => {
            let width = field.set_width();
            let last = if codes.is_multiple_of(8) { 0xff } else { (1 << (codes % 8)) - 1 };
            let byte = |place: usize, dice: &mut Dice| dice.next() as u8 & if place == width - 1 { last } else { 0xff };
            Values::CodeSet { width, bits: (0..rows).flat_map(|_| (0..width).map(|place| byte(place, dice)).collect::<Vec<_>>()).collect() }
        }
        Kind::Integer => Values::Integer((0..rows).map(|row| if given(row) { dice.below(30) as i32 } else { 0 }).collect()),
        Kind::Decimal => Values::Decimal((0..rows).map(|row| if given(row) { dice.below(30) as f64 } else { 0.0 }).collect()),
        Kind::Date => Values::Date((0..rows).map(|_| [17_000 + dice.below(3000) as i32; 2]).collect()),
        Kind::Text => {
            let words = dictionary.codebooks.iter().max_by_key(|book| book.codes.len()).map_or(Vec::new(), |book| book.codes.clone());
            let codes = (0..rows).map(|_| dice.below(words.len() as u64) as u32).collect();
            Values::Text { pool: words.iter().map(String::as_str).collect(), codes }
        }
        Kind::Reference => Values::Reference { offsets: vec![0; rows + 1], rows: Vec::new() },
    };
    Column { values, missing: if missing == 0 { Vec::new() } else { reasons } }
}
