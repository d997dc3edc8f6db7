"""What an indicator writes down for one review: its answer, the rows that it rests on, its number."""

from __future__ import annotations

from itertools import accumulate
from struct import pack

from .condition import Condition
from .contract import Cited, Measure, Step
from .count import Count, Share, not_given
from .field import Field
from .row import Ask, Row, RowsOf
from .truth import TRUE, TRUTHS, Found, Truth, resting_on, truth_of
from .value import Number


class NotApplicable:
    """The answer that the question does not arise."""

    def __repr__(self) -> str:
        return "NOT_APPLICABLE"


NOT_APPLICABLE = NotApplicable()
"""The question does not arise."""


class Because(str):
    """A line of the scale that is given since something holds: it rests on what that rests on."""

    found = 0


class Ladder:
    """The lines of a scale one after the other: the first that holds is the answer, and one that cannot be told ends the search. The
    answer rests on what made its line hold, whatever else was asked.

    >>> from concord_guest import FALSE
    >>> when(FALSE, "twice").when(TRUE, "once").otherwise("never")
    'once'
    """

    __slots__ = ("answer",)

    def __init__(self, answer: str | Truth | None = None):
        self.answer = answer

    def when(self, holds: Truth | bool, line: str) -> Ladder:
        """The next line, and when it is the answer."""
        if self.answer is not None:
            return self
        holds = truth_of(holds)
        if holds.byte == 0:
            return self
        return Ladder(_because(line, holds.found) if holds.byte == 1 else holds)

    def otherwise(self, line: str) -> str | Truth:
        """The line that is left where none of those before holds."""
        return _because(line, 0) if self.answer is None else self.answer


def _because(line: str, found: int) -> Because:
    because = Because(line)
    if found:
        because.found = found
    return because


_LADDER = Ladder()


def when(holds: Truth | bool, line: str) -> Ladder:
    """The first line of a ladder, and when it is the answer."""
    return _LADDER.when(holds, line)


Answer = str | Truth | bool | NotApplicable
"""An answer to an indicator: the code of a line of its scale, or a truth: the first line where it holds, the last where it does
not, not determinable where it is unknown; or `NOT_APPLICABLE`."""


