"""A dictionary from its TOML, for tests: the host reads and checks it otherwise."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from .contract import Kind
from .dictionary import Codebook, Dictionary, Field, Table

_PLACES = ["england.toml", "../../../concord-model/data/england.toml"]
"""Where the built-in dictionary lies: beside this file where the SDK was put beside a framework, or in Concord's own repository."""


@cache
def england() -> Dictionary:
    """The built-in dictionary: safeguarding reviews in England."""
    places = [Path(__file__).parent / place for place in _PLACES]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise FileNotFoundError(f"the dictionary england.toml is not there: {', '.join(map(str, places))}")
    return parse(found.read_text(encoding="utf-8"))


def parse(text: str) -> Dictionary:
    """A dictionary as a framework sees it. What is wrong in it is the host's to tell (`concord data check`)."""
    raw = tomllib.loads(text)
    themes, levels = ([term["id"] for term in raw.get(terms, [])] for terms in ("themes", "levels"))
    books = [Codebook(book["id"], book["codes"]) for book in raw.get("codebooks", [])]
    lists = {
        "themes": themes,
        "levels": levels,
        "codebooks": [book.id for book in books],
        **{codes["name"]: [code["code"] for code in codes["codes"]] for codes in raw.get("lists", [])},
    }
    return Dictionary(
        raw["id"],
        raw["version"],
        [Table(table["name"], [_field(field, lists) for field in table.get("fields", [])]) for table in raw["tables"]],
        raw["root"],
        raw.get("group"),
        raw.get("examined"),
        themes,
        levels,
        books,
    )


def _field(raw: dict, lists: dict[str, list[str]]) -> Field:
    codes = raw.get("codes", [])
    own = lists[codes] if isinstance(codes, str) else [code["code"] for code in codes]
    kind = Kind[raw["kind"].upper().replace("-", "_")]
    return Field(raw["name"], kind, own, raw.get("required", False), codes == "themes", raw.get("codebook"), raw.get("references"))
