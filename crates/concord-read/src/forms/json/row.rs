//! A JSON object into a row of a block, as it is parsed: nothing of it is held in between.

use std::collections::BTreeMap;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::split::Piece;
use super::value::Value;
use crate::block::{Block, Fault};
use crate::cell::{Cell, Complaint, Members};
use crate::layout::{Layout, Name, Wanted};

/// What is remembered from record to record.
pub(super) struct Rows {
    /// The keys of the rows before, by table: the next row mostly has them in the same order.
    trails: Vec<Vec<(String, Name)>>,
    pub(super) members: Members,
    /// The places of records in which a key stands twice.
    pub(super) twice: Vec<u32>,
    /// Whether any record had a list of each table.
    pub(super) has: Vec<bool>,
    /// How often keys were met that the dictionary does not have.
    pub(super) unknown: BTreeMap<(usize, String), u64>,
}

/// The decoding of one record.
pub(super) struct Decode<'a> {
    pub(super) layout: &'a Layout,
    wanted: &'a Wanted,
    block: &'a mut Block,
    pub(super) rows: &'a mut Rows,
    place: u32,
    /// The child tables whose lists were met.
    met: Vec<usize>,
}

impl Rows {
    pub(super) fn new(layout: &Layout) -> Rows {
        let tables = layout.tables.len();
        Rows {
            trails: vec![Vec::new(); tables],
            members: Members::default(),
            twice: Vec::new(),
            has: vec![false; tables],
            unknown: BTreeMap::new(),
        }
    }

    /// Decodes a record into the block. What is no JSON is a fault of the record as a whole.
    pub(super) fn record(&mut self, layout: &Layout, wanted: &Wanted, block: &mut Block, text: &[u8], piece: Piece) {
        let row = block.tables[layout.record].rows;
        block.tables[layout.record].lines.push(piece.line);
        let parsed = match std::str::from_utf8(text) {
            Ok(text) => self.parse(layout, wanted, block, text, piece.place),
            Err(error) => Err(format!("is not UTF-8 from its byte {} on", error.valid_up_to() + 1)),
        };
        if let Err(message) = parsed {
            let complaint = Complaint::new(message, Some("it is kept whole among the rejects".to_owned()));
            block.fault(layout.record, row, None, complaint);
        }
        if block.tables[layout.record].rows == row {
            block.begin(layout.record);
        }
        for table in layout.read_tables() {
            block.end_row(layout, wanted, table);
        }
        block.end_record(layout, piece.place);
    }

    fn parse(&mut self, layout: &Layout, wanted: &Wanted, block: &mut Block, text: &str, place: u32) -> Result<(), String> {
        let mut json = serde_json::Deserializer::from_str(text);
        let mut decode = Decode { layout, wanted, block, rows: self, place, met: Vec::new() };
        let row = Row { decode: &mut decode, table: layout.record };
        row.deserialize(&mut json).and_then(|()| json.end()).map_err(|error| {
            let message = error.to_string();
            let fault = message.split(" at line ").next().unwrap_or_default().to_owned();
            format!("is no JSON, at its character {}: {fault}", error.column())
        })
    }
}

