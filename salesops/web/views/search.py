"""Search: the answers of the palette, and the same as a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salesops.web.search import search_all

LONGEST = 100


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:LONGEST]
    is_piece = request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
    template = "web/_search_results.html" if is_piece else "web/search.html"
    return render(request, template, {"query": query, "sources": search_all(request, query), "as_page": not is_piece})
