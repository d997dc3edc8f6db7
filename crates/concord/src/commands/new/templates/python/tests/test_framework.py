"""The code by itself, on small invented reviews."""

from concord_guest.cases import Cases
from framework import framework


def test_the_childs_words_count_and_nobodys_silence_does():
    cases = Cases()
    said = {"theme": "T01", "valence": "good_practice", "evidence": ["records", "child"]}
    cases.review(review_type="rapid_review", days_to_submit=21, observations=[said])
    cases.review(review_type="lcspr")
    told = cases.answers(framework)
    assert told.lines("H1") == ["present", "not determinable"]
    assert told.lines("H2") == ["present", "not applicable"]
