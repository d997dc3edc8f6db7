"""Northmoor's rules, written in Rust in `plugins/northmoor` and once more in Python beside this test: the same answers."""

from northmoor.framework import framework

from concord_guest import Measure
from concord_guest.cases import Cases


def asked(indicator, *reviews):
    cases = Cases()
    for cells in reviews:
        cases.review(**{"review_type": "lcspr", **cells})
    return cases.answers(framework)[indicator]


def lines(told):
    return [answered.line for answered in told]


def seen(theme, valence, **more):
    return {"theme": theme, "valence": valence, **more}


def test_a_window_is_missed_where_risk_was_not_answered_and_nothing_helped():
    [told] = asked(
        "NM1",
        {
            "observations": [
                seen("T04", "problematic", episode_no=1),
                seen("T04", "problematic", episode_no=2),
                seen("T06", "good_practice", episode_no=2),
                seen("T04", "problematic", episode_no=3),
                seen("T04", "good_practice", episode_no=4),
            ]
        },
    )
    assert (told.line, told.rows["observations"]) == ("repeated", [0, 3])
    assert (told.measure.lower, told.measure.upper, told.measure.of) == (2.0, 2.0, 4.0)


def test_what_stands_in_no_episode_may_be_the_help_that_a_window_had():
    [told] = asked("NM1", {"observations": [seen("T04", "problematic", episode_no=1), seen("T01", "good_practice")]})
    assert (told.line, told.measure, told.reasons) == ("not determinable", Measure(0.0, 1.0, 1.0), ["not recorded"])


def test_one_agency_alone_is_not_the_same_as_two():
    def told(*agencies):
        return {"observations": [seen("T01", "good_practice", agency=agency) for agency in agencies]}

    answers = asked("NM2", told("school", "school"), told("school", "gp"), told("school", "not_known"))
    assert lines(answers) == ["alone", "shared", "not determinable"]
    assert answers[2].rows["observations"] == []


def test_a_question_is_acted_on_then_or_later_and_never_before():
    def told(episode):
        return {"observations": [seen("T03", "good_practice", episode_no=2), seen("T06", "good_practice", episode_no=episode)]}

    assert lines(asked("NM3", *map(told, (1, 2, 3, "not_known")))) == ["asked", "acted_on", "acted_on", "not determinable"]


def test_a_course_changes_after_trouble_and_not_before_it():
    def told(trouble, together):
        rows = [("T05", "problematic", trouble), ("T06", "good_practice", together), ("T01", "neutral", 9)]
        return {"observations": [seen(theme, valence, episode_no=episode) for theme, valence, episode in rows]}

    assert lines(asked("NM6", told(1, 2), told(2, 1), told("not_known", 2))) == ["changed", "together", "not determinable"]
