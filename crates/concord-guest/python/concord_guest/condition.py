"""What a row can be asked, worked out for all rows of a batch at once.

A condition is made of a declared field (`Observation.theme == "T01"`), joined with `&`, `|` and `~`, and asked of a row
(`row.is_(condition)`) or of rows (`rows.any(condition)`). The same condition made twice is one object, so it costs nothing to
write it where it is used; but one that stands at the top of the module is checked against the dictionary when the framework is
opened, and a misspelt code is then told at once.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import and_, or_
from typing import TYPE_CHECKING

from .contract import Problem
from .dictionary import nearest
from .truths import Truths

if TYPE_CHECKING:
    from .opening import Opening
    from .row import Row
    from .view import TableView


class UnknownName(LookupError):
    """A code, a theme or a line of a scale that there is not."""


class Condition:
    """What a row of one table can be asked. `&`, `|` and `~` join conditions of the same table."""

    owner: type[Row]
    """The class of the rows that can be asked."""
    words: str
    """How it reads."""

    def __init__(self):
        self._joined: dict[tuple, Condition] = {}

    def check(self, opening: Opening) -> None:
        """Tells what the dictionary does not have."""

    def truths(self, table: TableView) -> Truths:
        """The truth of each row."""
        raise NotImplementedError

    asks_rows = False
    """Whether it asks other rows, such as those that a row points at."""

    def rests_on(self, table: TableView, place: int) -> list[tuple[str, int]]:
        """The other rows, by table and place, that make it what it is for a row; what is unknown rests on nothing."""
        return []

    def __and__(self, other: Condition) -> Condition:
        return self._join("&", and_, other)

    def __or__(self, other: Condition) -> Condition:
        return self._join("|", or_, other)

    def __invert__(self) -> Condition:
        return made(self._joined, ("~",), lambda: Not(self))

    def _join(self, sign: str, join: Callable, other: Condition) -> Condition:
        if not isinstance(other, Condition):
            return NotImplemented
        if self.owner.table != other.owner.table:
            raise TypeError(f"{self.words} and {other.words} are asked of rows of two tables: ask each row for itself")
        return made(self._joined, (sign, other), lambda: Joined(self, sign, join, other))

    def __bool__(self) -> bool:
        raise TypeError(f"{self.words} is a condition and no truth yet: ask a row, row.is_(…), and join conditions with &, | and ~")

    def __repr__(self) -> str:
        return self.words

    # By identity: a field, which may be a condition too, makes a condition of `==`.
    __hash__ = object.__hash__


def made(known: dict, key: tuple, make: Callable[[], Condition]) -> Condition:
    """A condition that was made before, or a new one."""
    condition = known.get(key)
    if condition is None:
        condition = known[key] = make()
    return condition


class Joined(Condition):
    """Both of two conditions, or either."""

    def __init__(self, left: Condition, sign: str, join: Callable, right: Condition):
        super().__init__()
        self.owner, self.words = left.owner, f"({left.words} {sign} {right.words})"
        self.left, self.join, self.right = left, join, right
        self.asks_rows = left.asks_rows or right.asks_rows

    def check(self, opening: Opening) -> None:
        self.left.check(opening)
        self.right.check(opening)

    def truths(self, table: TableView) -> Truths:
        return self.join(table.truths[self.left], table.truths[self.right])

    def rests_on(self, table: TableView, place: int) -> list[tuple[str, int]]:
        truth = table.truths[self].at(place)
        parts = [part for part in (self.left, self.right) if table.truths[part].at(place) is truth]
        return [row for part in parts for row in part.rests_on(table, place)] if truth.byte < 2 else []


class Not(Condition):
    """Not so."""

    def __init__(self, of: Condition):
        super().__init__()
        self.owner, self.words, self.of = of.owner, f"~{of.words}", of
        self.asks_rows = of.asks_rows

    def check(self, opening: Opening) -> None:
        self.of.check(opening)

    def truths(self, table: TableView) -> Truths:
        return ~table.truths[self.of]

    def rests_on(self, table: TableView, place: int) -> list[tuple[str, int]]:
        return self.of.rests_on(table, place)


def place_of(of: str, code: str, codes: list[str]) -> int:
    """The place of a code among codes; a fault where there is none."""
    if code in codes:
        return codes.index(code)
    hint = nearest(code, codes)
    raise UnknownName(str(Problem(of, f'there is no code "{code}"', hint)))
