"""Why an answer came out as it did, step by step."""

from words import Observation, Review

from concord_guest import Framework, Outcome, concern, line, when
from concord_guest.cases import Cases
from concord_guest.page import number_in_words


@concern(
    "I1",
    title="Drift",
    question="Did it drift?",
    scale=[line("yes", "It did", concern=Outcome.PRESENT), line("no", "It did not", concern=Outcome.ABSENT)],
    measured_in="share of findings",
    cites=[Observation],
    applies=Review.review_type == "lcspr",
    looked_for=Review.examined("T01"),
)
def drift(review, page):
    """A drift of findings."""
    count = page.count(review.observations, Observation.valence == "problematic")
    page.measure(count.share_of(review.observations.size()))
    page.note("findings that went badly", count)
    page.note("any of them", count.at_least(1))
    return when(count.at_least(1), "yes").otherwise("no")


def steps(**cells):
    cases = Cases()
    cases.review(**cells)
    return [(step.depth, step.text, step.value, step.holds, step.rows) for step in cases.explain(Framework(Review, [drift]), "I1")]


def test_every_step_is_told():
    observations = [{"theme": "T01", "valence": "problematic"}, {"theme": "T02", "valence": "neutral"}]
    assert steps(review_type="lcspr", observations=observations) == [
        (0, "Did it drift?", "It did", None, []),
        (1, "the question arises", "yes", True, []),
        (1, "it was looked for", "yes", True, []),
        (1, "findings that went badly", "1", None, []),
        (1, "any of them", "yes", True, []),
        (1, "share of findings", "1 of 2", None, []),
        (1, "it rests on", "1 rows of observations", None, [0]),
    ]


def test_what_cannot_be_told_says_why():
    told = steps(review_type="lcspr")
    assert told[0][2] == "not determinable (not looked for)"
    assert told[2][1:4] == ("it was looked for", "not determinable (not recorded)", None)
    assert steps(review_type="national")[0][2] == "not applicable"


def test_numbers_are_written_as_rust_writes_them():
    for number, words in ((1.0, "1"), (0.5, "0.5"), (-2.25, "-2.25"), (1e22, "1" + "0" * 22), (1e-7, "0.0000001"), (0.1, "0.1")):
        assert number_in_words(number) == words
