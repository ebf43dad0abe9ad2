"""Saved views of tables: a query string under a name, as tabs over the list with how many rows each has."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from salesops.kernel.acts import record_act
from salesops.kernel.errors import Forbidden, NotFound, Refused
from salesops.web.errors import NotUnderstood
from salesops.web.models import SavedView

if TYPE_CHECKING:
    from salesops.web.tables.table import Table

# What belongs to one look at the list, not to the view: where one is in it, and the form it is answered in.
NOT_KEPT = ("cursor", "sel", "count", "view", "format", "bom")
MOST_TABS = 20


@dataclass(frozen=True)
class Tab:
    """`count` is None where the view asks for what this person may not: opening it says so. edit_url: for one's own."""

    label: str
    url: str
    count: int | None
    is_current: bool
    edit_url: str = ""


def visible_views(user: Any, table_key: str = "") -> Any:
    """One's own, and what others share; the rows behind a view stay in the reader's scope."""
    rows = SavedView.objects.filter(Q(owner=user) | Q(shared=True))
    return rows.filter(table_key=table_key) if table_key else rows


def own_view(user: Any, uid: UUID) -> SavedView:
    """To change or remove. Raises NotFound, and Forbidden for one that somebody else shares."""
    view = visible_views(user).filter(uid=uid).first()
    if view is None:
        raise NotFound()
    if view.owner_id != user.pk:
        raise Forbidden()
    return view


def save_view(*, table_key: str, name: str, query: str, shared: bool, by: Any) -> SavedView:
    """Raises Refused `view_name_taken` when this person has one of that name on that list."""
    view = SavedView(owner=by, table_key=table_key, name=name, query=kept_query(query), shared=shared)
    with transaction.atomic():
        _store(view)
        record_act("view.saved", by=by, of=view, after=_said(view))
    return view


def edit_view(view: SavedView, *, name: str, shared: bool, by: Any) -> SavedView:
    before = _said(view)
    view.name, view.shared = name, shared
    with transaction.atomic():
        _store(view)
        record_act("view.edited", by=by, of=view, before=before, after=_said(view))
    return view


def delete_view(view: SavedView, *, by: Any) -> None:
    with transaction.atomic():
        record_act("view.deleted", by=by, of=view, before=_said(view))
        view.delete()


def kept_query(query: str) -> str:
    """The part of an address that a view keeps: filters, order, columns; what a form left empty says nothing."""
    params = QueryDict(query, mutable=True)
    for name, values in list(params.lists()):
        said = [] if name in NOT_KEPT else [value for value in values if value]
        params.setlist(name, said)
    return params.urlencode()


def tabs_of(table: "Table") -> list[Tab]:
    """The whole list first, then the views by name; empty while there are none. Two queries, however many views."""
    viewer, state = table.asking.viewer, table.state
    views = list(visible_views(viewer, table.key).order_by("name", "pk")[:MOST_TABS])
    if not views:
        return []
    counts, asked = _counts(table, views), _sorted(kept_query(state.params.urlencode()))
    tabs = [Tab(_("All"), state.path, None, not asked)]
    for view in views:
        edit_url = reverse("web:edit_view", args=[view.uid]) if view.owner_id == viewer.pk else ""
        url = f"{state.path}?{view.query}" if view.query else state.path
        tabs.append(Tab(view.name, url, counts.get(view.pk), asked == _sorted(view.query) != [], edit_url))
    return tabs


def _sorted(query: str) -> list[tuple[str, list[str]]]:
    return sorted((name, sorted(values)) for name, values in QueryDict(query).lists())


def _counts(table: "Table", views: Sequence[SavedView]) -> dict[int, int]:
    """By the view's key, all in one query."""
    asked: dict[str, Any] = {}
    for view in views:
        try:
            criteria = replace(table.state, params=QueryDict(view.query)).criteria
        except NotUnderstood:
            continue
        condition = Q()
        for item, criterion in criteria:
            condition &= item.condition(criterion)
        asked[f"view_{view.pk}"] = Count("pk", filter=condition) if condition else Count("pk")
    found = table.rows.order_by().aggregate(**asked) if asked else {}
    return {int(name.removeprefix("view_")): count for name, count in found.items()}


def _store(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        sentence = _("You have a view of that name on this list.")
        raise Refused("view_name_taken", sentence, fields={"name": sentence}) from error


def _said(view: SavedView) -> dict[str, Any]:
    return {"table": view.table_key, "name": view.name, "query": view.query, "shared": view.shared}
