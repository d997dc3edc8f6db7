"""EV5: who they are."""

from concord_guest import Outcome, exact, line, strength, when

from .words import BADLY, WELL, Observation, Review, about

IDENTITY = about("T10")
THOUGHT_ABOUT = Review.equality_analysis >= "considered"


@strength(
    "EV5",
    title="Who they are",
    question="Was this child's identity, and what it brought upon them, part of how people worked?",
    scale=[
        line("worked_with", "People worked with it", strength=Outcome.PRESENT, concern=Outcome.ABSENT),
        line("thought_about", "The review thought about it; the work did not show it", strength=Outcome.PARTLY, concern=Outcome.PARTLY),
        line("passed_over", "It was passed over", strength=Outcome.ABSENT, concern=Outcome.PRESENT),
        line("silent", "The review looked and has nothing to tell", strength=Outcome.ABSENT, concern=Outcome.ABSENT),
    ],
    maps=[exact("T10", "L1", "L5")],
    cites=[Observation],
    looked_for=Review.examined("T10") | THOUGHT_ABOUT,
)
def who_they_are(review, page):
    """Good work with a child's identity is the answer even where some of it went badly."""
    worked_with = page.any(review.observations, IDENTITY & WELL)
    passed_over = page.any(review.observations, IDENTITY & BADLY)
    return (
        when(worked_with, "worked_with")
        .when(passed_over, "passed_over")
        .when(review.is_(THOUGHT_ABOUT), "thought_about")
        .otherwise("silent")
    )
