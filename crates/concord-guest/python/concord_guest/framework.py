"""What a framework is to the host: `open`, `evaluate`, `explain`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .condition import Condition
from .contract import AnswerColumn, Answers, Batch, Descriptor, Failure, FieldRequest, Problems, Step
from .dictionary import Dictionary, nearest
from .failure import in_words
from .indicator import Indicator
from .opening import Opening
from .row import Row
from .view import Layout, View


class Framework:
    """A review framework: the class of its reviews, and its indicators in the order of its answers.

    The classes of rows that the reviews' class names are read with it. It is a pure function: the same batch gives the same
    answers, and a review's answers do not depend on the other reviews of its batch. The host checks that.
    """

    def __init__(self, review: type[Row], indicators: Sequence[Indicator]):
        for indicator in indicators:
            if not isinstance(indicator, Indicator):
                raise TypeError(f"{indicator!r} is no indicator: say @concern, @strength or @description above its function")
        self.review, self.indicators = review, list(indicators)

    def open(self, dictionary: Dictionary, config: str = "") -> Opened:
        """Holds it against the dictionary.

        Raises `Problems`, all at once: tables, fields, codes, themes and levels that the dictionary does not have (with the
        nearest that it has), and indicators that stand twice.
        """
        opening = Opening(dictionary)
        if config:
            opening.problem("config", "a framework with code of its own takes no configuration")
        opening.read(self.review)
        if self.review.table != dictionary.root:
            opening.problem(self.review.__name__, f'its rows are no reviews: they are rows of "{dictionary.root}"')
        for indicator in self.indicators:
            _check(opening, indicator)
        for id in _repeated([indicator.declared.id for indicator in self.indicators]):
            opening.problem(id, "the indicator stands twice")
        if opening.problems:
            raise Problems(opening.problems)
        return Opened(self.indicators, opening.reads(), Layout(dictionary, self.review, list(opening.requests)))


class Opened:
    """A framework that was held against a dictionary."""

    def __init__(self, indicators: list[Indicator], reads: list[FieldRequest], layout: Layout):
        self.indicators, self._layout = indicators, layout
        self.descriptor = Descriptor(reads, [indicator.declared for indicator in indicators])
        """What it needs and answers."""

    def evaluate(self, batch: Batch) -> Answers:
        """Answers every indicator for every review of the batch."""
        view, failures = View(self._layout, batch), []

        def column(place: int, indicator: Indicator) -> AnswerColumn:
            return indicator.column(view, lambda review, fault: failures.append(Failure(review, place, in_words(fault))))

        columns = [column(place, indicator) for place, indicator in enumerate(self.indicators)]
        view.close()
        return Answers(columns, failures)

    def explain(self, batch: Batch, indicator: int) -> list[Step]:
        """Why the first review of the batch got its answer to one indicator, by its place; outermost step first."""
        if not 0 <= indicator < len(self.indicators):
            raise LookupError(f"there is no indicator {indicator}")
        if batch.reviews == 0:
            raise LookupError("there is no review to explain")
        return self.indicators[indicator].explain(View(self._layout, batch))


def _check(opening: Opening, indicator: Indicator) -> None:
    """What an indicator says of itself must stand in the dictionary."""
    declared, dictionary = indicator.declared, opening.dictionary

    def has(names: list[str], name: str, kind: str) -> None:
        if name not in names:
            opening.problem(declared.id, f'the dictionary has no {kind} "{name}"', nearest(name, names))

    for mapping in declared.mappings:
        has(dictionary.themes, mapping.theme, "theme")
        for level in mapping.levels:
            has(dictionary.levels, level, "level")
    for code in _repeated([answer.code for answer in declared.scale]):
        opening.problem(declared.id, f'the answer "{code}" stands twice in its scale')
    for table in declared.evidence_tables:
        if dictionary.place(table) is None or not dictionary.is_child(table):
            opening.problem(declared.id, f'it cites rows of "{table}", which is no child table')
    for guard in (indicator.applies, indicator.looked_for):
        if not isinstance(guard, Condition):
            continue
        guard.check(opening)
        if guard.owner.table != dictionary.root:
            opening.problem(declared.id, f"{guard.words} is asked of rows of {guard.owner.table}, not of the review")


def _repeated(names: list[str]) -> list[str]:
    """The names that stand more than once."""
    return sorted(name for name, count in Counter(names).items() if count > 1)
