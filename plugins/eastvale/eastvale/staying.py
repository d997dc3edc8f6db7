"""EV2: who stayed."""

from concord_guest import FALSE, Outcome, Truth, any_of, concern, line, part, related, unknown, when

from .words import BADLY, Observation, Review, about

WITH_THE_FAMILY = about("T01", "T02")
LOST = WITH_THE_FAMILY & BADLY


@concern(
    "EV2",
    title="Who stayed",
    question="Was there anybody who was with this family in more than one part of the story?",
    scale=[
        line("nobody", "Nobody stayed, and contact was lost", concern=Outcome.PRESENT),
        line("in_passing", "Nobody stayed", concern=Outcome.PARTLY),
        line("somebody", "Somebody stayed", concern=Outcome.ABSENT),
    ],
    maps=[part("T02", "L1", "L4"), related("T06", "L4")],
    cites=[Observation],
    applies=lambda review: review.observations.distinct(Observation.episode_no).at_least(2),
    looked_for=Review.examined("T02"),
)
def who_stayed(review, page):
    """An agency stayed where its findings on the child or the family stand in two episodes. A finding whose agency or episode is not
    known may be the second one."""
    near = review.observations.those(WITH_THE_FAMILY)
    stayed = any_of(group.distinct(Observation.episode_no).at_least(2) for group in near.groups(Observation.agency)) | unplaced(near)
    lost = page.any(review.observations, LOST)
    return when(stayed, "somebody").when(lost, "nobody").otherwise("in_passing")


def unplaced(rows) -> Truth:
    """Whether a row without an agency may belong to one that stayed: unknown where there is one beside another row, else false."""
    reasons = rows.distinct(Observation.agency).reasons
    return unknown(reasons) if reasons and len(rows) > 1 else FALSE
