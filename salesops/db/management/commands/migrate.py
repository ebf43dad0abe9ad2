"""`manage.py migrate`: Django's own, in two thirds of its time on an empty database.

At every index and constraint Django draws the model and all its neighbours anew, although none of them reads another
way for it. Here the drawn model just gets one more; what the database is told is the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with without_drawing():
            super().handle(*args, **options)


@contextmanager
def without_drawing() -> Iterator[None]:
    before = ProjectState._append_option  # type: ignore[attr-defined]
    ProjectState._append_option = _append  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._append_option = before  # type: ignore[attr-defined]


def _append(state: ProjectState, app_label: str, model_name: str, option: str, item: Any) -> None:
    """One more index or constraint in the plan, and on the model if that is drawn already."""
    planned = state.models[app_label, model_name].options
    planned[option] = [*planned[option], item]
    # `hasattr` would draw them all.
    if "apps" in vars(state):
        drawn = state.apps.get_model(app_label, model_name)._meta
        setattr(drawn, option, [*getattr(drawn, option), item])
