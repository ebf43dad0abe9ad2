"""The forms of capture: connecting a source, and saying with whom something was."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pipeline.capture_access import Choice, choice_for, choices_named
from pipeline.forms import StrictForm


class CalendarForm(forms.Form):
    address = forms.CharField(
        label=_("Subscription address"),
        max_length=2_000,
        help_text=_("https:// or webcal://, as your calendar gives it: the secret one, in iCal format."),
    )


class FolderForm(forms.Form):
    host = forms.CharField(label=_("Server"), max_length=253, help_text=_("Such as imap.example.com, by TLS."))
    user = forms.CharField(label=_("User name"), max_length=250, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Better one made for this alone. Kept encrypted, never shown."),
    )
    folder = forms.CharField(
        label=_("Folder"),
        max_length=250,
        initial="INBOX",
        help_text=_("Read from its next message on, and never changed."),
    )


class HookForm(forms.Form):
    signs = forms.BooleanField(
        label=_("The sender signs what it sends"),
        required=False,
        initial=True,
        help_text=_("Without a signature the address alone opens it: keep that as you keep a password."),
    )


class MatchForm(StrictForm):
    """`record` is what was chosen among those offered, `kind:id`; without a script the typed name chooses, where one
    record alone bears it.
    """

    record = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        key, typed = str(cleaned.get("record", "")), self.typed
        if key:
            found = [choice for choice in [choice_for(self.viewer, key)] if choice]
        else:
            found = choices_named(self.viewer, typed, exactly=True) if typed else []
        if len(found) != 1:
            self.add_error("record", _("Choose one contact, account, deal or lead that is offered."))
            return cleaned
        return cleaned | {"choice": found[0]}

    @property
    def typed(self) -> str:
        return str(self.data.get("record_text", "")).strip()[:300]

    @property
    def combo(self) -> dict[str, str]:
        """What templates/web/_combobox.html prints."""
        chosen: Choice | None = choice_for(self.viewer, str(self["record"].value() or ""))
        return {"value": chosen.key if chosen else "", "text": chosen.record.name if chosen else self.typed}
