"""A truth a row, for all rows of a batch at once: what makes conditions fast.

A column of truths has a byte a row: 0 false, 1 true, else the reasons why it is unknown, one bit up (`Truth.byte`). And, or and not
are Kleene's, as a few bit operations over the whole column taken as one long integer, eight bits a row.
"""

from functools import lru_cache

from .truth import FALSE, TRUE, TRUTHS, Truth

_REASON = bytes((1 << (byte & 7)) & 0xFE for byte in range(256))
"""From a byte of a `missing` buffer to the truth of its row; 0 where the value is given."""
_GIVEN = bytes(0 if byte else 255 for byte in range(256))


def translation(true: "range | set[int] | list[int]") -> bytes:
    """A table for `bytes.translate`: 1 for the values in `true`, 0 for all others."""
    table = bytearray(256)
    for byte in true:
        table[byte] = 1
    return bytes(table)


class Truths:
    """A truth a row. Made of bytes or of the long integer; the other follows where it is needed."""

    column: bytes
    """A byte a row."""
    number: int
    """The same as one long integer, the first row lowest."""

    def __init__(self, rows: int, certain: bool, *, column: bytes | None = None, number: int | None = None):
        self.rows = rows
        self.certain = certain
        """Whether none is unknown, as far as that is known without looking."""
        if column is not None:
            self.column = column
        if number is not None:
            self.number = number

    def __getattr__(self, name: str) -> bytes | int:
        # Asked once, of what was not given; from then on it is found on the object itself.
        if name == "column":
            self.column = self.number.to_bytes(self.rows, "little")
            return self.column
        if name == "number":
            self.number = _int(self.column)
            return self.number
        raise AttributeError(name)

    @staticmethod
    def of(truths: bytes) -> "Truths":
        """Truths that may be unknown, by their bytes."""
        return Truths(len(truths), False, column=truths)

    @staticmethod
    def known(truths: bytes, missing: bytes) -> "Truths":
        """What is known, but where a byte of a `missing` buffer says that it is not."""
        if not missing:
            return Truths(len(truths), True, column=truths)
        number = (_int(truths) & _int(missing.translate(_GIVEN))) | _int(missing.translate(_REASON))
        return Truths(len(truths), False, number=number)

    def __and__(self, other: "Truths") -> "Truths":
        one, two = self.number, other.number
        if self.certain and other.certain:
            return Truths(self.rows, True, number=one & two)
        low = _ones(self.rows)
        neither_false = (one | two) & ((_some(one, low) & _some(two, low)) * 255)
        # What is unknown is no longer true as well.
        return Truths(self.rows, False, number=neither_false & ~_unknown(neither_false, low))

    def __or__(self, other: "Truths") -> "Truths":
        one, two = self.number, other.number
        if self.certain and other.certain:
            return Truths(self.rows, True, number=one | two)
        low = _ones(self.rows)
        true = ((one & ~_unknown(one, low)) | (two & ~_unknown(two, low))) & low
        # What is true is no longer unknown.
        return Truths(self.rows, False, number=(one | two) & ~(true * 254))

    def __invert__(self) -> "Truths":
        low = _ones(self.rows)
        unknown = 0 if self.certain else _unknown(self.number, low)
        return Truths(self.rows, self.certain, number=self.number ^ low ^ unknown)

    def at(self, row: int) -> Truth:
        """The truth of one row."""
        return TRUTHS[self.column[row]]

    def each(self) -> list[Truth]:
        """The truth of each row."""
        return [TRUTHS[byte] for byte in self.column]

    def any(self, start: int, end: int) -> Truth:
        """True if a row from `start` to before `end` is, false if all are false, else unknown."""
        return TRUE if self.column.find(1, start, end) >= 0 else self.none(start, end)

    def none(self, start: int, end: int) -> Truth:
        """The same where no row is true: false if all are, else unknown."""
        return FALSE if self.certain else TRUTHS[self.reasons(start, end) << 1]

    def all(self, start: int, end: int) -> Truth:
        """True if all rows from `start` to before `end` are, false if one is false, else unknown."""
        if self.column.find(0, start, end) >= 0:
            return FALSE
        reasons = 0 if self.certain else self.reasons(start, end)
        return TRUTHS[reasons << 1] if reasons else TRUE

    def count(self, start: int, end: int) -> tuple[int, int, int]:
        """How many of these rows are true, how many may be, and why that cannot be told."""
        least = self.column.count(1, start, end)
        if self.certain:
            return least, least, 0
        return least, end - start - self.column.count(0, start, end), self.reasons(start, end)

    def true_rows(self, start: int, end: int) -> list[int]:
        """The rows from `start` to before `end` that are true."""
        rows, find = [], self.column.find
        row = find(1, start, end)
        while row >= 0:
            rows.append(row)
            row = find(1, row + 1, end)
        return rows

    def reasons(self, start: int, end: int) -> int:
        """Why it cannot be told of some of these rows: a set of bits."""
        bits = 0
        for byte in self.column[start:end]:
            bits |= byte
        return bits >> 1


def _int(column: bytes) -> int:
    return int.from_bytes(column, "little")


@lru_cache(maxsize=64)
def _ones(rows: int) -> int:
    """The byte 1, once a row."""
    return _int(b"\1" * rows)


def _some(column: int, low: int) -> int:
    """The byte 1 for each byte that is not 0. No sum of two bytes below 128 reaches the next byte."""
    others = low * 127
    return (((column & others) + others | column) >> 7) & low


def _unknown(column: int, low: int) -> int:
    """The byte 1 for each truth that is unknown."""
    return _some(column & low * 254, low)
