"""For partnerships that write their review framework in Python."""

from .condition import Condition, UnknownName
from .contract import Match, Measure, Outcome, Problem, Problems
from .count import Count
from .date import DateValue
from .dictionary import Dictionary
from .field import Beside, Code, Date, Decimal, Integer, Link, Rows, Set, Text, Tri
from .framework import Framework, Opened
from .indicator import Indicator, concern, description, exact, line, part, related, strength, wider
from .page import NOT_APPLICABLE, Ladder, Page, when
from .reason import Missing
from .row import Group, Row, RowsOf
from .truth import FALSE, TRUE, Truth, UnknownTruth, all_of, any_of, unknown
from .value import MissingValue, Value
