//! Expressions that are numbers, as operations.

use concord_model::dictionary::Kind;

use super::{Builder, Built, Free, Made};
use crate::engine::node::Op;
use crate::plan::Number;

impl Builder<'_> {
    pub(crate) fn number(&mut self, number: &Number) -> Made<Built> {
        match number {
            Number::Constant(constant) => self.add(Op::Constant(constant.to_bits()), Free::None),
            Number::Named { means, .. } => self.number(means),
            Number::Field(field) => {
                let (column, free) = self.checked(field, &[Kind::Integer, Kind::Decimal])?;
                self.add(Op::Number(column), free)
            }
            Number::Sum(terms) => {
                let terms = terms.iter().map(|term| self.number(term)).collect::<Made<Vec<Built>>>()?;
                let (ids, free) = self.lift_all(&terms)?;
                self.add(Op::Sum(ids), free)
            }
            Number::Minus(inner) => {
                let inner = self.number(inner)?;
                self.add(Op::Minus(inner.id), inner.free)
            }
            Number::Product(pair) => {
                let pair = [self.number(&pair[0])?, self.number(&pair[1])?];
                let (ids, free) = self.lift_all(&pair)?;
                self.add(Op::Product(ids[0].min(ids[1]), ids[0].max(ids[1])), free)
            }
            Number::If(parts) => {
                let parts = [self.truth(&parts.0)?, self.number(&parts.1)?, self.number(&parts.2)?];
                let (ids, free) = self.lift_all(&parts)?;
                self.add(Op::Choice(ids[0], ids[1], ids[2]), free)
            }
            Number::Count(rows) => self.reduced(rows, |_, built| Ok(Op::Count(built.id))),
            Number::Distinct { rows, key } => self.reduced(rows, |builder, built| {
                let (column, own) = builder.checked(key, &[Kind::Code, Kind::Ordinal, Kind::Integer])?;
                if own != Free::One(rows.row) {
                    return Err("tells rows apart by a field of other rows".to_owned());
                }
                Ok(Op::Distinct(built.id, builder.seen(column, own, built.free)))
            }),
            Number::Members { set, among } => {
                let (column, free) = self.checked(set, &[Kind::CodeSet])?;
                let field = &self.tables.shape(column).field;
                let mut mask = vec![0; field.set_width()];
                let places = match among {
                    Some(codes) => codes.iter().map(|code| self.code(column, code)).collect::<Made<Vec<u8>>>()?,
                    None => (0..field.codes.len() as u8).collect(),
                };
                places.into_iter().for_each(|code| mask[usize::from(code / 8)] |= 1 << (code % 8));
                self.add(Op::Members(column, mask), free)
            }
        }
    }
}
