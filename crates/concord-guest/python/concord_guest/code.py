"""Values that are codes of a field, and sets of them. A name that is no code of the field is a fault, never a false."""

from __future__ import annotations

from collections.abc import Callable

from .condition import UnknownName, place_of
from .reason import Missing
from .truth import Truth
from .value import Value


class CodeValue(Value):
    """A code of a field: equal to the field's own codes, by their names. A name that is no code of it is a fault."""

    __slots__ = ("field", "codes", "ordered")

    def __init__(self, field: str, codes: list[str], ordered: bool, given: str | None = None, missing: Missing | None = None):
        super().__init__(given, missing)
        self.field, self.codes, self.ordered = field, codes, ordered

    @property
    def place(self) -> int | None:
        """Its place among the field's codes; `None` where it is missing."""
        return None if self.missing else self.codes.index(self.given)

    def any_of(self, *codes: str) -> Truth:
        """Whether it is one of these."""
        for code in codes:
            place_of(self.field, code, self.codes)
        return self.test(lambda given: given in codes)

    def at_least(self, code: str) -> Truth:
        """Whether it is this code or a greater one, of an ordinal."""
        return self._order(code, lambda one, two: one >= two)

    def at_most(self, code: str) -> Truth:
        """Whether it is this code or a smaller one, of an ordinal."""
        return self._order(code, lambda one, two: one <= two)

    def __ge__(self, other) -> Truth:
        return self._order(other, lambda one, two: one >= two)

    def __le__(self, other) -> Truth:
        return self._order(other, lambda one, two: one <= two)

    def __gt__(self, other) -> Truth:
        return self._order(other, lambda one, two: one > two)

    def __lt__(self, other) -> Truth:
        return self._order(other, lambda one, two: one < two)

    def _order(self, other, test: Callable) -> Truth:
        if not self.ordered:
            raise TypeError(f"{self.field}: its codes have no order: ask for single codes")
        return self._compare(other, lambda one, two: test(self.codes.index(one), self.codes.index(two)))

    def _compare(self, other, test: Callable) -> Truth:
        if isinstance(other, CodeValue) and other.codes != self.codes:
            raise UnknownName(f"{self.field} and {other.field} have other codes: they cannot be compared")
        return super()._compare(other, test)

    def _plain(self, other) -> Value:
        if not isinstance(other, str):
            return super()._plain(other)
        place_of(self.field, other, self.codes)
        return Value(other)


class SetValue(Value):
    """A set of codes; `given` is a `frozenset` of their names."""

    __slots__ = ("field", "codes")

    def __init__(self, field: str, codes: list[str], given: frozenset[str] | None = None, missing: Missing | None = None):
        super().__init__(given, missing)
        self.field, self.codes = field, codes

    def has(self, code: str) -> Truth:
        """Whether it has this member."""
        place_of(self.field, code, self.codes)
        return self.test(lambda given: code in given)

    def __contains__(self, code: str) -> bool:
        # What is unknown raises: `in` has no other answer than a bool.
        return bool(self.has(code))
