"""The panels that reporting itself puts on home pages."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from pipeline.queries.categories import category_labels
from pipeline.queries.inspection import MOST
from salesops.jobs.access import visible_to
from salesops.jobs.queries import given_up, newest
from salesops.jobs.views.shown import shown as job_shown
from salesops.kernel.metrics import METRICS
from salesops.kernel.moments import local_day
from salesops.kernel.results import Result
from salesops.reporting.access import VERB
from salesops.reporting.evaluate import parts, total
from salesops.reporting.home.deals import (
    ask_about,
    deal_url,
    manager_deals,
    next_up,
    own_deals,
    quiet_days,
    what_moved,
)
from salesops.reporting.home.pace import pace_panel
from salesops.reporting.home.quality import WEEKS, check_lines, checked_at
from salesops.reporting.home.record import Home
from salesops.reporting.home.sentences import imports_to_decide
from salesops.reporting.home.team import members
from salesops.reporting.home.team_forecasts import called
from salesops.reporting.rows import rows
from salesops.reporting.sources import shown
from salesops.reporting.words import rows_url
from salesops.web.charts.figures import Mark, StackedBar
from salesops.web.panels import Panel, panels
from salesops.web.requests import with_parameters
from salesops.web.templatetags.formats import money_short

SHOWN = 6
TROUBLED = 3
MOST_MOVES = 60
OPEN_SHOWN = 8


def declare() -> None:
    for panel in DECLARED:
        panels.register(panel.key, panel)


def _page(template: str, request: HttpRequest, home: Home | User, **context: Any) -> SafeString:
    return SafeString(render_to_string(f"reporting/{template}", {"home": home, **context}, request))


def sells(user: Any, home: Home) -> bool:
    return user.may(VERB) and home.kind == "rep"


def leads(user: Any, home: Home) -> bool:
    return user.may(VERB) and home.leads_people


def oversees(user: Any, home: Home) -> bool:
    """Who leads people, and who looks at the company without leading anybody, as finance does."""
    return user.may(VERB) and home.kind != "rep"


def operates(user: Any, home: Home) -> bool:
    return user.may(VERB) and home.kind == "operations"


def sees_figures_alone(user: Any, home: Home) -> bool:
    return user.may(VERB) and not leads_a_team(user, home)


def leads_a_team(user: Any, home: Home) -> bool:
    return user.may(VERB) and home.kind in ("manager", "vp")


def sees_jobs(user: Any, home: Home) -> bool:
    return home.kind == "operations" and user.may("jobs.see")


def keeps_jobs(user: Any, person: Any) -> bool:
    return user.may("jobs.see")


def pace(request: HttpRequest, home: Home) -> SafeString:
    return _page("_pace.html", request, home, **pace_panel(home))


def next_steps(request: HttpRequest, home: Home) -> SafeString:
    lines = next_up(home, own_deals(home))
    return _page(
        "_next_up.html",
        request,
        home,
        lines=lines[:SHOWN],
        rest=lines[SHOWN:],
        all_url=own_deals_url(home) if len(own_deals(home)) == MOST else "",
    )


def my_deals(request: HttpRequest, home: Home) -> SafeString:
    labels = category_labels()
    closing = [deal for deal in own_deals(home) if deal.close_date is None or deal.close_date < home.period.end]
    found = [
        {
            "deal": deal,
            "url": deal_url(deal.uid),
            "category": labels.get(deal.category, ""),
            "late": bool(deal.close_date and deal.close_date < home.today),
            "quiet": quiet_days(home, deal),
            "stood": (home.today - local_day(deal.stay_from, home.question.ground.zone)).days,
        }
        for deal in closing[:OPEN_SHOWN]
    ]
    return _page(
        "_my_deals.html",
        request,
        home,
        deals=found,
        rest=len(closing) - len(found),
        is_more=len(own_deals(home)) == MOST,
        all_url=own_deals_url(home),
    )


def own_deals_url(home: Home) -> str:
    owner = str(home.asked.node.uid) if home.asked.node else "me"
    return with_parameters(reverse("pipeline:deals"), QueryDict(), owner=owner, as_of=home.params.get("as_of"))


def team(request: HttpRequest, home: Home) -> SafeString:
    labels = category_labels()
    if home.forecasts:
        lines = called(home, home.forecasts)
        shown = {"lines": lines, "labels": labels, "has_weeks": any(line.weeks for line in lines)}
        kinds = home.forecasts.types[0].name.lower() if len(home.forecasts.types) > 1 else ""
        return _page("_team_forecasts.html", request, home, kinds=kinds, **shown)
    return _page("_team.html", request, home, members=members(home), labels=labels)


def asking(request: HttpRequest, home: Home) -> SafeString:
    lines = ask_about(home, manager_deals(home))
    return _page("_asking.html", request, home, lines=lines[:SHOWN], rest=lines[SHOWN:])


def moved(request: HttpRequest, home: Home) -> SafeString:
    found, total = what_moved(home)
    return _page(
        "_moved.html",
        request,
        home,
        moves=found[:SHOWN],
        rest=found[SHOWN:MOST_MOVES],
        total=total,
        more=max(0, len(found) - MOST_MOVES),
    )


def mix(request: HttpRequest, home: Home) -> SafeString:
    """Open pipeline by category, for the period and beside it what is in none."""
    found = [part for part in parts("open_pipeline", home.question, "category") if part.n]
    words = category_labels()
    order = list(words)
    found.sort(key=lambda part: order.index(part.group[0]) if part.group[0] in order else len(order))
    marks = tuple(_mark(home, part, words) for part in found)
    said = ", ".join(f"{mark.label} {mark.text}" for mark in marks)
    bar = StackedBar("Open pipeline", home.currency, home.period.label, said, marks)
    return _page(
        "_mix.html",
        request,
        home,
        marks=marks,
        bar=bar,
        total=total("open_pipeline", home.question),
        excluded_url=rows_url("open_pipeline", home.params, "excluded"),
        total_url=rows_url("open_pipeline", home.params),
    )


def _mark(home: Home, part: Result, words: Any) -> Mark:
    key = part.group[0]
    value = part.value or 0
    return Mark(
        words.get(key or "", "–"),
        value,  # type: ignore[arg-type]
        money_short(value, home.currency),
        rows_url("open_pipeline", home.params, group={"category": key}),
        key or "neutral",
        str(part.n),
    )


def recent(request: HttpRequest, home: Home) -> SafeString:
    """The newest rows of the figure `activities`, so that list and count speak of the same."""
    metric = METRICS["activities"]
    found = rows(metric, "num", home.question).page(0, SHOWN)
    url = rows_url("activities", home.params)
    return _page("_recent.html", request, home, activities=shown(found), url=url)


def jobs(request: HttpRequest, home: Home | User) -> SafeString:
    """Imports that wait for a decision, work that failed, then the newest; also for who sees no figures."""
    seen = visible_to(request.user)
    waiting, failed = imports_to_decide(request.user), given_up(seen)  # type: ignore[arg-type]
    files = [", ".join(file.name for file in batch.files.all() if not file.derived_from_id) for batch in waiting]
    others = newest(seen).exclude(pk__in=failed.values("pk"))
    listed = [*failed[:TROUBLED], *others[:SHOWN]][: max(SHOWN - len(waiting), TROUBLED)]
    lines = [(job, job_shown(request, job)) for job in listed]
    return _page(
        "_jobs.html",
        request,
        home,
        batches=list(zip(waiting, files, strict=True))[:SHOWN],
        jobs=lines,
        failed=failed.count(),
    )


def quality(request: HttpRequest, home: Home) -> SafeString:
    now = checked_at(home, 0)
    since = home.today - timedelta(weeks=WEEKS)
    return _page("_gaps.html", request, home, lines=check_lines(home), now=now, since=since)


DECLARED = (
    Panel("reporting.pace", "home", 10, sells, pace, width=8),
    Panel("reporting.next_up", "home", 20, sells, next_steps, width=4),
    Panel("reporting.my_deals", "home", 30, sells, my_deals, width=8),
    Panel("reporting.team", "home", 10, oversees, team, width=8),
    Panel("reporting.asking", "home", 20, leads, asking, width=4),
    Panel("reporting.moved", "home", 30, oversees, moved, width=8),
    Panel("reporting.mix", "home", 40, oversees, mix, width=4),
    Panel("reporting.quality", "home", 20, operates, quality, width=8),
    Panel("reporting.jobs", "home", 15, sees_jobs, jobs, width=4),
    Panel("reporting.front_jobs", "front", 10, keeps_jobs, jobs, width=8),
    Panel("reporting.recent", "home", 70, sees_figures_alone, recent, width=4),
    Panel("reporting.recent_wide", "home", 70, leads_a_team, recent, width=12),
)
