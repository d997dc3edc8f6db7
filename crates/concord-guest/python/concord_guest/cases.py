"""Invented reviews in a few lines, to try a framework on with plain `pytest`: no Wasm, no host.

>>> from concord_guest import *
>>> class Review(Row, table="reviews"):
...     days_to_submit = Integer("the working days that it took")
>>> @concern("H2", title="The rapid review was late", question="Did it take longer than 15 working days?")
... def late(review, page):
...     return review.days_to_submit > 15
>>> cases = Cases()
>>> cases.review(review_type="rapid_review", days_to_submit=21)
>>> cases.review(review_type="rapid_review")
>>> [answer.line for answer in cases.answers(Framework(Review, [late]))["H2"]]
['present', 'not determinable']
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as of
from struct import pack, unpack_from

from .contract import ERROR, NOT_APPLICABLE, NOT_DETERMINABLE, AnswerColumn, Answers, Batch, Cited, Column, Kind, Measure, Step, Table
from .date import interval
from .dictionary import Dictionary, Field, nearest
from .dictionary_file import england
from .framework import Framework, Opened
from .reason import Missing, words_of

_REASONS = {reason.name.lower(): reason for reason in Missing if reason is not Missing.WITHHELD}


class Cases:
    """Invented reviews, one after the other. What a row does not say is not recorded. Nothing is derived: a derived field is given
    like any other. Sensitive fields are granted, but those among `withheld` (`children.disability`). The data have all tables, but those
    among `not_given` (`children`): a review without rows of another has none.

    A cell is the name of a code, a number, a text, a list of codes, or a text as it would stand in a CSV cell; `"not_known"`,
    `"refused"`, … are missing with that reason, and `None` is not recorded. A wrong name or value is a fault of the test.
    """

    def __init__(self, dictionary: Dictionary | None = None, *, withheld: Iterable[str] = (), not_given: Iterable[str] = ()):
        self.dictionary = dictionary or england()
        self.withheld, self.not_given = set(withheld), set(not_given)
        for table in self.not_given:
            if not self._is_child(table):
                raise LookupError(f'"{table}" is no child table')
        self.reviews = 0
        self._rows: dict[str, list[dict]] = {table.name: [] for table in self.dictionary.tables}
        self._starts: dict[str, list[int]] = {table.name: [0] for table in self.dictionary.tables}
        self._group: dict = {}

    def group(self, **cells) -> None:
        """The group that the reviews after it belong to; without one, nothing is recorded of it."""
        self._check(self.dictionary.group, cells)
        self._group = cells

    def review(self, **cells) -> None:
        """One more review. A cell that has the name of a child table is a list of its rows: `observations=[{"theme": "T01"}]`."""
        children = {name: cells.pop(name) for name in list(cells) if self._is_child(name)}
        self._check(self.dictionary.root, cells)
        self.reviews += 1
        self._rows[self.dictionary.root].append(cells)
        if self.dictionary.group:
            self._rows[self.dictionary.group].append(self._group)
        for table, rows in self._rows.items():
            self._starts[table].append(len(rows))
        for table, rows in children.items():
            for row in rows:
                self.child(table, **row)

    def child(self, table: str, **cells) -> None:
        """One more row of a child table, of the last review. A reference is a list of places among the review's rows, from 0."""
        if not self._is_child(table):
            raise LookupError(f'"{table}" is no child table')
        if table in self.not_given:
            raise ValueError(f'"{table}" is not given, and a review has rows of it')
        self._check(table, cells)
        self._rows[table].append(cells)
        self._starts[table][-1] += 1

    def answers(self, framework: Framework) -> Told:
        """A framework's answers to all reviews."""
        opened = framework.open(self.dictionary)
        return Told(opened, opened.evaluate(self.batch(opened)))

    def explain(self, framework: Framework, indicator: str) -> list[Step]:
        """Why the first review got its answer to an indicator, outermost step first."""
        opened = framework.open(self.dictionary)
        place = [one.id for one in opened.descriptor.indicators].index(indicator)
        return opened.explain(self.batch(opened), place)

    def batch(self, opened: Opened) -> Batch:
        """All reviews as the host would hand them over, with the fields that a framework reads."""
        reads: dict[str, list[str]] = {}
        for read in opened.descriptor.reads:
            reads.setdefault(read.table, []).extend([read.field] if read.field else [])
        tables = [table for table in self.dictionary.tables if table.name in reads]
        return Batch(self.reviews, [self._table(table.name, reads[table.name]) for table in tables])

    def _table(self, name: str, fields: list[str]) -> Table:
        rows, shape = self._rows[name], self.dictionary.tables[self.dictionary.place(name)]
        columns = [self._column(name, shape.fields[shape.place(field)], rows) for field in fields]
        starts = self._starts[name]
        given = self._is_child(name) and name not in self.not_given
        return Table(len(rows), pack(f"<{len(starts)}I", *starts) if given else b"", columns)

    def _column(self, table: str, field: Field, rows: list[dict]) -> Column:
        cells = [_cell(field, row.get(field.name), f"{table}.{field.name}") for row in rows]
        if f"{table}.{field.name}" in self.withheld:
            cells = [Missing.WITHHELD] * len(rows)
        missing = bytes(cell if isinstance(cell, Missing) else 0 for cell in cells)
        given = [None if isinstance(cell, Missing) else cell for cell in cells]
        if field.kind is Kind.REFERENCE:
            values, texts, ends = self._references(table, field, given), b"", b""
        else:
            values, texts, ends = _buffers(field, given)
        return Column(values, missing if any(missing) else b"", texts, ends)

    def _references(self, table: str, field: Field, given: list[list[int] | None]) -> bytes:
        starts, own = self._starts[field.references], self._starts[table]
        offsets, rows = [0], []
        for row, places in enumerate(given):
            review = next(review for review in range(self.reviews) if row < own[review + 1])
            rows += [starts[review] + place for place in places or []]
            offsets.append(len(rows))
        return pack(f"<{len(offsets) + len(rows)}I", *offsets, *rows)

    def _check(self, table: str, cells: dict) -> None:
        shape = self.dictionary.tables[self.dictionary.place(table)]
        names = [field.name for field in shape.fields]
        for name, cell in cells.items():
            if name not in names:
                raise LookupError(f'the table "{table}" has no field "{name}" ({nearest(name, names) or "see the dictionary"})')
            _cell(shape.fields[shape.place(name)], cell, f"{table}.{name}")

    def _is_child(self, table: str) -> bool:
        return self.dictionary.place(table) is not None and self.dictionary.is_child(table)


