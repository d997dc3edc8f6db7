"""The rows of a batch: a review, and the child rows of a review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import repeat
from math import inf
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

from .condition import Condition, made
from .count import Count, not_given
from .field import Field
from .on_review import Examined, Says
from .truth import TRUE, Truth, any_of, truth_of, unknown

if TYPE_CHECKING:
    from .view import TableView

R = TypeVar("R", bound="Row")

Ask = Condition | Callable[..., Truth | bool]
"""What rows are asked: a condition, which is worked out for a whole batch at once, or a function of one row."""


class _OfReview:
    """What is asked of a review by a name: of the class a condition, of a review a truth."""

    def __init__(self, kind: Callable[..., Condition]):
        self.kind = kind

    def __get__(self, row, owner):
        if row is None:
            return lambda name: made(owner.of_review, (self.kind, name), lambda: self.kind(owner, name))
        return lambda name: row.is_(self.__get__(None, owner)(name))


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

    examined = _OfReview(Examined)
    """`Review.examined("T01")`: it set out to look at the theme, or a child row on the theme shows that it did. Not known where
    what it set out to look at is not recorded and no row shows it, or where a row may be on the theme and it cannot be told."""

    says = _OfReview(Says)
    """`Review.says("OPTIMISM")`: its coder had this local code. Without it, that no row carries the code means nothing."""

    def __init_subclass__(cls, *, table: str | None = None, **more):
        super().__init_subclass__(**more)
        if not table:
            raise TypeError(f'{cls.__name__}: say which table its rows are of: class {cls.__name__}(Row, table="observations")')
        cls.table = table
        cls.of_review: dict[tuple, Condition] = {}

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
    """Rows of one review. Each is meant, or it cannot be told whether it is: then it stays among them, and whatever is asked of them
    takes it for what it is. That is why rows are asked and not walked."""

    __slots__ = ("cls", "table", "start", "end", "places", "meant", "further")

    def __init__(
        self,
        cls: type[R],
        table: TableView,
        start: int,
        end: int,
        places: list[int] | None = None,
        meant: list[Truth] | None = None,
        further: int = 0,
    ):
        self.cls, self.table, self.start, self.end = cls, table, start, end
        self.places = places
        """The rows by their places in the batch, where they are not all from the first to before the last."""
        self.meant = meant
        """Of each row whether it is meant, where that is not known of all."""
        self.further = further
        """Why there may be more rows that nobody gave, as a set of bits; 0 where there are none."""

    def size(self) -> Count:
        """How many they are."""
        number = self.end - self.start if self.places is None else len(self.places)
        known = Count(number, number) if self.meant is None else Count.of(self.meant)
        return known + not_given(self.further) if self.further else known

    def any(self, ask: Ask) -> Truth:
        """Whether something holds for any of the rows."""
        if self.is_all and isinstance(ask, Condition):
            return self.table.truths[ask].any(self.start, self.end)
        known = any_of(truth for _, truth in self.asked(ask))
        return known | unknown(self.further) if self.further else known

    def all(self, ask: Ask) -> Truth:
        """Whether something holds for all of the rows; where there are none, it does."""
        if self.is_all and isinstance(ask, Condition):
            return self.table.truths[ask].all(self.start, self.end)
        return ~self.any(~ask if isinstance(ask, Condition) else lambda row: ~truth_of(ask(row)))

    def count(self, ask: Ask) -> Count:
        """For how many of the rows something holds."""
        if self.is_all and isinstance(ask, Condition):
            return Count(*self.table.truths[ask].count(self.start, self.end))
        known = Count.of(truth for _, truth in self.asked(ask))
        return known + not_given(self.further) if self.further else known

    def those(self, ask: Ask) -> RowsOf[R]:
        """Those of them for which something holds, or may."""
        asked = [(place, truth) for place, truth in self.asked(ask) if truth.byte]
        certain = all(truth.byte == 1 for _, truth in asked)
        meant = None if certain else [truth for _, truth in asked]
        return RowsOf(self.cls, self.table, 0, 0, [place for place, _ in asked], meant, self.further)

    def has(self, row: Row) -> Truth:
        """Whether a row is one of them."""
        return self.any(lambda one: one == row)

    def distinct(self, field: Field) -> Count:
        """How many different values the rows have in a field. A row without one may have a value of its own, or that of another row;
        one that may not be meant may add its value or not."""
        certain, possible, unplaced, reasons, some = set(), set(), 0, 0, False
        for (_, meant), value in zip(self.each_place(), self._keys(field)):
            reasons |= meant.reasons | value.reasons
            some |= meant.byte == 1
            if value.missing is not None:
                unplaced += 1
                continue
            possible.add(value.given)
            if meant.byte == 1:
                certain.add(value.given)
        least = max(len(certain), int(some))
        most = inf if self.further else len(possible) + unplaced
        return Count(least, max(min(most, self.table.most_values(field.name)), least), reasons | self.further)

    def groups(self, field: Field) -> Groups[R]:
        """The rows by the values of a field. A row without a value may belong to any of the groups, or to one more."""
        return Groups(self, field)

    def certain(self) -> list[R]:
        """The rows that are known to be meant. What may be meant is left out: to cite rows, and never to count them."""
        rows = self.table.rows_of(self.cls)
        return [rows[place] for place, meant in self.each_place() if meant.byte == 1]

    def each(self) -> list[tuple[R, Truth]]:
        """The rows that are meant or may be, each with whether it is. Where the data do not have the table there are none to give: ask
        `size` whether that is all."""
        rows = self.table.rows_of(self.cls)
        return [(rows[place], meant) for place, meant in self.each_place()]

    @property
    def is_all(self) -> bool:
        """Whether they are all rows of a review in a table, and all are known."""
        return self.places is None and not self.further

    def all_places(self) -> range | list[int]:
        """The rows by their places in the batch."""
        return range(self.start, self.end) if self.places is None else self.places

    def each_place(self) -> Iterator[tuple[int, Truth]]:
        """The same, each with whether it is meant."""
        return zip(self.all_places(), repeat(TRUE) if self.meant is None else self.meant)

    def asked(self, ask: Ask) -> Iterator[tuple[int, Truth]]:
        """Each row's place with whether it is meant and something holds for it."""
        if isinstance(ask, Condition):
            truths = self.table.truths[ask]
            return ((place, meant & truths.at(place)) for place, meant in self.each_place())
        rows = self.table.rows_of(self.cls)
        return ((place, meant & ask(rows[place])) for place, meant in self.each_place())

    def _keys(self, field: Field) -> list:
        if field.owner.table != self.table.name:
            raise TypeError(f"{field.title} was asked of rows of {self.table.name}")
        values = self.table.keys(field.name)
        return [values[place] for place in self.all_places()]

    def __iter__(self) -> NoReturn:
        raise TypeError("of rows some may be meant and may not: ask any, all, count, distinct or groups, or walk certain() or each()")

    def __len__(self) -> NoReturn:
        raise TypeError("of rows some may be meant and may not: ask size()")

    def __bool__(self) -> NoReturn:
        raise TypeError("rows are no truth: ask size().at_least(1), or any(…)")


