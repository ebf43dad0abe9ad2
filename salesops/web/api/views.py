"""The base of every REST view, and the bases of a list and of one record."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Expression, F, QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from salesops.kernel.scoping import require_scoped
from salesops.web.api.idempotency import key_of, once, whole
from salesops.web.api.moments import Moments, read_moments
from salesops.web.api.throttles import headers_of
from salesops.web.api.versions import etag_of, not_modified
from salesops.web.cursors import Keyset, Level, is_nullable
from salesops.web.errors import NotUnderstood
from salesops.web.filters import Asking, Filter, apply_criteria, read_criteria, refuse_unknown, usable
from salesops.web.requests import with_parameters

PAGE_SIZE = 50
MAX_PAGE_SIZE = 200


class ApiView(APIView):
    """Strict parameters, whole writes, idempotent POSTs, moments, rate headers.

    parameters: the names that the query string may hold beside those a base adds.
    key_required: POST must carry an Idempotency-Key (money, imports).
    history: GET takes `as_of`; keeps_versions: and `known_at`.
    """

    parameters: ClassVar[Sequence[str]] = ()
    key_required: ClassVar[bool] = False
    history: ClassVar[bool] = False
    keeps_versions: ClassVar[bool] = False
    rate_standing: Any = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_unknown(request.query_params, self.known_parameters(request))
        if request.method not in SAFE_METHODS:
            self._as_one(request, str(request.method).lower())

    def _as_one(self, request: Request, method: str) -> None:
        """DRF looks the handler up after this: for a write it finds one that is whole, for a keyed POST run once."""
        key = key_of(request, required=self.key_required) if method == "post" else ""
        handler = getattr(self, method, None)
        if handler is None:
            return
        if key:
            setattr(self, method, lambda *args, **kwargs: once(request, key, lambda: handler(*args, **kwargs)))
        else:
            setattr(self, method, lambda *args, **kwargs: whole(lambda: handler(*args, **kwargs)))

    def known_parameters(self, request: Request) -> Iterable[str]:
        """A write takes no `as_of`: nothing can be saved in the past by asking."""
        if request.method not in ("GET", "HEAD"):
            return self.parameters
        # `known_at` is read where there is history, so that its refusal can say why.
        return [*self.parameters, *(("as_of", "known_at") if self.history else ())]

    def moments(self) -> Moments:
        """When the question is about; now without parameters."""
        asking = self.asking()
        return read_moments(
            self.request.query_params, now=asking.now, zone=asking.zone, keeps_versions=self.keeps_versions
        )

    def asking(self) -> Asking:
        return Asking.by(self.request)

    def conflict_facts(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What the second editor is told beside the versions: a view adds both values, who, when."""
        return {}

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in headers_of(self.rate_standing).items():
            answer.headers[name] = value
        return answer


