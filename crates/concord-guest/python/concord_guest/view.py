"""A batch made ready to be read: conditions as columns of truths and values as lists, each worked out where it is first asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import repeat
from math import inf
from typing import TYPE_CHECKING

from . import decode
from .condition import Condition
from .contract import Batch, Column, Kind, Table
from .dictionary import Dictionary
from .dictionary import Field as Declared
from .reason import Missing, missing_of
from .row import Row, RowsOf
from .truth import Truth, unknown
from .truths import Truths
from .value import Value

if TYPE_CHECKING:
    from .links import Link


class Layout:
    """Where all that a framework asked for stands in a batch; made once, when it is opened."""

    def __init__(self, dictionary: Dictionary, root: type[Row], requests: list[tuple[int, int | None]]):
        self.dictionary, self.root = dictionary, root
        self.tables: dict[int, list[Declared]] = {table: [] for table, _ in sorted(requests, key=lambda request: request[0])}
        """By the table's place, in the dictionary's order, the fields of its columns."""
        for table, field in requests:
            if field is not None:
                self.tables[table].append(dictionary.tables[table].fields[field])
        shapes = [(dictionary.tables[table], field) for table, field in dictionary.theme_fields()]
        self.theme_fields = [(shape.name, shape.fields[field].name) for shape, field in shapes]
        """The child tables' fields that carry one theme a row, by their names."""

    def books_having(self, code: str) -> set[str]:
        """The codebooks that have a local code."""
        return {book.id for book in self.dictionary.codebooks if code in book.codes}


class View:
    """A batch as a framework's rows read it."""

    def __init__(self, layout: Layout, batch: Batch):
        self.opened, self.count = layout, batch.reviews
        if len(batch.tables) != len(layout.tables):
            raise ValueError("the batch lacks a table that was asked for")
        tables = zip(layout.tables.items(), batch.tables)
        self.tables = {
            (name := layout.dictionary.tables[place].name): TableView(self, name, fields, table) for (place, fields), table in tables
        }
        root = layout.dictionary.root
        # A framework that reads nothing of the reviews themselves is handed no table of them.
        self.root = self.tables.get(root) or TableView(self, root, [], Table(self.count))
        self.tables[root] = self.root
        self.reviews: list[Row] = [layout.root(self.root, review, review) for review in range(self.count)]

    def close(self) -> None:
        """Lets go of all that points at each other, so that nothing is left to be collected."""
        for table in self.tables.values():
            table.close()
        self.reviews, self.tables = [], {}


