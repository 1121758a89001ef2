"""The JSON Schemas of the answers: every key, and what it holds. A key that stands here is a promise.

Draft 2020-12, no key beside those named. They are written down, not made from the columns: what a view gives is held
against them by tests, so that no key comes, goes or changes its type by accident.
"""

from __future__ import annotations

import json
from typing import Any, get_args

from mstrack.format.model import Bound, IndicatorKind, Status
from mstrack.i18n import gettext as _
from mstrack.progress.announcements import Happened, PlanPart
from mstrack.progress.standing import Cause, Light
from mstrack.report import SCHEMA_VERSION

Schema = dict[str, Any]
Fields = dict[str, Any]
"""Key → what it holds: a name of `_TYPES`, fields of its own, or a list of one of these.

? behind a name says that it may be null, ? behind a key that it may be missing.
"""

_TEXT: Schema = {"type": "string"}
_TYPES: dict[str, Schema] = {
    "text": _TEXT,
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "yes": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "entry": {"type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{8}$"},
    "commit": {"type": "string", "pattern": "^[0-9a-f]{40,64}$"},
    "light": {"enum": [*get_args(Light)]},
    "cause": {"enum": [*get_args(Cause)]},
    "status": {"enum": [*get_args(Status)]},
    "standing": {"enum": [*get_args(Status), "unreported"]},
    "bound": {"enum": [*get_args(Bound)]},
    "kind": {"enum": [*get_args(IndicatorKind)]},
    "figures": {"type": "object", "additionalProperties": {"type": "number"}},
    "planned": {"type": ["string", "number", "array", "boolean"], "items": _TEXT},
    "part": {"enum": [*get_args(PlanPart)]},
    "happened": {"enum": [*get_args(Happened)]},
    "filed": {"enum": ["added", "corrected", "withdrawn"]},
    "stage": {"enum": ["reached", "missed", "open"]},
    "level": {"enum": ["error", "warning"]},
}

_LIGHT: Fields = {
    "light": "light",
    "cause": "cause",
    "reason": "text",
    "status": "standing?",
    "figures": "figures",
    "progress_percent": "number?",
}
_STANDING: Fields = _LIGHT | {
    "id": "whole",
    "no": "text?",
    "title": "text",
    "leader": "text?",
    "leaders": ["text"],
    "lead_unit": "text",
    "lead_units": ["text"],
    "deadline": "text?",
    "deadline_was": "text?",
    "due": "day",
    "days_left": "whole",
    "percent": "number?",
    "by_percent": "yes",
    "expected_percent": "number",
    "lag_points": "number?",
    "report": "text?",
    "report_date": "day?",
    "report_age_days": "whole?",
    "disputed": ["entry"],
    "amendments": ["text"],
}
_ROW: Fields = _STANDING | {
    "role?": "text",
    "slowest": "text?",
    "provisional": "yes?",
    "late_days": "whole",
}
_STAGE: Fields = {
    "id": "text",
    "what": "text",
    "deadline": "text",
    "by": "day",
    "days_left": "whole",
    "state": "stage",
    "reached": "yes",
    "missed": "yes",
    "indicator": "text?",
    "target": "number?",
    "figure": "number?",
}
_STAGE_OF_TASK: Fields = _STAGE | {
    "task": "whole",
    "title": "text",
    "lead_unit": "text",
    "lead_units": ["text"],
    "leaders": ["text"],
}
_CONTACT: Fields = {"code": "text?", "person": "text?", "contact": "text?", "phone": "text?", "last_report": "day?"}
_ENTRY: Fields = {
    "id": "entry",
    "path": "text",
    "date": "day",
    "unit": "text",
    "status": "status?",
    "figures": "figures",
    "percent": "number?",
    "reached": ["text"],
    "note": "text?",
    "problem": "text?",
    "next": "text?",
    "reporter": "text",
    "reason": "text?",
}
_LOGGED: Fields = _ENTRY | {"task": "whole", "recorded": "moment", "corrects": ["entry"]}
_INDICATOR: Fields = {
    "id": "text",
    "name": "text",
    "kind": "kind",
    "bound": "bound",
    "above": "yes",
    "target": "number",
    "target_was": "planned?",
    "baseline": "number?",
    "measure": "text",
    "quote": "text",
    "figure": "number?",
    "percent": "number?",
    "expected_percent": "number?",
    "reached": "yes",
    "provisional": "yes",
    "joint": "yes",
    "required_per_week": "number?",
    "recent_per_week": "number?",
    "enough_on": "day?",
    "sources": ["entry"],
    "shares_reported": "whole",
    "shares_asked": "whole",
    "shares_total": "number?",
}
_SHARE: Fields = {
    "name": "text",
    "indicator": "text",
    "order": "whole?",
    "unit": "text",
    "code": "text",
    "target": "number?",
    "figure": "number?",
    "progress_percent": "number?",
    "expected_percent": "number",
    "reached": "yes",
    "light": "light",
    "report": "text?",
    "report_date": "day?",
}
_COUNTS: Fields = {"attention": ["whole"], "task_ids": ["whole"]} | dict.fromkeys(get_args(Light), "whole")
_SHOWN: Fields = _STANDING | {
    "item": "whole",
    "item_title": "text",
    "content": "text",
    "goal": "text?",
    "person": "text?",
    "persons": ["text"],
    "partner_units": ["text"],
    "added": "day?",
    "dropped": "day?",
    "note": "text?",
    "problem": "text?",
    "next": "text?",
    "reached": ["text"],
}
_CHANGED: Fields = _LIGHT | {
    "id": "whole",
    "title": "text",
    "lead_unit": "text",
    "lead_units": ["text"],
    "change": {"title": "text"},
    "was": _LIGHT,
}
_LOST: Fields = {
    "happened": "happened",
    "path": "text",
    "unit": "text?",
    "fields": ["text"],
    "task": "whole",
    "date": "day",
    "id": "entry",
}
_IN_PLAN: Fields = {
    "happened": "happened",
    "kind": "part",
    "key": "text",
    "task": "whole?",
    "field": "text?",
    "was": "planned?",
    "now": "planned?",
    "amendment": "text?",
    "unannounced": "yes",
}
_PROBLEM: Fields = {
    "path": "text",
    "line": "whole",
    "column": "whole",
    "level": "level",
    "rule": "text",
    "reason": "text",
}