class Groups(Generic[R]):
    """The rows of a review by the values of a field."""

    def __init__(self, rows: RowsOf[R], field: Field):
        keys = rows._keys(field)
        self._further = rows.further
        self._groups = [Group(rows, keys, value) for value in dict.fromkeys(key.given for key in keys if key.missing is None)]
        self._unplaced = Group(rows, keys, None) if any(key.missing is not None for key in keys) else None

    def any(self, ask: Callable[[Group[R]], Truth | bool]) -> Truth:
        """Whether something holds for any of the groups."""
        groups = self._groups if self._unplaced is None else [*self._groups, self._unplaced]
        known = any_of(group.exists() & ask(group) for group in groups)
        return known | unknown(self._further) if self._further else known

    def all(self, ask: Callable[[Group[R]], Truth | bool]) -> Truth:
        """Whether something holds for all of the groups; where there are none, it does."""
        return ~self.any(lambda group: ~truth_of(ask(group)))

    def count(self, ask: Callable[[Group[R]], Truth | bool]) -> Count:
        """For how many of the groups something holds."""
        count = Count.of(group.exists() & ask(group) for group in self._groups)
        if self._unplaced is not None and (self._unplaced.exists() & ask(self._unplaced)).byte:
            # Each of the rows without a value may be a group of its own.
            size = self._unplaced.size()
            count += Count(0, size.most, size.reasons)
        return count + not_given(self._further) if self._further else count

    def __iter__(self) -> NoReturn:
        raise TypeError("a row without a value may belong to any group: ask any, all or count of the groups")


class Group(RowsOf[R]):
    """The rows of a review that have one value in a field, and those without a value, of which it cannot be told."""

    __slots__ = ("value",)

    def __init__(self, rows: RowsOf[R], keys: list, value: object):
        asked = [
            (place, meant if key.missing is None else meant & unknown(key.reasons))
            for (place, meant), key in zip(rows.each_place(), keys)
            if key.missing is not None or key.given == value
        ]
        super().__init__(rows.cls, rows.table, 0, 0, [place for place, _ in asked], [meant for _, meant in asked], rows.further)
        self.value = value
        """The value that they have; `None` for the rows without a value, which may be no group at all."""

    def exists(self) -> Truth:
        """Whether there is such a group."""
        return any_of(self.meant)
