"""Why somebody can see or do something, in words."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import person_for, reach, today
from accounts.explaining import explain, held_words, kind_of, shows_delegations
from accounts.forms.why import WhyForm
from accounts.models import User
from accounts.queries.delegations import open_to
from accounts.queries.line import line_up
from accounts.queries.verb_words import verb_words
from accounts.requests import PersonRequest
from accounts.views.asking import Crumb
from accounts.views.people import crumbs_of


@require_safe
def why_page(request: PersonRequest, kind: str, uid: UUID) -> HttpResponse:
    """About oneself unless the address names somebody; 422 for a person or a verb that is none."""
    user, about = request.user, kind_of(kind)
    record = about.find(user, uid)
    asked = {"person": user.uid, "verb": about.verbs[0], **request.GET.dict()}
    form = WhyForm(user, about.verbs, asked)
    person = form.cleaned_data["person"] if form.is_valid() else None
    context = {
        "form": form,
        "record": record,
        "person": person,
        "answer": person and explain(person, form.cleaned_data["verb"], about, record, asker=user),
        "verb": verb_words(str(asked["verb"])),
        "crumbs": [Crumb(str(record), about.url(record))],
    }
    return render(request, "accounts/why.html", context, status=200 if person else 422)


@require_safe
def person_why_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """What a person may at all: each role with what it carries and reaches, and for whom they may act."""
    person = User.objects.get(pk=person_for(request.user, uid).pk)
    day = today()
    roles = [
        {
            "said": held_words(grant),
            "verbs": sorted(verb_words(row.verb) for row in grant.role.verbs.all()),
        }
        for grant in person.grants_now
    ]
    context = {
        "person": person,
        "roles": roles,
        "reached": reach(person, "deal.see"),
        "acting": [
            {"given": given, "verbs": sorted(map(verb_words, given.verbs_now))}
            for given in open_to(person, day)
            if shows_delegations(request.user, person)
        ],
        "line": line_up(person, day),
        "crumbs": crumbs_of(person),
    }
    return render(request, "accounts/person_why.html", context)
