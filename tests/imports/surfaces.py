"""The three ways a person or a program reads a figure: the page's own words, the REST answer, the exported file.

Each answers the same questions, so that a test asks once and compares three times. `asked` is a query string.
"""

import csv
import html
import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Any, Protocol

from django.test import Client

Asked = Mapping[str, str]
ROWS = re.compile(r"([\d,]+) rows? (?:make|are)")
TOGETHER = re.compile(r"\$([\d,.]+) together")
OF = re.compile(r"· ([\d,]+) of ([\d,]+)")
HERO = re.compile(r'class="hero">([\d,.]+)')
EXACT = re.compile(r"· \$([\d,.]+)")
LISTED = re.compile(r"–([\d,]+) of ([\d,]+)<")
ROW = re.compile(r"<tr id=.*?</tr>", re.DOTALL)
PERSON = re.compile(r"</span><bdi>([^<]+)</bdi></span></th><td")
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
NAMED = re.compile(r"<bdi>([^<]*)</bdi>")
TAG = re.compile(r"<[^>]*>")
REASON = re.compile(
    r'<span class="tag \w+">([\d,]+)</span>\s*<div class="two"><span class="medium">(.*?)</span>', re.DOTALL
)


class Surface(Protocol):
    def sides(self, metric: str, asked: Asked) -> tuple[Decimal, Decimal]:
        """Numerator and denominator of a ratio or a mean."""

    def summed(self, metric: str, asked: Asked) -> tuple[Decimal, int]:
        """The sum of the values and how many rows make it."""

    def middle(self, metric: str, asked: Asked) -> Decimal:
        """The value of a median."""

    def deals(self, status: str, asked: Asked, **cut: str) -> int:
        """How many, open or closed; `stage` by name, `undated`."""

    def count(self, what: str) -> int:
        """How many accounts or products."""

    def column(self, what: str, name: str) -> list[str]:
        """That column of the list of people or accounts, blank where nothing stands."""

    def owners(self, metric: str, asked: Asked) -> set[str]:
        """Who has rows."""

    def problems(self, value: str) -> int:
        """Rows of the import with this value in the way, before its repair."""


class Reader:
    """Signed in; asks each address once."""

    def __init__(self, client: Client, batch: str) -> None:
        self.client, self.batch, self.seen = client, batch, dict[str, Any]()

    def get(self, path: str, asked: Asked | None = None) -> Any:
        key = f"{path}?{asked or {}}"
        if key not in self.seen:
            answer = self.client.get(path, asked or {})
            assert answer.status_code == 200, (key, answer.content[:500])
            self.seen[key] = self.read(answer)
        return self.seen[key]

    def read(self, answer: Any) -> Any:
        raise NotImplementedError


def number(text: str) -> int:
    return int(text.replace(",", ""))


