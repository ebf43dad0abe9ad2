"""Comments and mentions on any record (ACC-40)."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Contact
from accounts.operations.customers import change_ownership
from salesops.audit.models import AuditRecord
from salesops.inbox.access import place_for, visible_comments
from salesops.inbox.models import Comment, CommentCopy
from salesops.inbox.operations.comments import edit_comment, write_comment
from salesops.kernel.errors import NotFound, Refused
from tests.accounts.conftest import SignIn
from tests.accounts.contracts import make_contract
from tests.company import FOUNDED, Company, make_deal
from tests.inbox.asking import about_acme, acme_of, send

pytestmark = pytest.mark.django_db


def said_on(company: Company, body: str, by: Any = None) -> Comment:
    return write_comment(acme_of(company), body=body, by=by or company.priya)


def refusal(company: Company, body: str) -> Refused:
    with pytest.raises(Refused) as refused:
        said_on(company, body)
    assert set(refused.value.fields) == {"body"}
    return refused.value


def test_a_comment_is_written_on_the_page_and_read_there(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)
    answer = client.post(f"/talk/customer/{company.acme.uid}/comments", {"body": "They **sign** <b>Monday</b>"})
    assert answer.status_code == 302 and answer["Location"] == f"/accounts/{company.acme.uid}#panel-talk_customer"
    page = as_person(company.marcus).get(f"/accounts/{company.acme.uid}").content.decode()
    assert "They <strong>sign</strong> &lt;b&gt;Monday&lt;/b&gt;" in page
    row = AuditRecord.objects.get(verb="comment.written")
    assert row.by == company.priya and "sign" not in str(row.after)


@pytest.mark.parametrize("kind", ["customer", "contact", "contract", "deal", "lead"])
def test_every_kind_of_record_takes_comments_behind_its_own_door(
    company: Company, as_person: SignIn, kind: str
) -> None:
    record = a_record(company, kind)
    path = f"/talk/{kind}/{record.uid}"
    assert as_person(company.priya).post(f"{path}/comments", {"body": "Said so."}).status_code == 302
    assert "Said so." in as_person(company.marcus).get(path).content.decode()
    for outsider in (company.jonah, company.ulf):
        client = as_person(outsider)
        assert client.get(path).status_code == 404
        assert client.post(f"{path}/comments", {"body": "Me too"}).status_code == 404
    assert Comment.objects.count() == 1


def a_record(company: Company, kind: str) -> Any:
    from pipeline.operations.leads import create_lead

    makers = {
        "customer": lambda: company.acme,
        "contact": lambda: Contact.objects.create(customer=company.acme, name="Amara Osei"),
        "contract": lambda: make_contract(company),
        "deal": lambda: make_deal(company, company.priya),
        "lead": lambda: create_lead(name="Ida Roth", owner=company.priya, by=company.priya),
    }
    return makers[kind]()


def test_what_is_said_goes_out_of_sight_with_its_record(company: Company) -> None:
    comment = said_on(company, "Between us")
    assert list(visible_comments(company.priya)) == [comment]
    change_ownership(company.acme, None, start=FOUNDED, by=company.omar)
    for person in (company.priya, company.marcus):
        fresh = type(person).objects.get(pk=person.pk)
        assert not visible_comments(fresh).exists()


def test_who_is_called_can_open_the_record(company: Company) -> None:
    comment = said_on(company, "@Marcus Boyle and @dana, see this. @nobody is a word.")
    assert set(comment.mentions.values_list("person__name", flat=True)) == {"Marcus Boyle", "Dana Whitfield"}


def test_nobody_is_called_who_cannot_open_it(company: Company) -> None:
    assert refusal(company, "@Jonah Becker, look").code == "cannot_open"
    assert refusal(company, "@ulf look").code == "cannot_open"
    assert not Comment.objects.exists()


def test_a_first_name_of_two_is_asked_for(company: Company) -> None:
    from accounts.operations.people import edit_person

    edit_person(company.dana, changes={"name": "Marcus Whitfield"}, by=None)
    assert refusal(company, "@Marcus, look").code == "mention_unclear"
    assert said_on(company, "@Marcus Whitfield, look").mentions.get().person == company.dana


@pytest.mark.parametrize(
    ("body", "code"), [("  ", "required"), ("x" * 10_001, "too_long"), ("@Dana " * 21, "too_many")]
)
def test_bad_words(company: Company, body: str, code: str) -> None:
    assert refusal(company, body).code == code


def test_an_edit_keeps_the_words_before(company: Company, as_person: SignIn) -> None:
    comment = said_on(company, "First")
    client = as_person(company.priya)
    for seen, body in ((1, "Second @dana"), (2, "Third @dana")):
        assert client.post(f"/comments/{comment.uid}", {"body": body, "version": seen}).status_code == 302
    assert [copy.body for copy in comment.copies.all()] == ["First", "Second @dana"]
    assert comment.mentions.count() == 1
    page = as_person(company.marcus).get(f"/comments/{comment.uid}").content.decode()
    assert "First" in page and "Third" in page and "Save comment" not in page
    stale = client.post(f"/comments/{comment.uid}", {"body": "Fourth", "version": 1})
    assert stale.status_code == 409 and "Third @dana" in stale.content.decode()
    assert edit_comment(comment, acme_of(company), body="Third @dana", by=company.priya).row_version == 3


def test_no_copy_is_changed_or_removed(company: Company) -> None:
    comment = said_on(company, "First")
    edit_comment(comment, acme_of(company), body="Second", by=company.priya)
    with pytest.raises(DatabaseError), transaction.atomic():
        CommentCopy.objects.update(body="never")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM inbox_commentcopy")


def test_its_author_alone_changes_it(company: Company, as_person: SignIn) -> None:
    comment = said_on(company, "Mine")
    boss = as_person(company.marcus)
    assert boss.post(f"/comments/{comment.uid}", {"body": "Ours"}).status_code == 403
    assert boss.post(f"/comments/{comment.uid}/withdraw").status_code == 403
    assert as_person(company.priya).post(f"/comments/{comment.uid}/withdraw").status_code == 302
    assert boss.get(f"/comments/{comment.uid}").status_code == 404
    assert "Mine" not in boss.get(f"/accounts/{company.acme.uid}").content.decode()


def test_earlier_ones_are_a_link_away(company: Company, as_person: SignIn) -> None:
    for number in range(12):
        said_on(company, f"Word {number:02}")
    client = as_person(company.priya)
    panel = client.get(f"/accounts/{company.acme.uid}").content.decode()
    assert "12 comments in all" in panel and "Word 01" not in panel and "Word 02" in panel
    third = Comment.objects.get(body="Word 02").pk
    older = client.get(f"/talk/customer/{company.acme.uid}?older={third}").content.decode()
    assert "Word 01" in older and "Word 02" not in older
    assert client.get(f"/talk/customer/{company.acme.uid}?older=x").status_code == 404


def test_over_rest(company: Company, as_person: SignIn) -> None:
    client, boss = as_person(company.priya), as_person(company.marcus)
    made = send(client, "post", "/api/v1/comments", {"about": about_acme(company), "body": "Said **so**"})
    assert made.status_code == 201 and made.json()["body"] == "Said **so**"
    path = f"/api/v1/comments/{made.json()['id']}"
    assert boss.get(path).json()["about"] == about_acme(company)
    assert send(client, "patch", path, {"body": "No"}, If_Match='"1"').json()["body"] == "No"
    assert send(boss, "patch", path, {"body": "Hm"}, If_Match='"2"').status_code == 403
    assert send(client, "patch", path, {"body": "Hm"}, If_Match='"1"').status_code == 409
    assert [row["body"] for row in boss.get("/api/v1/comments?kind=customer").json()["results"]] == ["No"]
    assert as_person(company.jonah).get("/api/v1/comments").json()["results"] == []
    assert client.delete(path).status_code == 204 and client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"body": "x"}, 422),
        ({"about": {"kind": "planet", "id": "0" * 32}, "body": "x"}, 422),
        ({"about": {"kind": "customer", "id": "not one"}, "body": "x"}, 422),
        ({"about": {"kind": "customer", "id": "0" * 32}, "body": "x"}, 404),
        ({"about": "acme", "body": ""}, 422),
        ({"about": "acme", "body": "@Jonah"}, 422),
        ({"about": "acme", "body": "x", "author": "me"}, 400),
    ],
)
def test_bad_input_over_rest(company: Company, as_person: SignIn, body: dict[str, Any], status: int) -> None:
    if body.get("about") == "acme":
        body = body | {"about": about_acme(company)}
    answer = send(as_person(company.priya), "post", "/api/v1/comments", body)
    assert answer.status_code == status, answer.content
    assert not Comment.objects.exists()


def test_a_kind_nobody_registered_has_no_place(company: Company) -> None:
    with pytest.raises(NotFound):
        place_for(company.omar, "planet", company.acme.uid)
