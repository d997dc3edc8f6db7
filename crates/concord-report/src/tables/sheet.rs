//! A table in the making.

/// A table as CSV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name: the file is `tables/<name>.csv`.
    pub name: &'static str,
    /// Its bytes.
    pub csv: Vec<u8>,
}

/// A table in the making.
pub(super) struct Sheet {
    name: &'static str,
    rows: csv::Writer<Vec<u8>>,
}

impl Sheet {
    pub(super) fn new(name: &'static str, header: &[&str]) -> Sheet {
        let mut sheet = Sheet { name, rows: csv::Writer::from_writer(Vec::new()) };
        sheet.rows.write_record(header).expect("memory can be written to");
        sheet
    }

    /// Adds a row: as many cells as the header has.
    pub(super) fn row(&mut self, cells: &[&dyn Cell]) {
        self.rows.write_record(cells.iter().map(|cell| cell.text())).expect("a row is as long as its header, and memory can be written to");
    }

    pub(super) fn finish(self) -> Table {
        Table { name: self.name, csv: self.rows.into_inner().expect("memory can be written to") }
    }
}

/// What can stand in a cell.
pub(super) trait Cell {
    fn text(&self) -> String;
}

impl Cell for String {
    fn text(&self) -> String {
        self.clone()
    }
}

impl Cell for &str {
    fn text(&self) -> String {
        (*self).to_owned()
    }
}

impl Cell for u64 {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Cell for f64 {
    /// The shortest text that reads back as the same number; nothing for what is none.
    fn text(&self) -> String {
        if self.is_finite() { self.to_string() } else { String::new() }
    }
}

impl Cell for bool {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl<T: Cell> Cell for Option<T> {
    fn text(&self) -> String {
        self.as_ref().map(Cell::text).unwrap_or_default()
    }
}
