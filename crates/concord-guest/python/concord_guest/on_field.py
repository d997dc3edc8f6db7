"""What a row can be asked of one field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .condition import Condition, UnknownName, place_of
from .contract import Kind
from .dictionary import nearest
from .reason import OUTSIDE_CODEBOOK, Missing
from .truth import FALSE, Truth, unknown
from .truths import Truths, translation

if TYPE_CHECKING:
    from .field import Field
    from .opening import Opening
    from .view import TableView


class OfField(Condition):
    """What is asked of one field."""

    def __init__(self, field: Field, words: str):
        super().__init__()
        self.owner, self.words, self.field = field.owner, f"{field.title} {words}", field

    def check(self, opening: Opening) -> None:
        opening.declared(self.field)

    def places(self, table: TableView, codes: tuple[str, ...]) -> list[int]:
        """The places of codes of the field."""
        return [place_of(self.field.title, code, table.shapes[self.field.name].codes) for code in codes]

    def check_codes(self, opening: Opening, codes: tuple[str, ...]) -> None:
        """Tells the codes that the field does not have."""
        declared = opening.declared(self.field)
        for code in codes if declared else ():
            if code not in declared.codes:
                opening.problem(self.field.title, f'it has no code "{code}"', nearest(code, declared.codes))


class Codes(OfField):
    """The code is one of these."""

    def __init__(self, field: Field, codes: tuple[str, ...]):
        super().__init__(field, f'== "{codes[0]}"' if len(codes) == 1 else f"any_of{codes}")
        self.codes = codes

    def check(self, opening: Opening) -> None:
        self.check_codes(opening, self.codes)

    def truths(self, table: TableView) -> Truths:
        column = table.columns[self.field.name]
        return Truths.known(column.values.translate(translation(self.places(table, self.codes))), column.missing)


class Order(OfField):
    """The code of an ordinal is this one, or one on a side of it."""

    def __init__(self, field: Field, code: str, sign: str, places: Callable[[int], range]):
        super().__init__(field, f'{sign} "{code}"')
        self.code, self.range = code, places

    def check(self, opening: Opening) -> None:
        declared = opening.declared(self.field)
        if declared and declared.kind is not Kind.ORDINAL:
            opening.problem(self.field.title, "its codes have no order", "ask for single codes")
        self.check_codes(opening, (self.code,))

    def truths(self, table: TableView) -> Truths:
        if table.shapes[self.field.name].kind is not Kind.ORDINAL:
            raise TypeError(f"{self.field.title}: its codes have no order: ask for single codes")
        [place] = self.places(table, (self.code,))
        column = table.columns[self.field.name]
        return Truths.known(column.values.translate(translation(self.range(place))), column.missing)


class Member(OfField):
    """The set has a member."""

    def __init__(self, field: Field, code: str):
        super().__init__(field, f'has "{code}"')
        self.code = code

    def check(self, opening: Opening) -> None:
        self.check_codes(opening, (self.code,))

    def truths(self, table: TableView) -> Truths:
        [place] = self.places(table, (self.code,))
        return member(table, self.field.name, place)


def member(table: TableView, field: str, place: int) -> Truths:
    """Whether each row's set has a member, by its place."""
    column = table.columns[field]
    return Truths.known(column.values[place // 8 :: table.shapes[field].width].translate(_WITH_BIT[place % 8]), column.missing)


_WITH_BIT = [bytes(byte >> bit & 1 for byte in range(256)) for bit in range(8)]
"""Tables for `bytes.translate`: 1 for the bytes that have a bit."""


class Present(OfField):
    """The field is present, of one that is present, absent or missing."""

    def __init__(self, field: Field):
        super().__init__(field, "is present")

    def truths(self, table: TableView) -> Truths:
        column = table.columns[self.field.name]
        return Truths.known(column.values.translate(translation({1})), column.missing)


class Known(OfField):
    """The value is given; not known where the host withholds it."""

    def __init__(self, field: Field):
        super().__init__(field, "is known")

    def truths(self, table: TableView) -> Truths:
        missing = table.columns[self.field.name].missing
        return Truths.of(missing.translate(_KNOWN)) if missing else Truths(table.rows, True, column=b"\1" * table.rows)


_KNOWN = bytes(unknown(Missing.WITHHELD.bit).byte if byte == Missing.WITHHELD else byte == 0 for byte in range(256))


class Test(OfField):
    """A test of each value."""

    def __init__(self, field: Field, words: str, test: Callable[..., Truth]):
        super().__init__(field, words)
        self.test = test

    def truths(self, table: TableView) -> Truths:
        return Truths.of(bytes(self.test(value).byte for value in table.values[self.field.name]))


class Local(OfField):
    """The row has a text. Of local codes, a row of a review whose codebook has the code, and which has none or another, does not
    carry it; where the codebook does not have it, or none is named, it cannot be told, unless the row has the very code; nor where it is
    not known which code it has."""

    def __init__(self, field: Field, text: str):
        super().__init__(field, f'== "{text}"')
        self.text = text

    def check(self, opening: Opening) -> None:
        declared = opening.declared(self.field)
        books = opening.dictionary.codebooks
        if declared and declared.codebook and not any(self.text in book.codes for book in books):
            known = [code for book in books for code in book.codes]
            opening.problem(self.field.title, f'no codebook has the local code "{self.text}"', nearest(self.text, known))

    def truths(self, table: TableView) -> Truths:
        column, name = table.columns[self.field.name], self.field.name
        wanted = table.texts(name).get(self.text)
        places = zip(memoryview(column.values).cast("I"), column.missing or bytes(table.rows))
        has_it = bytes(place == wanted and not missing for place, missing in places)
        if table.shapes[name].codebook is None:
            return Truths.known(has_it, column.missing)
        return Truths.known(has_it, column.missing.translate(_CARRIES_NONE)) | Truths.of(self._without(table))

    def _without(self, table: TableView) -> bytes:
        """Whether a row may carry a code that its coder had no word for: the truth's byte, a row."""
        having = table.view.opened.books_having(self.text)
        if not having:
            raise UnknownName(f'{self.field.title}: no codebook has the local code "{self.text}"')
        books = table.view.root.values[table.shapes[self.field.name].codebook]
        told = [unknown(OUTSIDE_CODEBOOK | book.reasons).byte if book.missing or book.given not in having else FALSE.byte for book in books]
        return bytes(told[review] for review in table.review_of)


_CARRIES_NONE = bytes(0 if byte in (Missing.NOT_RECORDED, Missing.NOT_APPLICABLE) else byte for byte in range(256))
"""From a byte of a `missing` buffer of local codes to one that tells only what leaves it open which code a row carries."""