class ListView(ApiView):
    """GET of many: `rows()` is cut, ordered, paged and written. Subclasses declare, and may add `post`.

    orderings: names that `ordering` may use, each with its path or expression; the key breaks ties.
    """

    serializer_class: ClassVar[type[Any]]
    filters: ClassVar[Sequence[Filter]] = ()
    orderings: ClassVar[Mapping[str, str | Expression | F]] = {}
    default_ordering: ClassVar[Sequence[str]] = ()

    def rows(self, moments: Moments) -> QuerySet[Any]:
        """From `visible_to(self.request.user)`, at the moments asked about."""
        raise NotImplementedError

    def known_parameters(self, request: Request) -> Iterable[str]:
        own = list(super().known_parameters(request))
        if request.method not in ("GET", "HEAD"):
            return own
        filters = [name for item in usable(self.filters, request.user) for name in item.parameters()]
        return [*own, *filters, "cursor", "page_size", "count", "ordering", "fields"]

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        moments = self.moments()
        rows = require_scoped(self.rows(moments))
        rows = apply_criteria(rows, read_criteria(self.filters, request.query_params, self.asking()))
        page = self._keyset(rows).page(rows, request.query_params.get("cursor"), self._page_size())
        serializer = self.serializer_class(page.rows, many=True, context={"request": request, "view": self})
        keep_fields(serializer.child, request.query_params.get("fields", ""))
        body = {
            "results": serializer.data,
            "next": self._link(page.next),
            "previous": self._link(page.previous),
            "count": rows.count() if self._counts() else None,
        }
        return Response(body | (moments.echo() if self.history else {}))

    def _keyset(self, rows: QuerySet[Any]) -> Keyset:
        asked = [term for term in self.request.query_params.get("ordering", "").split(",") if term]
        levels: list[Level] = []
        for term in asked or self.default_ordering:
            name, descending = term.removeprefix("-"), term.startswith("-")
            if name not in self.orderings or name in (level.name for level in levels):
                sentence = _("This list cannot be ordered like that.")
                raise NotUnderstood("bad_ordering", sentence, fields={"ordering": sentence})
            source = self.orderings[name]
            nullable = is_nullable(rows.model, source) if isinstance(source, str) else True
            levels.append(Level(name, F(source) if isinstance(source, str) else source, descending, nullable))
        down = bool(levels) and levels[-1].descending
        last = Level("id", self.tie_breaker(rows), down, nullable=False)
        return Keyset(f"api:{self.request.path.rstrip('/')}", [*levels, last])

    def tie_breaker(self, rows: QuerySet[Any]) -> F:
        """What is unique among `rows`; another column than the key where the key has more than one."""
        return F("pk")

    def _page_size(self) -> int:
        text = self.request.query_params.get("page_size", str(PAGE_SIZE))
        if not text.isascii() or not text.isdigit() or len(text) > 10 or not 1 <= int(text) <= MAX_PAGE_SIZE:
            sentence = _("page_size is 1 to 200.")
            raise NotUnderstood("bad_page_size", sentence, fields={"page_size": sentence})
        return int(text)

    def _counts(self) -> bool:
        text = self.request.query_params.get("count", "none")
        if text not in ("none", "exact"):
            sentence = _("Counting is none or exact.")
            raise NotUnderstood("bad_count", sentence, fields={"count": sentence})
        return text == "exact"

    def _link(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        params = self.request._request.GET
        return self.request.build_absolute_uri(with_parameters(self.request.path, params, cursor=cursor))


class RecordView(ApiView):
    """GET of one record, with its version as ETag. `record()` finds it through the door."""

    serializer_class: ClassVar[type[Any]]

    def record(self, moments: Moments) -> Any:
        """Through the app's door: raises NotFound, Forbidden."""
        raise NotImplementedError

    def known_parameters(self, request: Request) -> Iterable[str]:
        own = list(super().known_parameters(request))
        return [*own, "fields"] if request.method in ("GET", "HEAD") else own

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        moments = self.moments()
        record = self.record(moments)
        # A past state keeps the row's version today: only the present may be answered by 304.
        if moments.as_of.is_now and moments.known_at.is_now:
            unchanged = not_modified(request, record.row_version)
            if unchanged is not None:
                return unchanged
        return self.written(record, moments)

    def written(self, record: Any, moments: Moments | None = None, *, status: int = 200) -> Response:
        """The record as the API shows it: the answer of GET, and of a PATCH that was saved."""
        serializer = self.serializer_class(record, context={"request": self.request, "view": self})
        keep_fields(serializer, self.request.query_params.get("fields", ""))
        echo = moments.echo() if moments is not None and self.history else {}
        headers = {"ETag": etag_of(record.row_version)} if not moments or moments.as_of.is_now else {}
        return Response(serializer.data | echo, status=status, headers=headers)


def keep_fields(serializer: Any, asked: str) -> None:
    """Sparse fields: leave what was named. Raises NotUnderstood `unknown_field` for a name that is not there."""
    names = {name for name in asked.split(",") if name}
    unknown = sorted(names - serializer.fields.keys())
    if unknown:
        sentence = _("There is no such field: %(names)s.") % {"names": ", ".join(unknown)[:200]}
        raise NotUnderstood("unknown_field", sentence, fields={"fields": sentence})
    for name in list(serializer.fields) if names else ():
        if name not in names:
            serializer.fields.pop(name)
