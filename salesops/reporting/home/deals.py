"""What to do next about open deals, which to ask about, and what moved."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pipeline.queries.categories import category_labels
from pipeline.queries.inspection import Changed, OpenDeal, changed_since, open_deals
from pipeline.rules.doubts import doubt_of
from pipeline.rules.moves import Move, move_of
from pipeline.templatetags.deals import doubt as doubt_words
from salesops.kernel.moments import local_day
from salesops.reporting.home.record import WEEK, Home
from salesops.web.templatetags.formats import day, days, money_short

WEIGHT = {"passed": 60, "often_pushed": 50, "no_step": 30, "quiet": 20, "pushed": 0}


@dataclass(frozen=True)
class Line:
    """One deal of a list: what about it, and the one thing to act on. tone: bad, warn or ""."""

    title: str
    about: str
    url: str
    tag: str
    tone: str
    icon: str = "list"
    weight: int = 0


def deal_url(uid: object) -> str:
    try:
        return reverse("pipeline:deal", kwargs={"uid": uid})
    except NoReverseMatch:
        return ""


def next_up(home: Home, deals: list[OpenDeal]) -> list[Line]:
    """What a rep has to do, the most pressing first: dates that passed, steps that are due, deals without one."""
    return sorted(tasks(home, deals), key=lambda line: -line.weight)


def tasks(home: Home, deals: list[OpenDeal]) -> list[Line]:
    """One a deal at most. With a tone it needs somebody today; without, it comes up in the next days."""
    return [line for deal in deals if (line := _task(home, deal))]


def _task(home: Home, deal: OpenDeal) -> Line | None:
    today, about = home.today, _about(deal.name, deal.amount, home)
    url = deal_url(deal.uid)
    if deal.next_step and deal.next_step_date and deal.next_step_date <= today + WEEK:
        tag, tone = due(deal.next_step_date, today)
        return Line(deal.next_step, about, url, tag, tone, "phone", 300 - (deal.next_step_date - today).days)
    if deal.close_date and deal.close_date < today:
        words = _("%(deal)s · passed on %(day)s") % {"deal": deal.name, "day": day(deal.close_date)}
        late = (today - deal.close_date).days
        return Line(_("Confirm the close date"), words, url, overdue(late), "bad", "calendar", 200 + min(late, 99))
    if not deal.next_step:
        return Line(_("Add a next step"), about, url, _("No next step"), "warn", "list", 100)
    return None


def due(on: date, today: date) -> tuple[str, str]:
    if on < today:
        return overdue((today - on).days), "bad"
    return (_("Today"), "warn") if on == today else (day(on), "")


def overdue(late: int) -> str:
    return _("Overdue %(days)s") % {"days": days(late)}


def ask_about(home: Home, deals: list[OpenDeal]) -> list[Line]:
    """Deals a manager should ask about, commit first: one reason each, the gravest."""
    labels = category_labels()
    found = []
    for deal in deals:
        doubt = doubt_of(
            close_date=deal.close_date,
            today=home.today,
            pushes=deal.pushes,
            next_step=deal.next_step,
            quiet_days=quiet_days(home, deal),
        )
        if doubt:
            parts = (
                deal.owner,
                money_short(deal.amount, home.currency) if deal.amount is not None else "",
                labels.get(deal.category, ""),
            )
            about = " · ".join(part for part in parts if part)
            weight = WEIGHT[doubt.kind] + min(doubt.number, 9) + {"commit": 40, "upside": 20}.get(deal.category, 0)
            tone = "bad" if doubt.is_grave else "warn"
            found.append(Line(deal.name, about, deal_url(deal.uid), doubt_words(doubt), tone, weight=weight))
    return sorted(found, key=lambda line: -line.weight)


def quiet_days(home: Home, deal: OpenDeal) -> int:
    """Days since the last activity, or since the deal was created."""
    last = deal.last_activity_at or deal.created_at
    return (home.today - local_day(last, home.question.ground.zone)).days


def _about(name: str, amount: Decimal | None, home: Home) -> str:
    return name if amount is None else f"{name} · {money_short(amount, home.currency)}"


@dataclass(frozen=True)
class Moved:
    title: str
    about: str
    url: str
    money: Decimal


SENTENCES = {
    "won": gettext_lazy("%(deal)s was won"),
    "lost": gettext_lazy("%(deal)s was lost"),
    "created": gettext_lazy("%(deal)s came in"),
    "reopened": gettext_lazy("%(deal)s was reopened"),
    "pushed_out": gettext_lazy("%(deal)s was pushed out"),
    "pulled_in": gettext_lazy("%(deal)s was pulled in"),
    "raised": gettext_lazy("%(deal)s moved to %(category)s"),
    "lowered": gettext_lazy("%(deal)s fell to %(category)s"),
    "grew": gettext_lazy("%(deal)s grew"),
    "shrank": gettext_lazy("%(deal)s shrank"),
    "moved": gettext_lazy("%(deal)s changed its close date"),
}


def what_moved(home: Home) -> tuple[list[Moved], Decimal]:
    """The changes of the last seven days for the period, the largest first, and what they add up to."""
    since = home.moment - timedelta(days=7)
    start, end = home.period.start, home.period.end
    pairs = [
        (deal, move)
        for deal in changed_since(home.question.ask(), since)
        if (move := move_of(deal.before, deal.after, start=start, end=end)) and move.money
    ]
    pairs.sort(key=lambda pair: -abs(pair[1].money))
    labels = category_labels()
    return [_moved(home, deal, move, labels) for deal, move in pairs], sum(
        (move.money for _deal, move in pairs), Decimal(0)
    )


def _moved(home: Home, deal: Changed, move: Move, labels: dict[str, str]) -> Moved:
    category = labels.get(deal.after.category or "", "")
    title = str(SENTENCES[move.kind]) % {"deal": deal.name, "category": category.lower()}
    parts = [deal.owner, _then_and_now(home, deal, move)]
    return Moved(title, " · ".join(part for part in parts if part), deal_url(deal.uid), move.money)


def _then_and_now(home: Home, deal: Changed, move: Move) -> str:
    now = deal.after.amount
    before = deal.before.amount if deal.before else None
    if move.kind in ("grew", "shrank") and before is not None and now is not None:
        return f"{money_short(before, home.currency)} → {money_short(now, home.currency)}"
    if move.kind in ("pushed_out", "pulled_in") and deal.after.close_date:
        return _("closes %(day)s") % {"day": day(deal.after.close_date)}
    return "" if now is None else money_short(now, home.currency)


def manager_deals(home: Home) -> list[OpenDeal]:
    return open_deals(home.question.ask(), closing_by=home.period.end, by_weight=True)


def own_deals(home: Home) -> list[OpenDeal]:
    """Read once a page."""
    return home.once("own_deals", lambda: open_deals(home.question.ask()))
