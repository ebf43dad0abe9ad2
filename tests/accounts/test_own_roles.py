"""Roles as data: made, edited with what it changes for whom, retired (ACC-06, A-13)."""

from typing import Any

import pytest

from accounts.access import today
from accounts.models import Role, RoleGrant, User
from accounts.operations.own_roles import affected, create_role, edit_role, retire_role
from accounts.operations.people import grant_role
from accounts.rules.roles import VERBS, effect_of
from salesops.audit.models import AuditRecord
from salesops.kernel.errors import Conflict, Forbidden, Refused
from tests.accounts.conftest import SignIn
from tests.company import Company

pytestmark = pytest.mark.django_db
PAGE, API = "/settings/roles", "/api/v1/roles"


@pytest.fixture
def desk(company: Company) -> Role:
    role = create_role(name="Deal desk", verbs=["deal.see", "contract.see"], scope="all", by=company.ada)
    grant_role(company.ulf, "deal_desk", by=company.ada)
    return role


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_an_effect_counts_what_other_roles_carry() -> None:
    before, after = frozenset({"deal.see", "lead.see"}), frozenset({"deal.see", "quota.see"})
    assert effect_of(before, after, frozenset()) == effect_of(before, after, frozenset({"deal.see"}))
    effect = effect_of(before, after, frozenset({"quota.see"}))
    assert (effect.gains, effect.loses) == ((), ("lead.see",))


def test_a_role_of_ones_own_is_made_and_given(company: Company, as_person: SignIn) -> None:
    ada = as_person(company.ada)
    sent = {"name": "Deal desk", "scope": "all", "home": "other", "verbs": ["deal.see", "contract.see"]}
    assert ada.post(f"{PAGE}/new", sent).status_code == 302
    assert grant_role(company.ulf, "deal_desk", by=company.ada).scope == "all"
    assert fresh(company.ulf).verbs == {"deal.see", "contract.see"}
    assert ada.post(f"{PAGE}/new", sent).status_code == 422
    listed = as_person(company.priya).get(PAGE).content.decode()
    assert "Deal desk" in listed and "See contracts · See deals" in listed and "deal.see" not in listed
    assert as_person(company.omar).get(f"{PAGE}/new").status_code == 403


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "required"),
        ({"verbs": []}, "verb_unknown"),
        ({"verbs": ["fly"]}, "verb_unknown"),
        ({"scope": "world"}, "value_unknown"),
        ({"home": "beach"}, "value_unknown"),
    ],
)
def test_what_a_role_cannot_be(company: Company, desk: Role, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        edit_role(desk, changes=changes, by=company.ada)
    assert refused.value.code == code and refused.value.fields.keys() == changes.keys()


def test_what_a_change_does_to_whom_is_shown_first(company: Company, desk: Role, as_person: SignIn) -> None:
    ada, ulf = as_person(company.ada), as_person(fresh(company.ulf))
    sent = {"name": "Deal desk", "scope": "all", "home": "other", "verbs": ["deal.see", "quota.see"], "version": "1"}
    shown = ada.post(f"{PAGE}/deal_desk", sent).content.decode()
    assert "Ulf Larsen" in shown and "quota.see" in shown and "contract.see" in shown
    assert ulf.get("/settings/profile").status_code == 200 and "contract.see" in fresh(company.ulf).verbs
    assert ada.post(f"{PAGE}/deal_desk", sent | {"confirmed": "1"}).status_code == 302
    assert fresh(company.ulf).verbs == {"deal.see", "quota.see"}
    assert ulf.get("/settings/profile").status_code == 302, "a role change ends sessions"
    assert ada.post(f"{PAGE}/deal_desk", sent | {"confirmed": "1", "name": "Desk"}).status_code == 422, "an old version"
    audit = AuditRecord.objects.get(verb="role.edited")
    assert (audit.before, audit.after) == (
        {"verbs": ["contract.see", "deal.see"]},
        {"role": "deal_desk", "verbs": ["deal.see", "quota.see"], "sole_approver": False},
    )


def test_more_rights_in_a_role_of_ones_own_need_somebody_else(company: Company) -> None:
    admin = Role.objects.get(key="admin")
    wider = {"verbs": [*admin.verbs.values_list("verb", flat=True), "deal.see"]}
    with pytest.raises(Refused, match="say why"):
        edit_role(admin, changes=wider, by=company.ada)
    edit_role(admin, changes=wider, by=company.ada, reason="I am alone")
    assert AuditRecord.objects.get(verb="role.edited").after["sole_approver"]
    grant_role(company.omar, "admin", by=company.ada)
    with pytest.raises(Forbidden, match="Omar Farouk"):
        edit_role(admin, changes={"verbs": list(VERBS)}, by=company.ada, reason="I want it")


def test_somebody_must_go_on_granting_roles(company: Company) -> None:
    admin = Role.objects.get(key="admin")
    less = {"verbs": [verb for verb in admin.verbs.values_list("verb", flat=True) if verb != "role.change"]}
    with pytest.raises(Conflict) as conflict:
        edit_role(admin, changes=less, by=company.ada)
    assert conflict.value.code == "last_admin"
    keeper = create_role(name="Keeper", verbs=["role.change"], scope="all", by=company.ada)
    assert keeper.second_factor
    grant_role(company.omar, "keeper", by=company.ada)
    edit_role(admin, changes=less, by=company.ada)
    with pytest.raises(Conflict):
        retire_role(keeper, by=company.omar, reason="Done")


def test_a_retired_role_is_held_and_given_no_more(company: Company, desk: Role, as_person: SignIn) -> None:
    ada = as_person(company.ada)
    assert "Ulf Larsen" in ada.get(f"{PAGE}/deal_desk/retire").content.decode()
    assert ada.post(f"{PAGE}/deal_desk/retire", {"reason": "Nobody needs it"}).status_code == 302
    assert fresh(company.ulf).verbs == frozenset() and RoleGrant.objects.get(role=desk).during.upper == today()
    with pytest.raises(Refused, match="no role"):
        grant_role(company.ulf, "deal_desk", by=company.ada)
    with pytest.raises(Refused, match="ships"):
        retire_role(Role.objects.get(key="rep"), by=company.ada)


def test_roles_over_rest(company: Company, as_person: SignIn) -> None:
    ada = as_person(company.ada)
    made = ada.post(API, {"name": "Deal desk", "verbs": ["deal.see"], "scope": "all"}, content_type="application/json")
    assert (made.status_code, made.json()["key"], made.headers["ETag"]) == (201, "deal_desk", '"1"')
    grant_role(company.ulf, "deal_desk", by=company.ada)
    asked = {"verbs": ["quota.see"]}
    effect = ada.post(f"{API}/deal_desk/effect", asked, content_type="application/json").json()
    assert [(one["person_name"], one["gains"], one["loses"]) for one in effect] == [
        ("Ulf Larsen", ["quota.see"], ["deal.see"])
    ]

    def patched(tag: str) -> Any:
        return ada.patch(f"{API}/deal_desk", asked, content_type="application/json", headers={"If-Match": tag})

    assert (patched('"1"').status_code, patched('"1"').status_code) == (200, 409)
    ended = ada.post(f"{API}/deal_desk/retire", {"reason": "Over"}, content_type="application/json")
    assert ended.json()["retired_at"] and affected(Role.objects.get(key="deal_desk"), frozenset()) == []
