"""The forms by which a version of a process is published: its name, and a row for each stage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pipeline.forms import StrictForm, category_choices
from pipeline.models import Stage


class ProcessForm(StrictForm):
    name = forms.CharField(
        label=_("Process"), max_length=120, help_text=_("The name of a process there is makes its next version")
    )
    default = forms.BooleanField(label=_("New deals start in this version"), required=False, initial=True)


class StageDraftForm(forms.Form):
    """One stage of a version to publish; a row without a name is left out."""

    use_required_attribute = False
    name = forms.CharField(label=_("Stage"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Stage.Kind.choices, initial="open")
    chance = forms.DecimalField(
        label=_("Chance in %"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        initial=0,
        widget=forms.TextInput(attrs={"class": "number", "inputmode": "decimal"}),
    )
    category = forms.ChoiceField(label=_("Category"), choices=lambda: draft_categories(), required=False)
    counts_as_pipeline = forms.BooleanField(label=_("Counts as pipeline"), required=False, initial=True)
    exit_criteria = forms.CharField(label=_("Leaves the stage when"), max_length=5000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Each control is named by its column and row: the column's head alone would name them all alike."""
        super().__init__(*args, **kwargs)
        row = int(number) + 1 if (number := str(self.prefix).rpartition("-")[2]).isdigit() else ""
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = _("%(label)s, row %(row)s") % {"label": field.label, "row": row}


def draft_categories() -> list[tuple[str, str]]:
    return [("", str(_("None"))), *category_choices()[1:]]


StageDrafts = forms.formset_factory(StageDraftForm, extra=0, max_num=50, absolute_max=60)
