"""EV2: who stayed."""

from concord_guest import Outcome, concern, line, part, related, when

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
    stayed = near.groups(Observation.agency).any(lambda agency: page.distinct(agency, Observation.episode_no).at_least(2))
    lost = page.any(review.observations, LOST)
    return when(stayed, "somebody").when(lost, "nobody").otherwise("in_passing")
