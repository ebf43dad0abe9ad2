"""Who is not allowed reads who can give access: as page, as piece and over REST (accounts-desk.md 8, ui.md 7)."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.company import build_company

pytestmark = pytest.mark.django_db


def test_a_missing_role_names_who_gives_one() -> None:
    company = build_company()
    client = Client()
    client.force_login(company.priya)
    sentence = "Who can give you access: Ada Novak."
    url = reverse("accounts:role_new")
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.get(url, headers=headers)
        assert answer.status_code == 403 and sentence in answer.content.decode()
    told = client.get("/api/v1/headcount").json()
    assert (told["code"], told["facts"]) == ("forbidden", {"ask": ["Ada Novak"]})
    User.objects.filter(pk=company.ada.pk).update(state=User.State.SUSPENDED)
    page = client.get(url).content.decode()
    assert "Your role does not allow this" in page and "Who can give you access" not in page
