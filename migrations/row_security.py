"""Row security on PostgreSQL: which tables are personal, and which of their rows may be seen.

The service says whom a transaction is for in settings that end with it (app/wall.py). Each policy
below asks them; where nothing was said, nothing is seen. A new table is named here, as personal
or as free of personal data, and the migration that makes it runs `raised`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from app.database import kept_by
from app.tables import metadata

Command = Literal["ALL", "SELECT", "INSERT"]


def _one(setting: str) -> str:
    """What a setting says. After it was once set it reads as empty, not as NULL."""
    return f"NULLIF(current_setting('app.{setting}', true), '')"


def _many(setting: str) -> str:
    return f"ANY (string_to_array({_one(setting)}, ','))"


# Whether a case is of the caller's areas, sent in by them, or being handed to them.
_HOLDS = (
    f"(held.area = {_many('areas')} OR held.submitted_by = {_one('subject')} "
    f"OR held.id = {_one('case')})"
)


def held_case(key: str) -> str:
    return f"EXISTS (SELECT 1 FROM panel_case held WHERE held.id = {key} AND {_HOLDS})"  # noqa: S608  # nosec B608


def _own_case(key: str) -> str:
    """Whether the caller holds the case for another reason than its area."""
    return (
        f"{key} = {_one('case')} OR EXISTS (SELECT 1 FROM panel_case sent "  # noqa: S608  # nosec B608
        f"WHERE sent.id = {key} AND sent.submitted_by = {_one('subject')})"
    )


def _held_child(key: str) -> str:
    """Whether an area of the caller's knows the child, or a case of the caller's is about them.

    Or the caller named the child by the police's identifier, which makes or matches the record.
    """
    return (
        f"({key} = {_one('child')} OR EXISTS (SELECT 1 FROM child_area knows "  # noqa: S608  # nosec B608
        f"WHERE knows.child_id = {key} AND knows.area = {_many('areas')}) "
        f"OR EXISTS (SELECT 1 FROM panel_case held WHERE held.child_id = {key} AND {_HOLDS}))"
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """Rows are let through by any of a table's policies; `needed` ones must all let them."""

    name: str
    says: str
    command: Command = "ALL"
    needed: bool = False
    checks: str = ""  # what a row written must be, where that is more

    def statement(self, table: str) -> str:
        kind = "RESTRICTIVE" if self.needed else "PERMISSIVE"
        clauses = {
            "ALL": f"USING ({self.says}) WITH CHECK ({self.checks or self.says})",
            "SELECT": f"USING ({self.says})",
            "INSERT": f"WITH CHECK ({self.says})",
        }
        return (
            f"CREATE POLICY {self.name} ON {table} AS {kind} FOR {self.command} "
            f"{clauses[self.command]}"
        )


Policies = tuple[Policy, ...]

# PostgreSQL asks a table's policies in the reverse order of their names, and row by row: this one,
# which looks nothing up, has the last name, or counting would first look up who holds each row.
_COUNTED = Policy("wider_counted", f"{_one('wider')} = 'counting'", "SELECT")
# What is asked of every case of one child, in whichever area.
_ACROSS_AREAS = Policy(
    "across_areas",
    "EXISTS (SELECT 1 FROM panel_case theirs WHERE theirs.id = case_id "  # noqa: S608  # nosec B608
    f"AND theirs.child_id = {_one('cases_of')})",
    "SELECT",
)


_GRANTED = Policy("granted", f"case_id = {_many('granted')}", "SELECT")


def _by_case(area: str = "area") -> Policies:
    """Whoever holds the case; one opened by a grant may be read, and not written to.

    What is read is asked for its area, which a key keeps to the case's. What is written is
    looked up as the two together, before a unique key can tell that a case is there.
    """
    there = f"SELECT held.area FROM panel_case held WHERE held.id = case_id AND {_HOLDS}"  # noqa: S608  # nosec B608
    says = f"{area} = {_many('areas')} OR {_own_case('case_id')}"
    return (Policy("held", says, checks=f"{area} = ({there})"), _GRANTED)


def _between_areas() -> Policies:
    """Of no one area: whoever holds the case holds the row, and each names who else does."""
    return (Policy("held", held_case("case_id")), _GRANTED)


