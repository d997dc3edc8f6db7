"""For partnerships that write their review framework in Python: an indicator is a few words about itself and, beside them, the code
that answers it for *a review*. The framework runs in Concord's sandbox as a Wasm component; the same code runs under plain `pytest`.

A complete framework of two indicators:

>>> from concord_guest import Code, Framework, Integer, Row, Rows, Set, concern, part, related, strength

What it reads, and why. Nothing else of the data is ever seen.

>>> class Observation(Row, table="observations"):
...     theme = Code("what the finding is about")
...     evidence = Set("who it comes from")
>>> class Review(Row, table="reviews"):
...     review_type = Code("only rapid reviews have the 15 days")
...     days_to_submit = Integer("the working days that it took")
...     observations = Rows(Observation, "the findings of the review, one by one")

What can be asked of a row, worked out for a whole batch at once.

>>> DAILY_LIFE = Observation.theme == "T01"
>>> FROM_THE_CHILD = Observation.evidence.has("child")

Where nobody looked, finding nothing is not determinable, and never absent.

>>> @strength(
...     "H1",
...     title="The child's own words",
...     question="Did anybody write down what the child said?",
...     maps=[part("T01", "L1")],
...     cites=[Observation],
...     looked_for=Review.examined("T01"),
... )
... def voice(review, page):
...     return page.any(review.observations, DAILY_LIFE & FROM_THE_CHILD)

>>> @concern(
...     "H2",
...     title="The rapid review was late",
...     question="Did the rapid review take longer than 15 working days?",
...     maps=[related("T12", "L4")],
...     applies=Review.review_type == "rapid_review",
... )
... def late(review, page):
...     return review.days_to_submit > 15

>>> framework = Framework(Review, [voice, late])

A test of it, on two invented reviews.

>>> from concord_guest.cases import Cases
>>> cases = Cases()
>>> cases.review(
...     review_type="rapid_review",
...     days_to_submit=21,
...     observations=[{"theme": "T01", "valence": "good_practice", "evidence": ["records", "child"]}],
... )
>>> cases.review(review_type="lcspr")
>>> told = cases.answers(framework)
>>> told.lines("H1")  # nobody is known to have looked: not determinable
['present', 'not determinable']
>>> told.lines("H2")  # not a rapid review: not applicable
['present', 'not applicable']
>>> told["H1"][0].rows
{'observations': [0]}

What is missing is never taken for a value: a comparison gives a `Truth`, and `&`, `|` and `~` keep what is unknown unknown. Rows keep
those of which it cannot be told whether they are meant, and a `Count` of them has two ends.

The contract itself, documented line by line, is `wit/framework.wit`.
"""

from .condition import Condition, UnknownName
from .contract import Match, Measure, Outcome, Problem, Problems
from .count import Count, Share, choose
from .date import DateValue
from .dictionary import Dictionary
from .field import Code, Date, Decimal, Integer, Set, Text, Tri
from .framework import Framework, Opened
from .indicator import Indicator, concern, description, exact, line, part, related, strength, wider
from .links import Beside, Link, Rows
from .page import NOT_APPLICABLE, Ladder, Page, when
from .reason import Missing
from .row import Group, Groups, Row, RowsOf
from .truth import FALSE, TRUE, Truth, UnknownTruth, all_of, any_of, unknown
from .value import MissingValue, Value

# Spelt out one by one: this is all that an author needs to know.
__all__ = [
    "FALSE",
    "NOT_APPLICABLE",
    "TRUE",
    "Beside",
    "Code",
    "Condition",
    "Count",
    "Date",
    "DateValue",
    "Decimal",
    "Dictionary",
    "Framework",
    "Group",
    "Groups",
    "Indicator",
    "Integer",
    "Ladder",
    "Link",
    "Match",
    "Measure",
    "Missing",
    "MissingValue",
    "Opened",
    "Outcome",
    "Page",
    "Problem",
    "Problems",
    "Row",
    "Rows",
    "RowsOf",
    "Set",
    "Share",
    "Text",
    "Tri",
    "Truth",
    "UnknownName",
    "UnknownTruth",
    "Value",
    "all_of",
    "any_of",
    "choose",
    "concern",
    "description",
    "exact",
    "line",
    "part",
    "related",
    "strength",
    "unknown",
    "when",
    "wider",
]