def _cell(field: Field, cell, title: str):
    """What a cell says, or why it says nothing."""
    if cell is None or cell == "":
        return Missing.NOT_RECORDED
    if isinstance(cell, Missing):
        return cell
    if isinstance(cell, str) and cell in _REASONS:
        return _REASONS[cell]
    try:
        return _READ[field.kind](field, cell)
    except (ValueError, TypeError, KeyError):
        hint = nearest(cell, field.codes) if isinstance(cell, str) else None
        raise ValueError(f"{title}: {cell!r} is no value of it" + (f" ({hint})" if hint else "")) from None


def _members(cell) -> list:
    members = cell.split(";") if isinstance(cell, str) else list(cell)
    return [member for member in members if member not in ("", "none")]


_READ = {
    Kind.ID: lambda field, cell: str(cell),
    Kind.CODE: lambda field, cell: field.codes.index(cell),
    Kind.ORDINAL: lambda field, cell: field.codes.index(cell),
    Kind.CODE_SET: lambda field, cell: sum(1 << place for place in {field.codes.index(member) for member in _members(cell)}),
    Kind.TRI: lambda field, cell: {"present": 1, "absent": 2, True: 1, False: 2}[cell],
    Kind.INTEGER: lambda field, cell: int(cell),
    Kind.DECIMAL: lambda field, cell: float(cell),
    Kind.DATE: lambda field, cell: interval(cell),
    Kind.TEXT: lambda field, cell: str(cell),
    Kind.REFERENCE: lambda field, cell: [int(member) for member in _members(cell)],
}


