from __future__ import annotations

import odd_plan
import pytest
from builders import GROUP, LEAD, MEMBERS, dataset, plan_text, row, shipped
from hypothesis import given
from hypothesis import strategies as st
from offenders import every

from mstrack.errors import WrongUse
from mstrack.i18n import speaking
from mstrack.progress import lookup
from mstrack.progress.lookup import Named

PLAN = shipped().plan
LEADERS = {one.name: one for one in PLAN.leaders}
PERSONS = {one.person.name: one.person for one in PLAN.units if one.person}

SEVERAL = (
    Named("exact", "建设"),
    Named("alias", "住建局", aliases=("zj", "建")),
    Named("code", "教育局", code="jy"),
    Named("substring", "市建设局"),
    Named("subsequence", "市住房建设和市政设施局"),
    Named("pinyin", "蔡德威", pinyin="cai de wei"),
    Named("umlaut", "吕新", pinyin="lü xin"),
)


def refused(find, typed):
    """Return the sentence by which a name is refused."""
    with speaking("en"), pytest.raises(WrongUse) as caught:
        find(PLAN, typed)
    return str(caught.value)


@every(
    ("typed", "expected"),
    [
        ("市人力资源社会保障局", "市人力资源社会保障局"),
        ("rsj", "市人力资源社会保障局"),
        ("RSJ", "市人力资源社会保障局"),
        ("人社局", "市人力资源社会保障局"),
        ("人力资源", "市人力资源社会保障局"),
        ("台山", "台山市政府"),
        ("台山市政府", "台山市政府"),
        ("民政", "市民政局"),
        ("城管局", "市城市管理综合执法局"),
        ("各市（区）政府", "各市（区）政府"),
        ("各市(区)政府", "各市（区）政府"),
        (" 各市 (区) 政府 ", "各市（区）政府"),
        ("各市区政府", "各市（区）政府"),
        ("\uff52\uff53\uff4a", "市人力资源社会保障局"),
    ],
)
def test_unit(typed, expected):
    """A unit is found by its name, its code, a part of its name, some characters of it; in any width."""
    assert expected == lookup.unit(PLAN, typed)


@every(
    ("typed", "expected"),
    [
        ("王长青", "王长青"),
        ("长青", "王长青"),
        ("王青", "王长青"),
        ("wcq", "王长青"),
        ("WCQ", "王长青"),
        ("wangchangqing", "王长青"),
        ("Wang Chang Qing", "王长青"),
        ("wangch", "王长青"),
        ("wang", "王长青"),
        ("lyf", "赖燕芬"),
        ("ql", "乔雷"),
    ],
)
def test_leader(typed, expected):
    """A leader is found by name, initials, and the pinyin or its beginning."""
    assert expected == lookup.leader(PLAN, typed)


@pytest.mark.parametrize(
    ("typed", "expected"), [("zhanglu", "张璐"), ("各市(区)长", "各市（区）长"), ("mbs", "毛炳盛")]
)
def test_person(typed, expected):
    """A person who answers for a unit is found as a leader is."""
    assert expected == lookup.person(PLAN, typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("1", 1), ("10", 10), ("１０", 10), ("老旧小区", 7), ("食品药品", 3), ("食药", 3)],
)
def test_item(typed, expected):
    """An item is found by its number or by words of its title."""
    assert expected == lookup.item(PLAN, typed)


def test_every_leader_by_every_form():
    """Each leader of the official table is found by name, initials and pinyin: the five differ in all of them."""
    for name, one in LEADERS.items():
        for form in (name, one.pinyin, one.pinyin.replace(" ", ""), "".join(s[0] for s in one.pinyin.split())):
            assert name == lookup.leader(PLAN, form)


def test_every_unit_by_name_and_code():
    """Each unit of the official table is found by its name, half-width too, and by its code."""
    for one in PLAN.units:
        for form in (one.name, one.name.replace("（", "(").replace("）", ")"), one.code, one.code.upper()):
            assert one.name == lookup.unit(PLAN, form)


@every("person", PERSONS.values())
def test_every_person_by_every_form(person):
    """Each person of the official table is found by every form, or listed among those that share it."""
    forms = (person.name, person.pinyin.replace(" ", ""), "".join(s[0] for s in person.pinyin.split()))
    for form in forms:
        try:
            assert person.name == lookup.person(PLAN, form)
        except WrongUse as error:
            assert person.name in str(error)  # noqa: PT017  one of the two must hold
            assert form != person.name


@every(
    ("typed", "expected"),
    [
        ("建设", ["exact"]),
        ("建", ["alias"]),
        ("zj", ["alias"]),
        ("jy", ["code"]),
        ("建设局", ["substring"]),
        ("市建设", ["substring"]),
        ("市设局", ["substring", "subsequence"]),
        ("住设局", ["subsequence"]),
        ("局", ["alias", "code", "substring", "subsequence"]),
        ("cdw", ["pinyin"]),
        ("caidewei", ["pinyin"]),
        ("c", ["pinyin"]),
        ("lvxin", ["umlaut"]),
        ("lüxin", ["umlaut"]),
        ("dewei", []),
        ("j", []),
        ("", []),
        (" 　", []),
    ],
)
def test_the_first_way_that_matches_decides(typed, expected):
    """Exact, alias, code, substring, subsequence, initials, pinyin, its beginning: in this order."""
    assert expected == [one.key for one in lookup.matches(typed, SEVERAL)]


