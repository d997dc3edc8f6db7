"""Values that may be missing, each with its reason.

What is missing is never equal to anything, not even to nothing: every comparison gives a `Truth`. A value is never a number, a text or
a condition by itself; `given` is, where it is there.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import NoReturn

from .count import Count
from .reason import Missing
from .truth import FALSE, TRUE, Truth, truth_of, unknown


class MissingValue(TypeError):
    """A value that is missing was used as if it were there."""


class Value:
    """A value of a row, or why there is none.

    >>> Number(12) <= 15
    True
    >>> Number(missing=Missing.NOT_RECORDED) <= 15
    unknown['not recorded']
    """

    __slots__ = ("given", "missing")

    def __init__(self, given=None, missing: Missing | None = None):
        self.given = given
        """The value, where it is there; else `None`."""
        self.missing = missing
        """Why it is not there; `None` where it is."""

    @property
    def known(self) -> Truth:
        """Whether it is there; not known where the host withholds it."""
        if self.missing is Missing.WITHHELD:
            return unknown(self.missing.bit)
        return FALSE if self.missing else TRUE

    @property
    def reasons(self) -> int:
        """Why it is not there, as a set of bits; 0 where it is."""
        return self.missing.bit if self.missing else 0

    def test(self, test: Callable[..., Truth | bool]) -> Truth:
        """Whether a test holds for it; unknown where it is missing."""
        return unknown(self.missing.bit) if self.missing else truth_of(test(self.given))

    def map(self, make: Callable) -> Value:
        """The value made into another."""
        return Value(missing=self.missing) if self.missing else Value(make(self.given))

    def compare(self, other: Value, test: Callable[..., Truth | bool]) -> Truth:
        """Whether a comparison with another holds; unknown where either is missing, for the reasons of both."""
        return self._with(other, test)

    def same(self, other: Value) -> Truth:
        """Whether it is the same as another; unknown where either is missing."""
        return self._with(other, lambda one, two: one == two)

    def __eq__(self, other) -> Truth:
        return self._compare(other, lambda one, two: one == two)

    def __ne__(self, other) -> Truth:
        return ~(self == other)

    def _compare(self, other, test: Callable) -> Truth:
        """A comparison with another value, or with a plain one that it could be."""
        return self._with(other if isinstance(other, Value) else self._plain(other), test)

    def _with(self, other: Value, test: Callable) -> Truth:
        if self.missing or other.missing:
            return unknown(self.reasons | other.reasons)
        return truth_of(test(self.given, other.given))

    def _plain(self, other) -> Value:
        """A plain value to compare with; a fault where this could never be one."""
        raise TypeError(f"a {type(self).__name__} cannot be compared with a plain {type(other).__name__}")

    def _there(self, use: str):
        if self.missing:
            raise MissingValue(f"it is missing ({self.missing.words}) and was used as {use}: ask .known or compare it, or use .given")
        return self.given

    def __bool__(self) -> NoReturn:
        raise TypeError("a value is no truth: compare it, or ask .known")

    __hash__ = None

    def __str__(self) -> str:
        return self.missing.words if self.missing else str(self.given)

    def __repr__(self) -> str:
        return f"missing({self.missing.words})" if self.missing else f"given({self.given!r})"


class Number(Value):
    """A whole number, or one with decimals. Sums, differences and products of values are counts, known between two ends."""

    __slots__ = ()

    def at_least(self, bound: int | float) -> Truth:
        """Whether it is as great as a bound or greater."""
        return self >= bound

    def at_most(self, bound: int | float) -> Truth:
        """Whether it is as small as a bound or smaller."""
        return self <= bound

    def __lt__(self, other) -> Truth:
        if other.__class__ is int and self.missing is None:
            return TRUE if self.given < other else FALSE
        return self._compare(other, lambda one, two: one < two)

    def __le__(self, other) -> Truth:
        if other.__class__ is int and self.missing is None:
            return TRUE if self.given <= other else FALSE
        return self._compare(other, lambda one, two: one <= two)

    def __gt__(self, other) -> Truth:
        if other.__class__ is int and self.missing is None:
            return TRUE if self.given > other else FALSE
        return self._compare(other, lambda one, two: one > two)

    def __ge__(self, other) -> Truth:
        if other.__class__ is int and self.missing is None:
            return TRUE if self.given >= other else FALSE
        return self._compare(other, lambda one, two: one >= two)

    def as_count(self) -> Count:
        """It as a number to work with; any number where it is missing."""
        return Count(-inf, inf, self.reasons) if self.missing else Count(self.given, self.given)

    def __add__(self, other) -> Count:
        return self.as_count() + other

    __radd__ = __add__

    def __sub__(self, other) -> Count:
        return self.as_count() - other

    def __rsub__(self, other) -> Count:
        return -self.as_count() + other

    def __mul__(self, other) -> Count:
        return self.as_count() * other

    __rmul__ = __mul__

    def __int__(self) -> int:
        return int(self._there("a number"))

    def __float__(self) -> float:
        return float(self._there("a number"))

    def __index__(self) -> int:
        return self._there("a number").__index__()

    def _plain(self, other) -> Value:
        if isinstance(other, (int, float)) and not isinstance(other, bool):
            return Number(other)
        return super()._plain(other)
