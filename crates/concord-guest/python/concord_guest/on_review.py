"""What a review can be asked of its rows, and a row of those that it points at: whether any is so, whether a theme was examined."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .condition import Condition, place_of
from .dictionary import nearest
from .on_field import member
from .reason import Missing
from .truth import TRUE, Truth, unknown
from .truths import Truths, translation

if TYPE_CHECKING:
    from .links import Link
    from .opening import Opening
    from .row import Row
    from .view import TableView


class Examined(Condition):
    """The review examined a theme: it set out to, or a child row on the theme shows that it did. Not known where what it set out
    to look at is not recorded and no row shows it."""

    def __init__(self, owner: type[Row], theme: str):
        super().__init__()
        self.owner, self.words, self.theme = owner, f'{owner.__name__}.examined("{theme}")', theme

    def check(self, opening: Opening) -> None:
        if opening.dictionary.place(self.owner.table) is not None and self.owner.table != opening.dictionary.root:
            opening.problem(self.words, "only a review examines themes", None)
        themes = opening.dictionary.themes
        if self.theme not in themes:
            opening.problem(self.words, f'the dictionary has no theme "{self.theme}"', nearest(self.theme, themes))

    def truths(self, table: TableView) -> Truths:
        dictionary, view = table.view.opened.dictionary, table.view
        place = place_of(self.words, self.theme, dictionary.themes)
        if dictionary.examined:
            truths = bytearray(member(table, dictionary.examined, place).column)
        else:
            truths = bytearray([unknown(Missing.NOT_RECORDED.bit).byte]) * table.rows
        for child, field in view.opened.theme_fields:
            carriers = view.tables[child]
            column = carriers.columns[field]
            on_theme = Truths.known(column.values.translate(translation({place})), column.missing)
            for row in on_theme.true_rows(0, carriers.rows):
                truths[carriers.review_of[row]] = TRUE.byte
        return Truths.of(bytes(truths))


class OfRows(Condition):
    """Whether a condition holds for any of a review's rows, or for all."""

    def __init__(self, owner: type[Row], words: str, condition: Condition, of: Callable[[Truths, int, int], Truth]):
        super().__init__()
        self.owner, self.words, self.condition, self.of = owner, words, condition, of

    def check(self, opening: Opening) -> None:
        self.condition.check(opening)

    def truths(self, table: TableView) -> Truths:
        child = table.view.tables[self.condition.owner.table]
        truths, offsets = child.truths[self.condition], child.offsets
        return Truths.of(bytes(self.of(truths, start, end).byte for start, end in zip(offsets, offsets[1:])))


class OfLinked(Condition):
    """Whether a condition holds for any of the rows that a row points at, or for all."""

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
