"""A framework's declarations held against the dictionary: what it asks for, where that will stand in a batch, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .contract import FieldRequest, Problem
from .dictionary import Dictionary, nearest
from .dictionary import Field as Declared
from .field import Field, Text
from .links import Beside, Link, Rows

if TYPE_CHECKING:
    from .row import Row

LOOKED_AT = "what was looked at"
BOOKS = "which local codes the coder had"


class Opening:
    """Gathers what the row classes of a framework ask for, and all faults at once."""

    def __init__(self, dictionary: Dictionary):
        self.dictionary = dictionary
        self.requests: dict[tuple[int, int | None], list[str]] = {}
        """Table and field by their places, with the reasons why, in the order of the asking."""
        self.problems: list[Problem] = []
        self._read: list[type[Row]] = []

    def problem(self, at: str, message: str, hint: str | None = None) -> None:
        """Tells a fault, once; the framework will not be opened."""
        problem = Problem(at, message, hint)
        if problem not in self.problems:
            self.problems.append(problem)

    def read(self, cls: type[Row]) -> None:
        """Asks for all that is declared on a class of rows, and on the classes that it names."""
        if cls in self._read:
            return
        self._read.append(cls)
        table = self.dictionary.place(cls.table)
        if table is None:
            names = [known.name for known in self.dictionary.tables]
            self.problem(cls.__name__, f'the dictionary has no table "{cls.table}"', nearest(cls.table, names))
            return
        for declared in list(vars(cls).values()):
            if isinstance(declared, Rows):
                self._rows(cls, declared)
            elif isinstance(declared, Beside):
                self._beside(cls, declared)
            elif isinstance(declared, Field):
                self._field(table, declared)
        for condition in list(cls.of_review.values()):
            condition.request(self)
            condition.check(self)

    def declared(self, field: Field) -> Declared | None:
        """What the dictionary says of a field; `None` where a fault of it is told."""
        if field.owner not in self._read:
            self.problem(field.title, f"the framework does not read it: the class of its reviews does not lead to {field.owner.__name__}")
            return None
        table = self.dictionary.place(field.owner.table)
        place = None if table is None else self.dictionary.tables[table].place(field.name)
        found = None if place is None else self.dictionary.tables[table].fields[place]
        return found if found and found.kind in field.kinds else None

    def reads(self) -> list[FieldRequest]:
        """What was asked for, as the host is told."""
        tables = self.dictionary.tables

        def request(table: int, field: int | None, why: list[str]) -> FieldRequest:
            name = "" if field is None else tables[table].fields[field].name
            return FieldRequest(tables[table].name, name, True, "; ".join(why))

        return [request(table, field, why) for (table, field), why in self.requests.items()]

    def _request(self, table: int, field: int | None, why: str) -> None:
        reasons = self.requests.setdefault((table, field), [])
        if why not in reasons:
            reasons.append(why)

    def _rows(self, cls: type[Row], rows: Rows) -> None:
        child = rows.child
        at = f"{cls.__name__}.{rows.name}"
        table = self.dictionary.place(child.table)
        if cls.table != self.dictionary.root:
            self.problem(at, "only a review has rows of a child table", f'declare it on the class of "{self.dictionary.root}"')
        elif table is not None and not self.dictionary.is_child(child.table):
            self.problem(at, f'"{child.table}" has one row a review, not many')
        elif table is not None:
            self._request(table, None, rows.why)
        self.read(child)
        for condition in list(rows.made.values()):
            condition.check(self)

    def _beside(self, cls: type[Row], beside: Beside) -> None:
        if beside.group.table not in (self.dictionary.group, self.dictionary.root):
            self.problem(cls.__name__, f'"{beside.group.table}" is not the table whose row stands beside each review')
        self.read(beside.group)

    def _field(self, table: int, field: Field) -> None:
        shape = self.dictionary.tables[table]
        place = shape.place(field.name)
        if place is None:
            names = [known.name for known in shape.fields]
            self.problem(field.title, f'the table has no field "{field.name}"', nearest(field.name, names))
            return
        found = shape.fields[place]
        if found.kind not in field.kinds:
            self.problem(field.title, f"it is of kind {found.kind.word}, not {field.kinds[0].word}")
            return
        self._request(table, place, field.why)
        if isinstance(field, Text) and found.codebook:
            self._of_root(found.codebook, BOOKS)
        if isinstance(field, Link):
            self._link(field, found)
        for condition in list(field.made.values()):
            condition.check(self)

    def _link(self, link: Link, found: Declared) -> None:
        if link.target.table != found.references:
            self.problem(link.title, f'it points at rows of "{found.references}", not of "{link.target.table}"')
        target = self.dictionary.place(link.target.table)
        if target is not None:
            self._request(target, None, link.why)
        self.read(link.target)

    def examined(self) -> None:
        """Asks for what tells whether a review examined a theme."""
        if self.dictionary.examined:
            self._of_root(self.dictionary.examined, LOOKED_AT)
        for table, field in self.dictionary.theme_fields():
            # The rows too, to know which review they belong to.
            self._request(table, None, LOOKED_AT)
            self._request(table, field, LOOKED_AT)

    def books(self) -> None:
        """Asks for which local codes a review's coder had."""
        if self.dictionary.book_field:
            self._of_root(self.dictionary.book_field, BOOKS)
        else:
            self.problem(self.dictionary.root, "the dictionary has no local codes")

    def _of_root(self, name: str, why: str) -> None:
        root = self.dictionary.place(self.dictionary.root)
        self._request(root, self.dictionary.tables[root].place(name), why)
