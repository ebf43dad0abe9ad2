"""What the pages of the inbox read. What a value means is for the operations to judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import VersionedForm, day_field
from accounts.models import User
from salesops.inbox.access import opens
from salesops.inbox.models.talk import LONGEST_BODY
from salesops.inbox.queries.people import people_meant


class CommentForm(VersionedForm):
    body = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("@ and a name tells that person. **bold**, lists and links are markdown."),
    )


class TaskForm(VersionedForm):
    """`assignee` is chosen by typing: by the record of the combobox, or by a name that only one person bears."""

    title = forms.CharField(label=_("What is to be done"), max_length=300)
    due = day_field(_("By"), required=False)
    assignee = forms.CharField(label=_("Who"), required=False, widget=forms.HiddenInput)

    def __init__(self, record: tuple[str, Any], *args: Any, **options: Any) -> None:
        self.record = record
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        asked = dict(super().clean() or self.cleaned_data)
        asked["assignee"] = self._person(asked.get("assignee", ""))
        if asked["assignee"] is None and "assignee" not in self.errors:
            self.add_error("assignee", _("Choose one person who is offered, or write their whole name."))
        return asked

    def _person(self, uid: str) -> User | None:
        active = User.objects.filter(state=User.State.ACTIVE)
        if uid:
            return active.filter(uid=uid).first() if is_uuid(uid) else None
        typed = self.typed
        meant = people_meant([typed])[0][1] if typed else []
        able = [person for person in meant if opens(person, *self.record)] if len(meant) > 1 else meant
        return able[0] if len(able) == 1 else None

    @property
    def typed(self) -> str:
        return str(self.data.get("assignee_text", "")).strip()

    @property
    def combo(self) -> dict[str, Any]:
        """What templates/web/_combobox.html prints: what was chosen, else what was typed."""
        uid = str(self["assignee"].value() or "")
        chosen = User.objects.filter(uid=uid).first() if is_uuid(uid) else None
        return {"value": uid if chosen else "", "text": chosen.name if chosen else self.typed}


def is_uuid(text: str) -> bool:
    try:
        forms.UUIDField().clean(text)
    except forms.ValidationError:
        return False
    return True