def _through(parent: str, link: str) -> Policies:
    """Whoever holds the case of the row that this one belongs to."""
    up = f"SELECT up.case_id FROM {parent} up WHERE up.id = {link}"  # noqa: S608  # nosec B608
    there = f"SELECT held.area FROM panel_case held WHERE held.id = ({up}) AND {_HOLDS}"  # noqa: S608  # nosec B608
    says = f"area = {_many('areas')} OR EXISTS ({up} AND ({_own_case('up.case_id')}))"
    grant = f"EXISTS ({up} AND up.case_id = {_many('granted')})"
    return (
        Policy("held", says, checks=f"area = ({there})"),
        Policy("granted", grant, "SELECT"),
    )


def _of_panel() -> Policies:
    areas = _many("areas")
    there = f"SELECT met.area FROM panel met WHERE met.id = panel_id AND met.area = {areas}"  # noqa: S608  # nosec B608
    return (Policy("held", f"area = {areas}", checks=f"area = ({there})"),)


def _by_child(table: str, child: str) -> Policies:
    key = f"{table}.{child}"
    grant = f"seen.child_id = {key} AND seen.id = {_many('granted')}"
    return (
        Policy("held", _held_child(key)),
        Policy("granted", f"EXISTS (SELECT 1 FROM panel_case seen WHERE {grant})", "SELECT"),  # noqa: S608  # nosec B608
    )


def _by_area(column: str = "area") -> Policies:
    return (Policy("held", f"{column} = {_many('areas')}"),)


PERSONAL: dict[str, Policies] = {
    "panel_case": (
        Policy(
            "held",
            f"area = {_many('areas')} OR submitted_by = {_one('subject')} OR id = {_one('case')}",
        ),
        Policy("granted", f"id = {_many('granted')}", "SELECT"),
        # A first offence, a hold and the keeping of a record are the child's in whichever area.
        Policy("across_areas", f"child_id = {_one('cases_of')}", "SELECT"),
        Policy("named", f"{_one('wider')} = 'naming'", "SELECT"),
        _COUNTED,
    ),
    "submission": _by_case(),
    # Its own `area` is where it was done.
    "case_offence": (*_by_case("case_area"), _COUNTED),
    "victim": (*_by_case(), _COUNTED),
    "victim_version": (*_through("victim", "victim_id"), _COUNTED),
    "case_change": (*_by_case(), _ACROSS_AREAS, _COUNTED),
    "case_transfer": (
        *_between_areas(),
        # Both services named in an offer know of it, also when it was declined.
        Policy("offered", f"from_area = {_many('areas')} OR to_area = {_many('areas')}"),
        _COUNTED,
    ),
    "break_glass": (
        *_between_areas(),
        Policy("opened", f"opened_by = {_one('subject')} OR area = {_many('areas')}"),
    ),
    "case_decision": _by_case(),
    "exploitation_hold": (*_by_case(), _ACROSS_AREAS),
    "child": (
        *_by_child("child", "id"),
        Policy("matching", f"{_one('wider')} = 'matching'"),
        Policy("named", f"{_one('wider')} = 'naming'", "SELECT"),
        _COUNTED,
    ),
    "child_version": (*_by_child("child_version", "child_id"), _COUNTED),
    "child_area": (
        # Plain, for the policies of `child` ask this table: one that asked back would never end.
        Policy("held", f"area = {_many('areas')} OR child_id = {_one('child')}"),
    ),
    "child_token": (Policy("held", f"area = {_many('areas')} OR child_id = {_one('child')}"),),
    "child_restriction": (
        *_by_child("child_restriction", "child_id"),
        # That a record is not to be used must be known to whoever would: its reason is sealed.
        Policy("kept_to", "true", "SELECT"),
    ),
    "rectification": _by_child("rectification", "child_id"),
    "subject_request": _by_child("subject_request", "child_id"),
    "retention_decision": _by_child("retention_decision", "child_id"),
    "child_outcome": (*_by_child("child_outcome", "child_id"), _COUNTED),
    "first_entry": (
        *_by_child("first_entry", "child_id"),
        # An area counts its entrants, whether or not it has had to do with the child.
        Policy("entered_here", f"residence = {_many('areas')}", "SELECT"),
        _COUNTED,
    ),
    "assessment": _by_case(),
    "assessment_section": _by_case(),
    "assessment_signature": _by_case(),
    "panel": (*_by_area(), _COUNTED),
    "panel_member": _of_panel(),
    "panel_attendance": (*_of_panel(), _COUNTED),
    "agenda_item": (*_by_case(), _COUNTED),
    "declared_interest": _by_case(),
    "recommendation": _by_case(),
    "disposal": (*_by_case(), _COUNTED),
    "police_decision": (*_by_case(), _COUNTED),
    "administration": (*_by_case(), _COUNTED),
    "court_result": (*_by_case(), _ACROSS_AREAS),
    "intervention_plan": (*_by_case(), _COUNTED),
    "condition": (*_by_case(), _COUNTED),
    "condition_version": (*_through("condition", "condition_id"), _COUNTED),
    "progress": _through("condition", "condition_id"),
    "completion": _through("condition", "condition_id"),
    "variation": _through("condition", "condition_id"),
    "breach": (*_by_case(), _COUNTED),
    "breach_decision": (*_through("breach", "breach_id"), _COUNTED),
    "conclusion": (*_by_case(), _COUNTED),
    "first_reply": (
        # Whoever destroys a child's record destroys what clients were told of it.
        Policy("own", f"client = {_one('subject')} OR child_id = {_one('child')}"),
        Policy("tidying", f"{_one('wider')} = 'tidying'"),
    ),
    "journal_line": (
        # Whatever is done is written down, by whomever: only reading needs a reason.
        Policy("written", "true", "INSERT"),
        Policy("read", f"{_one('journal')} = 'read'", "SELECT"),
        # How often somebody was refused is asked before they are heard again.
        Policy("own", f"actor = {_one('subject')}", "SELECT"),
    ),
}