def _buffers(field: Field, given: list) -> tuple[bytes, bytes, bytes]:
    """The values, the texts and their ends."""
    if field.kind is Kind.TEXT:
        known = list(dict.fromkeys(text for text in given if text is not None))
        ends = [len("".join(known[: place + 1]).encode()) for place in range(len(known))]
        places = [0 if text is None else known.index(text) for text in given]
        return pack(f"<{len(places)}I", *places), "".join(known).encode(), pack(f"<{len(ends)}I", *ends)
    if field.kind is Kind.CODE_SET:
        return b"".join((bits or 0).to_bytes(field.width, "little") for bits in given), b"", b""
    if field.kind is Kind.DATE:
        days = [day for date in given for day in (date or (0, 0))]
        return pack(f"<{len(days)}i", *days), b"", b""
    letter = {Kind.INTEGER: "i", Kind.DECIMAL: "d"}.get(field.kind, "B")
    return pack(f"<{len(given)}{letter}", *[value or 0 for value in given]), b"", b""


@dataclass(slots=True)
class Answered:
    """The answer of one indicator to one review, in words."""

    line: str
    """The code of the scale's line; `not determinable`, `not applicable`, `error`; empty where there is no scale."""
    looked: str
    """Whether it was looked for: `yes`, `no`, `unknown`."""
    reasons: list[str] = of(default_factory=list)
    """Why it could not be told."""
    measure: Measure | None = None
    rows: dict[str, list[int]] = of(default_factory=dict)
    """By table, the rows cited, counted over all reviews."""
    failure: str | None = None
    """What went wrong."""


class Told:
    """A framework's answers: in words by an indicator's id, `told["H1"][0].line`, and as the host gets them in `answers`."""

    def __init__(self, opened: Opened, answers: Answers):
        self.answers = answers
        self._opened = opened
        self._ids = [indicator.id for indicator in opened.descriptor.indicators]

    def column(self, indicator: str) -> AnswerColumn:
        """An indicator's answers as the host gets them."""
        return self.answers.columns[self._ids.index(indicator)]

    def lines(self, indicator: str) -> list[str]:
        """Of each review, the code of the scale's line, or what there is in its place."""
        return [answered.line for answered in self[indicator]]

    def __getitem__(self, indicator: str) -> list[Answered]:
        place, column = self._ids.index(indicator), self.column(indicator)
        declared = self._opened.descriptor.indicators[place]
        failures = {failure.review: failure.message for failure in self.answers.failures if failure.indicator == place}
        reviews = len(column.answers) or len(column.measures) // 24

        def answered(review: int) -> Answered:
            return Answered(
                _line(declared.scale, column.answers[review]) if column.answers else "",
                ("unknown", "yes", "no")[column.looked[review] if column.looked else 1],
                words_of(column.reasons[review]) if column.reasons else [],
                _measure(column.measures, review),
                {table: _cited(cited, review) for table, cited in zip(declared.evidence_tables, column.evidence)},
                failures.get(review),
            )

        return [answered(review) for review in range(reviews)]


def _line(scale: list, answer: int) -> str:
    return {ERROR: "error", NOT_DETERMINABLE: "not determinable", NOT_APPLICABLE: "not applicable"}.get(answer) or scale[answer].code


def _measure(measures: bytes, review: int) -> Measure | None:
    if not measures:
        return None
    lower, upper, of_what = unpack_from("<3d", measures, review * 24)
    return None if lower != lower else Measure(lower, upper, of_what)


def _cited(cited: Cited, review: int) -> list[int]:
    if not cited.offsets:
        return []
    start, end = unpack_from("<2I", cited.offsets, review * 4)
    return list(unpack_from(f"<{end - start}I", cited.rows, start * 4))
