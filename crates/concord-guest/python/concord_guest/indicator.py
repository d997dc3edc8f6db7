"""An indicator: what it says of itself, and beside it the code that answers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from struct import pack

from . import contract
from .condition import Condition, UnknownName
from .contract import ERROR, NOT_DETERMINABLE, AnswerColumn, LocalAnswer, Mapping, Match, Measure, Outcome, Polarity, Step
from .dictionary import nearest
from .page import ALL_FOUND, NOT_APPLICABLE, Answer, Because, Page, number_in_words
from .reason import NOT_LOOKED_FOR
from .row import Row
from .truth import TRUE, Truth, truth_of, unknown
from .view import View

Guard = Condition | Callable[..., Truth | bool]
"""What is asked of a review before its answer counts: a condition, or a function of the review."""

Code = Callable[..., Answer]
"""What answers an indicator for one review: a function of the review and the page."""

_NO_MEASURE = bytes.fromhex("000000000000f87f") * 3
_FAILED = (ERROR, 0, 0, 0)
_LOOKED = bytes([2, 1, *[0] * 254])
"""From a truth's byte to that of the `looked` buffer."""


def line(code: str, label: str, *, concern: Outcome | None = None, strength: Outcome | None = None) -> LocalAnswer:
    """A line of a scale in the framework's own words, and what it means for the concern and for the strength."""
    return LocalAnswer(code, label, concern, strength)


def exact(theme: str, *levels: str) -> Mapping:
    """The indicator asks the same as a common theme: it can say present and absent. The levels are those of the system that it
    speaks of."""
    return Mapping(theme, list(levels), Match.EXACT)


def part(theme: str, *levels: str) -> Mapping:
    """The indicator asks about a part of a common theme: it can say present, never absent."""
    return Mapping(theme, list(levels), Match.PART)


def wider(theme: str, *levels: str) -> Mapping:
    """The indicator asks about more than a common theme: it can say absent, never present."""
    return Mapping(theme, list(levels), Match.WIDER)


def related(theme: str, *levels: str) -> Mapping:
    """The indicator is akin to a common theme: it is shown and never decides."""
    return Mapping(theme, list(levels), Match.RELATED)


def concern(id: str, **about) -> Callable[[Code], Indicator]:
    """An indicator whose presence is a concern. Its answers are *present* and *absent* unless it is given a scale.

    Beside `title` and `question` it may say: `scale`, the framework's own answers, best read first; `maps`, how it stands to common
    themes; `cites`, the classes of the rows that it cites; `measured_in`, the unit of the number that it gives (`page.measure`);
    `applies`, when the question arises at all: where it does not, the answer is *not applicable*; `looked_for`, when the review
    looked for it: where it did not, or that cannot be told, finding nothing is *not determinable* and never *absent*."""
    return _decorator(id, Polarity.CONCERN, [_line("present", concern=Outcome.PRESENT), _line("absent", concern=Outcome.ABSENT)], about)


def strength(id: str, **about) -> Callable[[Code], Indicator]:
    """An indicator whose presence is a strength. Its answers are *present* and *absent* unless it is given a scale. It says of
    itself what `concern` does."""
    return _decorator(id, Polarity.STRENGTH, [_line("present", strength=Outcome.PRESENT), _line("absent", strength=Outcome.ABSENT)], about)


def description(id: str, **about) -> Callable[[Code], Indicator]:
    """An indicator that describes and never decides a theme. Its answers are *yes* and *no* unless it is given a scale. It says of
    itself what `concern` does."""
    return _decorator(id, Polarity.DESCRIPTION, [_line("yes"), _line("no")], about)


def _line(code: str, **outcomes) -> LocalAnswer:
    return line(code, code.capitalize(), **outcomes)


def _decorator(id: str, polarity: Polarity, scale: list[LocalAnswer], about: dict) -> Callable[[Code], Indicator]:
    return lambda answer: Indicator(id, polarity, answer, **{"scale": scale, **about})


