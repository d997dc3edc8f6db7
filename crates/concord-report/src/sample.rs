//! One small sample, which all outputs' tests show.

mod answered;
mod compared;
mod data;
mod learned;
mod many;

pub(crate) use answered::{FRAMEWORKS, answers, descriptors, findings};
pub(crate) use compared::{comparison, manifest};
pub(crate) use data::{dataset, put};
pub(crate) use many::{repeated, slice};

use concord_model::dictionary::Dictionary;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::printer::print_schema;

/// A dictionary with a field of each kind.
pub(crate) fn dictionary() -> Dictionary {
    Dictionary::parse("dictionary.toml", include_str!("sample/dictionary.toml")).unwrap()
}

/// A Parquet file's schema and rows.
pub(crate) fn parquet_as_text(file: Vec<u8>) -> String {
    let reader = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
    let mut text = Vec::new();
    print_schema(&mut text, reader.metadata().file_metadata().schema());
    let rows: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| format!("{}\n", row.unwrap())).collect();
    String::from_utf8(text).unwrap() + &rows.concat()
}
