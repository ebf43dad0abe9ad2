"""One form each for a new hire, a job change and a leaver. They give `Choices`; the operations judge them."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.access import today, visible_teams
from accounts.change_access import DRAFT, vacant_seats
from accounts.forms import RecordChoice, day_field, here
from accounts.forms.headcount import JobFields
from accounts.models import Employment, JobAssignment, Role, User
from accounts.operations.people_change_books import to_manager
from accounts.people_changes import Book, books_in_order
from accounts.rules.people_changes import BookChoice, Choices

RECORDS = ("manager", "team", "seat")
HOWS = {
    "give": _("Give to"),
    "load": _("Spread by load over"),
    "vacant": _("Keep vacant for the next one"),
    "along": _("Goes along"),
}


class ChangeForm(forms.Form):
    """What the three share: a way from cleaned fields to choices."""

    books: tuple[Book, ...] = ()

    def asked(self) -> Choices:
        """Raises nothing: what does not fit is refused where it is saved."""
        known = dict(self.cleaned_data)
        named = {key: str(known[key].uid) for key in RECORDS if known.get(key)}
        plain = {
            key: value
            for key, value in known.items()
            if key in Choices.__dataclass_fields__ and key not in RECORDS and value not in ("", None)
        }
        if known.get("role"):
            plain["role"] = known["role"].key
        return Choices(**plain, **named, books={book.key: self._choice(book) for book in self.books})

    def _choice(self, book: Book) -> BookChoice:
        to = tuple(str(person.uid) for person in self.cleaned_data.get(f"{book.key}_to") or ())
        return BookChoice(self.cleaned_data[f"{book.key}_how"], to)


class HireForm(JobFields, ChangeForm):
    name = forms.CharField(label=_("Name"), max_length=300)
    email = forms.EmailField(label=_("E-mail"), required=False)
    manager = RecordChoice(label=_("Manager"), queryset=None)
    team = RecordChoice(label=_("Team"), queryset=None, required=False, empty_label=_("No team"))
    start = day_field(_("First day"))
    seat = RecordChoice(
        label=_("Seat"), queryset=None, required=False, empty_label=_("A seat of their own"),
        help_text=_("A vacant post comes with its accounts and its quota."),
    )  # fmt: skip
    role = forms.ModelChoiceField(
        label=_("Role"), queryset=Role.objects.none(), to_field_name="key", required=False, empty_label=_("No role yet")
    )
    invite_on = day_field(_("Invite on"), required=False, help_text=_("Empty: nobody is written to."))

    field_order = (
        "name", "email", "manager", "team", "start", "function", "job_role", "cost_centre", "location", "seat", "role",
        "invite_on",
    )  # fmt: skip

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["manager"].queryset = here(user, DRAFT)  # type: ignore[attr-defined]
        self.fields["team"].queryset = visible_teams(user).order_by("name")  # type: ignore[attr-defined]
        self.fields["seat"].queryset = vacant_seats(user, today())  # type: ignore[attr-defined]
        self.fields["role"].queryset = Role.objects.all()  # type: ignore[attr-defined]


class WithBooks(ChangeForm):
    """Two fields for each book that has open rows: how, and to whom."""

    hows: tuple[str, ...] = ()

    def add_books(self, user: User, person: User, initial: BookChoice | None) -> None:
        day = today()
        counted = [(book, len(book.rows(person, day))) for book in books_in_order()]
        self.books = tuple(book for book, count in counted if count)
        people = here(user).exclude(pk=person.pk)
        for book, count in counted:
            if count:
                self._add(book, count, people, initial)

    def _add(self, book: Book, count: int, people: Any, initial: BookChoice | None) -> None:
        said = ngettext("%(book)s: %(n)s open", "%(book)s: %(n)s open", count) % {"book": book.label, "n": count}
        hows = [how for how in self.hows if how != "vacant" or book.may_be_vacant]
        self.fields[f"{book.key}_how"] = forms.ChoiceField(
            label=said, choices=[(how, HOWS[how]) for how in hows], initial=initial.how if initial else hows[0]
        )
        self.fields[f"{book.key}_to"] = forms.ModelMultipleChoiceField(
            label=gettext("Who gets them: %(book)s") % {"book": book.label},
            queryset=people,
            to_field_name="uid",
            required=False,
            initial=initial.to if initial else (),
            widget=forms.SelectMultiple(attrs={"size": 4}),
        )


class MoveForm(WithBooks):
    start = day_field(_("From"))
    manager = RecordChoice(label=_("Manager"), queryset=None, required=False, empty_label=_("As it is"))
    team = RecordChoice(label=_("Team"), queryset=None, required=False, empty_label=_("As it is"))
    function = forms.ChoiceField(
        label=_("Function"), required=False, choices=[("", _("As it is")), *JobAssignment.Function.choices]
    )
    job_role = forms.CharField(label=_("Job role"), required=False, max_length=120, help_text=_("Empty: as it is."))
    cost_centre = forms.CharField(label=_("Cost centre"), required=False, max_length=60)
    location = forms.CharField(label=_("Location"), required=False, max_length=120)
    seat = RecordChoice(label=_("Another seat"), queryset=None, required=False, empty_label=_("None"))

    hows = ("along", "give", "load", "vacant")

    def __init__(self, user: User, person: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["manager"].queryset = here(user).exclude(pk=person.pk)  # type: ignore[attr-defined]
        self.fields["team"].queryset = visible_teams(user).order_by("name")  # type: ignore[attr-defined]
        self.fields["seat"].queryset = vacant_seats(user, today())  # type: ignore[attr-defined]
        self.add_books(user, person, None)


class LeaveForm(WithBooks):
    last_day = day_field(_("Last day"), help_text=_("It still counts."))
    exit_kind = forms.ChoiceField(label=_("How it ends"), choices=Employment.Exit.choices)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)
    regretted = forms.NullBooleanField(
        label=_("A loss we regret"),
        required=False,
        widget=forms.Select(choices=[("unknown", _("Not said")), ("true", _("Yes")), ("false", _("No"))]),
    )
    access_ends = forms.ChoiceField(
        label=_("Access ends"), choices=[("after", _("After the last day")), ("now", _("Now"))]
    )

    hows = ("give", "load", "vacant")

    def __init__(self, user: User, person: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        manager = to_manager(person, today())
        self.add_books(user, person, manager)