COUNTED = tuple(table for table, policies in PERSONAL.items() if _COUNTED in policies)

# Why each of these needs no policy.
FREE: dict[str, str] = {
    "gravity_matrix": "scores of offences, as the force publishes them",
    "population_estimate": "counts of residents, published",
    "published_figure": "entrants by area as others published them",
    "statistics_release": "what partners read; nothing in it leads to a child",
    "release_cell": "its figures, small ones hidden",
    "person_key": "keys wrapped under one that is not in the database, by opaque ids",
    "journal_seal": "digests and signatures of lines, and none of what they say",
    "disposal_certificate": "how many rows went, and under which policy: of no child",
    "withdrawn_access": "who of the staff may no longer come in, asked before anybody is known",
}


def raised(table: str, *, there: Collection[str] = PERSONAL) -> Iterator[str]:
    """What raises the wall around one table as it is named above, whatever stood before.

    `there` are the tables that exist by then.
    """
    yield from walled(table, (*PERSONAL[table], *attached(table, there)))


def walled(table: str, policies: Policies) -> Iterator[str]:
    yield from lowered(table)
    for kind in ("ENABLE", "FORCE"):
        yield f"ALTER TABLE {table} {kind} ROW LEVEL SECURITY"
    for policy in policies:
        yield policy.statement(table)


def lowered(table: str) -> Iterator[str]:
    yield (
        "DO $$ DECLARE name text; BEGIN FOR name IN SELECT policyname FROM pg_policies "  # noqa: S608  # nosec B608
        f"WHERE schemaname = current_schema() AND tablename = '{table}' LOOP "
        f"EXECUTE format('DROP POLICY %I ON {table}', name); END LOOP; END $$"
    )
    for kind in ("NO FORCE", "DISABLE"):
        yield f"ALTER TABLE {table} {kind} ROW LEVEL SECURITY"


def attached(table: str, there: Collection[str]) -> Iterator[Policy]:
    """A new row may point only at rows its writer sees: foreign keys alone look past the wall.

    The row it belongs to is asked by `held` already, which is narrower.
    """
    of = metadata.tables[table]
    for column in of.columns:
        for key in column.foreign_keys:
            parent = key.column.table.name
            if parent in (table, "panel_case") or key.constraint is kept_by(of):
                continue
            if parent in PERSONAL and parent in there:
                yield points_at(table, column.name, parent, key.column.name)


def points_at(table: str, link: str, parent: str, key: str) -> Policy:
    mine = f"{table}.{link}"
    seen = f"SELECT 1 FROM {parent} there WHERE there.{key} = {mine}"  # noqa: S608  # nosec B608
    return Policy(f"points_at_{link}", f"{mine} IS NULL OR EXISTS ({seen})", "INSERT", needed=True)
