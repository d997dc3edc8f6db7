//! Variables bound to the rows of a child table.

use super::{Built, Frame, Free, Made, joined};
use crate::engine::build::Builder;
use crate::engine::node::{ColumnId, Op};
use crate::plan::{Field, Rows, Truth};

impl Builder<'_> {
    /// Binds a row variable until it is unbound.
    pub(crate) fn bind(&mut self, rows: &Rows) -> Made<()> {
        let table = self.child(&rows.table)?;
        if self.frames.iter().any(|frame| frame.row >= rows.row) {
            return Err("binds a row variable twice".to_owned());
        }
        self.frames.push(Frame { row: rows.row, table, link: None });
        let link = self.link(rows.row, &rows.holds);
        if let Some(frame) = self.frames.last_mut() {
            frame.link = link;
        }
        Ok(())
    }

    /// Gives a row variable up.
    pub(crate) fn unbind(&mut self) {
        self.frames.pop();
    }

    /// The reference by which alone a row is paired with another, if a condition is that it points from one to the other.
    fn link(&self, row: u8, part: &Truth) -> Option<(ColumnId, u8, bool)> {
        if let Truth::And(parts) = part.bare() {
            return parts.iter().find_map(|part| self.link(row, part));
        }
        let Truth::Linked { row: target, reference: reference @ Field { row: Some(holder), .. }, .. } = part.bare() else { return None };
        let (column, _) = self.column(reference).ok()?;
        let paired =
            [(*target, *holder), (*holder, *target)].into_iter().find_map(|(one, other)| (one == row && other != row).then_some(other))?;
        self.frames.iter().any(|frame| frame.row == paired).then_some((column, paired, paired == *holder))
    }

    fn bound(&mut self, row: u8, holds: &Truth) -> Made<Built> {
        let built = self.truth(holds)?;
        let free = joined(built.free, Free::One(row))?;
        self.lift(built, free)
    }

    /// Something asked of rows, for each row or review around them.
    pub(super) fn reduced(&mut self, rows: &Rows, op: impl FnOnce(&mut Self, Built) -> Made<Op>) -> Made<Built> {
        self.bind(rows)?;
        let op = self.bound(rows.row, &rows.holds).and_then(|built| Ok((op(self, built)?, built.free)));
        self.unbind();
        let (op, free) = op?;
        let around = match free {
            Free::Two(outer, _) => Free::One(outer),
            _ => Free::None,
        };
        self.add(op, around)
    }
}