@pytest.mark.parametrize("typed", ["社", "市政府", "局"])
def test_several_units(typed):
    """Where several are meant, all of them are listed, with their codes."""
    sentence = refused(lookup.unit, typed)
    meant = [one for one in PLAN.units if typed in one.name]
    assert sentence.startswith(f"{typed} may be any of {len(meant)}: ")
    assert sentence.endswith("; type more of the name")
    assert all(f"{one.name} ({one.code})" in sentence for one in meant)


def test_several_persons():
    """Persons are listed with their pinyin."""
    expected = "张 may be any of 2: 张慧琳 (zhang hui lin), 张璐 (zhang lu); type more of the name"
    assert expected == refused(lookup.person, "张")


def test_none():
    """Where nothing is called so, what a slip explains is suggested; without a slip, nothing is."""
    assert refused(lookup.unit, "市民正局") == "nothing is called 市民正局; did you mean 市民政局 (mzj)?"
    slip = "nothing is called wangchamgqing; did you mean 王长青 (wang chang qing)?"
    assert refused(lookup.leader, "wangchamgqing") == slip
    for part in ("民正局", "民政菊", "民整局"):
        assert refused(lookup.unit, part) == f"nothing is called {part}; did you mean 市民政局 (mzj)?"
    assert refused(lookup.unit, "民正菊").endswith("type a part of the name, its code or its pinyin")  # two slips
    assert refused(lookup.unit, "rsjq") == "nothing is called rsjq; did you mean 市人力资源社会保障局 (rsj)?"
    for look in (lookup.unit, lookup.leader, lookup.person, lookup.item):
        assert refused(look, "火星") == "nothing is called 火星; type a part of the name, its code or its pinyin"


def test_nothing_typed():
    """An empty name means nobody; it does not mean everybody."""
    assert refused(lookup.unit, " ").startswith("nothing is called")


@pytest.mark.parametrize("typed", ["0", "11", "-1", "1.0"])
def test_no_item(typed):
    """A number that no item has is refused."""
    assert refused(lookup.item, typed).startswith(f"nothing is called {typed}")


def test_one_person_of_two_units():
    """Who answers for two units is one person, not an ambiguous one."""
    person = {"name": "张三", "pinyin": "zhang san"}
    units = [{"name": LEAD, "code": "jia", "person": person}, {"name": "乙局", "code": "yi", "person": person}]
    units += [{"name": GROUP, "code": "gq", "members": list(MEMBERS)}]
    units += [{"name": name, "code": f"u{i}"} for i, name in enumerate(MEMBERS)]
    plan = dataset(plan_text([row()], units=units)).plan
    assert [lookup.person(plan, typed) for typed in ("张三", "zs", "zhang")] == ["张三"] * 3


LIGHTS = {"red": "红", "grey": "灰", "green": "绿"}


@pytest.mark.parametrize("typed", ["red", "Red", " RED ", "红", "\uff52ed"])
def test_choice(typed):
    """One of a few words is given as its code or as the word of the language."""
    assert lookup.choice(typed, LIGHTS, "--light") == "red"


@pytest.mark.parametrize("typed", ["in progress", "In Progress", "in-progress", "推进中", "進行中"])
def test_choice_by_other_words(typed):
    """Words of another language are understood, too, spaces and all."""
    more = {"in progress": "in-progress", "進行中": "in-progress"}
    assert lookup.choice(typed, {"in-progress": "推进中"}, "--status", more) == "in-progress"


@pytest.mark.parametrize(("typed", "near"), [("gren", "green"), ("rde", "red"), ("灰色", "grey"), ("grean", "green")])
def test_no_choice(typed, near):
    """Another word is refused; the nearest is offered in the words of both, and all are listed."""
    with speaking("en"), pytest.raises(WrongUse) as caught:
        lookup.choice(typed, LIGHTS, "--light")
    meant = f"{near} ({LIGHTS[near]})"
    expected = f"{typed} is no value of --light; did you mean {meant}? It takes red (红), grey (灰), green (绿)"
    assert expected == str(caught.value)


@given(st.one_of(st.text(max_size=12), st.text(st.sampled_from("市人社局政区（）(王wcqü -1"), max_size=8)))
def test_garbage(text):
    """Whatever is typed is a name of the plan or wrong use."""
    finds = {lookup.unit: {one.name for one in PLAN.units}, lookup.leader: set(LEADERS), lookup.person: set(PERSONS)}
    for find, known in finds.items():
        try:
            assert find(PLAN, text) in known
        except WrongUse as error:
            sentence = str(error)
            assert any(name in sentence for name in known) or "type a part of the name" in sentence


@pytest.mark.parametrize("typed", ["丁局", "李大同", "大同"])
def test_former_names(typed):
    """A name of before means who or what has the place today."""
    plan = odd_plan.store().plan
    known = [*lookup.units(plan), *lookup.leaders(plan)]
    assert [one.name for one in lookup.matches(typed, known)] == ["甲局" if typed == "丁局" else "王长青"]
