"""Addresses of the forecast pages: the state of a page is its address."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from forecasting.rules.figures import COMMIT, OPEN, PIPELINE, UNMAPPED, UPSIDE, WON

CELLS: dict[str, tuple[str, ...]] = {
    "won": (WON,),
    "commit": (COMMIT,),
    "upside": (UPSIDE,),
    "pipeline": (PIPELINE,),
    "unmapped": (UNMAPPED,),
    "open": OPEN,
    "won_commit": (WON, COMMIT),
    "won_upside": (WON, COMMIT, UPSIDE),
    "all": (WON, *OPEN),
    "lost": ("lost",),
    "overdue": ("overdue",),
    "undated": ("undated",),
    "omitted": ("omitted",),
    "uncounted": ("uncounted",),
}
"""What a cell is called in an address -> the buckets whose rows it holds."""


@dataclass(frozen=True)
class Address:
    """Type, period, moment and view that every link of a page keeps."""

    type: str
    period: str
    node: str = ""
    as_of: str = ""
    view: str = "single"
    expand: str | None = None
    without: str = ""

    def query(self, **more: str | None) -> str:
        pairs = {
            "type": self.type,
            "period": self.period,
            "node": self.node,
            "as_of": self.as_of,
            "view": "" if self.view == "single" else self.view,
            "without": self.without,
        }
        if self.expand is not None:
            pairs["expand"] = self.expand
        kept = {name: value for name, value in (pairs | more).items() if value or name == "expand"}
        return urlencode({name: value for name, value in kept.items() if value is not None})

    def at(self, name: str, **more: str | None) -> str:
        return f"{reverse(f'forecasting:{name}')}?{self.query(**more)}"

    def of(self, node: UUID | None) -> "Address":
        return replace(self, node=str(node) if node else "company")

    def rows(self, cell: str, node: UUID | None, part: str = "", only: str = "") -> str:
        """The page with the rows under one number. only: `missing` for those of them without a rate."""
        return self.of(node).at("rows", cell=cell, part=part, only=only, expand=None)
