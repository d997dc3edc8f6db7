"""Eastvale's indicators on invented reviews."""

import pytest
from framework import framework

from concord_guest.cases import Cases


def asked(indicator, *reviews, **about):
    """The answers to an indicator, of reviews by their cells."""
    cases = Cases(**about)
    for cells in reviews:
        cases.review(**{"review_type": "lcspr", **cells})
    return cases.answers(framework)[indicator]


def lines(indicator, *reviews, **about):
    """The same as the scale's codes."""
    return [answered.line for answered in asked(indicator, *reviews, **about)]


def seen(theme, valence="neutral", **more):
    """A finding's cells."""
    return {"theme": theme, "valence": valence, **more}


def test_where_nobody_looked_and_nothing_is_recorded_nothing_is_absent():
    cases = Cases()
    cases.review(review_type="rapid_review")
    told = cases.answers(framework)
    for indicator in framework.indicators:
        scale = {answer.code: answer for answer in indicator.declared.scale}
        assert told[indicator.declared.id][0].line not in scale, indicator.declared.id


def test_every_field_says_why_it_is_read_and_one_is_sensitive():
    reads = framework.open(Cases().dictionary).descriptor.reads
    assert all(read.why for read in reads)
    assert ("children", "new_partner") in {(read.table, read.field) for read in reads}
    assert ("children", "ethnicity") not in {(read.table, read.field) for read in reads}


def test_the_nearest_eyes_count():
    def life(*evidence):
        return {"observations": [seen("T01", evidence=one) for one in evidence]}

    told = asked("EV1", life("records", "records;child"), life("family;records"), life("practitioner"), life("records"), life(None), {})
    assert [answered.line for answered in told] == ["child", "family", "workers", "paper", "not determinable", "not applicable"]
    assert (told[0].measure.lower, told[0].measure.upper, told[0].measure.of) == (1.0, 1.0, 2.0)
    assert (told[4].measure.lower, told[4].measure.upper) == (0.0, 1.0)
    assert [answered.rows["observations"] for answered in told[:4]] == [[1], [2], [3], []]


def test_somebody_stayed_where_an_agency_is_there_in_two_episodes():
    def story(*rows):
        return {"observations": [seen("T02", valence, episode_no=episode, agency=agency) for valence, episode, agency in rows]}

    told = lines(
        "EV2",
        story(("neutral", 1, "school"), ("good_practice", 2, "school")),
        story(("problematic", 1, "school"), ("neutral", 2, "gp")),
        story(("neutral", 1, "school"), ("neutral", 2, "gp")),
        story(("neutral", 1, "school"), ("neutral", 2, "not_known")),
        story(("neutral", 1, "school"), ("neutral", 1, "gp")),
    )
    assert told == ["somebody", "nobody", "in_passing", "not determinable", "not applicable"]


def test_an_adult_is_asked_about_only_where_one_is_new():
    def home(theme, new_partner, *valences):
        return {
            "children": [{"outcome": "died", "new_partner": new_partner}],
            "observations": [seen(theme, valence) for valence in valences],
        }

    for indicator, theme in [("EV3.1", "T02"), ("EV3.2", "T03")]:
        told = lines(
            indicator,
            home(theme, "present", "problematic"),
            home(theme, "present", "problematic", "good_practice"),
            home(theme, "present", "good_practice"),
            home(theme, "absent"),
        )
        assert told == ["not_asked", "some_asked", "asked", "not applicable"]


def test_what_is_found_of_one_theme_is_not_found_of_another():
    home = {"children": [{"outcome": "died", "new_partner": "present"}], "observations": [seen("T03", "problematic")]}
    assert lines("EV3.1", home) == ["not determinable"]
    assert lines("EV3.2", home) == ["not_asked"]


def test_what_is_withheld_is_not_determinable_and_says_so():
    child = {"outcome": "died", "new_partner": "present"}
    [answered] = asked("EV3.2", {"children": [child], "observations": [seen("T03", "problematic")]}, withheld=["children.new_partner"])
    assert (answered.line, answered.reasons) == ("not determinable", ["withheld"])


