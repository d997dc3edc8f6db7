"""Dates that may be known to the day, the month or the year: the first and the last day that they can be."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf

from .count import Count
from .reason import Missing
from .truth import FALSE, TRUE, Truth, unknown
from .value import Value


class DateValue(Value):
    """A date as the first and the last day that it can be, in days since 1970-01-01; `given` is that pair.

    >>> DateValue.of("2023-03") < DateValue.of("2023-04-01")
    True
    >>> DateValue.of("2023-04") < DateValue.of("2023-04-21")
    unknown['not recorded']

    A written month or year is meant as a whole.

    >>> DateValue.of("2023-04-21") == "2023-04"
    True
    """

    __slots__ = ()

    @staticmethod
    def of(text: str) -> DateValue:
        """A date that is written `2023`, `2023-04` or `2023-04-21`."""
        return DateValue(interval(text))

    @property
    def first(self) -> date:
        """The first day that it can be."""
        return _EPOCH + timedelta(self._there("a date")[0])

    @property
    def last(self) -> date:
        """The last day that it can be."""
        return _EPOCH + timedelta(self._there("a date")[1])

    def before(self, other: DateValue | str) -> Truth:
        """Whether it lies before another, or before the first day of a written day, month or year; unknown where either is missing, or
        known so coarsely that both orders are possible."""
        return self._with(_day(other, 0), _before)

    def days_since(self, earlier: DateValue | str) -> Count:
        """The days from another date to this one: between two ends, where they are not known to the day."""
        earlier = DateValue.of(earlier) if isinstance(earlier, str) else earlier
        return self._days() - earlier._days()

    def _days(self) -> Count:
        if self.missing:
            return Count(-inf, inf, self.reasons)
        return Count(*self.given, Missing.NOT_RECORDED.bit)

    @property
    def key(self) -> DateValue:
        """What tells it apart from others: itself, if it is known to the day."""
        return self if self.missing or self.given[0] == self.given[1] else DateValue(missing=Missing.NOT_RECORDED)

    def same(self, other: DateValue | str) -> Truth:
        """Whether it is the same day, or lies within a written day, month or year; unknown where it is so coarse that it may or may
        not."""
        if isinstance(other, str):
            return (self >= other) & (self <= other)
        return self._with(_day(other, 0), _same_day)

    __eq__ = same

    def __lt__(self, other) -> Truth:
        return self.before(other)

    def __ge__(self, other) -> Truth:
        return ~self.before(other)

    def __gt__(self, other) -> Truth:
        return self._with(_day(other, 1), lambda one, two: _before(two, one))

    def __le__(self, other) -> Truth:
        return ~(self > other)

    def __str__(self) -> str:
        if self.missing:
            return super().__str__()
        days = {self.first.isoformat(), self.last.isoformat()}
        return " to ".join(sorted(days))


_EPOCH = date(1970, 1, 1)


def _before(one: tuple[int, int], other: tuple[int, int]) -> Truth:
    if one[1] < other[0]:
        return TRUE
    return FALSE if one[0] >= other[1] else _COARSE


def _same_day(one: tuple[int, int], other: tuple[int, int]) -> Truth:
    if one[1] < other[0] or other[1] < one[0]:
        return FALSE
    return TRUE if one == other and one[0] == one[1] else _COARSE


_COARSE = unknown(Missing.NOT_RECORDED.bit)
"""Of dates known too coarsely: the record does not say the day."""


def _day(other: DateValue | str, end: int) -> DateValue:
    """A date to compare with; of a written one, its first day or its last."""
    if isinstance(other, str):
        day = interval(other)[end]
        return DateValue((day, day))
    if not isinstance(other, DateValue):
        raise TypeError(f"a date is compared with a date or one that is written, not with a plain {type(other).__name__}")
    return other


def interval(text: str) -> tuple[int, int]:
    """The first and the last day of `2023`, `2023-04` or `2023-04-21`, in days since 1970-01-01."""
    parts = text.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(f'"{text}" is no date: write 2023, 2023-04 or 2023-04-21')
    year, *rest = map(int, parts)
    first = date(year, *(rest + [1, 1])[:2])
    following = {0: (year + 1, 1), 1: (year + first.month // 12, first.month % 12 + 1)}
    last = first if len(rest) == 2 else date(*following[len(rest)], 1) - timedelta(1)
    return (first - _EPOCH).days, (last - _EPOCH).days
