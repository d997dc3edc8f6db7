//! A JSON object into a row of a block, as it is parsed: nothing of it is held in between.

use std::collections::BTreeMap;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::block::{Block, Fault};
use crate::cell::{Cell, Complaint, Members};
use crate::layout::{Layout, Name, Wanted};

/// The keys of the rows before, by table: the next row mostly has them in the same order.
pub(super) struct Rows {
    trails: Vec<Vec<(String, Name)>>,
    members: Members,
    /// Records of the block in which a key stands twice.
    pub(super) twice: Vec<usize>,
}

/// The decoding of one record.
struct Decode<'a> {
    layout: &'a Layout,
    wanted: &'a Wanted,
    block: &'a mut Block,
    rows: &'a mut Rows,
    unknown: &'a mut BTreeMap<(usize, String), u64>,
    /// The child tables whose lists were met.
    met: Vec<usize>,
}

impl Rows {
    pub(super) fn new(layout: &Layout) -> Rows {
        Rows { trails: vec![Vec::new(); layout.tables.len()], members: Members::default(), twice: Vec::new() }
    }

    /// Decodes a record. An error says how the text is no JSON; the rows stay unended until [`Rows::close`].
    pub(super) fn record(
        &mut self,
        layout: &Layout,
        wanted: &Wanted,
        block: &mut Block,
        text: &str,
        unknown: &mut BTreeMap<(usize, String), u64>,
    ) -> Result<(), String> {
        let mut json = serde_json::Deserializer::from_str(text);
        let mut decode = Decode { layout, wanted, block, rows: self, unknown, met: Vec::new() };
        let row = Row { decode: &mut decode, table: layout.record };
        row.deserialize(&mut json).and_then(|()| json.end()).map_err(|error| {
            let message = error.to_string();
            let fault = message.split(" at line ").next().unwrap_or_default().to_owned();
            format!("is no JSON, at its character {}: {fault}", error.column())
        })
    }

    /// Ends the record that is the record table's row `row`, whatever of it was decoded.
    pub(super) fn close(&mut self, layout: &Layout, wanted: &Wanted, block: &mut Block, row: usize, place: u32) {
        if block.tables[layout.record].rows == row {
            block.begin(layout.record);
        }
        for table in layout.read_tables() {
            block.end_row(layout, wanted, table);
        }
        block.end_record(layout, place);
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

    fn set(&mut self, table: usize, name: Name, cell: Cell<'_>) {
        if !self.block.set(self.layout, table, name, cell) {
            self.stands_twice(table, name);
        }
    }

    fn stands_twice(&mut self, table: usize, name: Name) {
        self.rows.twice.push(self.block.records());
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
            *self.decode.unknown.entry((self.table, key.to_owned())).or_default() += 1;
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

/// The value of a field, a key or a group.
struct Value<'a, 'b> {
    decode: &'a mut Decode<'b>,
    table: usize,
    name: Name,
}

impl Value<'_, '_> {
    fn set<E>(self, cell: Cell<'_>) -> Result<(), E> {
        self.decode.set(self.table, self.name, cell);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.set(Cell::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<(), E> {
        self.set(Cell::Truth(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.set(Cell::Whole(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.set(i64::try_from(number).map_or(Cell::Number(number as f64), Cell::Whole))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.set(Cell::Number(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.set(Cell::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut members = std::mem::take(&mut self.decode.rows.members);
        members.clear();
        while seq.next_element_seed(Member(&mut members))?.is_some() {}
        let is_list = matches!(self.name, Name::Field(field) if self.decode.layout.tables[self.table].fields[field].is_list());
        self.decode.set(self.table, self.name, if is_list { Cell::List(&members) } else { Cell::Other("a list") });
        self.decode.rows.members = members;
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        self.set(Cell::Other("an object"))
    }
}

/// A member of a list of codes or names.
struct Member<'a>(&'a mut Members);

impl Member<'_> {
    fn odd<E>(self) -> Result<(), E> {
        self.0.odd = true;
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.0.push(text);
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.0.push(&number.to_string());
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.0.push(&number.to_string());
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.odd()
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.odd()
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.odd()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        self.odd()
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        self.odd()
    }
}