class Page:
    """The page on which an indicator's answer to one review is written.

    What is asked here in place of the review's rows is remembered with the rows for which it held: an answer that was led to by it
    cites them. What is asked within a question, such as of the rows that a row points at, belongs to the row that it was asked of."""

    def __init__(self, tables: list[str], explaining: bool = False):
        self.cited = {table: CitedRows() for table in tables}
        self.notes: list[Step] | None = [] if explaining else None
        self.measured, self.why, self.rests_on = None, 0, 0
        self._findings: list[tuple[int, str, list[int]]] = []
        """A question's bit, and the rows of a table that it found."""
        self._asked = 0

    def begin_review(self) -> None:
        """Begins a review with nothing found."""
        self.measured, self.why, self.rests_on = None, 0, 0
        if self._findings:
            self._findings.clear()
        self._asked = 0

    def end_review(self, review: int, found: int, answered: bool) -> None:
        """Ends a review: cites what was found by the questions whose bits are given, and what was cited by hand."""
        if answered:
            for bit, table, places in self._findings:
                if bit & (found | _CITED):
                    self.cited[table].rows += places
            for rows in self.cited.values():
                if rows.rows:
                    rows.end_review(review)

    def any(self, rows: RowsOf, ask: Ask) -> Truth:
        """Whether something holds for any of the rows. Those for which it does are found."""
        truths = rows.table.truths.get(ask) if rows.is_all else None
        if truths is None or ask.asks_rows:
            return self.count(rows, ask).at_least(1)
        # The same for a condition that was asked before, in a few steps: nothing is asked more often.
        start, end = rows.start, rows.end
        if truths.column.find(1, start, end) < 0:
            return truths.none(start, end)
        bit = self._begin()
        self._note(bit, rows.table.name, truths.true_rows(start, end))
        return Found(1, bit)

    def count(self, rows: RowsOf, ask: Ask) -> Count:
        """For how many of the rows something holds. They are found."""
        if rows.is_all and isinstance(ask, Condition) and not ask.asks_rows:
            truths = rows.table.truths[ask]
            count = Count(*truths.count(rows.start, rows.end))
            if not count.least:
                return count
            bit = self._begin()
            self._note(bit, rows.table.name, truths.true_rows(rows.start, rows.end))
            return count.resting_on(bit)
        truths, found = self._find(rows, ask, TRUE)
        known = Count.of(truths)
        return (known + not_given(rows.further) if rows.further else known).resting_on(found)

    def all(self, rows: RowsOf, ask: Ask) -> Truth:
        """Whether something holds for all of the rows. Where it does they are found; where it does not, those that break it."""
        told = TRUTHS[rows.all(ask).byte]
        return told if told.is_unknown else resting_on(told, self._find(rows, ask, told)[1])

    def distinct(self, rows: RowsOf, field: Field) -> Count:
        """How many different values the rows have in a field. The rows are found."""
        return rows.distinct(field).resting_on(self._find(rows, lambda row: TRUE, TRUE)[1])

    def is_(self, review: Row, condition: Condition) -> Truth:
        """Whether a condition holds for a review. What it rests on among the review's rows is found."""
        bit = self._begin()
        for table, place in condition.rests_on(review._table, review._place):
            self._note(bit, table, [place])
        return resting_on(review.is_(condition), bit)

    def _find(self, rows: RowsOf, ask: Ask, wanted: Truth) -> tuple[list[Truth], int]:
        """Asks rows one after the other, and remembers those for which the answer is as wanted, with what was found in asking them."""
        bit, truths, older = self._begin(), [], 0
        known = rows.table.rows_of(rows.cls)
        condition = rows.table.truths[ask] if isinstance(ask, Condition) else None
        for place, meant in rows.each_place():
            findings, asked = len(self._findings), self._asked
            holds = condition.at(place) if condition else truth_of(ask(known[place]))
            truth = meant & holds
            kept = meant.byte == 1 and holds.byte == wanted.byte
            inner = self._findings[findings:]
            del self._findings[findings:]
            if kept:
                rested = ask.rests_on(rows.table, place) if condition else []
                self._findings += [
                    (_CITED if one == _CITED else bit, table, found) for one, table, found in inner if one & (holds.found | _CITED)
                ]
                for table, found in [(rows.table.name, place), *rested]:
                    self._note(bit, table, [found])
                older |= (holds.found | meant.found) & ((2 << asked) - 1)
            else:
                self._findings += [finding for finding in inner if finding[0] == _CITED]
            self._asked = asked
            truths.append(TRUTHS[truth.byte])
        return truths, bit | older

    def cite(self, *rows: Row | RowsOf) -> None:
        """Says that the answer rests on rows, whatever it is: on rows that are known to be meant. Citing a row twice is citing it once."""
        for row in rows:
            if isinstance(row, RowsOf):
                self._note(_CITED, row.table.name, [place for place, meant in row.each_place() if meant.byte == 1])
            else:
                self._note(_CITED, row._table.name, [row._place])

    def measure(self, measure: Measure | Count | Share | Number | int | float | None) -> None:
        """Gives the indicator's number for this review: a count, a share (`count.share_of(…)`), a value or a plain number; `None` where
        there is none."""
        if isinstance(measure, Number):
            measure = measure.as_count()
        if isinstance(measure, Count):
            measure = Share(measure.measure(), measure.reasons, measure.found)
        if isinstance(measure, Share):
            self.why, self.rests_on = measure.reasons, measure.found
            measure = measure.measure
        if isinstance(measure, (int, float)):
            measure = Measure(float(measure), float(measure))
        if measure is not None and not isinstance(measure, Measure):
            raise TypeError(f"a measure is a number, a count, a share, Measure(lower, upper, of) or None, not a {type(measure).__name__}")
        self.measured = measure

    def note(self, text: str, value: object) -> None:
        """Notes a step of the reasoning, for those who ask why: a value, or a function that works it out. It is not called while nobody
        asks."""
        if self.notes is not None:
            value = value() if callable(value) else value
            holds = value.known_as if isinstance(value, Truth) else None
            self.notes.append(Step(1, text, number_in_words(value) if isinstance(value, float) else str(value), holds))

    def _begin(self) -> int:
        """The bit of one more question."""
        self._asked += 1
        return 1 << self._asked

    def _note(self, bit: int, table: str, places: list[int]) -> None:
        if table not in self.cited:
            raise LookupError(f"a row of {table} was cited, and the indicator does not say that it cites any: add its class to cites=[…]")
        self._findings.append((bit, table, places))


_CITED = 1
"""What an author cites by hand belongs to every answer."""
ALL_FOUND = -1
"""The bits of all questions."""


class CitedRows:
    """The rows of one table that an indicator cites, review by review."""

    __slots__ = ("rows", "before")

    def __init__(self):
        self.rows: list[int] = []
        """The present review's, in the order of the citing."""
        self.before: dict[int, list[int]] = {}
        """Those of the reviews before it that cite any."""

    def end_review(self, review: int) -> None:
        """Puts the review's rows in order, each once."""
        if self.rows:
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
