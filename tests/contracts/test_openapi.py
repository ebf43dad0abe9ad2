"""The committed OpenAPI document is the one that the code describes."""

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema


def test_the_document_has_not_drifted() -> None:
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    validate_schema(document)
    written = OpenApiYamlRenderer().render(document, renderer_context={}).decode()  # type: ignore[no-untyped-call]
    committed = (settings.BASE_DIR / "docs" / "api" / "openapi.yaml").read_text(encoding="utf-8")
    assert committed == written, "run: python manage.py spectacular --file docs/api/openapi.yaml"
