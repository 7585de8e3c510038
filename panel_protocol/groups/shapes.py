"""The shapes a value may have, beside bool, int and str."""

from collections.abc import Mapping
from typing import Any

Words = tuple[str, ...]
Table = Mapping[str, Any]
