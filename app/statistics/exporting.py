"""A release as files: a CSV for each table, and beside it what each of its columns means.

The metadata is CSVW (W3C, Metadata Vocabulary for Tabular Data, 17 December 2015), found by a
tool at the file's own name with `-metadata.json` behind it, or over HTTP by the CSV's `Link`.
"""

import json
from datetime import date
from types import UnionType
from typing import Any, get_args

from app.statistics.audience import Audience
from app.statistics.rows import FigureRead
from app.statistics.schemas import MeasureRead, RuleRead
from app.statistics.spec import Spec
from app.statistics.tabular import as_csv, told
from panel_protocol.rules.rates import Period

_DATATYPES: dict[type, Any] = {
    bool: {"base": "boolean", "format": "true|false"},
    int: "integer",
    float: "number",
    date: "date",
    str: "string",
    Audience: "string",
}
# Where what every row says of its table is described.
_TOLD = {**RuleRead.model_fields, **MeasureRead.model_fields}


def files(spec: Spec, period: Period, read: MeasureRead) -> dict[str, str]:
    """One table's two files, by name."""
    name = f"{spec.measure}-{period}.csv"
    described = json.dumps(metadata(spec, period, read, name), indent=2, ensure_ascii=False)
    return {name: as_csv(read), f"{name}-metadata.json": described + "\n"}


def metadata(spec: Spec, period: Period, read: MeasureRead, url: str) -> dict[str, Any]:
    rule = read.disclosure_rule
    hidden = [] if rule is None else [rule.text, _exactness(rule)]
    said = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": url,
        "dc:title": f"{_words(spec.measure)}, by {_words(period).lower()}",
        "dc:description": read.definition,
        "dc:source": read.source,
        "dc:identifier": read.release,
        "dc:date": str(read.as_at),
        "dc:audience": None if rule is None else rule.audience,
        "notes": [*hidden, *read.notes],
        "dialect": {
            "encoding": "utf-8",
            "header": True,
            "delimiter": ",",
            "quoteChar": '"',
            "lineTerminators": ["\r\n"],
        },
        "tableSchema": {
            "columns": [*_columns(spec.reply), *map(_told, told(read))],
            "primaryKey": ["area", "period_start", *spec.dimensions],
        },
    }
    # CSVW has no null: a live table is of no release, and an old release says no source.
    return {name: value for name, value in said.items() if value is not None}


def _exactness(rule: RuleRead) -> str:
    rounded = f", the others rounded to {rule.rounding}" if rule.rounding > 1 else ""
    return f"For {rule.audience}: counts from 1 to {rule.threshold - 1} are hidden{rounded}."


def _columns(reply: type[FigureRead]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "titles": name,
            "dc:description": field.description,
            **_datatype(field.annotation),
        }
        for name, field in reply.model_fields.items()
    ]


def _told(name: str) -> dict[str, Any]:
    field = _TOLD[name]
    return {
        "name": name,
        "titles": name,
        "dc:description": field.description,
        **_datatype(field.annotation),
    }


def _datatype(annotation: Any) -> dict[str, Any]:
    """An empty cell is a null, where there may be one."""
    kinds = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    (kind,) = [each for each in kinds if each is not type(None)][-1:]
    optional = type(None) in kinds
    return {"datatype": _DATATYPES[kind], "null": "", "required": not optional}


def _words(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").capitalize()
