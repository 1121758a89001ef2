"""What looks like a slip is asked back, what is only unusual is not: each rule with good and bad examples."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from builders import LEAD, MEMO, PARTNER, dataset, filed, indicator, level, plan_text, recorded, row
from offenders import every

from mstrack.check.store import of_store
from mstrack.format.model import Entry
from mstrack.record import propose
from mstrack.rules import plausible
from mstrack.store import source

TODAY = dt.date(2021, 12, 3)
VILLAGES = indicator("自然村", target=141, measure="个", id="villages", shares={PARTNER: 20})
MONEY = indicator("投资", target=150, measure="亿元", id="money")
LOANS = indicator("贷款", target=150, measure="万元", id="loans")
JOBS = indicator("就业", target=20000, measure="人", id="jobs")
WAGE = level("补助", target=1300, measure="元/人/月", id="wage", baseline=1000)
IDLE = level("失业率", target=3, id="idle", bound="at-most")
TIMES = level("倍数", target="1.5", measure="倍", id="times")
TIMES["target"] = 1.5
DEATHS = indicator("事故", target=5, measure="起", id="deaths", bound="at-most")
ABOUT = indicator("培训", target=1000, measure="人次", id="trained", bound="about")
WEIGHED = indicator("处理量", target=100, measure="吨", id="tons")
PLAN = plan_text([row(VILLAGES, MONEY, LOANS, JOBS, level(), WAGE, IDLE, TIMES, DEATHS, ABOUT, WEIGHED)])
DAYS = ("2021-03-31", "2021-04-30", "2021-05-31", "2021-06-30", "2021-07-31", "2021-08-31", "2021-09-30")


def before(key, *figures, unit=LEAD):
    """Return monthly entries with figures of one indicator, the last of them at the end of September."""
    days = DAYS[len(DAYS) - len(figures) :]
    return [
        filed(day, figures={key: one}, id_=f"0000000{n}", unit=unit)
        for n, (day, one) in enumerate(zip(days, figures, strict=True))
    ]


def entry(key, figure, day="2021-10-31", unit=LEAD, **more):
    """Return an entry with one figure."""
    said = {"task": 1, "note": "进展。", "reporter": "王五", "recorded": recorded("2021-11-01")} | more
    return Entry(
        unit=unit, status="in-progress", date=dt.date.fromisoformat(day), figures={key: Decimal(str(figure))}, **said
    )


def doubts(said, *earlier):
    """Return the doubts in an entry that somebody wants to file after others."""
    return propose.propose(dataset(PLAN, *earlier), said, TODAY).doubts


SILENT = [
    filed("2021-01-31", figures={"villages": 5}, id_="00000001"),
    filed("2021-02-28", figures={"villages": 10}, id_="00000002"),
]
CURE = "Wrong: mstrack correct 0000000x; right: mstrack correct 0000000x --sure"
STEADY = (30, 35, 40, 45, 50)
ASKED = {
    "hundredth": [
        (entry("coverage", "0.755"), before("coverage", 75), 75, "75.5"),
        (entry("coverage", "0.755"), (), 80, "75.5"),
        (entry("coverage", 1), before("coverage", 90), 90, 100),
        (entry("idle", "0.028"), before("idle", "2.9"), "2.9", "2.8"),
    ],
    "wrong_scale": [
        (entry("loans", 1500000), (), 150, 150),
        (entry("loans", 1400000), before("loans", 100, 120), 150, 140),
        (entry("loans", "0.15"), (), 150, 150),
        (entry("loans", "0.014"), (), 150, 140),
        (entry("jobs", "1.8"), (), 20000, 18000),
        (entry("money", 14000000000), before("money", 100), 150, 140),
        (entry("wage", "0.13"), before("wage", 1000), 1000, None),
        (entry("wage", 13000000), before("wage", 1000), 1300, 1300),
    ],
    "part_of_whole": [
        (entry("villages", "150.5"), before("villages", 140), 140, None),
        (entry("villages", "0.5"), (), 141, None),
        (entry("jobs", "2000.1"), (), 20000, None),
    ],
    "above_target": [
        (entry("villages", 170), before("villages", 140), 141, None),
        (entry("villages", 25, unit=PARTNER), before("villages", 19, unit=PARTNER), 20, None),
        (entry("wage", 1600), before("wage", 1200), 1300, None),
        (entry("money", "180.1"), (), 150, None),
        (entry("trained", 1201), before("trained", 900), 1000, None),
    ],
    "large_step": [
        (entry("villages", 98), before("villages", *STEADY), 50, None),
        (entry("villages", 140, day="2021-12-01"), before("villages", *STEADY), 50, None),
        (entry("money", 60), before("money", 5, 10, 15), 15, None),
        (entry("jobs", 19000), before("jobs", 100, 200, 300), 300, None),
    ],
    "level_jump": [
        (entry("coverage", 30), before("coverage", 75), 75, None),
        (entry("coverage", 75), before("coverage", 30), 30, None),
        (entry("idle", "5.5"), before("idle", "2.9"), "2.9", None),
        (entry("times", "1.4"), before("times", "0.9"), "0.9", None),
    ],
}  # fmt: skip


def test_every_rule_has_its_examples():
    """A rule that nobody tried fails here; each says what it is for."""
    assert list(ASKED) == list(FINE) == [rule.__name__ for rule in plausible.RULES]
    assert all(rule.__doc__ for rule in plausible.RULES)


@every(
    ("rule", "said", "earlier", "beside", "suggested"),
    [(rule, *case) for rule, several in ASKED.items() for case in several],
)
def test_asked_back(rule, said, earlier, beside, suggested):
    """The doubt has both numbers, shows both, and what was probably meant."""
    (doubt,) = doubts(said, *earlier)
    assert doubt.rule == rule.replace("_", "-")
    assert {doubt.indicator.id: doubt.figure} == said.figures
    assert doubt.beside == Decimal(str(beside))
    assert doubt.suggested == (suggested and Decimal(str(suggested)))
    for number in (doubt.figure, doubt.beside, doubt.suggested):
        assert number is None or f"{number.normalize():f}{doubt.indicator.measure}" in doubt.sentence


FINE = {
    "hundredth": [
        (entry("coverage", "60.5"), ()),
        (entry("coverage", 0), ()),
        (entry("idle", "0.5"), before("idle", "0.7")),
        (entry("idle", "0.9"), ()),
        (entry("times", "0.755"), ()),
    ],
    "wrong_scale": [
        (entry("jobs", 1), ()),  # the first of 20000
        (entry("money", "1.5"), ()),
        (entry("jobs", "3.0"), ()),  # a first figure without a part
        (entry("loans", "0.2"), before("loans", "0.1")),
        (entry("wage", 1000), ()),
        (entry("deaths", 0), ()),
    ],
    "part_of_whole": [
        (entry("tons", "50.5"), ()),
        (entry("times", "1.2"), ()),
        (entry("villages", "51.5"), before("villages", "50.5")),  # it was asked before
        (entry("villages", "50.00"), ()),
    ],
    "above_target": [
        (entry("villages", 169), before("villages", 140)),
        (entry("villages", 175), before("villages", 170)),  # it was asked before
        (entry("coverage", 96), before("coverage", 90)),
        (entry("deaths", 9), before("deaths", 5)),  # bad news, no slip
    ],
    "large_step": [
        (entry("villages", 74), before("villages", *STEADY)),
        (entry("villages", 100), ()),  # the first figure
        (entry("villages", 100), before("villages", 3)),  # one step makes nothing usual
        (entry("villages", 6), before("villages", 0, 0, 0)),
        (entry("villages", 100), before("villages", 1, 3, 8, 20, 45)),  # work that speeds up
        (entry("villages", 8), before("villages", 0, 1, 2)),
        (entry("villages", 12), before("villages", 0, 1, 2)),
        (entry("villages", 141), before("villages", *STEADY)),  # the very target
        (entry("villages", 98), before("villages", 20, 30, 30, 30, 30, 30)),  # months without growth are a silence
        (entry("villages", 80, day="2021-11-30"), SILENT),
        (entry("villages", 55, day="2021-10-02"), before("villages", *STEADY)),  # two days later
        (entry("villages", 19, unit=PARTNER), before("villages", 1, 2, 3)),  # its own first figure
        (entry("deaths", 4), before("deaths", 1, 1, 1)),
    ],
    "level_jump": [
        (entry("coverage", 74), before("coverage", 50)),
        (entry("coverage", 80), before("coverage", 40)),  # the very target
        (entry("coverage", 30), ()),
        (entry("idle", "2.5"), before("idle", "0.9")),  # under two points
        (entry("coverage", 5), before("coverage", 0)),
    ],
}  # fmt: skip


@every(("rule", "said", "earlier"), [(rule, *case) for rule, several in FINE.items() for case in several])
def test_not_asked_back(rule, said, earlier):
    """What is only unusual is filed without a question."""
    assert [(rule, one.sentence) for one in doubts(said, *earlier)] == []


@every(("rule", "said", "earlier"), [(rule, *case[:2]) for rule, several in ASKED.items() for case in several])
def test_confirmed(rule, said, earlier):
    """What an entry confirms is not asked again, by no channel; what it confirms beside is no answer."""
    (key,) = said.figures
    confirmed = entry(key, said.figures[key], said.date.isoformat(), said.unit, confirmed=(key,))
    assert (rule, doubts(confirmed, *earlier)) == (rule, ())


def remarks(*filed_entries):
    """Return what `check` says of a store: the path, the rule and the level of each problem."""
    files = source.InMemory({source.PLAN: PLAN, **dict(filed_entries)})
    return [
        (one.path, one.rule, one.level, one.sentence)
        for one in of_store(files, MEMO, TODAY).problems
        if one.path != source.PLAN
    ]


def test_check_remarks():
    """What stands in the store unconfirmed is a remark at its figure, and no error."""
    earlier = before("villages", *STEADY)
    told = remarks(*earlier, filed("2021-10-31", figures={"villages": 98}, id_="0000000x"))
    assert told == [
        (
            "progress/01/2021-10-31-jia-0000000x.yaml",
            "large-step",
            "warning",
            f"98个 beside the last 50个: 48个 more, where 5个 is usual. {CURE}",
        )
    ]
    assert (
        remarks(*earlier, filed("2021-10-31", figures={"villages": 98}, id_="0000000x", confirmed=("villages",))) == []
    )


@every(("rule", "said", "earlier"), [(rule, *case[:2]) for rule, several in ASKED.items() for case in several])
def test_check_says_the_same(rule, said, earlier):
    """`check` over the history finds what was asked back when it was filed."""
    (key,) = said.figures
    path_and_text = filed(said.date.isoformat(), figures=said.figures, id_="0000000x", unit=said.unit)
    assert key in said.figures
    assert [one[1] for one in remarks(*earlier, path_and_text) if "0000000x" in one[0]] == [rule.replace("_", "-")]


def test_corrected_is_not_remarked():
    """A slip that was put right is told of no more."""
    slip = filed("2021-10-31", figures={"villages": 980}, id_="0000000x")
    cure = filed("2021-10-31", figures={"villages": 52}, id_="0000000y", corrects=("0000000x",), reason="多录一位")
    assert remarks(*before("villages", *STEADY), slip, cure) == []
