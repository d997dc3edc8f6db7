"""What the tests share: a small vocabulary of rows, and a framework of one indicator."""

from concord_guest import (
    Beside,
    Code,
    Date,
    Decimal,
    Framework,
    Integer,
    Link,
    Row,
    Rows,
    Set,
    Text,
    Tri,
    concern,
)
from concord_guest.cases import Cases


class Partnership(Row, table="partnerships"):
    idaci = Decimal("income deprivation")
    ilacs_leaders = Code("how leaders were judged")


class Child(Row, table="children"):
    domestic_abuse = Tri("whether there was domestic abuse")
    age_band = Code("how old the child was")
    ethnicity = Code("who the child is")


class Observation(Row, table="observations"):
    theme = Code("what it is about")
    valence = Code("whether it went well")
    evidence = Set("who it comes from")
    agency = Code("who saw it")
    episode_no = Integer("where in the story it stands")
    local_code = Text("the coder's own word")


class Recommendation(Row, table="recommendations"):
    linked_obs = Link(Observation, "which findings it answers")
    due_date = Date("by when")
    response_date = Date("when the government replied")


class Review(Row, table="reviews"):
    review_type = Code("what kind of review it is")
    why_depth = Code("how deep it asks why")
    days_to_submit = Integer("how long it took")
    coded_by = Text("who coded it")
    partnership = Beside(Partnership)
    children = Rows(Child, "the children")
    observations = Rows(Observation, "the findings, one by one")
    recommendations = Rows(Recommendation, "what should be done")


def ask(answer, cases, **about):
    """The answers of a framework whose only indicator is `I1`."""
    about = {"title": "One", "question": "Is it so?", **about}
    return cases.answers(Framework(Review, [concern("I1", **about)(answer)]))["I1"]


def lines(answer, cases, **about):
    """The same as the scale's codes."""
    return [answered.line for answered in ask(answer, cases, **about)]


def truth(say, **cells):
    """The truth that a function of one review gives, by the review's cells."""
    cases, told = Cases(), []
    cases.review(review_type="lcspr", **cells)
    answered = ask(lambda review, page: told.append(say(review)) or False, cases)
    assert answered[0].failure is None, answered[0].failure
    return told[0]
