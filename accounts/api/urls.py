"""REST resources of people, customers and the organisation, under /api/v1/."""

from accounts.api import contacts, customers, me, organisation, people, sign_ins, tokens
from salesops.web.api.routes import api_path

app_name = "accounts_api"

urlpatterns = [
    api_path("customers", customers.CustomerList.as_view(), "customers"),
    api_path("customers/<uuid:uid>", customers.CustomerRecord.as_view(), "customer"),
    api_path("customers/<uuid:uid>/owners", customers.CustomerOwners.as_view(), "owners"),
    api_path("customers/<uuid:uid>/owners/undo", customers.OwnerUndo.as_view(), "owner_undo"),
    api_path("customers/<uuid:uid>/members", customers.CustomerMembers.as_view(), "members"),
    api_path("customers/<uuid:uid>/members/end", customers.MemberEnd.as_view(), "member_end"),
    api_path("customers/<uuid:uid>/archive", customers.CustomerArchive.as_view(), "customer_archive"),
    api_path("customers/<uuid:uid>/restore", customers.CustomerRestore.as_view(), "customer_restore"),
    api_path("contacts", contacts.ContactList.as_view(), "contacts"),
    api_path("contacts/<uuid:uid>", contacts.ContactRecord.as_view(), "contact"),
    api_path("contacts/<uuid:uid>/archive", contacts.ContactArchive.as_view(), "contact_archive"),
    api_path("contacts/<uuid:uid>/restore", contacts.ContactRestore.as_view(), "contact_restore"),
    api_path("me", me.Me.as_view(), "me"),
    api_path("sessions", me.SessionList.as_view(), "sessions"),
    api_path("sessions/<uuid:uid>/end", me.SessionEnd.as_view(), "session_end"),
    api_path("sign-in-events", sign_ins.SignInEventList.as_view(), "sign_in_events"),
    api_path("people/<uuid:uid>/invite", sign_ins.PersonInvite.as_view(), "invite"),
    api_path("people/<uuid:uid>/withdraw-invitation", sign_ins.InviteWithdraw.as_view(), "invite_withdraw"),
    api_path("people/<uuid:uid>/unlock", sign_ins.PersonUnlock.as_view(), "unlock"),
    api_path("people/<uuid:uid>/reset-factors", sign_ins.FactorsReset.as_view(), "factors_reset"),
    api_path("people", people.PersonList.as_view(), "people"),
    api_path("people/<uuid:uid>", people.PersonRecord.as_view(), "person"),
    api_path("people/<uuid:uid>/activate", people.PersonActivate.as_view(), "activate"),
    api_path("people/<uuid:uid>/suspend", people.PersonSuspend.as_view(), "suspend"),
    api_path("people/<uuid:uid>/deactivate", people.PersonDeactivate.as_view(), "deactivate"),
    api_path("people/<uuid:uid>/team", people.PersonTeam.as_view(), "person_team"),
    api_path("reporting-lines", people.LineList.as_view(), "reporting_lines"),
    api_path("reporting-lines/undo", people.LineUndo.as_view(), "line_undo"),
    api_path("teams", people.TeamList.as_view(), "teams"),
    api_path("teams/<uuid:uid>", people.TeamRecord.as_view(), "team"),
    api_path("roles", people.RoleList.as_view(), "roles"),
    api_path("role-grants", people.GrantList.as_view(), "role_grants"),
    api_path("role-grants/<uuid:uid>/end", people.GrantEnd.as_view(), "grant_end"),
    api_path("tokens", tokens.TokenList.as_view(), "tokens"),
    api_path("tokens/<uuid:uid>/revoke", tokens.TokenRevoke.as_view(), "token_revoke"),
    api_path("organisation", organisation.OrganisationRecord.as_view(), "organisation"),
    api_path("rates", organisation.RateList.as_view(), "rates"),
    api_path("fiscal-periods", organisation.PeriodList.as_view(), "fiscal_periods"),
]