class Indicator:
    """One question that a framework asks of every review, with the code that answers it."""

    def __init__(
        self,
        id: str,
        polarity: Polarity,
        answer: Code,
        *,
        title: str,
        question: str,
        scale: Sequence[LocalAnswer],
        maps: Sequence[Mapping] = (),
        cites: Sequence[type[Row]] = (),
        measured_in: str | None = None,
        applies: Guard | None = None,
        looked_for: Guard | None = None,
        predicate: str | None = None,
    ):
        if not callable(answer):
            raise TypeError(f"{id}: the code that answers it must be a function of the review and the page")
        self.answer, self.applies, self.looked_for = answer, applies, looked_for
        tables = [cls.table for cls in cites]
        self.declared = contract.Indicator(id, title, question, polarity, list(scale), measured_in, tables, list(maps), predicate)
        self.__doc__ = answer.__doc__
        self._lines = {answer.code: place for place, answer in enumerate(scale)}
        self._absent = {place for place, answer in enumerate(scale) if _says_that_nothing_was_found(answer)}

    def __call__(self, review: Row, page: Page) -> Answer:
        """What its code says, by itself."""
        return self.answer(review, page)

    def column(self, view: View, failed: Callable[[int, BaseException], None]) -> AnswerColumn:
        """Answers it for every review of a batch. What goes wrong for one costs that one alone, and is told."""
        page = Page(self.declared.evidence_tables)
        tell = self._tell
        looked_for, applies = _guard(self.looked_for, view), _guard(self.applies, view)
        tolds, measures = [], []
        for place, (review, looked, arises) in enumerate(zip(view.reviews, looked_for, applies)):
            page.begin_review()
            try:
                told = tell(review, page, looked, arises)
            # Whatever an author's code does, even leaving with sys.exit(), must cost no other review.
            except BaseException as fault:  # noqa: BLE001
                told, page.measured = _FAILED, None
                failed(place, fault)
            tolds.append(told[:3])
            measures.append(page.measured)
            page.end_review(place, told[3], told[0] < ERROR)
        answers, looked, reasons = map(bytes, zip(*tolds)) if tolds else (b"", b"", b"")
        return AnswerColumn(
            answers if self.declared.scale else b"",
            b"" if looked.count(1) == len(looked) else looked,
            reasons if any(reasons) else b"",
            b"".join(map(_measure, measures)) if self.declared.measure_unit is not None else b"",
            [rows.finish(len(tolds)) for rows in page.cited.values()],
        )

    def explain(self, view: View) -> list[Step]:
        """Why the first review of a batch got its answer, outermost step first."""
        review, page = view.reviews[0], Page(self.declared.evidence_tables, explaining=True)
        looked, arises = _guard(self.looked_for, view)[0], _guard(self.applies, view)[0]
        answer, _, reasons, found = self._tell(review, page, looked, arises)
        page.end_review(0, found, answer < ERROR)
        steps = [Step(0, self.declared.question, self._words(answer, reasons))]
        if self.applies is not None:
            steps.append(Step(1, "the question arises", str(arises), arises.known_as))
        if self.looked_for is not None:
            steps.append(Step(1, "it was looked for", str(looked), looked.known_as))
        steps += page.notes
        if page.measured and self.declared.measure_unit is not None:
            steps.append(Step(1, self.declared.measure_unit, _measure_in_words(page.measured)))
        for table, cited in page.cited.items():
            rows = cited.before.get(0, [])
            steps.append(Step(1, "it rests on", f"{len(rows)} rows of {table}", None, table, rows))
        return steps

    def _tell(self, review: Row, page: Page, looked: Asked, arises: Asked) -> tuple[int, int, int, int]:
        """The answer's byte, whether it was looked for, why it could not be told, and the findings of the page that it rests on."""
        if not isinstance(looked, Truth):
            raise looked
        if not isinstance(arises, Truth):
            raise arises
        seen = _LOOKED[looked.byte]
        if arises.byte != 1:
            return contract.NOT_APPLICABLE if arises.byte == 0 else NOT_DETERMINABLE, seen, arises.reasons, 0
        answer = self.answer(review, page)
        if not self.declared.scale:
            # It has its number alone to rest on, and to be unknown.
            return 0, seen, page.why, page.rests_on
        if isinstance(answer, str):
            found = answer.found if isinstance(answer, Because) else ALL_FOUND
            place = self._lines.get(answer)
            if place is None:
                raise UnknownName(f'{self.declared.id}: its scale has no line "{answer}" ({nearest(answer, self._lines) or "add it"})')
        elif answer is NOT_APPLICABLE:
            return contract.NOT_APPLICABLE, seen, 0, 0
        elif answer is None:
            raise TypeError(f"{self.declared.id}: it gave no answer: return a line of the scale, a truth, or NOT_APPLICABLE")
        else:
            truth = truth_of(answer)
            if truth.byte > 1:
                return NOT_DETERMINABLE, seen, truth.reasons, 0
            place, found = (0, truth.found) if truth.byte else (len(self._lines) - 1, 0)
        if place in self._absent and looked.byte != 1:
            # A number would say that it was counted.
            page.measure(None)
            return NOT_DETERMINABLE, seen, NOT_LOOKED_FOR, 0
        return place, seen, 0, found

    def _words(self, answer: int, reasons: int) -> str:
        if answer == contract.NOT_APPLICABLE:
            return "not applicable"
        if answer == NOT_DETERMINABLE:
            return str(unknown(reasons)) if reasons != NOT_LOOKED_FOR else "not determinable (not looked for)"
        scale = self.declared.scale
        return scale[answer].label if scale else ""


Asked = Truth | BaseException
"""What a guard says of a review, or how it failed."""


def _guard(guard: Guard | None, view: View) -> list[Asked]:
    """Asks all reviews what a guard asks; a condition's truths are worked out at once."""
    if guard is None:
        return [TRUE] * view.count
    if isinstance(guard, Condition):
        return view.root.truths[guard].each()

    def asked(review: Row) -> Asked:
        try:
            return truth_of(guard(review))
        except BaseException as fault:  # noqa: BLE001 - it is raised where the review is answered
            return fault

    return [asked(review) for review in view.reviews]


def _says_that_nothing_was_found(answer: LocalAnswer) -> bool:
    """Whether a line is *absent* and nothing else: of the concern or of the strength, and neither present nor partly there."""
    sides = (answer.concern, answer.strength)
    return Outcome.ABSENT in sides and not {Outcome.PRESENT, Outcome.PARTLY} & set(sides)


def _measure(measure: Measure | None) -> bytes:
    return _NO_MEASURE if measure is None else pack("<3d", measure.lower, measure.upper, measure.of)


def _measure_in_words(measure: Measure) -> str:
    number = number_in_words(measure.lower)
    if measure.lower != measure.upper:
        number += f" to {number_in_words(measure.upper)}"
    return number if measure.of == 1 else f"{number} of {number_in_words(measure.of)}"