@pytest.mark.parametrize(("days", "line"), [(15, "in_time"), (16, "slipped"), (30, "slipped"), (31, "drifted"), (None, "not determinable")])
def test_drift_is_counted_in_working_days(days, line):
    [answered] = asked("EV4", {"review_type": "rapid_review", "days_to_submit": days, "timescale_dispensation": "absent"})
    assert answered.line == line
    assert (answered.measure and answered.measure.lower) == days


def test_an_exempt_review_says_how_long_it_took_and_nothing_more():
    [answered] = asked("EV4", {"review_type": "rapid_review", "days_to_submit": 40, "timescale_dispensation": "present"})
    assert (answered.line, answered.measure.lower) == ("not applicable", 40.0)


def test_a_late_review_that_may_have_been_exempt_is_not_told_to_be_late():
    assert lines("EV4", *[{"review_type": "rapid_review", "days_to_submit": days} for days in (15, 16)]) == ["in_time", "not determinable"]


def test_identity_is_worked_with_passed_over_or_only_thought_about():
    told = lines(
        "EV5",
        {"observations": [seen("T10", "good_practice"), seen("T10", "problematic")]},
        {"observations": [seen("T10", "good_practice")]},
        {"observations": [seen("T10", "problematic")]},
        {"equality_analysis": "analysed"},
        {"equality_analysis": "silent", "themes_examined": "T10"},
        {"equality_analysis": "silent"},
        {},
    )
    assert told == ["in_part", "worked_with", "passed_over", "thought_about", "silent", "not determinable", "not determinable"]


def test_a_place_outside_is_asked_about_where_harm_came_from_there():
    def harm(context, *rows):
        return {
            "children": [{"outcome": "seriously_harmed", "harm_context": context}],
            "observations": [seen("T11", valence) for valence in rows],
        }

    told = lines(
        "EV6",
        harm("online", "problematic"),
        harm("both", "problematic", "good_practice"),
        harm("intra_familial", "good_practice"),
        harm("extra_familial", "neutral"),
        harm("intra_familial"),
        harm("extra_familial"),
    )
    assert told == ["unguarded", "fought_over", "guarded", "unseen", "not applicable", "not determinable"]


def test_a_promise_comes_back_to_the_child_through_what_it_answers():
    observations = [seen("T01"), seen("T05", evidence="records"), seen("T05", evidence="family")]

    def asks(*recommendations):
        return {"observations": observations, "recommendations": [{"rec_type": "training", **cells} for cells in recommendations]}

    told = asked(
        "EV7",
        asks({"linked_obs": [1]}, {"linked_obs": [0], "owner_named": "present", "due_date": "2025"}),
        asks({"linked_obs": [2], "owner_named": "absent", "due_date": "2025"}),
        asks({"linked_obs": [1]}),
        asks({}),
        asks(),
    )
    assert [answered.line for answered in told] == ["promised", "asked_for", "elsewhere", "not determinable", "not applicable"]
    assert told[0].rows == {"recommendations": [1], "observations": [0]}
    assert told[1].rows == {"recommendations": [2], "observations": [5]}


def test_every_answer_can_be_explained():
    cases = Cases()
    cases.review(review_type="lcspr", observations=[seen("T11", "problematic", local_code="CTX_PLACE")], codebook="contextual")
    steps = [(step.depth, step.text, step.value) for step in cases.explain(framework, "EV6")]
    assert steps == [
        (0, "Where harm came from outside the home, was anybody looking after the place it came from?", "Nobody looked after it"),
        (1, "the question arises", "yes"),
        (1, "it was looked for", "yes"),
        (1, "it names peers", "no"),
        (1, "it names school", "no"),
        (1, "it names a neighbourhood", "yes"),
        (1, "it names online", "no"),
        (1, "it rests on", "1 rows of observations"),
    ]
