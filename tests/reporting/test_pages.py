"""Homes, the dashboard, metric and rows pages: what they show, to whom, from how many queries."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from pipeline.models import Activity
from tests.company import Company, build_company
from tests.reporting.book import Book

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db: None) -> Company:
    return build_company()


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def page(person: User, address: str, status: int = 200, **params: Any) -> str:
    answer = signed_in(person).get(address, params)
    assert answer.status_code == status, answer.content[:2000].decode()
    return re.sub(r"\s+", " ", answer.content.decode())


PEOPLE = ("priya", "marcus", "dana", "noor", "omar", "fiona", "ada", "ulf")


@pytest.mark.parametrize("name", PEOPLE)
def test_a_company_without_deals_has_helpful_homes(company: Company, name: str) -> None:
    shown = page(getattr(company, name), "/")
    assert 'class="empty"' in shown or name == "fiona"


@pytest.mark.parametrize("address", ["/performance", "/metrics", "/metrics/win_rate", "/metrics/win_rate/rows"])
def test_an_empty_company_has_its_pages(company: Company, address: str) -> None:
    page(company.marcus, address)
    page(company.ulf, address, 403)