class TableView:
    """The rows of one table."""

    def __init__(self, view: View, name: str, fields: list[Declared], table: Table):
        self.view, self.name, self.rows = view, name, table.rows
        if len(table.columns) != len(fields):
            raise ValueError(f"the batch lacks a column of {name} that was asked for")
        self.shapes = {field.name: field for field in fields}
        self.columns = {field.name: self._checked(field, column) for field, column in zip(fields, table.columns)}
        self.offsets = memoryview(table.offsets).cast("I").tolist()
        """Of a child table, where the rows of each review start; empty where there is a row a review."""
        is_child = view.opened.dictionary.is_child(name)
        self.given = not is_child or bool(self.offsets)
        """Whether the data have the table; of one that they do not have, nothing is known."""
        whole = len(self.offsets) == view.count + 1 if self.given else self.rows == 0
        if is_child and not whole or not is_child and self.rows != view.count:
            raise ValueError(f"the rows of {name} do not go with the batch's reviews")
        self.values = _Values(self)
        """By field, a value a row."""
        self.truths = _Truths(self)
        """By condition, a truth a row."""
        self._rows: dict[type[Row], list[Row]] = {}
        self._runs: dict[type[Row], list[RowsOf]] = {}
        self._links: dict[str, list[RowsOf]] = {}

    def close(self) -> None:
        """Lets go of what points back at it."""
        self.values, self.truths, self._rows, self._runs, self._links = {}, {}, {}, {}, {}

    def runs(self, cls: type[Row]) -> list[RowsOf]:
        """By review, its rows of this child table."""
        runs = self._runs.get(cls)
        if runs is None:
            if self.given:
                runs = [RowsOf(cls, self, start, end) for start, end in zip(self.offsets, self.offsets[1:])]
            else:
                runs = [RowsOf(cls, self, 0, 0, further=Missing.NOT_RECORDED.bit)] * self.view.count
            self._runs[cls] = runs
        return runs

    def run(self, review: int) -> tuple[int, int] | None:
        """Where the rows of a review start and end in this child table, if the data have it."""
        return (self.offsets[review], self.offsets[review + 1]) if self.given else None

    def of_reviews(self, of: Callable[[int, int], Truth]) -> Iterator[int]:
        """By review, the byte of what is told of its rows of this child table; unknown where the data do not have it."""
        if not self.given:
            return repeat(unknown(Missing.NOT_RECORDED.bit).byte, self.view.count)
        return (of(start, end).byte for start, end in zip(self.offsets, self.offsets[1:]))

    def keys(self, field: str) -> list[Value]:
        """By row, what tells it apart from others: its value, if that is one and not one of many."""
        values = self.values[field]
        return [value.key for value in values] if self.shapes[field].kind is Kind.DATE else values

    def most_values(self, field: str) -> float:
        """How many values a field can have at all, if that is known."""
        shape = self.shapes[field]
        return len(shape.codes) if shape.kind in (Kind.CODE, Kind.ORDINAL) else inf

    def rows_of(self, cls: type[Row]) -> list[Row]:
        """Its rows, made where they are first walked."""
        rows = self._rows.get(cls)
        if rows is None:
            rows = self._rows[cls] = [cls(self, place, review) for place, review in enumerate(self.review_of)]
        return rows

    @cached_property
    def review_of(self) -> list[int]:
        """The review of each row."""
        if not self.offsets:
            # A row a review; or, of a table that the data do not have, none.
            return list(range(self.rows))
        ends = enumerate(zip(self.offsets, self.offsets[1:]))
        return [review for review, (start, end) in ends for _ in range(start, end)]

    def texts(self, field: str) -> dict[str, int]:
        """The place of each distinct text of a field."""
        return {text: place for place, text in enumerate(decode.texts(self.columns[field]))}

    def linked(self, link: Link) -> list[RowsOf]:
        """By row, the rows that it points at."""
        linked = self._links.get(link.name)
        if linked is None:
            linked = self._links[link.name] = list(self._linked(link))
        return linked

    def _linked(self, link: Link):
        column, target = self.columns[link.name], self.view.tables[link.target.table]
        offsets, rows = decode.links(column, self.rows)
        missing = column.missing or bytes(self.rows)
        for row, review in enumerate(self.review_of):
            places = list(dict.fromkeys(rows[offsets[row] : offsets[row + 1]]))
            if not missing[row]:
                further = Missing.NOT_RECORDED.bit if places and not target.given else 0
                yield RowsOf(link.target, target, 0, 0, places, further=further)
                continue
            # Without a list any row of the review may be meant.
            why = missing_of(missing[row]).bit
            all_rows = list(range(*(target.run(review) or (0, 0))))
            further = 0 if target.given else Missing.NOT_RECORDED.bit
            yield RowsOf(link.target, target, 0, 0, all_rows, [unknown(why)] * len(all_rows), further)

    def _checked(self, field: Declared, column: Column) -> Column:
        width = field.width
        whole = len(column.values) >= (self.rows + 1) * 4 if width is None else len(column.values) == self.rows * width
        if not whole or len(column.missing) not in (0, self.rows):
            raise ValueError(f"a column of the batch has not one value a row: {self.name}.{field.name}")
        return column


class _Values(dict):
    """Values by field, decoded where they are first asked."""

    def __init__(self, table: TableView):
        super().__init__()
        self.table = table

    def __missing__(self, name: str) -> list[Value]:
        table = self.table
        if name not in table.columns:
            raise LookupError(f"the framework does not read {table.name}.{name}")
        values = decode.values(f"{table.name}.{name}", table.shapes[name], table.columns[name], table.rows)
        self[name] = values
        return values


class _Truths(dict):
    """Truths by condition, worked out where they are first asked."""

    def __init__(self, table: TableView):
        super().__init__()
        self.table = table

    def __missing__(self, condition: Condition) -> Truths:
        if not isinstance(condition, Condition):
            raise TypeError(f"a condition or a function of a row was wanted, and this is a {type(condition).__name__}")
        if condition.owner.table != self.table.name:
            raise TypeError(f"{condition.words} is asked of rows of {condition.owner.table}, not of {self.table.name}")
        try:
            truths = condition.truths(self.table)
        except KeyError as name:
            raise LookupError(f"{condition.words}: the framework did not ask for {name} when it was opened") from None
        self[condition] = truths
        return truths
