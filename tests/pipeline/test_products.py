"""Products: the list, the page, one editor at a time."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from pipeline.models import Product
from pipeline.operations.products import create_product
from tests.company import Company, make_deal

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, product: Product | None = None) -> str:
    return reverse(f"pipeline:{name}", args=[product.uid] if product else [])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_product_is_added_and_read(company: Company) -> None:
    omar = signed_in(company.omar)
    assert "No product here" in text(omar.get(url("products")))
    typed = {"name": "Gauge", "list_price": "1.2k", "currency": "USD", "problem": "Drift"}
    assert omar.post(url("new_product"), typed).status_code == 302
    product = Product.objects.get()
    assert (product.list_price, product.currency) == (Decimal(1200), "USD")
    assert "$1,200" in text(signed_in(company.priya).get(url("products")))
    page = text(signed_in(company.priya).get(url("product", product)))
    assert "Drift" in page
    assert "Save product" not in page
    assert signed_in(company.ulf).get(url("product", product)).status_code == 404


def test_a_price_without_a_currency_or_below_zero_is_refused(company: Company) -> None:
    omar = signed_in(company.omar)
    for typed in ({"list_price": "10"}, {"list_price": "-10", "currency": "USD"}, {"list_price": "cheap"}):
        assert omar.post(url("new_product"), {"name": "Gauge"} | typed).status_code == 422
    create_product(name="Gauge", by=None)
    answer = omar.post(url("new_product"), {"name": "gauge"})
    assert answer.status_code == 422
    assert "There is a product of this name already." in text(answer)


def test_a_changed_price_alters_no_deal(company: Company) -> None:
    product = create_product(name="Gauge", list_price=Decimal(100), currency="USD", by=None)
    deal = make_deal(company, company.priya, product=product)
    typed = {"name": "Gauge", "list_price": "250", "currency": "USD", "version": "1"}
    assert signed_in(company.omar).post(url("product", product), typed).status_code == 302
    product.refresh_from_db()
    deal.refresh_from_db()
    assert (product.list_price, deal.amount, deal.row_version) == (Decimal(250), Decimal(32000), 1)


def test_the_second_editor_sees_both_values(company: Company) -> None:
    product = create_product(name="Gauge", by=None)
    omar = signed_in(company.omar)
    assert (
        omar.post(url("product", product), {"name": "Gauge", "value": "Less waste", "version": "1"}).status_code == 302
    )
    stale = omar.post(url("product", product), {"name": "Gauge", "value": "More speed", "version": "1"})
    assert stale.status_code == 409
    assert "Omar Farouk changed this product" in text(stale)
    assert "Less waste" in text(stale)
    assert "More speed" in text(stale)


def test_a_retired_product_leaves_the_list_and_comes_back(company: Company) -> None:
    product = create_product(name="Gauge", by=None)
    omar = signed_in(company.omar)
    omar.post(url("product_retire", product))
    assert "Gauge" not in text(omar.get(url("products"), {"ordering": "name"})).split("<main")[1].split("toasts")[0]
    assert "Gauge" in text(omar.get(url("products") + "?tab=retired"))
    omar.post(url("product_retire", product))
    assert "Gauge" in text(omar.get(url("products")))


def test_only_who_keeps_products_changes_them(company: Company) -> None:
    product = create_product(name="Gauge", by=None)
    for person in (company.priya, company.noor, company.dana):
        client = signed_in(person)
        assert client.post(url("product", product), {"name": "X", "version": "1"}).status_code == 403
        assert client.post(url("product_retire", product)).status_code == 403
        assert client.get(url("new_product")).status_code == 403
