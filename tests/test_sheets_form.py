"""Which forms that are out still fit the plan when they come back."""

from builders import LEAD, indicator, level, plan_text, row
from offenders import every
from sheeting import HEAD, fill, form, judged, store

from mstrack.errors import WrongUse

CELLS = {"H5": 50, "J5": "完成50公里。"}
ROADS, COVERAGE = indicator(), level()


def plan(first=None, more=(), *, others=None, **changed):
    """Return the plan of a form: 甲局 leads task 1; 东区政府 and 乙局 have task 2 without it."""
    asked = {"title": "公路建设"} | (first or {})
    return plan_text(
        [row(ROADS, COVERAGE, **asked)],
        [row(**{"lead_unit": "东区政府", "partner_units": ["乙局"]} | (others or {}))],
        *more,
        **changed,
    )


PLAN = plan()
HARMLESS = {
    "an alias": PLAN.replace("code: yi", "code: yi\n  aliases: [乙]"),
    "an alias of the unit": PLAN.replace("code: jia", "code: jia\n  aliases: [甲]"),
    "who answers for it": PLAN.replace("name: 张三", "name: 张四"),
    "the leader": plan({"leader": "赖燕芬"}),
    "the short title": plan({"title": "公路"}),
    "the lights": plan(lights={"red": 20}),
    "where it was printed": plan(source="附件2"),
    "a task of others": plan(others={"deadline": "11月底", "content": "另一项工作。"}),
    "one more task of others": plan(more=[[row(lead_unit="东区政府", partner_units=[])]]),
    "another partner": plan({"partner_units": ["乙局"]}),
    "a comment": f"# 说明\n{PLAN}",
    "100 written as 100.0": PLAN.replace("target: 100", "target: 100.0"),
}
HARMFUL = {
    "the deadline": plan({"deadline": "11月底"}),
    "the content": plan({"content": f"另一项工作，{ROADS['quote']}，{COVERAGE['quote']}。"}),
    "a target": plan(
        {"indicators": [ROADS | {"target": 80, "quote": f"{ROADS['quote']}，{COVERAGE['quote']}"}, COVERAGE]}
    ),
    "a strict target": PLAN.replace("kind: cumulative", "kind: cumulative\n      above: true"),
    "a kind": PLAN.replace("kind: cumulative", "kind: level"),
    "the name of an indicator": PLAN.replace("name: 公路\n", "name: 道路\n"),
    "the id of an indicator": PLAN.replace("id: roads", "id: streets"),
    "an indicator less": plan({"indicators": [ROADS]}),
    "the name of the unit": PLAN.replace(LEAD, "甲委"),
    "the code of the unit": PLAN.replace("code: jia", "code: jiaju"),
    "no longer the lead": plan({"lead_unit": "乙局", "partner_units": [LEAD]}),
    "one more task": plan(more=[[row()]]),
    "the year": plan(year=2022),
}


def read_by(text):
    """Return how many entries a form, made of the plan and filled in, adds by another plan; or why it is refused."""
    try:
        return len(judged(fill(form(store(plan=PLAN)), HEAD | CELLS), store(plan=text)).proposals)
    except WrongUse as error:
        return str(error)


@every("name", HARMLESS)
def test_a_harmless_change_leaves_the_forms_as_they_are(name):
    assert HARMLESS[name] != PLAN
    assert read_by(HARMLESS[name]) == 1


@every("name", HARMFUL)
def test_a_change_in_what_the_figures_mean_does_not(name):
    told = "made for another plan, or before the unit's tasks were changed; make it anew with mstrack sheet make"
    assert HARMFUL[name] != PLAN
    assert read_by(HARMFUL[name]) == told
