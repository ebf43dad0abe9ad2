"""People: who signs in, with which roles, in which team, under whom, on which seat."""

from functools import cache
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import connection, models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models.manager import UserManager
from accounts.models.privacy import never_back, stays_erased
from salesops.db.models import EditableRecord, PublicRecord
from salesops.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from accounts.models.delegations import Delegation

PERSON = settings.AUTH_USER_MODEL


class User(AbstractBaseUser, EditableRecord):
    """A person. `listed` people came from a file and hold no address or password; only `active` ones sign in."""

    class State(models.TextChoices):
        LISTED = "listed", _("Listed")
        INVITED = "invited", _("Invited")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        DEACTIVATED = "deactivated", _("Left")
        ERASED = "erased", _("Erased")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(null=True, blank=True, unique=True)
    name = models.CharField(max_length=300)
    title = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.LISTED)
    time_zone = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=12, default="en")
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    single_keys = models.BooleanField(default=True)
    auth_epoch = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    acting: "Delegation | None" = None
    """Under which delegation this request acts; set where the request comes in, never stored."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(
                condition=models.Q(state="listed") | models.Q(state="erased") | models.Q(email__isnull=False),
                name="user_email_when_not_listed",
            ),
        ]
        triggers = [never_back("email"), stays_erased("state = 'erased'", "name", "title", "email", "state")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.state == self.State.ACTIVE

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "–"

    @property
    def principal(self) -> "User":
        """Whose reach counts: the person acted for, else oneself."""
        return self.acting.person if self.acting else self

    def act_under(self, delegation: "Delegation | None") -> None:
        """From now on this request is the delegation's. What was computed for oneself is forgotten."""
        self.acting = delegation
        for known in ("verbs", "_reach"):
            self.__dict__.pop(known, None)

    @cached_property
    def grants_now(self) -> list["RoleGrant"]:
        """The role grants in force today, each with its role and what it carries: one query a request."""
        with connection.cursor() as cursor:
            cursor.execute(grants_statement(), [self.pk, timezone.now().date()])
            return [RoleGrant.from_row(row) for row in cursor.fetchall()]

    @cached_property
    def verbs(self) -> frozenset[str]:
        if self.acting:
            return self.acting.verbs_now
        return frozenset(verb for grant in self.grants_now for verb in grant.carried)

    @property
    def home(self) -> str:
        """The home page of the widest role held: it decides the layout of the navigation."""
        held = {grant.role.home for grant in self.principal.grants_now}
        return next((home for home in ("operations", "vp", "manager", "rep") if home in held), "other")

    def may(self, verb: str) -> bool:
        """Whether some role of this person carries the verb; over which records is the door's question."""
        return self.is_active and verb in self.verbs

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with `auth_epoch`, so that both end every session at its next request."""
        from django.utils.crypto import salted_hmac

        return salted_hmac("accounts.session", f"{self.password}:{self.auth_epoch}", algorithm="sha256").hexdigest()


class Scope(models.TextChoices):
    OWN = "own", _("Own")
    SUBTREE = "subtree", _("Own and everyone below")
    TEAM = "team", _("Own team")
    ALL = "all", _("Everything")


class Role(models.Model):
    """A named set of verbs. Presets ship (accounts/rules/roles.py); an organisation may edit or add.

    `second_factor`: who holds it must have one, where the installation asks for it (REQUIRE_MFA). `scope`: what it is
    granted over unless the grant says otherwise. A retired one is granted to nobody any more.
    """

    class Home(models.TextChoices):
        REP = "rep", _("Rep")
        MANAGER = "manager", _("Manager")
        VP = "vp", _("Vice president")
        OPERATIONS = "operations", _("Operations")
        OTHER = "other", _("Other")

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    home = models.CharField(max_length=12, choices=Home, default=Home.OTHER)
    preset = models.BooleanField(default=False)
    second_factor = models.BooleanField(default=False)
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.OWN)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    row_version = models.PositiveIntegerField(default=1, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class RoleVerb(models.Model):
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="verbs")
    verb = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "verb"], name="role_verb_once")]


class RoleGrant(PublicRecord):
    """A role held over a scope for some days. `own`: self; `subtree`: self and below; `all`: everything."""

    Scope = Scope

    # The verbs of the role, where `User.grants_now` read them along.
    carried: list[str]
    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="grants")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="grants")
    scope = models.CharField(max_length=8, choices=Scope)
    during = DateRangeField()
    granted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="grant_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]

    @classmethod
    def from_row(cls, row: tuple[Any, ...]) -> "RoleGrant":
        """A row of `grants_statement`: the grant, its role, what that carries."""
        own = len(cls._meta.concrete_fields)
        grant = cls.from_db(connection.alias, (), row[:own])
        grant.role = Role.from_db(connection.alias, (), row[own:-1])
        grant.carried = row[-1]
        return grant


@cache
def grants_statement() -> str:
    """By hand: every request asks it, and composing it takes longer than its answer."""
    columns = [
        f"{alias}.{field.column}"
        for alias, model in (("g", RoleGrant), ("r", Role))
        for field in model._meta.concrete_fields
    ]
    return (
        f"SELECT {', '.join(columns)}, ARRAY(SELECT verb FROM accounts_roleverb v WHERE v.role_id = r.id ORDER BY verb)"
        " FROM accounts_rolegrant g JOIN accounts_role r ON r.id = g.role_id WHERE g.user_id = %s AND g.during @> %s"
    )


class Team(EditableRecord):
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="memberships")
    primary = models.BooleanField(default=True)
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="membership_one_primary",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=models.Q(primary=True),
            )
        ]


class ReportingLine(PublicRecord):
    """Who reports to whom on which days. A person without a row on a day stands at the top, or outside the line."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="lines")
    manager = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="reports")
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="line_one_manager",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=~models.Q(person=models.F("manager")), name="line_not_self"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="line_no_cycle",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("found", "bigint")],
                func="""
                    WITH RECURSIVE up(id, during) AS (
                        SELECT NEW.manager_id, NEW.during
                        UNION
                        SELECT l.manager_id, l.during * up.during
                        FROM accounts_reportingline l JOIN up ON l.person_id = up.id
                        WHERE l.during && up.during
                    )
                    SELECT id INTO found FROM up WHERE id = NEW.person_id LIMIT 1;
                    IF found IS NOT NULL THEN
                        RAISE EXCEPTION 'line_no_cycle: a person would stand above themselves'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_no_cycle';
                    END IF;
                    RETURN NULL;
                """,
            )
        ]


class Seat(PublicRecord):
    """A place that owns customers and carries quota. A personal seat is made with its person."""

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("Personal")
        POST = "post", _("Post")

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PERSONAL)
    person = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(kind="personal"), name="seat_one_personal")
        ]

    def __str__(self) -> str:
        return self.name


class SeatOccupancy(models.Model):
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="occupancies")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="occupancies")
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="seat_one_person",
                expressions=[("seat", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]


class ApiToken(PublicRecord):
    """A personal access token: shown once, stored hashed, never above its owner's present rights."""

    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
