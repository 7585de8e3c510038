"""Who is asking: the person or system a verified credential speaks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    POLICE_SUBMITTER = "police_submitter"
    YOT_OFFICER = "yot_officer"
    YOT_MANAGER = "yot_manager"
    PANEL_MEMBER = "panel_member"
    PANEL_CHAIR = "panel_chair"
    REGIONAL_PARTNER = "regional_partner"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """`areas` holds only areas of this partnership; the force area has been spelt out as all.

    `client` is the system the credential was issued to, and `only` the actions it is limited to.
    """

    subject: str
    roles: frozenset[Role]
    areas: frozenset[str]
    agency: str | None = None
    name: str | None = None
    kind: str = "credential"  # or `operator`, who came by the machine's own shell
    client: str | None = None
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Partnership:
    """The areas that work together, and the code that stands for all of them."""

    areas: frozenset[str]
    force_area: str

    def held(self, claimed: Iterable[str]) -> frozenset[str]:
        """The areas a credential speaks for; a code from elsewhere opens nothing here."""
        codes = frozenset(claimed)
        return self.areas if self.force_area in codes else codes & self.areas
