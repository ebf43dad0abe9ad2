"""The document says what every operation shares, from the declarations of the views."""

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator


@pytest.fixture(scope="module")
def document() -> Any:
    generator = SchemaGenerator(urlconf="tests.web.things")  # type: ignore[no-untyped-call]
    return generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


def names(operation: Any, place: str) -> set[str]:
    return {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == place}


def test_pages_are_not_in_it(document: Any) -> None:
    assert all(path.startswith("/api/") for path in document["paths"])


def test_a_list_names_its_filters_and_is_a_page(document: Any) -> None:
    operation = document["paths"]["/api/v1/things"]["get"]
    assert {"stage", "stage_not", "amount_min", "cursor", "page_size", "ordering", "as_of"} <= names(operation, "query")
    assert "known_at" not in names(operation, "query")
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["properties"]["results"]["items"] == {"$ref": "#/components/schemas/Thing"}


def test_writes_say_their_headers_and_every_operation_its_problem(document: Any) -> None:
    assert names(document["paths"]["/api/v1/things"]["post"], "header") == {"Idempotency-Key"}
    assert names(document["paths"]["/api/v1/things/{uid}"]["patch"], "header") == {"If-Match"}
    for operations in document["paths"].values():
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_money_is_a_string_with_its_currency(document: Any) -> None:
    amount = document["components"]["schemas"]["Thing"]["properties"]["amount"]
    assert amount["properties"]["amount"]["type"] == "string"
