"""Pages of people, customers and the organisation."""

from django.urls import path

from accounts.views import contacts, customers, line, organisation, people, roles, settings, tokens
from accounts.views.sign_in import sign_in_page, sign_out

app_name = "accounts"

urlpatterns = [
    path("sign-in", sign_in_page, name="sign_in"),
    path("sign-out", sign_out, name="sign_out"),
    path("accounts", customers.customers_page, name="customers"),
    path("accounts/new", customers.new_customer_page, name="customer_new"),
    path("accounts/<uuid:uid>", customers.customer_page, name="customer"),
    path("accounts/<uuid:uid>/edit", customers.edit_customer_page, name="customer_edit"),
    path("accounts/<uuid:uid>/owner", customers.owner_page, name="owner"),
    path("accounts/<uuid:uid>/owner/undo", customers.owner_undo_page, name="owner_undo"),
    path("accounts/<uuid:uid>/archive", customers.archive_customer_page, name="customer_archive"),
    path("accounts/<uuid:uid>/restore", customers.restore_customer_page, name="customer_restore"),
    path("accounts/<uuid:uid>/members/new", customers.new_member_page, name="member_new"),
    path("accounts/<uuid:uid>/members/<uuid:person>/end", customers.end_member_page, name="member_end"),
    path("accounts/<uuid:uid>/contacts/new", contacts.new_contact_page, name="contact_new"),
    path("contacts/<uuid:uid>", contacts.edit_contact_page, name="contact_edit"),
    path("contacts/<uuid:uid>/archive", contacts.archive_contact_page, name="contact_archive"),
    path("contacts/<uuid:uid>/restore", contacts.restore_contact_page, name="contact_restore"),
    path("people", people.people_page, name="people"),
    path("people/new", people.new_person_page, name="person_new"),
    path("people/chart", line.org_chart_page, name="org_chart"),
    path("people/<uuid:uid>", people.person_page, name="person"),
    path("people/<uuid:uid>/edit", people.edit_person_page, name="person_edit"),
    path("people/<uuid:uid>/manager", people.manager_page, name="manager"),
    path("people/<uuid:uid>/manager/undo", people.line_undo_page, name="line_undo"),
    path("people/<uuid:uid>/team", people.team_of_person_page, name="person_team"),
    path("people/<uuid:uid>/activate", people.activate_page, name="activate"),
    path("people/<uuid:uid>/suspend", people.suspend_page, name="suspend"),
    path("people/<uuid:uid>/deactivate", people.deactivate_page, name="deactivate"),
    path("people/<uuid:uid>/roles/new", roles.grant_page, name="grant"),
    path("role-grants/<uuid:uid>/end", roles.grant_end_page, name="grant_end"),
    path("settings", settings.settings_page, name="settings"),
    path("settings/profile", settings.profile_page, name="profile"),
    path("settings/password", settings.password_page, name="password"),
    path("settings/sign-out-everywhere", settings.sign_out_everywhere_page, name="sign_out_everywhere"),
    path("settings/tokens", tokens.tokens_page, name="tokens"),
    path("settings/tokens/<uuid:uid>/revoke", tokens.revoke_token_page, name="token_revoke"),
    path("settings/roles", roles.roles_page, name="roles"),
    path("settings/teams", roles.teams_page, name="teams"),
    path("settings/teams/new", roles.new_team_page, name="team_new"),
    path("settings/teams/<uuid:uid>", roles.edit_team_page, name="team_edit"),
    path("settings/organisation", organisation.organisation_page, name="organisation"),
    path("settings/fiscal-years", organisation.fiscal_years_page, name="fiscal_years"),
    path("settings/rates", organisation.rates_page, name="rates"),
]
