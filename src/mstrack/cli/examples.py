"""Two examples of every command, printed at the end of its help; tests hold that they work as they are printed."""

OF_PROGRAM = ("mstrack due --before 12-10", "mstrack help due")
EXAMPLES = {
    "due": ("mstrack due --before 12-10 --open", "mstrack due --light red,yellow --unit 民政局"),
    "list": ("mstrack list --leader 王长青", "mstrack list --format csv > list.csv"),
    "show": ("mstrack show 18", "mstrack show 农村生活污水"),
    "summary": ("mstrack summary", "mstrack summary --by unit --as-of 11月底"),
    "missing": ("mstrack missing", "mstrack missing --since 09-01 --all-units"),
    "log": ("mstrack log -n 20", "mstrack log --task 18 --since -1m --long"),
    "add": ("mstrack add 18", "mstrack add 18 --unit cgj --edit"),
    "correct": ("mstrack correct 18 --problem 征地难 --reason 漏写", "mstrack correct sc6de1ve --withdraw"),
    "undo": ("mstrack undo", "mstrack undo --unit cgj --yes"),
    "sheet": ("mstrack sheet make --unit cgj -o cgj.xlsx", "mstrack sheet read cgj.xlsx"),
    "check": ("mstrack check", "mstrack check --explain growing"),
    "diff": ("mstrack diff", "mstrack diff main --format md"),
    "seal": ("mstrack seal", "mstrack seal --rev HEAD"),
    "report": ("mstrack report ledger -o 台账.xlsx", "mstrack report dashboard -o 进度.html"),
    "init": ("mstrack init data", "mstrack init data --from 分解表.docx"),
    "sync": ("mstrack sync", "mstrack sync --dry-run"),
    "schema": ("mstrack schema tasks", "mstrack schema entry > entry.json"),
    "completion": ('eval "$(mstrack completion bash)"', "mstrack completion powershell"),
}
"""The examples of each command, by its name."""
