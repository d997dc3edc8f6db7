"""A framework as a component exports it. Used by `concord build` alone: outside of the box there is no `wit_world`.

In the box there are no files, no clock and no chance. What an author would try all the same must not end in a trap, which has no
words: `print` speaks to the host's log, and an import or a file that is not there any more says so.
"""

from __future__ import annotations

import builtins
import gc
import io
import os
import sys
import time

from componentize_py_types import Err
from wit_world.imports import log as host
from wit_world.imports import types as wit

from . import log
from .contract import Answers, Descriptor, Kind, Problem, Problems, Step
from .dictionary import Codebook, Dictionary, Field, Table
from .failure import in_words
from .framework import Framework, Opened


def exports(framework: Framework) -> type:
    """The class that the component exports as its `review` interface."""
    if not isinstance(framework, Framework):
        raise TypeError(f"framework.py must say framework = Framework(…), and it is {type(framework).__name__}")
    _furnish()
    _without_chance()
    _wipe()

    class Review:
        opened: Opened | None = None

        def open(self, config: str, dictionary: wit.Dictionary) -> wit.Descriptor:
            _close()
            try:
                Review.opened = framework.open(_dictionary(dictionary), config)
                return _descriptor(Review.opened.descriptor)
            except Problems as found:
                problems = found.problems
            except BaseException as fault:  # noqa: BLE001 - uncaught, it would trap and say nothing
                problems = [Problem("", in_words(fault))]
            raise Err([wit.Problem(problem.at, problem.message, problem.hint) for problem in problems])

        def evaluate(self, batch: wit.Batch) -> wit.Answers:
            return self._ask(lambda opened: _answers(opened.evaluate(batch)))

        def explain(self, batch: wit.Batch, indicator: int) -> list[wit.Step]:
            return self._ask(lambda opened: [_step(step) for step in opened.explain(batch, indicator)])

        def _ask(self, ask):
            try:
                if Review.opened is None:
                    raise LookupError("the framework was not opened")
                return ask(Review.opened)
            except BaseException as fault:  # noqa: BLE001
                message = in_words(fault)
            finally:
                gc.collect()
            raise Err(message)

    return Review


# ---- the box -------------------------------------------------------------------------------------------------------------


class _Lines(io.TextIOBase):
    """Text that is written becomes lines of the host's log."""

    def __init__(self, tell):
        super().__init__()
        self._tell, self._line = tell, ""

    def write(self, text: str) -> int:
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            self._tell(line)
        return len(text)


class _NothingToImport:
    """What was not imported when the component was built cannot be."""

    @staticmethod
    def find_spec(name: str, path=None, target=None):
        raise ModuleNotFoundError(f"{name} cannot be imported any more: write imports at the top of the module, not inside a function")


def _furnish() -> None:
    """Before the component is written: where words go."""
    levels = [host.Level.INFO, host.Level.WARN, host.Level.ERROR]
    log._write = lambda level, message: host.write(levels[level], message)


def _without_chance() -> None:
    """Before the component is written: what gives another answer each time says so, by whatever name a module knows it. In the box it
    would end in a trap, or be remembered from review to review."""
    refused = [(clock, _no_clock) for clock in _clocks()] + [(os.urandom, _no_chance)]
    if chance := sys.modules.get("random"):
        refused += [(draw, _no_chance) for draw in vars(chance).values() if getattr(draw, "__self__", None) is chance._inst]
    if calendar := sys.modules.get("datetime"):
        refused.append((calendar.datetime, _without_now(calendar.datetime)))
    instead = {id(known): refusal for known, refusal in refused}
    # The clock itself is needed until the component is written.
    for module in [module for module in sys.modules.values() if module is not time]:
        names = getattr(module, "__dict__", {})
        for name in [name for name, known in list(names.items()) if id(known) in instead]:
            names[name] = instead[id(names[name])]


