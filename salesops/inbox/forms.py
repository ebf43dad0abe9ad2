"""What the pages of the inbox read. What a value means is for the operations to judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_teams
from accounts.forms import RecordChoice, VersionedForm, day_field, here
from accounts.models import User
from salesops.inbox.access import opens
from salesops.inbox.models import Channel, Preference
from salesops.inbox.models.talk import LONGEST_BODY
from salesops.inbox.news_kinds import news_kinds
from salesops.inbox.queries.people import people_meant


class CommentForm(VersionedForm):
    body = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "c", "aria-label": _("Comment")}),
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


class PreferenceForm(VersionedForm):
    """`told` are the kinds that one wants to hear of; what is required is not asked."""

    mail = forms.ChoiceField(label=_("By mail"), choices=Preference.Mail.choices, widget=forms.RadioSelect)
    digest_hour = forms.IntegerField(
        label=_("The daily mail comes at, hour of your day"), min_value=0, max_value=23, help_text=_("0 to 23")
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_to = forms.TimeField(
        label=_("Quiet to"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("What comes meanwhile is held and sent afterwards."),
    )
    told = forms.MultipleChoiceField(label=_("Tell me when"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        optional = [(kind.key, kind.label) for kind in news_kinds if not kind.required]
        self.fields["told"].choices = optional  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked = dict(super().clean() or self.cleaned_data)
        told = set(asked.pop("told", ()))
        asked["switched_off"] = [kind.key for kind in news_kinds if not kind.required and kind.key not in told]
        return asked


class ChannelForm(VersionedForm):
    """Of what is built in only whether it is on. An empty address keeps the one there is."""

    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(
        label=_("Address"), required=False, max_length=2_000, help_text=_("Never shown again. Empty: it stays.")
    )
    owner = RecordChoice(label=_("Owner"), queryset=None, help_text=_("Only what this person may see goes out."))
    audience = forms.ChoiceField(label=_("Carries"), choices=Channel.Audience.choices)
    team = RecordChoice(label=_("Team"), queryset=None, required=False, empty_label=_("No team"))
    is_on = forms.BooleanField(label=_("On"), required=False)

    def __init__(self, user: User, channel: Channel | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if channel is not None and channel.is_built_in:
            for name in ("name", "address", "owner", "audience", "team"):
                del self.fields[name]
            return
        self.fields["owner"].queryset = here(user)  # type: ignore[attr-defined]
        self.fields["team"].queryset = visible_teams(user).order_by("name", "pk")  # type: ignore[attr-defined]


OUT = [(kind.value, kind.label) for kind in (Channel.Kind.SLACK, Channel.Kind.TEAMS, Channel.Kind.WEBHOOK)]


class NewChannelForm(ChannelForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=OUT)

    field_order = ("kind", "name", "address")

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(user, None, *args, **options)
        del self.fields["is_on"]
        self.fields["address"].required = True
        self.fields["address"].help_text = _("https://.., as Slack, Teams or your program gave it. Never shown again.")
