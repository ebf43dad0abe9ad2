"""A write that succeeded answers the page, the piece of a page, and the browser without JavaScript."""

import json

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from salesops.web.fragments import refused_form, saved

SAID = "Crestline Dental moved to Negotiation “now”"


@pytest.fixture
def request_of_form() -> HttpRequest:
    request = RequestFactory().post("/things")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


@pytest.fixture
def request_of_htmx() -> HttpRequest:
    return RequestFactory().post("/things", headers={"HX-Request": "true", "HX-Request-Type": "partial"})


def test_without_a_script_a_redirect_and_a_notice_on_the_next_page(request_of_form: HttpRequest) -> None:
    answer = saved(request_of_form, "/things", said=SAID, undo_url="/undo/7")
    assert (answer.status_code, answer["Location"]) == (302, "/things")
    (message,) = get_messages(request_of_form)
    assert (message.message, message.extra_tags) == (SAID, "/undo/7")


def test_htmx_gets_the_piece_and_the_notice_as_an_event(request_of_htmx: HttpRequest) -> None:
    answer = saved(request_of_htmx, "/things", said=SAID, undo_url="/undo/7")
    assert answer.status_code == 204
    assert answer["HX-Trigger"].isascii()
    assert json.loads(answer["HX-Trigger"]) == {"toast": {"text": SAID, "undo": "/undo/7", "target": "body"}}


def test_a_refused_form_is_422(request_of_htmx: HttpRequest) -> None:
    context = {"problem": {"title": "Amount is not a number: “TBD”"}}
    answer = refused_form(request_of_htmx, "web/errors/bare.html", "web/errors/fragment.html", context)
    assert answer.status_code == 422
    assert "Amount is not a number" in answer.content.decode()
    assert "<html" not in answer.content.decode()
