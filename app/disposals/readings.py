"""The options of a case as they stand today: asked, journalled, and not stored."""

from app.cases import queries as cases
from app.cases.actions import journal_case
from app.cases.readings import turning_18
from app.disposals import facts as facts_of
from app.disposals.schemas import OptionRead, OptionsRead
from app.journal.tables import JournalCategory
from app.transaction import Transaction
from panel_protocol.rules.options import Option


async def options(tx: Transaction, case_id: str) -> OptionsRead:
    """Every disposal today for this child, with reasons and consequences."""
    case = await cases.case(tx, case_id)
    asked = await facts_of.of_case(tx, case)
    facts_of.refuse_held(tx, asked)
    await journal_case(tx, case, JournalCategory.CONSULTATION, "read_options")
    return OptionsRead(
        case_id=case.id,
        on=tx.today,
        edition=tx.edition,
        gravity=case.gravity,
        turning_18=turning_18(tx, asked.facts.date_of_birth, tx.today),
        options=[option_read(option) for option in facts_of.all_options(tx, asked, tx.today)],
    )


def option_read(option: Option) -> OptionRead:
    return OptionRead.model_validate(option)
