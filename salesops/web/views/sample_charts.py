"""One chart of each kind with the figures of the design, for the components page."""

from decimal import Decimal
from types import SimpleNamespace

from salesops.web.charts.figures import (
    Bullet,
    Column,
    Columns,
    DivergingBar,
    Funnel,
    Histogram,
    Line,
    LineBand,
    Mark,
    Point,
    Sparkline,
    StackedBar,
    Waterfall,
)
from salesops.web.templatetags.formats import money_short, money_signed

K = Decimal(1000)


def money_mark(label: str, thousands: int, *, tone: str = "", note: str = "", current: bool = False) -> Mark:
    return Mark(label, thousands * K, money_short(thousands * K), "?rows=1", tone, note, current)


def change_mark(label: str, thousands: int, deals: int, *, tone: str = "", current: bool = False) -> Mark:
    return Mark(label, thousands * K, money_signed(thousands * K), "?rows=1", tone, f"{deals} deals", current)


def all_charts() -> SimpleNamespace:
    return SimpleNamespace(
        sparkline=sparkline(),
        bullet=bullet(),
        stacked=stacked(),
        progress=progress(),
        columns=columns(),
        diverging=diverging(),
        waterfall=sample_waterfall(),
        funnel=funnel(),
        histogram=histogram(),
        line_band=line_band(),
    )


def sparkline() -> Sparkline:
    marks = tuple(Mark(f"w{n}", Decimal(v), str(v)) for n, v in enumerate((180, 192, 214, 220, 236, 244, 244, 248), 1))
    return Sparkline("Forecast", "USD", "8 weeks", "From $180K to $248K in eight weeks", marks)


def bullet() -> Bullet:
    mark = Mark("Won", Decimal("0.47"), "47%", "?rows=1", "won")
    return Bullet(
        "Attainment",
        "%",
        "of quota",
        "47% of quota, 53% of the quarter gone",
        (mark,),
        True,
        Decimal("0.53"),
        "even pace",
    )


def stacked() -> StackedBar:
    marks = (
        money_mark("Won", 156, tone="won"),
        money_mark("Commit", 84, tone="commit"),
        money_mark("Upside", 60, tone="upside"),
    )
    sentence = "Won $156K, commit $84K, upside $60K against quota $250K"
    return StackedBar("Path to quota", "USD", "FY26 Q4", sentence, marks, True, 250 * K, "quota $250K")


def progress() -> StackedBar:
    parts = (("Ready", 12311, "good"), ("Ready with a change", 142, "warn"), ("Need you", 27, "bad"))
    marks = tuple(Mark(label, Decimal(n), f"{n:,}", tone=tone) for label, n, tone in parts)
    return StackedBar("Rows", "", "12,480 rows", "12,311 ready, 142 ready with a change, 27 need you", marks)


def columns() -> Columns:
    months = (("Oct", 210, 64, 300), ("Nov", 180, 40, 300), ("Dec", 0, 0, 320))
    found = tuple(
        Column(
            month,
            (money_mark("New", new, tone="won"), money_mark("Expansion", grown, tone="commit")),
            plan * K,
            f"plan {money_short(plan * K)}",
        )
        for month, new, grown, plan in months
    )
    legend = (("New", "won"), ("Expansion", "commit"))
    return Columns("Bookings by month", "USD", "FY26 Q4", "$494K booked of $920K planned.", (), True, found, legend)


def diverging() -> DivergingBar:
    found = (("West", 38), ("Central", 44), ("East", -28), ("Strategic", -12))
    marks = tuple(change_mark(label, value, 4) for label, value in found)
    return DivergingBar("Forecast over projection", "USD", "by region", "Central sits $44K over its projection", marks)


def sample_waterfall() -> Waterfall:
    marks = (
        change_mark("Created", 462, 48),
        change_mark("Pulled into an earlier quarter", 110, 8),
        change_mark("Slipped in from a past quarter", 24, 4),
        change_mark("Grew", 82, 14),
        change_mark("Shrank", -76, 11),
        change_mark("Pushed out", -258, 22, current=True),
        change_mark("Lost", -246, 31),
        change_mark("Won", -588, 43, tone="won"),
        change_mark("Reopened", 4, 2),
        change_mark("Removed", -10, 1),
    )
    sentence = "Won deals explain most of it; pushed deals need a conversation. Adds up to the dollar."
    return Waterfall(
        "Pipeline change",
        "USD",
        "West, Oct 1 to Nov 19",
        sentence,
        marks,
        True,
        money_mark("Start", 1790, note="Oct 1"),
        money_mark("Open now", 1294, note="Nov 19"),
        "Other",
        "?rows=other",
    )


def funnel() -> Funnel:
    stages = (
        ("Discovery", 354, ""),
        ("Solution fit", 231, "65% pass"),
        ("Proposal", 158, "68% pass"),
        ("Negotiation", 119, "75% pass"),
    )
    marks = tuple(Mark(label, Decimal(n), str(n), "?rows=1", note=note) for label, n, note in stages)
    won = Mark("Won", Decimal(97), "97", "?rows=1", "won", "82% pass")
    return Funnel(
        "Stage conversion", "", "deals decided this quarter", "97 of 354 decided deals were won", (*marks, won)
    )


def histogram() -> Histogram:
    classes = (("under 25%", 2), ("25–50", 5), ("50–75", 9), ("75–100", 14), ("100–125", 21), ("over 125%", 9))
    marks = tuple(
        Mark(label, Decimal(n), str(n), "?rows=1", "won" if k > 3 else "") for k, (label, n) in enumerate(classes)
    )
    return Histogram(
        "Attainment spread",
        "",
        "60 quota carriers",
        "Half the carriers are at or above quota",
        marks,
        True,
        4,
        "30 of 60 at or above quota",
    )


def line_band() -> LineBand:
    weekly = (0, 43, 78, 115, 134, 134, 148, 156)
    won = tuple(
        Point(n / 13, v * K, label=f"w{n}", text=money_short(v * K), rows_url="?rows=1") for n, v in enumerate(weekly)
    )
    likely = (Point(7 / 13, 156 * K, 156 * K, 156 * K), Point(1, 238 * K, 212 * K, 262 * K, "w13", "$238K"))
    lines = (
        Line(
            "Even pace", "target", (Point(0, Decimal(0)), Point(1, 250 * K, label="end", text="$250K")), "Quota $250K"
        ),
        Line("Projection", "likely", likely, "$238K likely"),
        Line("Won", "solid", won, "$156K won"),
    )
    ticks = ((0.0, "Oct 1"), (0.34, "Nov"), (0.67, "Dec"), (1.0, "Dec 31"))
    sentence = "$156K won; the quarter likely ends at $238K, between $212K and $262K"
    return LineBand("Quarter to date", "USD", "week 8 of 13", sentence, (), True, lines, ticks)
