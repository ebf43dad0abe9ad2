"""`manage.py migrate` draws no model anew for an index or a constraint."""

from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from salesops.db.management.commands.migrate import without_drawing


def test_a_drawn_model_stays_and_has_one_more_index_and_constraint() -> None:
    state = ProjectState()
    state.add_model(ModelState("things", "Thing", [("id", models.BigAutoField(primary_key=True))]))
    drawn, known = state.apps.get_model("things", "thing"), state.models["things", "thing"].options
    with without_drawing():
        state.add_index("things", "thing", models.Index(fields=["id"], name="thing_by_id"))
        state.add_constraint("things", "thing", models.CheckConstraint(condition=models.Q(id__gt=0), name="thing_id"))
    assert state.apps.get_model("things", "thing") is drawn
    for option, name in (("indexes", "thing_by_id"), ("constraints", "thing_id")):
        assert [item.name for item in getattr(drawn._meta, option)] == [name]
        assert [item.name for item in known[option]] == [name]
