"""What Eastvale reads, and what its indicators share."""

from concord_guest import Code, Date, Integer, Link, Row, Rows, Set, Text, Tri


class Observation(Row, table="observations"):
    """A finding of a review."""

    theme = Code("what it is about")
    valence = Code("whether it went well")
    evidence = Set("through whose eyes it is seen")
    agency = Code("whose worker it was")
    episode_no = Integer("where in the child's story it stands")
    local_code = Text("which place outside the home it names")


class Child(Row, table="children"):
    """A child whom a review is about."""

    harm_context = Code("whether harm came from outside the home")
    new_partner = Tri("whether an adult was new in the home")


class Recommendation(Row, table="recommendations"):
    """What a review says should be done."""

    linked_obs = Link(Observation, "which findings it answers")
    owner_named = Tri("whether somebody has promised it")
    due_date = Date("by when")


class Review(Row, table="reviews"):
    """A review."""

    review_type = Code("only a rapid review has fifteen working days")
    days_to_submit = Integer("the working days that it took")
    timescale_dispensation = Tri("whether it was exempt from the fifteen days")
    equality_analysis = Code("whether the review itself thought about who the child is")
    observations = Rows(Observation, "the findings of the review, one by one")
    children = Rows(Child, "the children whom it is about")
    recommendations = Rows(Recommendation, "what should be done")


WELL = Observation.valence == "good_practice"
BADLY = Observation.valence == "problematic"

FROM_THE_CHILD = Observation.evidence.has("child")
FROM_THE_FAMILY = Observation.evidence.has("family")
FROM_WORKERS = Observation.evidence.has("practitioner")


def about(*themes):
    """*It is about one of these themes.*"""
    return Observation.theme.any_of(*themes)
