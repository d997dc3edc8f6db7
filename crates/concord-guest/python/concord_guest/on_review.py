"""What a review can be asked of its rows, and a row of those that it points at: whether any is so, whether a theme was examined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .condition import Condition, place_of
from .dictionary import nearest
from .on_field import member
from .reason import Missing
from .truth import FALSE, TRUE, Truth, unknown
from .truths import Truths, translation

if TYPE_CHECKING:
    from .links import Link
    from .opening import Opening
    from .row import Row
    from .view import TableView


class Examined(Condition):
    """The review examined a theme: it set out to, or a child row on the theme shows that it did. Not known where what it set out
    to look at is not recorded and no row shows it, or where a row may be on the theme and it cannot be told."""

    asks_rows = True

    def __init__(self, owner: type[Row], theme: str):
        super().__init__()
        self.owner, self.words, self.theme = owner, f'{owner.__name__}.examined("{theme}")', theme

    def request(self, opening: Opening) -> None:
        """Asks for what it is told by."""
        opening.examined()

    def check(self, opening: Opening) -> None:
        if opening.dictionary.place(self.owner.table) is not None and self.owner.table != opening.dictionary.root:
            opening.problem(self.words, "only a review examines themes", None)
        themes = opening.dictionary.themes
        if self.theme not in themes:
            opening.problem(self.words, f'the dictionary has no theme "{self.theme}"', nearest(self.theme, themes))

    def truths(self, table: TableView) -> Truths:
        dictionary = table.view.opened.dictionary
        place = place_of(self.words, self.theme, dictionary.themes)
        if dictionary.examined:
            told = member(table, dictionary.examined, place)
        else:
            told = Truths.of(bytes([_NOT_RECORDED.byte]) * table.rows)
        for carriers, on_theme in self._carriers(table):
            told = told | Truths.of(bytes(carriers.of_reviews(on_theme.any)))
        return told

    def rests_on(self, table: TableView, place: int) -> list[tuple[str, int]]:
        runs = [(carriers, on_theme, carriers.run(place)) for carriers, on_theme in self._carriers(table)]
        return [(carriers.name, row) for carriers, on_theme, run in runs if run for row in on_theme.true_rows(*run)]

    def _carriers(self, table: TableView) -> list[tuple[TableView, Truths]]:
        """The tables whose rows carry themes, each with whether they carry this one."""
        dictionary, view = table.view.opened.dictionary, table.view
        place = place_of(self.words, self.theme, dictionary.themes)
        columns = [(view.tables[child], view.tables[child].columns[field]) for child, field in view.opened.theme_fields]
        return [(carriers, Truths.known(column.values.translate(translation({place})), column.missing)) for carriers, column in columns]


_NOT_RECORDED = unknown(Missing.NOT_RECORDED.bit)


class Says(Condition):
    """The review's coder had a local code."""

    def __init__(self, owner: type[Row], code: str):
        super().__init__()
        self.owner, self.words, self.code = owner, f'{owner.__name__}.says("{code}")', code

    def request(self, opening: Opening) -> None:
        """Asks for what it is told by."""
        opening.books()

    def check(self, opening: Opening) -> None:
        known = [code for book in opening.dictionary.codebooks for code in book.codes]
        if self.code not in known:
            opening.problem(self.words, f'no codebook has the local code "{self.code}"', nearest(self.code, known))

    def truths(self, table: TableView) -> Truths:
        dictionary = table.view.opened.dictionary
        having = table.view.opened.books_having(self.code)
        column, codes = table.columns[dictionary.book_field], table.shapes[dictionary.book_field].codes
        places = {place for place, book in enumerate(codes) if book in having}
        return Truths.known(column.values.translate(translation(places)), column.missing)


class OfRows(Condition):
    """Whether a condition holds for any of a review's rows, or for all."""

    asks_rows = True

    def __init__(self, owner: type[Row], word: str, words: str, condition: Condition):
        super().__init__()
        self.owner, self.word, self.words, self.condition = owner, word, words, condition

    def check(self, opening: Opening) -> None:
        self.condition.check(opening)

    def truths(self, table: TableView) -> Truths:
        child = table.view.tables[self.condition.owner.table]
        truths = child.truths[self.condition]
        return Truths.of(bytes(child.of_reviews(truths.any if self.word == "any" else truths.all)))

    def rests_on(self, table: TableView, place: int) -> list[tuple[str, int]]:
        child = table.view.tables[self.condition.owner.table]
        run = child.run(place)
        return rested(child, range(*run), self.word, self.condition, table.truths[self].at(place)) if run else []


class OfLinked(Condition):
    """Whether a condition holds for any of the rows that a row points at, or for all."""

    asks_rows = True

    def __init__(self, link: Link, word: str, condition: Condition):
        super().__init__()
        self.owner, self.words = link.owner, f"{link.title}.{word}({condition.words})"
        self.link, self.word, self.condition = link, word, condition

    def check(self, opening: Opening) -> None:
        self.condition.check(opening)

    def truths(self, table: TableView) -> Truths:
        linked = table.linked(self.link)
        if self.word == "any":
            return Truths.of(bytes(rows.any(self.condition).byte for rows in linked))
        return Truths.of(bytes(rows.all(self.condition).byte for rows in linked))

    def rests_on(self, table: TableView, place: int) -> list[tuple[str, int]]:
        rows = table.linked(self.link)[place]
        certain = [row for row, meant in rows.each_place() if meant is TRUE]
        return rested(rows.table, certain, self.word, self.condition, table.truths[self].at(place))


def rested(table: TableView, places, word: str, condition: Condition, told: Truth) -> list[tuple[str, int]]:
    """The rows that make *any* or *all* what it is: those for which the condition holds, or those that break it."""
    if told.is_unknown or (word == "any" and told is FALSE):
        return []
    truths, wanted = table.truths[condition], FALSE if told is FALSE else TRUE
    found = [place for place in places if truths.at(place) is wanted]
    return [row for place in found for row in [(table.name, place), *condition.rests_on(table, place)]]
