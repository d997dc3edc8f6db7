"""The dictionary as a framework sees it: the names of tables, fields and codes, never data."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as of

from .contract import Kind


@dataclass(slots=True)
class Field:
    """A field of a table."""

    name: str
    kind: Kind
    codes: list[str] = of(default_factory=list)
    """The codes of a code, a code-set or an ordinal, in order; of an ordinal the least comes first."""
    required: bool = False
    """Whether every row has it."""
    themes: bool = False
    """Whether its codes are the dictionary's themes."""
    codebook: str | None = None
    """Of a text of local codes, the root table's field that names the vocabulary that the coder used."""
    references: str | None = None
    """Of a reference, the child table that it points at."""

    @property
    def width(self) -> int | None:
        """The bytes that a row's value takes; `None` where rows differ."""
        if self.kind is Kind.CODE_SET:
            return (len(self.codes) + 7) // 8
        return _WIDTHS[self.kind]


_WIDTHS = {
    Kind.ID: 0,
    Kind.CODE: 1,
    Kind.ORDINAL: 1,
    Kind.TRI: 1,
    Kind.INTEGER: 4,
    Kind.TEXT: 4,
    Kind.DECIMAL: 8,
    Kind.DATE: 8,
    Kind.REFERENCE: None,
}


@dataclass(slots=True)
class Table:
    """A table and its fields."""

    name: str
    fields: list[Field]

    def place(self, name: str) -> int | None:
        """The place of a field by its name."""
        return place(name, [field.name for field in self.fields])


@dataclass(slots=True)
class Codebook:
    """A vocabulary of local codes: a code outside the review's codebook is unknown, not absent."""

    id: str
    codes: list[str]


@dataclass(slots=True)
class Dictionary:
    """The tables of the data, and the common words."""

    id: str
    version: str
    tables: list[Table]
    root: str
    """The table whose rows are reviews."""
    group: str | None = None
    """The table of those that are compared; a row of it stands beside each review."""
    examined: str | None = None
    """The root table's set of themes that a review set out to look at."""
    themes: list[str] = of(default_factory=list)
    levels: list[str] = of(default_factory=list)
    """The levels of the system, innermost first."""
    codebooks: list[Codebook] = of(default_factory=list)

    def place(self, table: str) -> int | None:
        """The place of a table by its name."""
        return place(table, [known.name for known in self.tables])

    def is_child(self, table: str) -> bool:
        """Whether a table is a child of the root: its rows belong to a review."""
        return table not in (self.root, self.group)

    @property
    def book_field(self) -> str | None:
        """The root table's field that names which local codes a review's coder had."""
        return next((field.codebook for table in self.tables for field in table.fields if field.codebook), None)

    def theme_fields(self) -> list[tuple[int, int]]:
        """The child tables' fields that carry one theme a row, by their places: a row on a theme shows that it was examined."""
        return [
            (table, field)
            for table, shape in enumerate(self.tables)
            if self.is_child(shape.name)
            for field, declared in enumerate(shape.fields)
            if declared.kind is Kind.CODE and declared.themes
        ]


def place(name: str, names: list[str]) -> int | None:
    """The place of a name among names."""
    return names.index(name) if name in names else None


def nearest(wrong: str, names: Iterable[str]) -> str | None:
    """The name nearest to a misspelt one, as a hint; `None` where nothing is near.

    >>> nearest("thmee", ["valence", "theme"])
    'did you mean "theme"?'
    """
    distances = sorted((_distance(wrong.lower(), name.lower()), name) for name in names)
    if not distances:
        return None
    distance, name = distances[0]
    return f'did you mean "{name}"?' if distance <= 1 + min(len(wrong), len(name)) // 3 else None


def _distance(one: str, other: str) -> int:
    """Letters left out, put in, changed or swapped with their neighbour (Damerau and Levenshtein's, aligned)."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        row = [i]
        for j, right in enumerate(other, 1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right))
            if before and j > 1 and left == other[j - 2] and one[i - 2] == right:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, above = above, row
    return above[-1]
