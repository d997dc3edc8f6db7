"""Numbers as far as they can be told: counts, and what is worked out of counts and values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, isfinite

from .contract import Measure
from .truth import FALSE, TRUE, Truth, resting_on, truth_of, unknown


class Count:
    """How many there are, as far as it can be told: at the least those that are known, at the most the unknown ones too. What is
    added to it, taken from it or multiplied with it keeps it between two ends, and so does a value that is missing.

    >>> from concord_guest import FALSE, TRUE, unknown
    >>> count = Count.of([TRUE, FALSE, unknown()])
    >>> count.least, count.most
    (1, 2)
    >>> count.at_least(1), count.at_least(2).is_unknown, count.at_least(3)
    (True, True, False)
    >>> (count + 2).at_most(4)
    True
    """

    __slots__ = ("least", "most", "reasons", "found")

    def __init__(self, least: float = 0, most: float = 0, reasons: int = 0, found: int = 0):
        self.least = least
        """Those known to be so."""
        self.most = most
        """Those known to be so and those that may be; infinite where nothing bounds it."""
        self.reasons = reasons if least < most else 0
        """Why it cannot be told of the rest: a set of bits."""
        self.found = found
        """The findings of the page that it rests on, a bit each."""

    @staticmethod
    def of(truths: Iterable[Truth | bool]) -> Count:
        """Counts those that are true."""
        least = most = reasons = found = 0
        for truth in map(truth_of, truths):
            least += truth.byte == 1
            most += truth.byte != 0
            reasons |= truth.reasons
            found |= truth.found if truth.byte == 1 else 0
        return Count(least, most, reasons, found)

    @property
    def is_known(self) -> bool:
        """Whether it can be told."""
        return self.least >= self.most

    @property
    def given(self) -> float | None:
        """The number, where it can be told; else `None`."""
        return self.least if self.is_known else None

    def at_least(self, number) -> Truth:
        """Whether there are `number` of them or more."""
        other = number_of(number)
        return self._told(other, self.least >= other.most, self.most >= other.least)

    def at_most(self, number) -> Truth:
        """Whether there are `number` of them or fewer."""
        other = number_of(number)
        return self._told(other, self.most <= other.least, self.least <= other.most)

    def exactly(self, number) -> Truth:
        """Whether there are just `number` of them."""
        other = number_of(number)
        meet = self.least <= other.most and other.least <= self.most
        return self._told(other, meet and self.is_known and other.is_known, meet)

    def _told(self, other: Count, certainly: bool, possibly: bool) -> Truth:
        if possibly and not certainly:
            return unknown(self.reasons | other.reasons)
        return resting_on(TRUE if certainly else FALSE, self.found | other.found)

    __ge__ = at_least
    __le__ = at_most

    def __gt__(self, other) -> Truth:
        return ~self.at_most(other)

    def __lt__(self, other) -> Truth:
        return ~self.at_least(other)

    def __add__(self, other) -> Count:
        other = number_of(other)
        return self._with(other, self.least + other.least, self.most + other.most)

    __radd__ = __add__

    def __neg__(self) -> Count:
        return Count(-self.most, -self.least, self.reasons, self.found)

    def __sub__(self, other) -> Count:
        return self + -number_of(other)

    def __rsub__(self, other) -> Count:
        return -self + other

    def __mul__(self, other) -> Count:
        other = number_of(other)
        ends = [_times(one, two) for one in (self.least, self.most) for two in (other.least, other.most)]
        return self._with(other, min(ends), max(ends))

    __rmul__ = __mul__

    def _with(self, other: Count, least: float, most: float) -> Count:
        return Count(least, most, self.reasons | other.reasons, self.found | other.found)

    def measure(self) -> Measure | None:
        """The count as a number; `None` where nothing bounds it."""
        return Measure(float(self.least), float(self.most)) if isfinite(self.least) and isfinite(self.most) else None

    def share_of(self, all) -> Share:
        """The count as a share of so many. It is no number where it cannot be told of how many."""
        all = number_of(all)
        measure = self.measure()
        of = Measure(measure.lower, measure.upper, float(all.least)) if measure and all.is_known else None
        return Share(of, self.reasons | all.reasons, self.found)

    def resting_on(self, found: int) -> Count:
        """The same, resting on findings of the page too."""
        return Count(self.least, self.most, self.reasons, self.found | found)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Count):
            raise TypeError("a count may be uncertain and is equal to no plain number: ask exactly(…), at_least(…) or at_most(…)")
        return (self.least, self.most, self.reasons) == (other.least, other.most, other.reasons)

    def __bool__(self):
        raise TypeError("a count is no truth: ask at_least(1)")

    __hash__ = None

    def __str__(self) -> str:
        return _words(self.least) if self.is_known else f"{_words(self.least)} to {_words(self.most)}"

    def __repr__(self) -> str:
        return f"Count({self.least}, {self.most}, {self.reasons})"


@dataclass(slots=True)
class Share:
    """A count of so many, if it can be told of how many."""

    measure: Measure | None
    """The ends of the count, and of what."""
    reasons: int
    """Why it is not known: a set of bits."""
    found: int = 0
    """The findings of the page that it rests on, a bit each."""


def choose(truth: Truth, one, other) -> Truth | Count:
    """The one where a truth holds, the other where it does not: two truths, or two numbers. Where it is unknown, what both agree on, or
    anything between the ends of both; an `if` would have to take it for false.

    >>> choose(unknown(), Count(2, 2), 5).at_least(2)
    True
    """
    if isinstance(one, (Truth, bool)):
        one, other = truth_of(one), truth_of(other)
        if truth.byte < 2:
            return resting_on(one if truth.byte else other, truth.found)
        if one.byte == other.byte < 2:
            return resting_on(one, other.found)
        return unknown(truth.reasons | one.reasons | other.reasons)
    one, other = number_of(one), number_of(other)
    if truth.byte < 2:
        return (one if truth.byte else other).resting_on(truth.found)
    return Count(min(one.least, other.least), max(one.most, other.most), truth.reasons | one.reasons | other.reasons)


def not_given(reasons: int) -> Count:
    """How many there are of what nobody gave."""
    return Count(0, inf, reasons)


def number_of(number) -> Count:
    """A count, a value or a plain number as a count; a value that is missing may be any number."""
    if isinstance(number, Count):
        return number
    if isinstance(number, (int, float)) and not isinstance(number, bool):
        return Count(number, number)
    as_count = getattr(number, "as_count", None)
    if as_count is None:
        raise TypeError(f"a number, a count or a number's value was wanted, and this is a {type(number).__name__}")
    return as_count()


def _words(number: float) -> str:
    return str(int(number) if isfinite(number) and number == int(number) else number)


def _times(one: float, other: float) -> float:
    # Nothing times anything is nothing, also where it is not known of what.
    return 0 if one == 0 or other == 0 else one * other
