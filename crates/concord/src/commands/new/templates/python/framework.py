"""@TITLE@: a review framework."""

from concord_guest import Code, Framework, Integer, Row, Rows, Set, concern, part, related, strength


class Observation(Row, table="observations"):
    """A finding of a review. Nothing else of the data is ever seen."""

    theme = Code("what the finding is about")
    evidence = Set("who it comes from")


class Review(Row, table="reviews"):
    """A review."""

    review_type = Code("only rapid reviews have the 15 days")
    days_to_submit = Integer("the working days that it took")
    observations = Rows(Observation, "each finding of the review")


FROM_CHILD = (Observation.theme == "T01") & Observation.evidence.has("child")


@strength(
    "H1",
    title="The child's own words",
    question="Did anybody write down what the child said?",
    maps=[part("T01", "L1")],
    cites=[Observation],
    # Where nobody looked, finding nothing is not determinable, and never absent.
    looked_for=Review.examined("T01"),
)
def voice(review, page):
    """Did anybody write down what the child said?"""
    return page.any(review.observations, FROM_CHILD)


@concern(
    "H2",
    title="The rapid review was late",
    question="Did the rapid review take longer than 15 working days?",
    maps=[related("T12", "L4")],
    applies=Review.review_type == "rapid_review",
)
def drift(review, page):
    """Did the rapid review take longer than the 15 working days that it has?"""
    return review.days_to_submit > 15


framework = Framework(Review, [voice, drift])
