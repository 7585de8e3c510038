"""The service's log: one JSON object a line, of named fields whose values have a known shape.

What happened is told by an event written out in our code; who and what it happened to stands in
the journal, under the request's id. Whatever else a library or a mistake would say is withheld:
its text may quote a child's record, so only its kind and its place get out.
"""

import logging
import logging.config
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict

# The only fields that get out, and what each may look like.
SHAPES: Mapping[str, re.Pattern[str]] = {
    "request_id": re.compile(r"[A-Za-z0-9_-]{22}"),
    "action": re.compile(r"[a-z][a-z0-9_]{0,63}"),
    "method": re.compile(r"GET|POST|PUT|PATCH|DELETE|other"),
    "status": re.compile(r"[1-5][0-9]{2}"),
    "milliseconds": re.compile(r"[0-9]{1,9}"),
    "error": re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,80}"),
    "sqlstate": re.compile(r"[0-9A-Z]{5}|SQLITE_[A-Z_]{1,60}"),
    "place": re.compile(r"[A-Za-z0-9_.]{1,80}:[0-9]{1,6}"),
    "library": re.compile(r"[a-z0-9_.]{1,60}"),
}
WITHHELD = "withheld"

# Whose words are constants of the code, though never what is put into them.
_TRUSTED = frozenset({"oocd", "uvicorn.error"})

_OURS = frozenset({"app", "panel_protocol", "migrations"})


def logger() -> Any:
    return structlog.stdlib.get_logger("oocd")


def failure(event: str, raised: BaseException, *, request_id: str) -> None:
    """What failed, by kind and place: never by its text."""
    logger().error(event, request_id=request_id, **kind(raised))


def kind(raised: BaseException) -> dict[str, str]:
    """An exception's class, where it was raised, and the database's code for it if it has one.

    A failure of the journal or the pool is said in our words; what the database said is its cause.
    """
    told = {"error": type(raised).__name__, "place": _place(raised.__traceback__)}
    code = _code(raised) or _code(raised.__cause__)
    return told | ({"sqlstate": code} if code else {})


def _code(raised: BaseException | None) -> str | None:
    cause = getattr(raised, "orig", None)
    found = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    return found if isinstance(found, str) else None


def _place(trace: TracebackType | None) -> str:
    """The last line of ours on the way to where it was raised; the very last if none is ours."""
    steps = [(each.f_globals.get("__name__", ""), each, line) for each, line in walk_tb(trace)]
    ours = [step for step in steps if step[0].split(".")[0] in _OURS]
    for _, frame, line in (ours or steps)[-1:]:
        return f"{Path(frame.f_code.co_filename).name}:{line}"
    return WITHHELD


def _allowed(_logger: object, _method: str, said: EventDict) -> EventDict:
    """Named fields of the right shape; one of another shape is named and its value withheld."""
    kept: EventDict = {"event": said["event"]}
    for name, shape in SHAPES.items():
        if name in said and said[name] is not None:
            value = said[name]
            kept[name] = value if shape.fullmatch(str(value)) else WITHHELD
    return kept


def _line(_logger: object, _method: str, said: EventDict) -> EventDict:
    record: logging.LogRecord = said["_record"]
    told = said if said["_from_structlog"] else _of_a_library(record, said.get("exc_info"))
    return {"level": record.levelname.lower(), **_allowed(None, "", told)}


def _of_a_library(record: logging.LogRecord, raised: Any) -> EventDict:
    """A record of the standard library's logging: its words only from those who quote nothing."""
    words = str(record.msg).strip()
    # More than a line is a traceback, which quotes what was raised.
    trusted = record.name in _TRUSTED and "\n" not in words
    return {
        "event": words if trusted else WITHHELD,
        "library": record.name.lower(),
        "place": f"{record.filename}:{record.lineno}",
        **(kind(raised[1]) if raised and raised[1] else {}),
    }


structlog.configure(
    # Before anything is handed over: whatever handler is in place sees only what may get out.
    processors=[
        structlog.stdlib.filter_by_level,
        _allowed,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    wrapper_class=structlog.stdlib.BoundLogger,
    logger_factory=structlog.stdlib.LoggerFactory(),
)


def formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        use_get_message=False,
        processors=[
            _line,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
    )


def configuration() -> dict[str, Any]:
    """For uvicorn and its workers: everything by one handler, to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "app.log.formatter"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {name: {"level": "INFO"} for name in _TRUSTED},
    }


def start() -> None:
    """For a command, which no server gives a configuration to."""
    logging.config.dictConfig(configuration())


@contextmanager
def of_trouble_alone() -> Iterator[None]:
    """For a command that asks the service hundreds of things itself, and shows how far it is."""
    ours = logging.getLogger("oocd")
    level = ours.level
    ours.setLevel(logging.WARNING)
    try:
        yield
    finally:
        ours.setLevel(level)


def install() -> None:
    """What Python would print of a failure nobody caught goes the same way."""
    # A line that cannot be written would otherwise be printed with all that was to go into it.
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    sys.excepthook = lambda _kind, raised, _trace: _uncaught(raised)
    sys.unraisablehook = lambda told: _uncaught(told.exc_value)
    threading.excepthook = lambda told: _uncaught(told.exc_value)


def _uncaught(raised: BaseException | None) -> None:
    logger().critical("A failure nobody caught", **(kind(raised) if raised else {}))
