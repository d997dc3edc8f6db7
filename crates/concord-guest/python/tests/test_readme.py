"""What the README shows works."""

import re
from pathlib import Path

SDK = Path(__file__).parent.parent
TEMPLATE = SDK.parent.parent / "concord/src/commands/new/templates/python"


def shown() -> list[str]:
    """The pieces of Python in the README: a field, an indicator and a test of the way through, then what is shown of the SDK."""
    return re.findall(r"```python\n(.*?)```", (SDK / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)


def test_the_third_question_of_the_way_through_passes_its_test():
    field, indicator, test, *_ = shown()
    new = (TEMPLATE / "framework.py").read_text(encoding="utf-8")
    asked = new.replace('    evidence = Set("who it comes from")\n', f'    evidence = Set("who it comes from")\n{field}')
    asked = asked.replace("framework = Framework(Review, [voice, drift])\n", indicator)
    assert asked.count(field) == asked.count(indicator) == 1
    names: dict = {}
    exec(f"from concord_guest import Outcome, line, when\nfrom concord_guest.cases import Cases\n{asked}\n{test}", names)
    names["test_two_silences_are_more_than_one_and_none_is_none_where_it_was_looked_for"]()


def test_the_framework_of_the_readme_passes_its_test():
    reads, asks, answers, test = shown()[3:]
    # What is asked after the first blank line is asked of a review that is not there.
    written = [reads, asks.split("\n\n")[0], answers, test.replace("from framework import framework\n", "")]
    names: dict = {}
    exec("\n".join(written), names)
    names["test_nobody_knew"]()