def _without_now(whole: type) -> type:
    """The class of moments without the present one."""
    return type(whole.__name__, (whole,), {"__module__": whole.__module__, **dict.fromkeys(("now", "utcnow", "today"), staticmethod(_no_clock))})


def _clocks() -> list:
    return [known for name, known in vars(time).items() if name.startswith(_CLOCKS) and callable(known)]


def _wipe() -> None:
    """Before the component is written: what was freed is overwritten with zeros, which take no room in it (a seventh of its size)."""
    gc.collect()
    sizes = {1 << 16: 32, 1 << 14: 64, 4096: 128, 2048: 256, 1024: 512, 600: 512}
    blocks = [bytes(size) for size, count in sizes.items() for _ in range(count)]
    blocks.clear()


def _close() -> None:
    """When the component runs: nothing is left to open."""
    if sys.meta_path == [_NothingToImport]:
        return
    sys.stdout, sys.stderr = _Lines(log.info), _Lines(log.warn)
    sys.meta_path[:] = [_NothingToImport]
    builtins.open = io.open = _no_file
    for clock in [name for name, known in vars(time).items() if name.startswith(_CLOCKS) and callable(known)]:
        setattr(time, clock, _no_clock)
    # What is there now stays; what a batch leaves behind is collected after it, and never in the middle of one.
    gc.freeze()
    gc.disable()


_CLOCKS = ("time", "monotonic", "perf_counter", "process_time", "thread_time", "sleep", "gmtime", "localtime", "ctime")


def _no_file(name, *_, **__):
    raise OSError(f"there are no files in the box: {name}")


def _no_clock(*_, **__):
    raise OSError("there is no clock in the box: what a run looks at as of which day stands in the data")


def _no_chance(*_, **__):
    raise OSError("there is no chance in the box: the same review gets the same answers each time")


# ---- between the types of the WIT and the SDK's own. Buffers are the same `bytes` in both. --------------------------------


def _dictionary(dictionary: wit.Dictionary) -> Dictionary:
    kinds = list(Kind)

    def field(field: wit.Field) -> Field:
        kind = kinds[field.kind.value]
        return Field(field.name, kind, list(field.codes), field.required, field.themes, field.codebook, field.references)

    return Dictionary(
        dictionary.id,
        dictionary.version,
        [Table(table.name, [field(one) for one in table.fields]) for table in dictionary.tables],
        dictionary.root,
        dictionary.group,
        dictionary.examined,
        list(dictionary.themes),
        list(dictionary.levels),
        [Codebook(book.id, list(book.codes)) for book in dictionary.codebooks],
    )


def _descriptor(descriptor: Descriptor) -> wit.Descriptor:
    reads = [wit.FieldRequest(read.table, read.field, read.required, read.why) for read in descriptor.reads]
    return wit.Descriptor(reads, [_indicator(indicator) for indicator in descriptor.indicators])


def _indicator(indicator) -> wit.Indicator:
    def outcome(outcome):
        return None if outcome is None else wit.Outcome(outcome.value)

    scale = [wit.LocalAnswer(one.code, one.label, outcome(one.concern), outcome(one.strength)) for one in indicator.scale]
    mappings = [wit.Mapping(one.theme, one.levels, wit.Match(one.match.value)) for one in indicator.mappings]
    return wit.Indicator(
        indicator.id,
        indicator.title,
        indicator.question,
        wit.Polarity(indicator.polarity.value),
        scale,
        indicator.measure_unit,
        indicator.evidence_tables,
        mappings,
        indicator.predicate,
    )


def _answers(answers: Answers) -> wit.Answers:
    columns = [
        wit.AnswerColumn(
            column.answers, column.looked, column.reasons, column.measures, [wit.Cited(one.offsets, one.rows) for one in column.evidence]
        )
        for column in answers.columns
    ]
    return wit.Answers(columns, [wit.Failure(one.review, one.indicator, one.message) for one in answers.failures])


def _step(step: Step) -> wit.Step:
    return wit.Step(step.depth, step.at, step.text, step.value, step.holds, step.table, step.rows)
