"""Every component in every state on one page, for the people who build and check screens."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from salesops.kernel.errors import Forbidden
from salesops.web.period import Choice, PeriodPicker, Year
from salesops.web.templatetags.shell import avatar, category
from salesops.web.views import sample_charts

VERB = "components.see"


@require_safe
def components_page(request: HttpRequest) -> HttpResponse:
    if not request.user.may(VERB):  # type: ignore[union-attr]
        raise Forbidden
    return render(request, "web/components.html", sample_context())


class SampleForm(forms.Form):
    """The three fields of the design: one filled, one with a hint, one refused."""

    amount = forms.CharField(label="Amount", widget=forms.TextInput(attrs={"class": "number"}))
    close_date = forms.CharField(label="Close date", help_text="Type “fri”, “+2w” or “end of quarter”")
    next_step = forms.CharField(
        label="Next step", error_messages={"required": "Commit deals need a next step. Say who does what by when."}
    )


def sample_context() -> dict[str, Any]:
    return {
        "period_picker": sample_period(),
        "as_of_control": None,
        "table": sample_table(),
        "empty_table": empty_table(),
        "filtered_table": filtered_table(),
        "views": sample_views(),
        "density": "",
        "form": SampleForm({"amount": "36,800", "close_date": "Dec 4, 2026", "next_step": ""}, auto_id="sample_%s"),
        "conflict": sample_conflict(),
        "job": sample_job(running=True),
        "failed_job": sample_job(running=False),
        "problem": SimpleNamespace(
            title="Something went wrong on our side",
            detail="The list was not loaded. Try again.",
            fields={},
            status=500,
        ),
        "people": [
            SimpleNamespace(value="1", label="Priya Raman", note="West"),
            SimpleNamespace(value="2", label="Jonah Becker", note="East"),
        ],
        "charts": sample_charts.all_charts(),
        "money": Decimal("1029750.40"),
        "change": Decimal(36000),
        "share": Decimal("0.832"),
        "day": date(2026, 11, 19),
        "moment": datetime(2025, 11, 19, 14, 2, tzinfo=UTC),
    }


def sample_period() -> PeriodPicker:
    spans = ("Jan–Mar", "Apr–Jun", "Jul–Sep", "Oct–Dec")
    years = tuple(
        Year(
            f"FY{year}",
            tuple(
                Choice(f"Q{n}", span, f"?period=fy{year}-q{n}", (year, n) == (26, 4)) for n, span in enumerate(spans, 1)
            ),
        )
        for year in (26, 27)
    )
    return PeriodPicker("FY26 Q4", "Oct 1 – Dec 31", years, "?period=fy26-q3", "?period=fy27-q1")


DEALS = (
    ("Tallgrass Robotics", "Mei-Lin Chao", "$37K", "commit", "Commit", "Contract", "", "Nov 25", "good", "92"),
    ("Verity Labs", "Andre Thompson", "$32K", "commit", "Commit", "Negotiation", "Nov 27", "Dec 11", "warn", "48"),
    ("Halcyon Freight", "Mei-Lin Chao", "$26K", "upside", "Upside", "Proposal", "", "Dec 12", "bad", "31"),
    (
        "Bluewater Marine",
        "Sofia Lindqvist",
        "$17K",
        "pipeline",
        "Pipeline",
        "Solution fit",
        "Dec 30",
        "Dec 16",
        "bad",
        "44",
    ),
)


def sample_columns() -> list[SimpleNamespace]:
    heads = (
        ("deal", "Deal", ""),
        ("amount", "Amount", "end"),
        ("category", "Category", ""),
        ("stage", "Stage", ""),
        ("close", "Close", ""),
        ("score", "Score", "end"),
    )
    return [
        SimpleNamespace(
            key=key,
            label=label,
            unit="",
            align=align,
            sort_url=f"?ordering={key}",
            aria_sort="descending" if key == "amount" else "",
        )
        for key, label, align in heads
    ]


def sample_table() -> SimpleNamespace:
    columns = sample_columns()
    rows = [sample_row(number, deal, columns) for number, deal in enumerate(DEALS)]
    totals = [
        SimpleNamespace(column=c, text={"deal": "4 of 101 deals", "amount": "$112K"}.get(c.key, "")) for c in columns
    ]
    return SimpleNamespace(
        key="deals",
        caption="Deals",
        phone_form="read",
        columns=columns,
        rows=rows,
        totals=totals,
        empty=None,
        page=SimpleNamespace(
            first=1, last=4, total_text="10,000+", exact_url="?count=exact", next_url="?cursor=n", previous_url=""
        ),
        chips=sample_chips(),
        filter_fields=sample_filters(),
        kept=[],
        clear_url="?",
        export_urls={"csv": "?format=csv"},
        bulk_actions=[SimpleNamespace(key="owner", label="Change owner", url="/components")],
    )


def sample_row(number: int, deal: tuple[str, ...], columns: list[SimpleNamespace]) -> SimpleNamespace:
    name, owner, amount, key, label, stage, was, close, tone, score = deal
    html = {
        "deal": format_html('<span class="row">{}<bdi>{}</bdi></span>', avatar(owner), name),
        "amount": format_html('<span class="medium">{}</span>', amount),
        "category": category(key, label),
        "close": format_html('<del class="was">{}</del>{}', was, close) if was else close,
        "score": format_html('<span class="tag {}">{}</span>', tone, score),
    }
    text = {"deal": name, "stage": stage}
    cells = [SimpleNamespace(column=c, text=text.get(c.key, ""), html=html.get(c.key, ""), url=None) for c in columns]
    return SimpleNamespace(id=f"sample-{number}", url=f"?sel={number}", cells=cells)


def sample_chips() -> list[SimpleNamespace]:
    asked = (("team", "Team", "West"), ("changed", "Changed since", "Nov 12"), ("amount", "Amount", "over $5K"))
    return [SimpleNamespace(key=k, label=label, operator="", value=v, remove_url="?") for k, label, v in asked]


def sample_filters() -> list[SimpleNamespace]:
    stages = [("proposal", "Proposal"), ("negotiation", "Negotiation")]
    return [
        SimpleNamespace(
            key="stage",
            label="Stage",
            kind="choice",
            parameters=["stage"],
            values={"stage": ["proposal"]},
            choices=stages,
        ),
        SimpleNamespace(
            key="amount", label="Amount", kind="money", parameters=["amount_min", "amount_max"], values={}, choices=[]
        ),
        SimpleNamespace(key="name", label="Name", kind="text", parameters=["name"], values={}, choices=[]),
    ]


def bare_table(key: str, caption: str, empty: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(
        key=key,
        caption=caption,
        phone_form="read",
        columns=[],
        rows=[],
        totals=[],
        empty=empty,
        page=None,
        chips=[],
        filter_fields=[],
        kept=[],
        clear_url="?",
        export_urls={},
        bulk_actions=[],
    )


def empty_table() -> SimpleNamespace:
    sentence = "Risk appears here when a commit deal goes quiet, slips or loses its sponsor."
    empty = SimpleNamespace(
        title="No deal in commit is at risk", sentence=sentence, action="See all commit deals", url="?"
    )
    return bare_table("risk", "Commit at risk", empty)


def filtered_table() -> SimpleNamespace:
    empty = SimpleNamespace(title="Nothing matches these filters", sentence="", action="Clear filters", url="?")
    return bare_table("filtered", "Filtered deals", empty)


def sample_views() -> list[SimpleNamespace]:
    named = (("All open", 101), ("Changed this week", 12), ("Commit at risk", 3), ("Pushed twice", 7))
    return [SimpleNamespace(label=label, url=f"?tab={n}", count=n, is_current=n == 12) for label, n in named]


def sample_conflict() -> SimpleNamespace:
    row = SimpleNamespace(label="close date", was="Dec 11", theirs="Dec 18", mine="Dec 4")
    return SimpleNamespace(
        who="Priya",
        when=datetime(2026, 11, 19, 14, 2, tzinfo=UTC),
        noun="this deal",
        rows=[row],
        keep_url="?",
        action="/components",
        hidden=[("version", "7")],
    )


def sample_job(*, running: bool) -> SimpleNamespace:
    if running:
        return SimpleNamespace(
            id="running",
            label="Rebalancing territories",
            percent=64,
            left="about 40 s left",
            running=True,
            failed=False,
            sentence="Best spread so far ±7.5%",
            result_url="",
        )
    return SimpleNamespace(
        id="failed",
        label="Import of deals",
        percent=0,
        left="",
        running=False,
        failed=True,
        sentence="Stopped: the file ends in row 402",
        result_url="?",
        result_label="See what was read",
    )
