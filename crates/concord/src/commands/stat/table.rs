//! One CSV as it stands: its header and its rows with their lines. What its cells say is [`super::cells`].

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};
use concord_model::problem::{Problem, nearest};
use csv::ByteRecord;

const UNFINISHED: &str = "check that it was written to its end";

/// A CSV with a header and at least one row.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) file: String,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row {
    /// From 1.
    pub(super) line: u32,
    pub(super) cells: ByteRecord,
}

/// What is in a file, or in `input` where it is `-`, and what to call it.
pub(super) fn bytes(file: &Path, input: &mut dyn Read) -> Result<(String, Vec<u8>)> {
    let stands = file == Path::new("-");
    let name = if stands { "standard input".to_owned() } else { file.display().to_string() };
    let mut bytes = Vec::new();
    let read = if stands { input.read_to_end(&mut bytes) } else { File::open(file).and_then(|mut file| file.read_to_end(&mut bytes)) };
    read.with_context(|| format!("{name} cannot be read"))?;
    Ok((name, bytes))
}

impl Table {
    /// Reads a whole table.
    pub(super) fn read(file: String, bytes: &[u8]) -> Result<Table, Vec<Problem>> {
        let fault = |message: &str, hint: &str| vec![Problem::of(&file, message).hint(hint)];
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return Err(fault("is UTF-16", "save it as CSV in UTF-8"));
        }
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if text.iter().all(u8::is_ascii_whitespace) {
            return Err(fault("is empty", UNFINISHED));
        }
        let mut rows = rows(text).map_err(|message| fault(&message, UNFINISHED))?.into_iter();
        let header = rows.next().map(|row| row.cells.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect());
        let rows: Vec<Row> = rows.collect();
        if rows.is_empty() {
            return Err(fault("has no row below its header", UNFINISHED));
        }
        Ok(Table { file, header: header.unwrap_or_default(), rows })
    }

    /// The places of columns that every row needs.
    pub(super) fn columns<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N], Vec<Problem>> {
        let places = self.places(&names)?;
        Ok(std::array::from_fn(|place| places[place]))
    }

    /// The same for any number of them.
    pub(super) fn places(&self, names: &[&str]) -> Result<Vec<usize>, Vec<Problem>> {
        let mut problems = Vec::new();
        let places = names.iter().filter_map(|name| self.place(name, names, &mut problems)).collect();
        if problems.is_empty() { Ok(places) } else { Err(problems) }
    }

    /// The place of a column, if the table has it.
    pub(super) fn optional(&self, name: &str) -> Result<Option<usize>, Vec<Problem>> {
        if self.header.iter().any(|column| column == name) { self.columns([name]).map(|[place]| Some(place)) } else { Ok(None) }
    }

    /// The one column of a name; `needed` are all that are looked for.
    fn place(&self, name: &str, needed: &[&str], problems: &mut Vec<Problem>) -> Option<usize> {
        let mut places = (0..self.header.len()).filter(|place| self.header[*place] == name);
        let place = places.next();
        if place.is_none() {
            problems.push(self.in_header(format!("has no column {name}")).hint(self.instead(name, needed)));
        } else if places.next().is_some() {
            problems.push(self.in_header(format!("has two columns {name}")).hint("keep one of the two"));
        }
        place
    }

    /// What the header has in the place of a column that it should have: the nearest name, or else all of them.
    fn instead(&self, name: &str, needed: &[&str]) -> String {
        const MOST: usize = 12;
        if self.header.len() == 1 && self.header[0].contains([';', '\t']) {
            return "separate the columns by commas".to_owned();
        }
        let others = || self.header.iter().map(String::as_str).filter(|column| !needed.contains(column));
        // To a name of one letter every other letter is near.
        let near = nearest(name, others()).filter(|_| name.chars().count() > 1);
        near.map_or_else(
            || format!("its header has {}", self.header.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ")),
            |near| near.replace("did you mean", "its header has").replace('?', ""),
        )
    }

    /// A fault of the header.
    pub(super) fn in_header(&self, message: impl Into<String>) -> Problem {
        Problem::of(&self.file, message).at_line(1, None)
    }
}

/// All rows, the header the first of them. In a table of one column a blank line is an empty cell.
fn rows(text: &[u8]) -> Result<Vec<Row>, String> {
    let ends: Vec<usize> = (0..text.len()).filter(|byte| text[*byte] == b'\n').collect();
    let line_of = |byte: usize| ends.partition_point(|end| *end < byte) as u32 + 1;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    let (mut rows, mut cells, mut next) = (Vec::<Row>::new(), ByteRecord::new(), 1);
    loop {
        let start = reader.position().byte() as usize;
        let more = reader.read_byte_record(&mut cells).map_err(|fault| fault.to_string())?;
        let blank = text[start..].iter().take_while(|byte| b"\r\n".contains(byte)).count();
        let line = line_of(start + blank);
        if rows.first().is_some_and(|header| header.cells.len() == 1) {
            rows.extend((next..line).map(|line| Row { line, cells: ByteRecord::from(vec![""]) }));
        }
        if !more {
            return Ok(rows);
        }
        rows.push(Row { line, cells: std::mem::take(&mut cells) });
        next = line_of(reader.position().byte() as usize - 1) + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u32, usize)> {
        let table = Table::read("t.csv".to_owned(), text.as_bytes()).unwrap();
        table.rows.iter().map(|row| (row.line, row.cells.len())).collect()
    }

    #[test]
    fn rows_know_their_lines() {
        let rows = [(2, 2), (4, 2), (6, 2)];
        assert_eq!(lines("x,n\n1,2\n\n\"3\n\",4\n5,6\n"), rows);
        assert_eq!(lines("x,n\r\n1,2\r\n\r\n\"3\r\n\",4\r\n5,6"), rows);
        assert_eq!(lines("\n\nx,n\n1,2"), [(4, 2)]);
    }

    #[test]
    fn a_blank_line_of_one_column_is_an_empty_cell() {
        let rows = [(2, 1), (3, 1), (4, 1), (5, 1)];
        assert_eq!(lines("p\n\n1\n\"\"\n2\n"), rows);
        assert_eq!(lines("p\r\n1\r\n\r\n\r\n2"), rows);
        assert_eq!(lines("p\n1\n\n2\n\n"), rows);
    }
}
