"""The bytes of a column as values, one a row. Done once a batch, and only for a column whose values are asked row by row."""

from __future__ import annotations

from collections.abc import Callable

from .code import CodeValue, SetValue
from .contract import Column, Kind
from .date import DateValue
from .dictionary import Field
from .reason import Missing
from .value import Number, Value


def values(title: str, field: Field, column: Column, rows: int) -> list[Value]:
    """The values of a column. Equal values are one object."""
    plain, make = _PLAIN[field.kind](field, column, rows), _made(title, field)
    known = {one: make(one, None) for one in set(plain)}
    if not column.missing:
        return [known[one] for one in plain]
    absent = [None, *[make(None, reason) for reason in Missing]]
    return [absent[missing] if missing else known[one] for one, missing in zip(plain, column.missing)]


def texts(column: Column) -> list[str]:
    """The distinct texts of a column, by their places."""
    ends = memoryview(column.ends).cast("I").tolist()
    return [column.texts[start:end].decode() for start, end in zip([0, *ends], ends)]


def links(column: Column, rows: int) -> tuple[list[int], list[int]]:
    """Of a column of references, the offsets of its rows, and the rows that they point at."""
    numbers = memoryview(column.values).cast("I").tolist()
    return numbers[: rows + 1], numbers[rows + 1 :]


def _made(title: str, field: Field) -> Callable[[object, Missing | None], Value]:
    """What makes a value of what stands in a column, or of a reason."""
    if field.kind in (Kind.CODE, Kind.ORDINAL):
        ordered = field.kind is Kind.ORDINAL
        return lambda place, missing: CodeValue(title, field.codes, ordered, field.codes[place] if missing is None else None, missing)
    if field.kind is Kind.CODE_SET:
        return lambda bits, missing: SetValue(title, field.codes, _members(bits, field.codes) if missing is None else None, missing)
    return {Kind.INTEGER: Number, Kind.DECIMAL: Number, Kind.DATE: DateValue}.get(field.kind, Value)


def _members(bits: bytes, codes: list[str]) -> frozenset[str]:
    number = int.from_bytes(bits, "little")
    return frozenset(code for place, code in enumerate(codes) if number >> place & 1)


def _pairs(column: Column) -> list[tuple[int, int]]:
    days = memoryview(column.values).cast("i").tolist()
    return list(zip(days[::2], days[1::2]))


def _sets(field: Field, column: Column, rows: int) -> list[bytes]:
    width = field.width or 0
    return [column.values[row * width : (row + 1) * width] for row in range(rows)]


def _texts(column: Column) -> list[str]:
    # Where no row has a text there are none, and the slots mean nothing.
    known = texts(column) or [""]
    return [known[place] for place in memoryview(column.values).cast("I").tolist()]


_PLAIN = {
    Kind.CODE: lambda field, column, rows: column.values,
    Kind.ORDINAL: lambda field, column, rows: column.values,
    Kind.CODE_SET: _sets,
    Kind.INTEGER: lambda field, column, rows: memoryview(column.values).cast("i").tolist(),
    Kind.DECIMAL: lambda field, column, rows: memoryview(column.values).cast("d").tolist(),
    Kind.DATE: lambda field, column, rows: _pairs(column),
    Kind.TEXT: lambda field, column, rows: _texts(column),
}
