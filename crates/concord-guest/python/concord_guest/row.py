"""The rows of a batch: a review, and the child rows of a review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf
from typing import TYPE_CHECKING, Generic, TypeVar

from .condition import Condition, made
from .count import Count
from .field import Field
from .on_review import Examined
from .reason import Missing
from .truth import FALSE, TRUE, Truth, all_of, any_of, truth_of, unknown
from .value import MissingValue

if TYPE_CHECKING:
    from .view import TableView

R = TypeVar("R", bound="Row")

Ask = Condition | Callable[..., Truth | bool]
"""What rows are asked: a condition, which is worked out for a whole batch at once, or a function of one row."""


class _Examined:
    """*The review examined this theme*: of the class a condition, of a review a truth."""

    def __get__(self, row, owner):
        if row is None:
            return lambda theme: made(owner.examinations, (theme,), lambda: Examined(owner, theme))
        return lambda theme: row.is_(owner.examined(theme))


class Row:
    """A row of one table: a review, or one of a review's child rows. Declare a class for each table that you read:

    >>> from concord_guest import Code, Row, Rows
    >>> class Observation(Row, table="observations"):
    ...     theme = Code("what the finding is about")
    >>> class Review(Row, table="reviews"):
    ...     observations = Rows(Observation, "the findings of the review, one by one")
    """

    table: str
    """The table's name in the dictionary."""

    examined = _Examined()
    """`Review.examined("T01")`: it set out to look at the theme, or a child row on the theme shows that it did. Not known where
    what it set out to look at is not recorded and no row shows it."""

    def __init_subclass__(cls, *, table: str | None = None, **more):
        super().__init_subclass__(**more)
        if not table:
            raise TypeError(f'{cls.__name__}: say which table its rows are of: class {cls.__name__}(Row, table="observations")')
        cls.table = table
        cls.examinations: dict[tuple, Condition] = {}

    def __init__(self, table: TableView, place: int, review: int):
        self._table, self._place, self._review = table, place, review

    def is_(self, condition: Condition) -> Truth:
        """Whether a condition holds for it."""
        return self._table.truths[condition].at(self._place)

    @property
    def review(self) -> Row:
        """The review that it belongs to; of a review, itself."""
        return self._table.view.reviews[self._review]

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(
            f"the framework does not read {self.table}.{name}: declare it on {type(self).__name__}, with the reason why it is needed"
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and (self._table, self._place) == (other._table, other._place)

    def __hash__(self) -> int:
        return hash((id(self._table), self._place))

    def __repr__(self) -> str:
        return f"{self.table}[{self._place}]"


class RowsOf(Generic[R]):
    """Rows of one review, in order. Where the list itself is missing, nothing can be told of it, and walking it is a fault."""

    __slots__ = ("cls", "table", "start", "end", "places", "missing")

    def __init__(
        self,
        cls: type[R],
        table: TableView,
        start: int,
        end: int,
        places: list[int] | None = None,
        missing: Missing | None = None,
    ):
        self.cls, self.table, self.start, self.end, self.places, self.missing = cls, table, start, end, places, missing

    @property
    def known(self) -> Truth:
        """Whether there is a list; of child rows there always is."""
        return unknown(self.missing.bit) if self.missing is Missing.WITHHELD else FALSE if self.missing else TRUE

    def __iter__(self) -> Iterator[R]:
        self._there()
        rows = self.table.rows_of(self.cls)
        return iter(rows[self.start : self.end] if self.places is None else [rows[place] for place in self.places])

    def __len__(self) -> int:
        self._there()
        return self.end - self.start if self.places is None else len(self.places)

    def __bool__(self):
        raise TypeError("rows are no truth: ask len(rows) > 0, or rows.any(…)")

    def any(self, ask: Ask) -> Truth:
        """Whether something holds for any of the rows."""
        if self.places is None and isinstance(ask, Condition):
            return self.table.truths[ask].any(self.start, self.end)
        return unknown(self.missing.bit) if self.missing else any_of(self._truths(ask))

    def all(self, ask: Ask) -> Truth:
        """Whether something holds for all of the rows; where there are none, it does."""
        if self.places is None and isinstance(ask, Condition):
            return self.table.truths[ask].all(self.start, self.end)
        return unknown(self.missing.bit) if self.missing else all_of(self._truths(ask))

    def count(self, ask: Ask) -> Count:
        """For how many of the rows something holds."""
        if self.places is None and isinstance(ask, Condition):
            return Count(*self.table.truths[ask].count(self.start, self.end))
        return Count(0, inf, self.missing.bit) if self.missing else Count.of(self._truths(ask))

    def those(self, ask: Ask) -> RowsOf[R]:
        """Those rows for which something is known to hold. What is unknown is left out: ask `count` for it."""
        return self if self.missing else RowsOf(self.cls, self.table, 0, 0, self.true_places(ask))

    def true_places(self, ask: Ask) -> list[int]:
        """The same rows by their places in the batch."""
        if self.places is None and isinstance(ask, Condition):
            return self.table.truths[ask].true_rows(self.start, self.end)
        return [place for place, truth in zip(self.all_places(), self._truths(ask)) if truth is TRUE]

    def all_places(self) -> range | list[int]:
        """The rows by their places in the batch."""
        self._there()
        return range(self.start, self.end) if self.places is None else self.places

    def groups(self, field: Field) -> list[Group[R]]:
        """The rows by the values of a field, each value once, in the order of its first row. Rows without a value are in no group:
        what they may add must be asked of them apart."""
        groups: dict[object, list[int]] = {}
        for place, value in zip(self.all_places(), self._values(field)):
            if value.missing is None:
                groups.setdefault(value.given, []).append(place)
        return [Group(self.cls, self.table, value, places) for value, places in groups.items()]

    def distinct(self, field: Field) -> Count:
        """Counts the different values that the rows have in a field. A row without one may have a value of its own, or that of
        another row."""
        given, unplaced, reasons = set(), 0, 0
        for value in self._values(field):
            if value.missing is None:
                given.add(value.given)
            else:
                unplaced += 1
                reasons |= value.missing.bit
        most = len(given) + unplaced
        return Count(max(len(given), min(most, 1)), most, reasons)

    def _values(self, field: Field) -> list:
        self._there()
        if field.owner.table != self.table.name:
            raise TypeError(f"{field.title} was asked of rows of {self.table.name}")
        values = self.table.values[field.name]
        return values[self.start : self.end] if self.places is None else [values[place] for place in self.places]

    def _truths(self, ask: Ask) -> list[Truth]:
        if isinstance(ask, Condition):
            truths = self.table.truths[ask]
            return [truths.at(place) for place in self.all_places()]
        return [truth_of(ask(row)) for row in self]

    def _there(self) -> None:
        if self.missing:
            raise MissingValue(f"the list of rows is missing ({self.missing.words}): ask .known, or .any(…), .all(…) and .count(…) of it")


class Group(RowsOf[R]):
    """The rows of a review that have one value in a field."""

    __slots__ = ("value",)

    def __init__(self, cls: type[R], table: TableView, value: object, places: list[int]):
        super().__init__(cls, table, 0, 0, places)
        self.value = value
        """The value that they have."""
