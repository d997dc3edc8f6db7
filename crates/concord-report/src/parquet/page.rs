//! The headers of pages, in Thrift's compact protocol (Apache Parquet format, `parquet.thrift`, `PageHeader`).

use super::hybrid::varint;

/// How values are encoded: `parquet.thrift`, `Encoding`.
#[derive(Clone, Copy)]
pub(super) enum Encoding {
    /// Numbers as they are; strings with their lengths before them.
    Plain = 0,
    /// Levels.
    Rle = 3,
    /// Places in the dictionary page.
    RleDictionary = 8,
}

/// The sizes of a page: how many values, how many bytes before and after compression.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) values: usize,
    pub(super) raw: usize,
    pub(super) packed: usize,
}

const I32: u8 = 5;
const STRUCT: u8 = 12;
const FALSE: u8 = 2;

/// The header of a data page whose levels and values are compressed together.
pub(super) fn data(size: Size, encoding: Encoding, out: &mut Vec<u8>) {
    opening(0, size, out);
    out.push(2 << 4 | STRUCT); // field 5: data_page_header
    for field in [size.values, encoding as usize, Encoding::Rle as usize, Encoding::Rle as usize] {
        integer(field, out);
    }
    out.extend([0, 0]);
}

/// The header of a dictionary page.
pub(super) fn dictionary(size: Size, out: &mut Vec<u8>) {
    opening(2, size, out);
    out.push(4 << 4 | STRUCT); // field 7: dictionary_page_header
    integer(size.values, out);
    integer(Encoding::Plain as usize, out);
    out.extend([1 << 4 | FALSE, 0, 0]); // not sorted
}

fn opening(kind: usize, size: Size, out: &mut Vec<u8>) {
    for field in [kind, size.raw, size.packed] {
        integer(field, out);
    }
}

/// The next field, a whole number that is not negative (zigzag).
fn integer(number: usize, out: &mut Vec<u8>) {
    out.push(1 << 4 | I32);
    varint((number as u64) << 1, out);
}
