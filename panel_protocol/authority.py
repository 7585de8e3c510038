"""What stands behind a value: its kind, its grade of evidence, whose matrix it is."""

from enum import StrEnum


class Kind(StrEnum):
    """What stands behind a parameter: the law, the partnership's own choice, or a stand-in."""

    LAW = "law"
    LOCAL_DEFAULT = "local_default"
    ILLUSTRATIVE = "illustrative"


class Grade(StrEnum):
    """A statute or official code read in full, B official page read in part, C local or
    secondary, INF our inference, local the partnership's own choice."""

    A = "A"
    B = "B"
    C = "C"
    INFERENCE = "INF"
    LOCAL = "local"


class MatrixStatus(StrEnum):
    ILLUSTRATIVE = "illustrative"
    FORCE = "force"
