"""The records of `wit/framework.wit`, where each is documented line by line: what a framework is handed, says of itself and answers.

They are plain data, so that a framework runs and is tested without Wasm. Buffers are `bytes`, little-endian.
"""

from dataclasses import dataclass, field
from enum import Enum

ERROR = 253
"""The framework failed for this review."""
NOT_DETERMINABLE = 254
"""It could not be told; the reasons say why."""
NOT_APPLICABLE = 255
"""The question does not arise."""


class Kind(Enum):
    """What a field's values are, in the order of the contract."""

    ID = 0
    CODE = 1
    CODE_SET = 2
    ORDINAL = 3
    TRI = 4
    INTEGER = 5
    DECIMAL = 6
    DATE = 7
    TEXT = 8
    REFERENCE = 9

    @property
    def word(self) -> str:
        """Its name in a dictionary's file: `code-set`."""
        return self.name.lower().replace("_", "-")


class Match(Enum):
    """How much of a common theme an indicator covers, as the SKOS mapping property read from the indicator."""

    EXACT = 0
    """The same thing: it can say present and absent."""
    PART = 1
    """It asks about a part of the theme: it can say present, never absent."""
    WIDER = 2
    """It asks about more than the theme: it can say absent, never present."""
    RELATED = 3
    """Akin to it: shown, never decides."""


class Polarity(Enum):
    """Whether an indicator's presence is a concern, a strength, or neither."""

    CONCERN = 0
    STRENGTH = 1
    DESCRIPTION = 2


class Outcome(Enum):
    """What an answer means on the scale that all frameworks share."""

    PRESENT = 0
    """It is there."""
    PARTLY = 1
    """It is there in part."""
    ABSENT = 2
    """Somebody looked, and it is not there."""
    NOT_DETERMINABLE = 3
    """It could not be told."""
    NOT_APPLICABLE = 4
    """The question does not arise."""


@dataclass(slots=True)
class Problem:
    """A fault of the framework or its configuration: where, what, and the next step."""

    at: str
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        where = f"{self.at}: " if self.at else ""
        return f"{where}{self.message}" + (f" ({self.hint})" if self.hint else "")


class Problems(Exception):
    """Why a framework cannot be opened: all faults at once."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


# ---- what a framework says of itself -------------------------------------------------------------------------------------


@dataclass(slots=True)
class FieldRequest:
    """A field that the framework reads; an empty name asks for a table's rows and no value."""

    table: str
    field: str
    required: bool
    why: str


@dataclass(slots=True)
class LocalAnswer:
    """A line of a scale, and what it means for the concern and for the strength."""

    code: str
    label: str
    concern: Outcome | None = None
    strength: Outcome | None = None


@dataclass(slots=True)
class Mapping:
    """How an indicator stands to a common theme, and the levels of the system that it speaks of."""

    theme: str
    levels: list[str]
    match: Match


@dataclass(slots=True)
class Indicator:
    """What an indicator says of itself."""

    id: str
    title: str
    question: str
    polarity: Polarity
    scale: list[LocalAnswer]
    measure_unit: str | None
    evidence_tables: list[str]
    mappings: list[Mapping]
    predicate: str | None = None


@dataclass(slots=True)
class Descriptor:
    """What a framework reads and answers."""

    reads: list[FieldRequest]
    indicators: list[Indicator]


# ---- data in -------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Column:
    """The values of one field, a slot a row; `missing` is empty where nothing is."""

    values: bytes
    missing: bytes = b""
    texts: bytes = b""
    ends: bytes = b""


@dataclass(slots=True)
class Table:
    """The rows of one table; `offsets` tells a child table's rows of each review."""

    rows: int
    offsets: bytes = b""
    columns: list[Column] = field(default_factory=list)


@dataclass(slots=True)
class Batch:
    """A run of reviews, with the tables of which anything was asked."""

    reviews: int
    tables: list[Table]


# ---- answers out ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Measure:
    """A number that an indicator gives: known, or known to lie between two ends."""

    lower: float
    """The least that it can be (of a share: the count)."""
    upper: float
    """The most that it can be; equal to `lower` where it is known."""
    of: float = 1.0
    """Of a share, the number that the counts are of; 1 where it is no share."""


@dataclass(slots=True)
class Cited:
    """Rows cited, review by review; both empty where nothing is."""

    offsets: bytes = b""
    rows: bytes = b""


@dataclass(slots=True)
class AnswerColumn:
    """The answers to one indicator; a buffer that says nothing is empty."""

    answers: bytes = b""
    looked: bytes = b""
    reasons: bytes = b""
    measures: bytes = b""
    evidence: list[Cited] = field(default_factory=list)


@dataclass(slots=True)
class Failure:
    """An indicator that failed for one review, and what went wrong."""

    review: int
    indicator: int
    message: str


@dataclass(slots=True)
class Answers:
    """The answers to all indicators, in their order, and what failed."""

    columns: list[AnswerColumn]
    failures: list[Failure] = field(default_factory=list)


@dataclass(slots=True)
class Step:
    """One step of the reasoning behind an answer, outermost first."""

    depth: int
    text: str
    value: str
    holds: bool | None = None
    table: str | None = None
    rows: list[int] = field(default_factory=list)
    at: str | None = None
