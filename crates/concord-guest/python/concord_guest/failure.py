"""What went wrong in an author's code, in one line: the fault, and the author's own lines that led to it.

No source lines: they stand in files, and there are none in the box. The SDK names no values of the data in its own faults.
"""

from __future__ import annotations

import sys
from os import sep
from os.path import dirname
from types import TracebackType

_HERE = dirname(__file__)
_LONGEST = 1000
"""Letters of a fault's own words that are kept."""
_DEEPEST = 6
"""Places that are told, the innermost."""


def in_words(fault: BaseException) -> str:
    """A fault with its type, its words, and where in the author's code it happened, innermost first:
    `ZeroDivisionError: division by zero (framework.py:31 in share, framework.py:12 in missed)`."""
    said = _said(fault)
    name = type(fault).__name__
    places = _places(fault.__traceback__)
    where = f" ({', '.join(places)})" if places else ""
    because = f", because of {type(fault.__cause__).__name__}: {_said(fault.__cause__)}" if fault.__cause__ else ""
    return f"{name}: {said}{where}{because}" if said else f"{name}{where}{because}"


def _said(fault: BaseException) -> str:
    try:
        said = str(fault)
    except BaseException as worse:  # noqa: BLE001 - an author's __str__ may do anything
        said = f"its words could not be read: {type(worse).__name__}"
    return said if len(said) <= _LONGEST else said[:_LONGEST] + "…"


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace:
        code = trace.tb_frame.f_code
        if dirname(code.co_filename) != _HERE and not code.co_filename.startswith("<frozen"):
            places.append(f"{_file(code.co_filename)}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    return places[: -_DEEPEST - 1 : -1]


def _file(path: str) -> str:
    """A file as its author knows it: below the folder that Python found it in."""
    folders = [folder for folder in sys.path if folder and path.startswith(folder + sep)]
    return path[len(max(folders, key=len)) + 1 :] if folders else path