def money(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def found(pattern: re.Pattern[str], page: str) -> re.Match[str]:
    match = pattern.search(page)
    assert match, f"{pattern.pattern} is not on the page"
    return match


class Page(Reader):
    def read(self, answer: Any) -> str:
        return str(answer.content.decode())

    def sides(self, metric: str, asked: Asked) -> tuple[Decimal, Decimal]:
        above, below = found(OF, self.get(f"/metrics/{metric}", asked)).groups()
        return money(above), money(below)

    def summed(self, metric: str, asked: Asked) -> tuple[Decimal, int]:
        page = self.get(f"/metrics/{metric}/rows", asked)
        together = TOGETHER.search(page)
        return money(together[1]) if together else Decimal(0), number(found(ROWS, page)[1])

    def middle(self, metric: str, asked: Asked) -> Decimal:
        page = self.get(f"/metrics/{metric}", asked)
        return money((EXACT.search(page) or found(HERO, page))[1])

    def deals(self, status: str, asked: Asked, **cut: str) -> int:
        return number(found(LISTED, self.get("/deals", deal_list(status, asked, cut)))[2])

    def count(self, what: str) -> int:
        return number(found(LISTED, self.get(f"/{what}"))[2])

    def column(self, what: str, name: str) -> list[str]:
        page = self.get(f"/{what}", {"cols": f"name,{name}", "page_size": "200"})
        cells = [CELL.findall(row)[-1] for row in ROW.findall(page)]
        assert len(cells) == number(found(LISTED, page)[2])
        words = [name[1] if (name := NAMED.search(cell)) else TAG.sub("", cell) for cell in cells]
        return ["" if said.startswith("–") else html.unescape(said).strip() for said in words]

    def owners(self, metric: str, asked: Asked) -> set[str]:
        return {html.unescape(name) for name in PERSON.findall(self.get(f"/metrics/{metric}", asked))}

    @cached_property
    def reasons(self) -> list[tuple[str, str]]:
        return [(rows, html.unescape(words)) for rows, words in REASON.findall(self.get(f"/imports/{self.batch}"))]

    def problems(self, value: str) -> int:
        return sum(number(rows) for rows, words in self.reasons if f"“{value}”" in words)


class Rest(Reader):
    def read(self, answer: Any) -> Any:
        return answer.json()

    @cached_property
    def stages(self) -> dict[str, str]:
        processes = self.get("/api/v1/processes")["results"]
        return {stage["name"]: stage["id"] for process in processes for stage in process["stages"]}

    def value(self, metric: str, asked: Asked) -> Any:
        return self.get(f"/api/v1/metrics/{metric}/value", asked)

    def sides(self, metric: str, asked: Asked) -> tuple[Decimal, Decimal]:
        said = self.value(metric, asked)
        return Decimal(said["numerator"]), Decimal(said["denominator"])

    def summed(self, metric: str, asked: Asked) -> tuple[Decimal, int]:
        said = self.value(metric, asked)
        return Decimal(said["value"]), said["n"]

    def middle(self, metric: str, asked: Asked) -> Decimal:
        return Decimal(self.value(metric, asked)["value"])

    def deals(self, status: str, asked: Asked, **cut: str) -> int:
        more = {"close_date_empty": "1"} if "undated" in cut else {}
        if "stage" in cut:
            more["stage"] = self.stages[cut["stage"]]
        statuses = ["open"] if status == "open" else ["won", "lost"]
        query = {**asked, **more, "status": statuses, "count": "exact", "page_size": "1"}
        return int(self.get("/api/v1/opportunities", query)["count"])

    def count(self, what: str) -> int:
        return int(self.get(f"/api/v1/{REST_LISTS[what]}", {"count": "exact"})["count"])

    def column(self, what: str, name: str) -> list[str]:
        said = self.get(f"/api/v1/{REST_LISTS[what]}", {"page_size": "200"})
        assert said["next"] is None
        return [row[REST_FIELDS[name]] or "" for row in said["results"]]

    def owners(self, metric: str, asked: Asked) -> set[str]:
        parts = self.value(metric, {**asked, "dims": "owner"})["parts"]
        return {part["group"][0]["label"] for part in parts}

    @cached_property
    def listed(self) -> list[str]:
        listed: list[str] = []
        address: str | None = f"/api/v1/imports/{self.batch}/problems?page_size=200"
        while address:
            said = self.get(address)
            listed += [problem["value"] for problem in said["results"]]
            address = said["next"]
        return listed

    def problems(self, value: str) -> int:
        return self.listed.count(value)


REST_LISTS = {"accounts": "customers", "products": "products", "people": "people"}
REST_FIELDS = {"name": "name", "team": "team_name", "manager": "manager_name", "parent": "parent"}


class File(Reader):
    def read(self, answer: Any) -> list[dict[str, str]]:
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    def rows(self, metric: str, part: str, asked: Asked) -> Sequence[Mapping[str, str]]:
        return list(self.get(f"/metrics/{metric}/rows", {**asked, "part": part, "format": "csv"}))

    def sides(self, metric: str, asked: Asked) -> tuple[Decimal, Decimal]:
        """The page's own file has the months of a year: those of the period add up to it."""
        months = self.get(f"/metrics/{metric}", {**asked, "format": "csv"})
        inside = [month for month in months if asked["from"][:7] <= month["period"] < asked["to"][:7]]
        above, below = ([Decimal(month[side] or 0) for month in inside] for side in ("numerator", "denominator"))
        return sum(above, Decimal(0)), sum(below, Decimal(0))

    def summed(self, metric: str, asked: Asked) -> tuple[Decimal, int]:
        rows = self.rows(metric, "num", asked)
        return sum((Decimal(row["value"]) for row in rows), Decimal(0)), len(rows)

    def middle(self, metric: str, asked: Asked) -> Decimal:
        return median(Decimal(row["value"]) for row in self.rows(metric, "num", asked))

    def deals(self, status: str, asked: Asked, **cut: str) -> int:
        return len(self.get("/deals", deal_list(status, asked, cut) | {"format": "csv"}))

    def count(self, what: str) -> int:
        return len(self.get(f"/{what}", {"format": "csv"}))

    def column(self, what: str, name: str) -> list[str]:
        rows = self.get(f"/{what}", {"cols": f"name,{name}", "format": "csv"})
        return [list(row.values())[-1] for row in rows]

    def owners(self, metric: str, asked: Asked) -> set[str]:
        return {row["owner"] for row in self.rows(metric, "num", asked)}

    @cached_property
    def reasons(self) -> list[str]:
        answer = self.client.get(f"/imports/{self.batch}/errors.csv")
        return [line[-1] for line in csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())) if line]

    def problems(self, value: str) -> int:
        return sum(f"“{value}”" in words for words in self.reasons)


def deal_list(status: str, asked: Asked, cut: Mapping[str, str]) -> dict[str, str]:
    more = {"close_empty": "1"} if "undated" in cut else {}
    return {**asked, **more, "tab": status, **({"stage": cut["stage"]} if "stage" in cut else {})}
