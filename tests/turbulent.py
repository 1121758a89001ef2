"""A year in which leads, targets and deadlines change, with districts, a ceiling, a stage and a task that goes."""

PLAN = """\
title: 2021年实事任务分解表
source: 附件
year: 2021
leaders: [{name: 王长青, pinyin: wang chang qing}, {name: 赖燕芬, pinyin: lai yan fen}]
units:
  - {name: 甲局, code: jia, person: {name: 张三, pinyin: zhang san}}
  - {name: 乙局, code: yi}
  - {name: 东区政府, code: dong}
  - {name: 西区政府, code: xi}
  - {name: 南区政府, code: nan}
items:
  - title: 提升
    tasks:
      - id: 1
        title: 修路
        content: 修路100公里。
        leader: 王长青
        lead_unit: 甲局
        partner_units: [东区政府, 西区政府, 南区政府]
        deadline: 12月10日
        indicators:
          - id: roads
            name: 公路
            kind: cumulative
            target: 100
            measure: 公里
            quote: 修路100公里
            shares: {东区政府: 50, 西区政府: 30, 南区政府: 10}
        amendments: [{date: 2021-08-01, document: 某函, field: roads, was: "80"}]
      - id: 2
        title: 抽检
        content: 抽检2.778万批次。
        leader: [王长青, 赖燕芬]
        lead_unit: 甲局
        partner_units: [乙局]
        deadline: 12月10日
        indicators:
          - {id: tests, name: 抽检批次, kind: cumulative, target: 27780, measure: 批次, quote: 抽检2.778万批次}
        amendments:
          - {date: 2021-08-01, document: 调整函, field: deadline, was: 11月底}
          - {date: 2021-09-01, document: 移交函, field: lead_unit, was: 乙局}
      - id: 3
        title: 就业
        content: 失业率控制在3%以内，新增就业1000人。
        leader: 赖燕芬
        lead_unit: 乙局
        deadline: 11月底
        indicators:
          - {id: jobless, name: 失业率, kind: level, bound: at-most, target: 3, measure: "%", quote: 失业率控制在3%以内}
          - {id: jobs, name: 新增就业, kind: cumulative, target: 1000, measure: 人, quote: 新增就业1000人}
      - id: 4
        title: 医院
        content: 建成医院。
        leader: 赖燕芬
        lead_unit: 甲局
        deadline: 11月底
      - id: 5
        title: 公园
        content: 建成公园。
        leader: 赖燕芬
        lead_unit: 甲局
        deadline: 12月10日
        dropped: {date: 2021-07-01, document: 撤销函}
      - id: 6
        title: 学校
        content: 建学校60所。
        leader: 王长青
        lead_unit: 乙局
        deadline: 12月10日
        indicators: [{id: schools, name: 学校, kind: cumulative, target: 60, measure: 所, quote: 建学校60所}]
        milestones: [{id: half, by: 9月底, what: 完成五十所, indicator: schools, figure: 50}]
      - id: 7
        title: 事故
        content: 事故不超过10起。
        leader: 王长青
        lead_unit: 乙局
        deadline: 12月10日
        indicators:
          - {id: accidents, name: 事故, kind: cumulative, bound: at-most, target: 10, measure: 起, quote: 不超过10起}
"""
ENTRIES = [
    *((1, "甲局", "jia", day, {"roads": n}, {}) for day, n in (("03-31", 15), ("06-30", 45), ("09-30", 70))),
    (1, "甲局", "jia", "11-30", {"roads": 88}, {"problem": "雨多。" * 30, "next": "抢修。"}),
    *((1, "东区政府", "dong", day, {"roads": n}, {}) for day, n in (("06-30", 20), ("10-31", 45))),
    *((1, "西区政府", "xi", day, {"roads": n}, {}) for day, n in (("06-30", 20), ("10-31", 29))),
    *((2, "乙局", "yi", day, {"tests": n}, {}) for day, n in (("03-31", 5000), ("06-30", 12000), ("08-31", 17000))),
    *((2, "甲局", "jia", day, {"tests": n}, {}) for day, n in (("10-31", 23000), ("11-30", 27502))),
    *((3, "乙局", "yi", day, {"jobless": j, "jobs": n}, {}) for day, j, n in (("04-30", 4, 300), ("10-31", 2.9, 950))),
    (3, "乙局", "yi", "11-30", {"jobless": 2.9, "jobs": 1100}, {}),
    *((4, "甲局", "jia", day, {}, {"percent": n}) for day, n in (("03-31", 10), ("06-30", 55), ("09-30", 60))),
    (4, "甲局", "jia", "12-02", {}, {"status": "done", "percent": 100}),
    (5, "甲局", "jia", "03-31", {}, {"status": "not-started"}),
    *((6, "乙局", "yi", day, {"schools": n}, {}) for day, n in (("05-14", 20), ("08-14", 40), ("10-31", 52))),
    (6, "乙局", "yi", "11-30", {"schools": 60}, {}),
    *((7, "乙局", "yi", day, {"accidents": n}, {}) for day, n in (("06-30", 3), ("10-20", 9))),
]


def written(folder):
    """Write the store into a folder; return it."""
    folder.mkdir(exist_ok=True)
    (folder / "tasks.yaml").write_text(PLAN, encoding="utf-8")
    for n, (task, unit, code, day, figures, more) in enumerate(ENTRIES):
        numbers = ", ".join(f"{key}: {value}" for key, value in figures.items())
        said = {"status": "in-progress", **more}
        lines = [f"task: {task}", f"date: 2021-{day}", f"unit: {unit}", f"status: {said.pop('status')}"]
        lines += [f"figures: {{{numbers}}}"] if figures else []
        lines += [f"percent: {said.pop('percent')}"] if "percent" in said else []
        lines += [f"{key}: |\n  {value}" for key, value in said.items()]
        lines += ["reporter: 填报员", f"recorded: 2021-{day}T10:00:{n:02}+08:00"]
        path = folder / "progress" / f"{task:02}" / f"2021-{day}-{code}-2222{n:04}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
