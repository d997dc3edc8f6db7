"""What an indicator writes down for one review: its answer, the rows that it rests on, its number."""

from __future__ import annotations

from itertools import accumulate
from struct import pack

from .contract import Cited, Measure, Step
from .count import Count
from .row import Ask, Row, RowsOf
from .truth import FALSE, TRUE, Truth, truth_of


class NotApplicable:
    """The answer that the question does not arise."""

    def __repr__(self) -> str:
        return "NOT_APPLICABLE"


NOT_APPLICABLE = NotApplicable()
"""The question does not arise."""


class Ladder:
    """The lines of a scale one after the other: the first that holds is the answer, and one that cannot be told ends the search.

    >>> when(FALSE, "twice").when(TRUE, "once").otherwise("never")
    'once'
    """

    __slots__ = ("answer",)

    def __init__(self, answer: str | Truth | None = None):
        self.answer = answer

    def when(self, holds: Truth | bool, line: str) -> Ladder:
        """The next line, and when it is the answer."""
        if holds.__class__ is not Truth:
            holds = truth_of(holds)
        return self if holds is FALSE or self.answer is not None else Ladder(line if holds is TRUE else holds)

    def otherwise(self, line: str) -> str | Truth:
        """The line that is left where none of those before holds."""
        return line if self.answer is None else self.answer


_LADDER = Ladder()


def when(holds: Truth | bool, line: str) -> Ladder:
    """The first line of a ladder, and when it is the answer."""
    return _LADDER.when(holds, line)


Answer = str | Truth | bool | NotApplicable
"""An answer to an indicator: the code of a line of its scale, or a truth: the first line where it holds, the last where it does
not, not determinable where it is unknown; or `NOT_APPLICABLE`."""


class Page:
    """The page on which an indicator's answer to one review is written."""

    def __init__(self, tables: list[str], explaining: bool = False):
        self.cited = {table: CitedRows() for table in tables}
        self.notes: list[Step] | None = [] if explaining else None
        self.measured: Measure | None = None

    def any(self, rows: RowsOf, ask: Ask) -> Truth:
        """Whether something holds for any of the rows. Those for which it does are cited."""
        truths = rows.table.truths.get(ask) if rows.places is None else None
        if truths is None:
            found = rows.any(ask)
            if found is TRUE:
                self._of(rows.table.name).rows += rows.true_places(ask)
            return found
        # The same for a condition that was asked before, in a few steps: nothing is asked more often.
        start, end = rows.start, rows.end
        if truths.column.find(1, start, end) < 0:
            return truths.none(start, end)
        self._of(rows.table.name).rows += truths.true_rows(start, end)
        return TRUE

    def count(self, rows: RowsOf, ask: Ask) -> Count:
        """For how many of the rows something holds. They are cited."""
        count = rows.count(ask)
        if count.least:
            self._of(rows.table.name).rows += rows.true_places(ask)
        return count

    def cite(self, *rows: Row | RowsOf) -> None:
        """Says that the answer rests on rows. Citing a row twice is citing it once."""
        for row in rows:
            if isinstance(row, RowsOf):
                places = row.all_places()
                if places:
                    self._of(row.table.name).rows += places
            else:
                self._of(row._table.name).rows.append(row._place)

    def measure(self, measure: Measure | Count | int | float | None) -> None:
        """Gives the indicator's number for this review; `None` where there is none."""
        if isinstance(measure, Count):
            measure = measure.measure()
        if isinstance(measure, (int, float)):
            measure = Measure(float(measure), float(measure))
        if measure is not None and not isinstance(measure, Measure):
            raise TypeError(f"a measure is a number, a count, Measure(lower, upper, of) or None, not a {type(measure).__name__}")
        self.measured = measure

    def note(self, text: str, value: object) -> None:
        """Notes a step of the reasoning, for those who ask why: a value, or a function that works it out. It is not called while nobody
        asks."""
        if self.notes is not None:
            value = value() if callable(value) else value
            holds = value.known_as if isinstance(value, Truth) else None
            self.notes.append(Step(1, text, number_in_words(value) if isinstance(value, float) else str(value), holds))

    def _of(self, table: str) -> CitedRows:
        cited = self.cited.get(table)
        if cited is None:
            raise LookupError(f"a row of {table} was cited, and the indicator does not say that it cites any: add its class to cites=[…]")
        return cited


class CitedRows:
    """The rows of one table that an indicator cites, review by review."""

    __slots__ = ("rows", "before")

    def __init__(self):
        self.rows: list[int] = []
        """The present review's, in the order of the citing."""
        self.before: dict[int, list[int]] = {}
        """Those of the reviews before it that cite any."""

    def end_review(self, review: int, answered: bool) -> None:
        """Puts the review's rows in order, each once. What led to no answer is no evidence."""
        if answered:
            self.before[review] = self.rows if len(self.rows) == 1 else sorted(set(self.rows))
        self.rows = []

    def finish(self, reviews: int) -> Cited:
        """All of them, as the contract has them."""
        if not self.before:
            return Cited()
        ends = accumulate((len(self.before.get(review, ())) for review in range(reviews)), initial=0)
        rows = [row for review in self.before.values() for row in review]
        return Cited(pack(f"<{reviews + 1}I", *ends), pack(f"<{len(rows)}I", *rows))


def number_in_words(number: float) -> str:
    """A number in its shortest form, without an exponent."""
    text = repr(float(number))
    if "e" in text:
        digits = next(digits for digits in range(400) if float(f"{number:.{digits}f}") == number)
        text = f"{number:.{digits}f}"
    return text.removesuffix(".0")
