//! Expressions that are true, false or unknown, as operations.

use concord_model::dictionary::Kind;

use super::{Builder, Built, Free, Made, joined, side};
use crate::engine::node::{ColumnId, Day, Id, Op};
use crate::plan::{Date, Field, Number, Order, Truth};

impl Builder<'_> {
    pub(crate) fn truth(&mut self, truth: &Truth) -> Made<Built> {
        match truth {
            Truth::Always(holds) => self.add(Op::Always(*holds), Free::None),
            Truth::Unknown(reasons) => self.add(Op::Unknown(*reasons), Free::None),
            Truth::Named { means, .. } => self.truth(means),
            Truth::Tri(field) => self.leaf(field, &[Kind::Tri], |_, column| Ok(Op::Tri(column))),
            Truth::Among { field, codes } => self.leaf(field, &[Kind::Code, Kind::Ordinal], |builder, column| {
                let mut places = codes.iter().map(|code| builder.code(column, code)).collect::<Made<Vec<u8>>>()?;
                places.sort_unstable();
                places.dedup();
                Ok(Op::Among(column, places))
            }),
            Truth::Ranks { field, by, code } => self.leaf(field, &[Kind::Ordinal], |builder, column| {
                let place = builder.code(column, code)?;
                let codes = 0..builder.tables.shape(column).field.codes.len() as u8;
                Ok(Op::Among(column, codes.filter(|code| by.holds(code.cmp(&place))).collect()))
            }),
            Truth::Has { set, code } => {
                self.leaf(set, &[Kind::CodeSet], |builder, column| Ok(Op::Has(column, builder.code(column, code)?)))
            }
            Truth::Known(field) => self.leaf(field, &[], |_, column| Ok(Op::Known(column))),
            Truth::Text { field, texts, codebook } => self.text(field, texts, codebook.as_ref()),
            Truth::Codes { left, by, right } => self.codes(left, *by, right),
            Truth::Compare { left, by, right } => self.compare(left, *by, right),
            Truth::Dates { left, by, right } => self.dates(left, *by, right),
            Truth::Linked { row, reference, .. } => self.linked(*row, reference),
            Truth::Same(pair) => {
                let pair = [self.truth(&pair[0])?, self.truth(&pair[1])?];
                self.same(pair)
            }
            Truth::Not(inner) => self.truth(inner).and_then(|built| self.not(built)),
            Truth::And(parts) => self.chain(parts, true),
            Truth::Or(parts) => self.chain(parts, false),
            Truth::If(three) => {
                let three = [self.truth(&three[0])?, self.truth(&three[1])?, self.truth(&three[2])?];
                self.conditional(three)
            }
            Truth::Exists(rows) => self.reduced(rows, |_, built| Ok(Op::Exists(built.id))),
            Truth::Every { rows, each } => {
                let misses = Truth::And(vec![(*rows.holds).clone(), Truth::Not(each.clone())]);
                let rows = crate::plan::Rows { holds: Box::new(misses), ..rows.clone() };
                let exists = self.truth(&Truth::Exists(rows))?;
                self.not(exists)
            }
        }
    }

    /// Whether two truth values are the same. What is the same as true is it itself; what is the same as a negation is not the same
    /// as what it negates.
    fn same(&mut self, [one, other]: [Built; 2]) -> Made<Built> {
        match (self.op(one), self.op(other)) {
            (Op::Always(true), _) => Ok(other),
            (_, Op::Always(true)) => Ok(one),
            (Op::Always(false), _) => self.not(other),
            (_, Op::Always(false)) => self.not(one),
            (Op::Not(_) | Op::And(_), _) => {
                let one = self.not(one)?;
                let same = self.same([one, other])?;
                self.not(same)
            }
            (_, Op::Not(_) | Op::And(_)) => {
                let other = self.not(other)?;
                let same = self.same([one, other])?;
                self.not(same)
            }
            _ => {
                let (ids, free) = self.lift_all(&[one, other])?;
                self.add(Op::Same(ids[0].min(ids[1]), ids[0].max(ids[1])), free)
            }
        }
    }

    /// `condition ? one : other`. A branch that is no more than true or false is said by `&&` or `||`.
    fn conditional(&mut self, [condition, one, other]: [Built; 3]) -> Made<Built> {
        let always = |builder: &Self, built| if let Op::Always(holds) = builder.op(built) { Some(*holds) } else { None };
        match (always(self, condition), always(self, one), always(self, other)) {
            (Some(holds), ..) => Ok(if holds { one } else { other }),
            (_, Some(true), _) => self.chained(&[condition, other], false),
            (_, _, Some(false)) => self.chained(&[condition, one], true),
            (_, Some(false), _) => {
                let condition = self.not(condition)?;
                self.chained(&[condition, other], true)
            }
            (_, _, Some(true)) => {
                let condition = self.not(condition)?;
                self.chained(&[condition, one], false)
            }
            _ => {
                let (ids, free) = self.lift_all(&[condition, one, other])?;
                self.add(Op::If(ids[0], ids[1], ids[2]), free)
            }
        }
    }

    fn leaf(&mut self, field: &Field, kinds: &[Kind], op: impl FnOnce(&mut Self, ColumnId) -> Made<Op>) -> Made<Built> {
        let (column, free) = self.checked(field, kinds)?;
        let op = op(self, column)?;
        self.add(op, free)
    }

    /// A field's column, which must be of one of some kinds.
    pub(super) fn checked(&mut self, field: &Field, kinds: &[Kind]) -> Made<(ColumnId, Free)> {
        let (column, free) = self.column(field)?;
        let kind = self.tables.shape(column).field.kind;
        if kinds.is_empty() || kinds.contains(&kind) {
            return Ok((column, free));
        }
        Err(format!("{}.{} is of kind {} now", field.table, field.field, kind.name()))
    }

    /// Negations stand at what has no parts to negate, so that what means the same is the same operation.
    fn not(&mut self, built: Built) -> Made<Built> {
        if let Some(known) = self.negations.get(&built.id) {
            return Ok(Built { id: *known, ..built });
        }
        let negation = match self.op(built).clone() {
            Op::Always(holds) => return self.add(Op::Always(!holds), built.free),
            Op::Not(inner) => Built { id: inner, ..built },
            op @ (Op::And(_) | Op::Or(_)) => {
                let parts = op.operands().into_iter().map(|id| self.not(Built { id, ..built })).collect::<Made<Vec<Built>>>()?;
                self.chained(&parts, matches!(op, Op::Or(_)))?
            }
            _ => self.add(Op::Not(built.id), built.free)?,
        };
        self.negations.insert(built.id, negation.id);
        Ok(negation)
    }

    /// `&&` or `||`: flat, sorted, without repetition and without what decides nothing.
    fn chain(&mut self, parts: &[Truth], and: bool) -> Made<Built> {
        let built = parts.iter().map(|part| self.truth(part)).collect::<Made<Vec<Built>>>()?;
        self.chained(&built, and)
    }

    fn chained(&mut self, parts: &[Built], and: bool) -> Made<Built> {
        let always = |builder: &Self, holds| parts.iter().any(|part| *builder.op(*part) == Op::Always(holds));
        if always(self, !and) {
            return self.add(Op::Always(!and), Free::None);
        }
        let parts: Vec<Built> = parts.iter().copied().filter(|part| *self.op(*part) != Op::Always(and)).collect();
        let (ids, free) = self.lift_all(&parts)?;
        let mut operands = Vec::new();
        for id in ids {
            match self.op(Built { id, free }) {
                Op::And(inner) if and => operands.extend(inner),
                Op::Or(inner) if !and => operands.extend(inner),
                _ => operands.push(id),
            }
        }
        operands.sort_unstable();
        operands.dedup();
        match operands.as_slice() {
            [] => self.add(Op::Always(and), free),
            [one] => Ok(Built { id: *one, free }),
            _ => self.add(if and { Op::And(operands) } else { Op::Or(operands) }, free),
        }
    }

    /// Whether none of some conditions on reviews holds.
    #[cfg(feature = "compile")]
    pub(crate) fn none(&mut self, conditions: &[Id]) -> Made<Id> {
        let any: Vec<Built> = conditions.iter().map(|id| Built { id: *id, free: Free::None }).collect();
        let any = self.chained(&any, false)?;
        Ok(self.not(any)?.id)
    }

    /// A text among some texts. In a review whose codebook has them all, a row with another or with none carries none of them;
    /// elsewhere that is unknown.
    fn text(&mut self, field: &Field, texts: &[String], codebook: Option<&Field>) -> Made<Built> {
        let (column, free) = self.checked(field, &[Kind::Text])?;
        let among = texts.iter().map(|text| self.tables.class(column, text)).collect::<Made<Vec<u8>>>()?;
        let matched = self.add(Op::Texts { column, among, lenient: codebook.is_some() }, free)?;
        let Some(codebook) = codebook else { return Ok(matched) };
        let (book, of_review) = self.checked(codebook, &[Kind::Code])?;
        let has_all = |code: &concord_model::dictionary::Code| {
            let known = self.dictionary.codebooks.iter().find(|known| known.id == code.code);
            known.is_some_and(|known| texts.iter().all(|text| known.codes.contains(text)))
        };
        let codes = &self.tables.shape(book).field.codes;
        let books = (0u8..).zip(codes).filter(|(_, code)| has_all(code)).map(|(place, _)| place).collect();
        let uncovered = self.add(Op::Uncovered(book, books), of_review)?;
        let (ids, free) = self.lift_all(&[matched, uncovered])?;
        self.add(Op::Either(ids[0], ids[1]), free)
    }

    fn codes(&mut self, left: &Field, by: Order, right: &Field) -> Made<Built> {
        let kinds = [Kind::Code, Kind::Ordinal];
        let ((one, left), (other, right)) = (self.checked(left, &kinds)?, self.checked(right, &kinds)?);
        let names = |column| self.tables.shape(column).field.codes.iter().map(|code| &code.code);
        if !names(one).eq(names(other)) {
            return Err("compares fields whose codes are not the same now".to_owned());
        }
        let free = joined(left, right)?;
        let (one, other) = (self.seen(one, left, free), self.seen(other, right, free));
        self.add(Op::Codes(one, by, other), free)
    }

    /// Two numbers; an integer beside a constant is a range of integers.
    fn compare(&mut self, left: &Number, by: Order, right: &Number) -> Made<Built> {
        let sides = match (left.bare(), right.bare()) {
            (Number::Field(field), Number::Constant(constant)) => Some((field, by, *constant)),
            (Number::Constant(constant), Number::Field(field)) => Some((field, by.flipped(), *constant)),
            _ => None,
        };
        if let Some((field, by, constant)) = sides {
            let (column, free) = self.checked(field, &[Kind::Integer, Kind::Decimal])?;
            if self.tables.shape(column).field.kind == Kind::Integer {
                let (least, most) = range(by, constant);
                return self.add(Op::Range(column, least, most), free);
            }
        }
        let pair = [self.number(left)?, self.number(right)?];
        if let Some(any) = self.any(&pair, by)? {
            return Ok(any);
        }
        let (ids, free) = self.lift_all(&pair)?;
        self.add(Op::Compare(ids[0], by, ids[1]), free)
    }

    /// Whether there is any row or none, where two numbers are compared that say so.
    fn any(&mut self, pair: &[Built; 2], by: Order) -> Made<Option<Built>> {
        let (rows, by, constant, free) = match (self.op(pair[0]), self.op(pair[1])) {
            (Op::Count(rows), Op::Constant(bits)) => (*rows, by, f64::from_bits(*bits), pair[0].free),
            (Op::Constant(bits), Op::Count(rows)) => (*rows, by.flipped(), f64::from_bits(*bits), pair[1].free),
            _ => return Ok(None),
        };
        let (above_none, at_most_one) = (constant > 0.0, constant <= 1.0);
        let exists = match by {
            Order::AtLeast if above_none && at_most_one => true,
            Order::More if (0.0..1.0).contains(&constant) => true,
            Order::Less if above_none && at_most_one => false,
            Order::AtMost if (0.0..1.0).contains(&constant) => false,
            Order::Equal if constant == 0.0 => false,
            _ => return Ok(None),
        };
        let built = self.add(Op::Exists(rows), free)?;
        if exists { Ok(Some(built)) } else { self.not(built).map(Some) }
    }

    fn dates(&mut self, left: &Date, by: Order, right: &Date) -> Made<Built> {
        let mut free = Free::None;
        for date in [left, right] {
            if let Date::Field(field) = date {
                free = joined(free, self.checked(field, &[Kind::Date])?.1)?;
            }
        }
        let mut day = |date: &Date| match date {
            Date::Days(first, last) => Ok(Day::Days(*first, *last)),
            Date::Field(field) => self.checked(field, &[Kind::Date]).map(|(column, own)| Day::Seen(self.seen(column, own, free))),
        };
        let (one, other) = (day(left)?, day(right)?);
        self.add(Op::Dates(one, by, other), free)
    }

    fn linked(&mut self, row: u8, reference: &Field) -> Made<Built> {
        let (column, holder) = self.checked(reference, &[Kind::Reference])?;
        let table = self.frame(row)?.table;
        let target = self.tables.shape(column).field.references.as_deref();
        if target != Some(self.tables.tables[usize::from(table)].name.as_str()) {
            return Err(format!("{}.{} does not point at such rows now", reference.table, reference.field));
        }
        let free = joined(Free::One(row), holder)?;
        let from = self.seen(column, holder, free);
        self.add(Op::Linked { from, to: side(Free::One(row), free) }, free)
    }
}

/// The integers that stand in an order to a number: the least and the most of them.
fn range(by: Order, constant: f64) -> (i64, i64) {
    let (below, above) = (constant.floor() as i64, constant.ceil() as i64);
    match by {
        Order::Less => (i64::MIN, above.saturating_sub(1)),
        Order::AtMost => (i64::MIN, below),
        Order::Equal => (above, below),
        Order::AtLeast => (above, i64::MAX),
        Order::More => (below.saturating_add(1), i64::MAX),
    }
}