impl Decode<'_> {
    /// What a key of a table is, found on the trail of the rows before from `place` on, or looked up.
    fn name(&mut self, table: usize, place: &mut usize, key: &str) -> Option<Name> {
        let trail = &mut self.rows.trails[table];
        if let Some(ahead) = trail[*place..].iter().position(|(known, _)| known == key) {
            *place += ahead + 1;
            return Some(trail[*place - 1].1);
        }
        let name = self.layout.tables[table].name(key)?;
        if trail[..*place].iter().all(|(known, _)| known != key) {
            trail.insert(*place, (key.to_owned(), name));
            *place += 1;
        }
        Some(name)
    }

    fn wants(&self, table: usize, name: Name) -> bool {
        let wanted = &self.wanted.tables[table];
        match name {
            Name::Key => wanted.keys,
            Name::Group => wanted.group,
            Name::Parent => self.wanted.whole,
            Name::Field(field) => wanted.fields[field] || self.wanted.whole,
            Name::Child(child) => self.wanted.tables[child].rows,
        }
    }

    pub(super) fn set(&mut self, table: usize, name: Name, cell: Cell<'_>) {
        if !self.block.set(self.layout, table, name, cell) {
            self.stands_twice(table, name);
        }
    }

    fn stands_twice(&mut self, table: usize, name: Name) {
        self.rows.twice.push(self.place);
        let row = self.block.tables[table].rows - 1;
        self.block.fault(table, row, Some(name), Complaint::new("stands twice in the same row", Some("keep one of the two".to_owned())));
    }

    fn wrong_row(&mut self, table: usize, what: &str) {
        let row = self.block.tables[table].rows - 1;
        let complaint = Complaint::new(format!("{what} stands where an object is expected"), None);
        self.block.faults.push(Fault { table, row, name: None, complaint });
    }
}

/// One object: a record or a child row.
struct Row<'a, 'b> {
    decode: &'a mut Decode<'b>,
    table: usize,
}

impl<'de> DeserializeSeed<'de> for Row<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.decode.block.begin(self.table);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Row<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Row { decode, table } = self;
        let mut place = 0;
        while let Some(name) = map.next_key_seed(Key { decode, table, place: &mut place })? {
            match name {
                Some(name @ Name::Child(child)) if decode.wants(table, name) => {
                    if decode.met.contains(&child) {
                        decode.stands_twice(table, name);
                    }
                    decode.met.push(child);
                    map.next_value_seed(List { decode, table, child })?;
                }
                Some(Name::Child(child)) => decode.rows.has[child] |= map.next_value::<Option<IgnoredAny>>()?.is_some(),
                Some(name) if decode.wants(table, name) => map.next_value_seed(Value { decode, table, name })?,
                _ => map.next_value::<IgnoredAny>().map(|_| ())?,
            }
        }
        decode.block.end_row(decode.layout, decode.wanted, table);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.decode.wrong_row(self.table, "a list");
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        self.decode.block.end_row(self.decode.layout, self.decode.wanted, self.table);
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar("null")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.scalar("a truth value")
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.scalar("a number")
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.scalar("a number")
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.scalar("a number")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.scalar("a text")
    }
}

impl Row<'_, '_> {
    fn scalar<E>(self, what: &str) -> Result<(), E> {
        self.decode.wrong_row(self.table, what);
        self.decode.block.end_row(self.decode.layout, self.decode.wanted, self.table);
        Ok(())
    }
}

/// A key of an object: what it is in the dictionary, if anything.
struct Key<'a, 'b> {
    decode: &'a mut Decode<'b>,
    table: usize,
    place: &'a mut usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Option<Name>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Name>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = Option<Name>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Option<Name>, E> {
        let name = self.decode.name(self.table, self.place, key);
        if name.is_none() && self.decode.wanted.whole {
            *self.decode.rows.unknown.entry((self.table, key.to_owned())).or_default() += 1;
        }
        Ok(name)
    }
}

/// The list of child rows inside a record.
struct List<'a, 'b> {
    decode: &'a mut Decode<'b>,
    table: usize,
    child: usize,
}

impl List<'_, '_> {
    fn wrong<E>(self, what: &str) -> Result<(), E> {
        let row = self.decode.block.tables[self.table].rows - 1;
        let complaint = Complaint::new(format!("{what} is no list of rows"), Some("write [] where there are none".to_owned()));
        self.decode.block.fault(self.table, row, Some(Name::Child(self.child)), complaint);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.decode.rows.has[self.child] = true;
        while seq.next_element_seed(Row { decode: self.decode, table: self.child })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        self.wrong("an object")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.wrong("a truth value")
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.wrong("a number")
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.wrong("a number")
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.wrong("a number")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.wrong("a text")
    }
}