_SCOPE: Fields = {"as_of": "day", "rev": "commit?"}
_HEAD: Fields = {"title": "text"} | _SCOPE
_RANGE: Fields = {"after": "day?", "before": "day?", "count": "whole"}
ANSWERS: dict[str, Fields] = {
    "due": _HEAD
    | _RANGE
    | {"due_on_last_day": "whole", "milestones_count": "whole", "calendar_percent": "number"}
    | {"tasks": [_ROW], "milestones": [_STAGE_OF_TASK]},
    "list": _HEAD
    | {"count": "whole", "dropped": "whole", "calendar_percent": "number"}
    | {
        "tasks": [
            _ROW
            | {"item": "whole", "partner_units": ["text"], "content": "text"}
            | {"dropped": "day?", "dropped_by": "text?"}
        ],
        "milestones": [_STAGE_OF_TASK],
    },
    "show": _HEAD
    | {"calendar_percent": "number", "task": _SHOWN, "indicators": [_INDICATOR], "milestones": [_STAGE]}
    | {"shares": [_SHARE], "units": [_CONTACT | {"unit": "text", "role": "text", "persons": ["text"]}]}
    | {"entries": [_ENTRY | {"corrected_by": "entry?"}]},
    "show-entry": _HEAD
    | {
        "before": "entry?",
        "entry": _LOGGED | {"corrected_by": ["entry"], "commit": "commit?", "author": "text?"},
        "changes": [{"name": "text", "indicator": "text", "was": "number?", "figure": "number?"}],
    },
    "show-history": _HEAD
    | {"task": "whole", "count": "whole"}
    | {"entries": [_ENTRY | {"recorded": "moment", "corrects": ["entry"], "corrected_by": ["entry"]}]},
    "summary": _HEAD
    | {"by": "text", "count": "whole", "calendar_percent": "number"}
    | {
        "groups": [
            _COUNTS
            | {"tasks?": "whole", "leader?": "text?", "unit?": "text", "item?": "whole", "light?": "light"}
            # by district shares are counted
            | {
                "district?": "text",
                "shares?": "whole",
                "reported?": "whole",
                "reached?": "whole",
                "progress?": ["text"],
            }
        ]
    },
    "missing": _HEAD
    | _RANGE
    | {"units": [_CONTACT | {"unit": "text", "missing": "whole", "of": "whole", "task_ids": ["whole"]}]},
    "log": _HEAD | _RANGE | {"of": "whole", "entries": [_LOGGED | {"corrected_by": ["entry"]}]},
    "diff": _HEAD
    | {"base": "commit?", "changed": "yes", "entries_dated_later": "whole"}
    | {f"newly_{light}": ["whole"] for light in get_args(Light)}
    | {"lost": [_LOST], "tasks": [_CHANGED], "entries": [_LOGGED | {"happened": "filed"}], "plan": [_IN_PLAN]},
    "check": _SCOPE | {"against": "commit?", "files": "whole", "problems": [_PROBLEM]},
}
"""The answers by the command that gives them, each with its keys beside `schema_version` and `kind`."""


def text(name: str) -> str:
    """Return the JSON Schema of an answer as text."""
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _("The answer of mstrack {command} --format json").format(command=name),
        **_object({"schema_version": {"const": SCHEMA_VERSION}, "kind": {"const": name}}, ANSWERS[name]),
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _object(known: dict[str, Schema], fields: Fields) -> Schema:
    properties = known | {key.rstrip("?"): _schema(held) for key, held in fields.items()}
    required = [*known, *(key for key in fields if not key.endswith("?"))]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _schema(held: Any) -> Schema:  # noqa: ANN401  as `Fields` says
    if isinstance(held, list):
        return {"type": "array", "items": _schema(held[0])}
    if isinstance(held, dict):
        return _object({}, held)
    made = _TYPES[held.rstrip("?")]
    return {"anyOf": [made, {"type": "null"}]} if held.endswith("?") else made
