"""What kind of thing each column about a child is: whose, by whom, and fact or opinion.

DPA 2018 s.38 wants facts told apart from assessments, and suspects from the convicted, victims
and witnesses; s.58 wants it settled who is the controller. Where that follows from the place a
thing stands in, it is written here once, and nobody is asked to type it. A test keeps this whole.
Who is controller of what is this service's reading of who records it: the partnership's own
arrangement goes before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from panel_protocol.tool import Nature


class Controller(StrEnum):
    FORCE = "police_force"
    AUTHORITY = "local_authority"
    JOINT = "joint"


class PersonCategory(StrEnum):
    """What somebody is in one case (s.38(3)); in another the same person may be something else."""

    SUSPECT = "suspect"
    DISPOSED = "disposed"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS = "witness"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Kept:
    """A table's columns, each in exactly one of these."""

    title: str
    controller: Controller
    author: str  # who records it, by role; a row that names its agency says it more exactly
    shown: frozenset[str]
    narratives: Mapping[str, Nature]
    keys: frozenset[str]  # what joins rows: opaque, or the area that is shown with the case
    derived: frozenset[str]  # worked out from what is shown
    professionals: frozenset[str]  # told by their role alone
    others: frozenset[str]  # about somebody else

    @property
    def columns(self) -> frozenset[str]:
        together = self.keys | self.derived | self.professionals | self.others
        return self.shown | frozenset(self.narratives) | together


def kept(
    title: str,
    controller: Controller,
    author: str,
    *,
    shown: str = "",
    fact: str = "",
    assessment: str = "",
    allegation: str = "",
    keys: str = "",
    derived: str = "",
    professionals: str = "",
    others: str = "",
) -> Kept:
    said = ((Nature.FACT, fact), (Nature.ASSESSMENT, assessment), (Nature.ALLEGATION, allegation))
    return Kept(
        title=title,
        controller=controller,
        author=author,
        shown=frozenset(shown.split()),
        narratives={name: nature for nature, names in said for name in names.split()},
        keys=frozenset(keys.split()),
        derived=frozenset(derived.split()),
        professionals=frozenset(professionals.split()),
        others=frozenset(others.split()),
    )
