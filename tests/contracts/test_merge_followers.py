"""Whatever names a customer or a contact goes along when that is merged, or says here why it stays (ACC-20)."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, Model

from accounts.merging import followers
from accounts.models import Contact, CustomerAccount

# Without a key of the database: by its uid, by its number, or by its number beside a kind.
NAMED = ("_uid", "record_id", "customer_id", "contact_id")
OF_MERGE = "the merge itself"
STAYS = {
    "accounts.customermerge.survivor": OF_MERGE,
    "accounts.customermerge.loser": OF_MERGE,
    "accounts.contactmerge.survivor": OF_MERGE,
    "accounts.contactmerge.loser": OF_MERGE,
    "accounts.notduplicate.first_uid": "said of two records; the loser is proposed no more",
    "accounts.notduplicate.second_uid": "said of two records; the loser is proposed no more",
    "accounts.erasurerequest.subject_uid": "erasing one erases what was merged with it",
    "accounts.erasurerequest.job_uid": "a job",
    "accounts.contract.opportunity_uid": "a deal",
    "accounts.contractline.product_uid": "a product",
    "accounts.orderline.product_uid": "a product",
    "accounts.installedproduct.product_uid": "a product",
    "audit.auditrecord.record_uid": "what was done then was done to that record",
    "imports.batchrecord.record_id": "undoing an import takes back what it made",
    "inbox.task.source_uid": "an obligation or a contract",
    "inbox.news.about_uid": "a comment, task or channel",
}


def naming() -> Iterator[str]:
    """`app.model.column` of everything that can name a customer or a contact."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model in (CustomerAccount, Contact) or field.attname.endswith(NAMED):
                yield place(model, field.name)


def place(model: type[Model], column: str) -> str:
    field: Field = model._meta.get_field(column)
    return f"{model._meta.label_lower}.{field.name}"


def test_whatever_names_a_record_follows_its_merge_or_says_why_not() -> None:
    """Register a follower in the app's `merging.py`, or add a line to STAYS above."""
    follows = {place(*follower.column) for follower in followers}
    named = set(naming())
    assert named - follows - set(STAYS) == set()
    assert set(STAYS) - named == set() and follows - named == set()
    assert follows & set(STAYS) == set()


def test_what_names_either_kind_follows_both() -> None:
    kinds: dict[str, set[str]] = {}
    for follower in followers:
        model, column = follower.column
        if model._meta.get_field(column).related_model is None:
            kinds.setdefault(place(model, column), set()).add(follower.of)
    assert {name: of for name, of in kinds.items() if of != {"customer", "contact"}} == {}
