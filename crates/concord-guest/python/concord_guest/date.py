"""Dates that may be known to the day, the month or the year: the first and the last day that they can be."""

from __future__ import annotations

from datetime import date, timedelta

from .reason import Missing
from .truth import FALSE, TRUE, Truth, unknown
from .value import Number, Value


class DateValue(Value):
    """A date as the first and the last day that it can be, in days since 1970-01-01; `given` is that pair.

    >>> DateValue.of("2023-03") < DateValue.of("2023-04-01")
    True
    >>> DateValue.of("2023-04") < DateValue.of("2023-04-21")
    unknown['not known']
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
        """Whether it lies before another; unknown where either is missing, or known so coarsely that both orders are possible."""
        return self._compare(other, _before)

    def days_since(self, earlier: DateValue | str) -> Number:
        """The days from another date to this one; missing (not known) unless both are known to the day."""
        pair = self.zip(earlier if isinstance(earlier, DateValue) else self._plain(earlier))
        if pair.missing:
            return Number(missing=pair.missing)
        (first, last), (earlier_first, earlier_last) = pair.given
        exact = first == last and earlier_first == earlier_last
        return Number(first - earlier_first) if exact else Number(missing=Missing.NOT_KNOWN)

    def same(self, other: DateValue | str) -> Truth:
        """Whether it is the same day; unknown where either is so coarse that it may be or not."""
        return self._compare(other, _same_day)

    __eq__ = same

    def __lt__(self, other) -> Truth:
        return self.before(other)

    def __ge__(self, other) -> Truth:
        return ~self.before(other)

    def __gt__(self, other) -> Truth:
        return self._compare(other, lambda one, two: _before(two, one))

    def __le__(self, other) -> Truth:
        return ~(self > other)

    def _plain(self, other) -> Value:
        return DateValue.of(other) if isinstance(other, str) else super()._plain(other)

    def __str__(self) -> str:
        if self.missing:
            return super().__str__()
        days = {self.first.isoformat(), self.last.isoformat()}
        return " to ".join(sorted(days))


_EPOCH = date(1970, 1, 1)


def _before(one: tuple[int, int], other: tuple[int, int]) -> Truth:
    if one[1] < other[0]:
        return TRUE
    return FALSE if one[0] >= other[1] else unknown(Missing.NOT_KNOWN.bit)


def _same_day(one: tuple[int, int], other: tuple[int, int]) -> Truth:
    if one[1] < other[0] or other[1] < one[0]:
        return FALSE
    return TRUE if one == other and one[0] == one[1] else unknown(Missing.NOT_KNOWN.bit)


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
