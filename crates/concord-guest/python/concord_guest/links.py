"""How rows lead to rows: a review to its child rows, a row to those that it points at, a review to its group's row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, overload

from .condition import Condition, made
from .contract import Kind
from .field import Field
from .on_review import OfLinked, OfRows

if TYPE_CHECKING:
    from .row import Row, RowsOf

R = TypeVar("R", bound="Row")


class Link(Field, Generic[R]):
    """A list of rows of another child table: `linked_obs = Link(Observation, "which findings it answers")`."""

    kinds = (Kind.REFERENCE,)

    def __init__(self, target: type[R], why: str, *, name: str | None = None):
        super().__init__(why, name=name)
        self.target = target

    @overload
    def __get__(self, row: None, owner=None) -> Link[R]: ...
    @overload
    def __get__(self, row: Row, owner=None) -> RowsOf[R]: ...

    def __get__(self, row, owner=None):
        return self if row is None else row._table.linked(self)[row._place]

    def any(self, condition: Condition) -> Condition:
        """*Any of the rows that it points at is so*; where there is no list, any row of the review may be one."""
        return self._of_linked("any", condition)

    def all(self, condition: Condition) -> Condition:
        """*All of the rows that it points at are so*; where there is no list, any row of the review may be one."""
        return self._of_linked("all", condition)

    def _of_linked(self, word: str, condition: Condition) -> Condition:
        check_condition(f"{self.title}.{word}", condition, self.target)
        return self._made((word, condition), lambda: OfLinked(self, word, condition))


class Rows(Generic[R]):
    """The rows of a child table that belong to a review: `observations = Rows(Observation, "the findings, one by one")`."""

    def __init__(self, child: type[R], why: str):
        self.child, self.why = child, why
        self.made: dict[tuple, Condition] = {}

    def __set_name__(self, owner: type[Row], name: str) -> None:
        self.owner, self.name = owner, name

    @overload
    def __get__(self, row: None, owner=None) -> Rows[R]: ...
    @overload
    def __get__(self, row: Row, owner=None) -> RowsOf[R]: ...

    def __get__(self, row, owner=None):
        if row is None:
            return self
        rows = row._table.view.tables[self.child.table].runs(self.child)[row._review]
        # From now on the attribute is found on the row itself, which is quicker.
        setattr(row, self.name, rows)
        return rows

    def any(self, condition: Condition) -> Condition:
        """*Any of its rows is so.*"""
        return self._made("any", condition)

    def all(self, condition: Condition) -> Condition:
        """*All of its rows are so*; where there are none, too."""
        return self._made("all", condition)

    def _made(self, word: str, condition: Condition) -> Condition:
        check_condition(f"{self.owner.__name__}.{self.name}.{word}", condition, self.child)
        words = f"{self.owner.__name__}.{self.name}.{word}({condition.words})"
        return made(self.made, (word, condition), lambda: OfRows(self.owner, word, words, condition))


class Beside(Generic[R]):
    """The row of the group's table that stands beside each review: `partnership = Beside(Partnership)`."""

    def __init__(self, group: type[R]):
        self.group = group

    @overload
    def __get__(self, row: None, owner=None) -> Beside[R]: ...
    @overload
    def __get__(self, row: Row, owner=None) -> R: ...

    def __get__(self, row, owner=None):
        return self if row is None else self.group(row._table.view.tables[self.group.table], row._review, row._review)


def check_condition(what: str, condition: object, cls: type[Row]) -> None:
    """A fault unless something is a condition on a class of rows."""
    if not isinstance(condition, Condition) or condition.owner.table != cls.table:
        raise TypeError(f"{what} wants a condition on {cls.__name__}: {condition!r}")
