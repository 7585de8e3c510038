"""The assessment as it is sent and read."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from app.children.schemas import ReasonRead
from app.fields import Body, Narrative, Reply, shown
from panel_protocol.terms import AssessmentStatus, Countersignature, SignatureKind
from panel_protocol.tool import Nature

QuestionId = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9_]{1,60}$")]


class SectionSaved(Body):
    """Some of a section's answers; those left out stay as they are, and null clears one.

    An answer that no longer arises is cleared, in other sections too; the reply names it.
    """

    model_config = shown(
        {
            "answers": {
                "living_arrangements": "With mother and two sisters.",
                "education_status": "school",
                "health_needs": ["none_known"],
                "education_barriers": None,
            }
        }
    )

    answers: dict[QuestionId, Any] = Field(
        min_length=1,
        max_length=200,
        description="Answers by question, of the type the assessment tool gives each.",
    )


class Countersigned(Body):
    model_config = shown(
        {"decision": "agreed", "comment": "Thorough; the child's words are clear."}
    )

    decision: Countersignature = Field(description="Agreed, or returned to the author.")
    comment: Narrative | None = Field(
        default=None, description="In words; needed where it is returned."
    )


class QuestionRead(Reply):
    question: str = Field(description="The question's id.")
    text: str = Field(description="The question.")
    nature: Nature = Field(description="Whether it asks for fact, assessment or allegation.")
    required: bool = Field(description="Whether it must be answered wherever it arises.")
    answered_by: list[str] = Field(
        default=[],
        description="Whose the answer is as it stands; of a group, whose each entry is, in order.",
    )


class SectionRead(Reply):
    section: str = Field(description="The section's id, as in the path it is saved to.")
    title: str = Field(description="The section's title.")
    questions: list[QuestionRead] = Field(description="Every question that arises or has answer.")
    answers: dict[str, Any] = Field(description="The answers given, by question.")
    saved_at: datetime | None = Field(description="When it was last saved, if it was.")
    saved_by: str | None = Field(description="By whom.")


class SectionVersion(Reply):
    version: int = Field(description="The version of the assessment that this saving made.")
    answers: dict[str, Any] = Field(description="Every answer of the section as it then stood.")
    authors: dict[str, list[str]] = Field(
        description="Whose each answer was; of a group, whose each entry was, in order."
    )
    cleared: list[str] = Field(
        description="Questions whose answers this saving cleared; the version before has them."
    )
    saved_at: datetime = Field(description="When it was saved.")
    saved_by: str = Field(description="By whom.")


class SectionHistory(Reply):
    items: list[SectionVersion] = Field(description="Every version kept, newest first.")
    next: str | None = Field(description="Opaque cursor of the next page, or null.")


class SignatureRead(Reply):
    version: int = Field(description="The version of the assessment it made.")
    kind: SignatureKind = Field(description="Signed, agreed or returned.")
    by: str = Field(description="Who.")
    at: datetime = Field(description="When.")
    comment: str | None = Field(description="Their words.")


class AssessmentRead(Reply):
    """A case's assessment; its ETag is its version, 0 until somebody saves something."""

    case_id: str = Field(description="The case.")
    case_version: int = Field(description="The case's own version, for what is done to it next.")
    version: int = Field(description="Rises with every saving and signature; send it in If-Match.")
    tool_edition: str = Field(description="Edition of the tool the case is assessed with.")
    tool_title: str = Field(description="That edition's title.")
    status: AssessmentStatus = Field(description="unsigned, signed, returned or countersigned.")
    author: str | None = Field(description="Who signed it; until then, who began it.")
    countersigner: str | None = Field(description="Who countersigned it, if anybody has.")
    sections: list[SectionRead] = Field(description="Every section, in the tool's order.")
    missing: list[ReasonRead] = Field(description="Each required question not answered yet.")
    cleared: list[str] = Field(
        default=[],
        description="Questions whose answers this saving cleared: what they depended on changed.",
    )
    signatures: list[SignatureRead] = Field(description="Every signature and return, in order.")
