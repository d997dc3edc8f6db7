"""Truth that may be unknown.

Kleene's strong logic (*Introduction to Metamathematics*, 1952, section 64): `&`, `|` and `~` keep what is unknown unknown, so that
`FALSE & unknown` is false and `TRUE & unknown` is unknown. There is no way to a `bool` that would take an unknown for a false.
"""

from collections.abc import Iterable

from .reason import Missing, words_of


class UnknownTruth(TypeError):
    """An unknown truth was used as if it were known: in an `if`, with `and`, `or` or `not`."""


class Truth:
    """True, false or unknown; if unknown, why. There is one of each: `TRUE`, `FALSE`, and one `unknown` a set of reasons.

    >>> FALSE & unknown()
    False
    >>> TRUE | unknown()
    True
    >>> (TRUE & ~unknown()).is_unknown
    True
    """

    __slots__ = ("byte",)

    byte: int
    """As a column of truths has it: 0 false, 1 true, else the reasons why it is unknown, one bit up."""
    found = 0
    """The findings of the page that it rests on, a bit each."""

    def __init__(self, byte: int):
        self.byte = byte

    @property
    def is_true(self) -> bool:
        """Whether it is known to hold."""
        return self.byte == 1

    @property
    def is_false(self) -> bool:
        """Whether it is known not to hold."""
        return self.byte == 0

    @property
    def is_unknown(self) -> bool:
        """Whether it cannot be told."""
        return self.byte > 1

    @property
    def reasons(self) -> int:
        """Why it cannot be told: a set of the bits of `Missing` and its neighbours; 0 where it is known."""
        return self.byte >> 1

    @property
    def known_as(self) -> bool | None:
        """`True` or `False` where it is known, else `None`."""
        return None if self.byte > 1 else self.byte == 1

    def __and__(self, other: "Truth | bool") -> "Truth":
        if other.__class__ is not Truth:
            if other.__class__ is Found:
                return other & self
            other = truth_of(other)
        if self is FALSE or other is FALSE:
            return FALSE
        if self is TRUE:
            return other
        return self if other is TRUE else TRUTHS[self.byte | other.byte]

    __rand__ = __and__

    def __or__(self, other: "Truth | bool") -> "Truth":
        if other.__class__ is not Truth:
            if other.__class__ is Found:
                return other | self
            other = truth_of(other)
        if self is TRUE or other is TRUE:
            return TRUE
        return TRUTHS[self.byte | other.byte]

    __ror__ = __or__

    def __invert__(self) -> "Truth":
        return self if self.byte > 1 else TRUTHS[1 - self.byte]

    def __bool__(self) -> bool:
        if self.byte > 1:
            raise UnknownTruth(
                f"it cannot be told whether it holds ({', '.join(words_of(self.reasons))}), and an unknown is no false: "
                "combine truths with &, | and ~, ask .is_true, .is_false or .is_unknown, or give the truth to a ladder or as the answer"
            )
        return self.byte == 1

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Truth):
            raise TypeError("a truth is equal to truths alone: write TRUE, FALSE or unknown(), or ask .is_true or .is_false")
        return self.byte == other.byte

    def __hash__(self) -> int:
        return self.byte

    def __repr__(self) -> str:
        return f"unknown{words_of(self.reasons)}" if self.byte > 1 else str(self.byte == 1)

    def __str__(self) -> str:
        if self.byte > 1:
            return f"not determinable ({', '.join(words_of(self.reasons))})"
        return "yes" if self.byte == 1 else "no"


class Found(Truth):
    """What is known from the page, which remembers the rows that make it so. Joined with others it rests on what made them so."""

    __slots__ = ("found",)

    def __init__(self, byte: int, found: int):
        self.byte, self.found = byte, found

    def __and__(self, other: "Truth | bool") -> Truth:
        other = truth_of(other)
        return _joined((TRUTHS[self.byte] & TRUTHS[other.byte]).byte, self, other)

    __rand__ = __and__

    def __or__(self, other: "Truth | bool") -> Truth:
        other = truth_of(other)
        return _joined((TRUTHS[self.byte] | TRUTHS[other.byte]).byte, self, other)

    __ror__ = __or__

    def __invert__(self) -> Truth:
        return Found(1 - self.byte, self.found)


def _joined(byte: int, one: Truth, other: Truth) -> Truth:
    """What is true rests on what made it so, and what is false as well."""
    return resting_on(TRUTHS[byte], (one.found if one.byte == byte else 0) | (other.found if other.byte == byte else 0))


def resting_on(truth: Truth, found: int) -> Truth:
    """A truth that rests on findings of the page, too. What is unknown rests on nothing."""
    found |= truth.found
    return Found(truth.byte, found) if found and truth.byte < 2 else TRUTHS[truth.byte]


TRUTHS = [Truth(byte) for byte in range(256)]
"""Each truth by its byte."""
FALSE, TRUE = TRUTHS[:2]


def unknown(reasons: int = 0) -> Truth:
    """It cannot be told, for these reasons: a set of the bits 0 to 6. Without any it is *not known*."""
    return TRUTHS[reasons << 1 & 0xFE or Missing.NOT_KNOWN.bit << 1]


def truth_of(value: "Truth | bool") -> Truth:
    """A truth as it is, and a Python `bool` as what is known. Anything else is a fault."""
    if value.__class__ is Truth or value.__class__ is Found:
        return value
    if value is True or value is False:
        return TRUTHS[value]
    raise TypeError(f"a truth or a bool was wanted, and this is a {type(value).__name__}")


def any_of(truths: Iterable[Truth | bool]) -> Truth:
    """True if one of them is, false if all are false, else unknown.

    >>> any_of([FALSE, unknown(), TRUE])
    True
    """
    found = FALSE
    for truth in truths:
        found = found | truth
    return found


def all_of(truths: Iterable[Truth | bool]) -> Truth:
    """True if all of them are, false if one is false, else unknown."""
    found = TRUE
    for truth in truths:
        found = found & truth
    return found
