"""The fields that a framework reads, declared on a class for each table. Nothing else of the data is ever seen.

On the class a field makes conditions (`Observation.theme == "T01"`), on a row it gives the value (`row.theme == "T01"`): the same
words, once for all rows and once for one. `why` tells those who share the data why a field is needed.
"""

from __future__ import annotations

from operator import ge, gt, le, lt
from typing import TYPE_CHECKING

from . import on_field as on
from .condition import Condition, made
from .contract import Kind
from .date import DateValue
from .truth import Truth
from .value import Number

if TYPE_CHECKING:
    from .row import Row


class Field:
    """A field of a table, by the attribute's name unless `name` gives the dictionary's."""

    kinds: tuple[Kind, ...]
    """The kinds that the dictionary may give it."""

    def __init__(self, why: str, *, name: str | None = None):
        super().__init__()
        if not isinstance(why, str) or not why:
            raise TypeError('a field says why it is read: Code("what the finding is about")')
        self.why, self.name = why, name
        self.made: dict[tuple, Condition] = {}
        """The conditions that were made of it."""

    def __set_name__(self, owner: type[Row], name: str) -> None:
        self.owner, self.name = owner, self.name or name

    @property
    def title(self) -> str:
        """`observations.theme`."""
        return f"{self.owner.table}.{self.name}"

    def __get__(self, row, owner=None):
        return self if row is None else row._table.values[self.name][row._place]

    @property
    def known(self) -> Condition:
        """*It is given*; not known where the host withholds it."""
        return self._made(("known",), lambda: on.Known(self))

    def _made(self, key: tuple, make) -> Condition:
        return made(self.made, key, make)

    def __bool__(self):
        raise TypeError(f"{self.title} is a field and no truth: compare it, or ask a row")

    def __repr__(self) -> str:
        return self.title

    __hash__ = object.__hash__


class Code(Field):
    """A code or an ordinal. An ordinal's codes compare by their order, the least first."""

    kinds = (Kind.CODE, Kind.ORDINAL)

    def __eq__(self, code: str) -> Condition:
        """*It is this code.*"""
        return self.any_of(code)

    def __ne__(self, code: str) -> Condition:
        return ~self.any_of(code)

    def any_of(self, *codes: str) -> Condition:
        """*It is one of these codes.*"""
        for code in codes:
            _text(self, code)
        return self._made(codes, lambda: on.Codes(self, codes))

    def at_least(self, code: str) -> Condition:
        """*It is this code or a greater one*, of an ordinal."""
        return self._order(">=", code, lambda place: range(place, 256))

    def at_most(self, code: str) -> Condition:
        """*It is this code or a smaller one*, of an ordinal."""
        return self._order("<=", code, lambda place: range(place + 1))

    def __ge__(self, code: str) -> Condition:
        return self.at_least(code)

    def __le__(self, code: str) -> Condition:
        return self.at_most(code)

    def __gt__(self, code: str) -> Condition:
        return ~self.at_most(code)

    def __lt__(self, code: str) -> Condition:
        return ~self.at_least(code)

    def _order(self, sign: str, code: str, places) -> Condition:
        _text(self, code)
        return self._made((sign, code), lambda: on.Order(self, code, sign, places))

    __hash__ = object.__hash__


class Set(Field):
    """A set of codes."""

    kinds = (Kind.CODE_SET,)

    def has(self, code: str) -> Condition:
        """*It has this member.*"""
        _text(self, code)
        return self._made(("has", code), lambda: on.Member(self, code))


class Tri(Field, Condition):
    """A field that is present, absent or missing. It is a condition, and of a row a truth: *it is present*."""

    kinds = (Kind.TRI,)

    @property
    def words(self) -> str:
        return f"{self.title} is present"

    def check(self, opening) -> None:
        """Tells where it is not read; its declaration checks all else."""
        opening.declared(self)

    def truths(self, table):
        return on.Present(self).truths(table)

    def __get__(self, row, owner=None):
        return self if row is None else row._table.truths[self].at(row._place)

    def __repr__(self) -> str:
        return self.title

    __hash__ = object.__hash__


class _Comparable(Field):
    """What is compared with plain values."""

    def _compare(self, sign: str, test, other) -> Condition:
        if isinstance(other, Field):
            raise TypeError(f"{self.title} {sign} {other.title}: compare two fields row by row, in a function: row.{self.name} {sign} …")
        self._check_plain(other)
        return self._made((sign, other), lambda: on.Test(self, f"{sign} {other!r}", lambda value: test(value, other)))

    def _check_plain(self, other) -> None:
        raise NotImplementedError

    def __eq__(self, other) -> Condition:
        return self._compare("==", lambda value, plain: value == plain, other)

    def __ne__(self, other) -> Condition:
        return ~(self == other)

    def __lt__(self, other) -> Condition:
        return self._compare("<", lt, other)

    def __le__(self, other) -> Condition:
        return self._compare("<=", le, other)

    def __gt__(self, other) -> Condition:
        return self._compare(">", gt, other)

    def __ge__(self, other) -> Condition:
        return self._compare(">=", ge, other)

    def at_least(self, bound) -> Condition:
        """*It is as great as a bound or greater.*"""
        return self >= bound

    def at_most(self, bound) -> Condition:
        """*It is as small as a bound or smaller.*"""
        return self <= bound

    __hash__ = object.__hash__


class Integer(_Comparable):
    """A whole number."""

    kinds = (Kind.INTEGER,)

    def _check_plain(self, other) -> None:
        _ = Number(0) <= other


class Decimal(Integer):
    """A number."""

    kinds = (Kind.DECIMAL,)


class Date(_Comparable):
    """A date, as the first and the last day that it can be. It compares with dates written `2023`, `2023-04` or `2023-04-21`."""

    kinds = (Kind.DATE,)

    def _check_plain(self, other) -> None:
        _text(self, other)
        DateValue.of(other)


class Text(Field):
    """A text; where the dictionary names a codebook for it, a local code of the vocabulary that the coder of the review used.

    A row of a review whose codebook has the code, and which has none or another, does not carry it. Where the codebook has no such
    code, or none is named, it cannot be told, unless the row has the very code."""

    kinds = (Kind.TEXT,)

    def __eq__(self, text: str) -> Condition:
        """*It is this text*, *it carries this local code*."""
        _text(self, text)
        return self._made((text,), lambda: on.Local(self, text))

    def __ne__(self, text: str) -> Condition:
        return ~(self == text)

    def __get__(self, row, owner=None):
        return self if row is None else TextValue(self, row)

    __hash__ = object.__hash__


class TextValue:
    """The text of a row. It compares as the field does, by the codebook of the row's review."""

    __slots__ = ("_field", "_row", "_value")

    def __init__(self, field: Text, row: Row):
        self._field, self._row, self._value = field, row, row._table.values[field.name][row._place]

    @property
    def given(self) -> str | None:
        """The text, where it is there."""
        return self._value.given

    @property
    def known(self) -> Truth:
        """Whether it is there."""
        return self._value.known

    @property
    def reasons(self) -> int:
        """Why it is not there, as a set of bits."""
        return self._value.reasons

    def __eq__(self, text: str) -> Truth:
        return self._row.is_(self._field == text)

    def __ne__(self, text: str) -> Truth:
        return ~(self == text)

    def __bool__(self):
        return bool(self._value)

    def __str__(self) -> str:
        return str(self._value)

    __hash__ = None


def _text(field: Field, code: object) -> None:
    if not isinstance(code, str):
        raise TypeError(f"{field.title} is compared with the name of a code or a text, not with {type(code).__name__} {code!r}")
