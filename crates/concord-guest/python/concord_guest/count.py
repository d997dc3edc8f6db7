"""How many there are, as far as it can be told."""

from collections.abc import Iterable
from math import inf

from .contract import Measure
from .truth import FALSE, TRUE, Truth, truth_of, unknown


class Count:
    """At the least those that are known, at the most the unknown ones too.

    >>> count = Count.of([TRUE, FALSE, unknown()])
    >>> count.least, count.most
    (1, 2)
    >>> count.at_least(1), count.at_least(2).is_unknown, count.at_least(3)
    (True, True, False)
    """

    __slots__ = ("least", "most", "reasons")

    def __init__(self, least: int = 0, most: int | float = 0, reasons: int = 0):
        self.least = least
        """Those known to be so."""
        self.most = most
        """Those known to be so and those that may be; infinite where the list itself is missing."""
        self.reasons = reasons
        """Why it cannot be told of the rest: a set of bits."""

    @staticmethod
    def of(truths: Iterable[Truth | bool]) -> "Count":
        """Counts those that are true."""
        least = most = reasons = 0
        for truth in map(truth_of, truths):
            least += truth is TRUE
            most += truth is not FALSE
            reasons |= truth.reasons
        return Count(least, most, reasons)

    def at_least(self, number: int) -> Truth:
        """Whether there are `number` of them or more."""
        if self.least >= number:
            return TRUE
        return FALSE if self.most < number else unknown(self.reasons)

    def at_most(self, number: int) -> Truth:
        """Whether there are `number` of them or fewer."""
        return ~self.at_least(number + 1)

    def measure(self) -> Measure | None:
        """The count as a number; `None` where nothing bounds it."""
        return None if self.most == inf else Measure(float(self.least), float(self.most))

    def share_of(self, all: int) -> Measure | None:
        """The count as a share of so many; `None` of none."""
        measure = self.measure()
        return Measure(measure.lower, measure.upper, float(all)) if measure and all > 0 else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Count) and (self.least, self.most, self.reasons) == (other.least, other.most, other.reasons)

    __hash__ = None

    def __repr__(self) -> str:
        return f"Count({self.least}, {self.most}, {self.reasons})"
