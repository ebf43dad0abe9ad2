"""Pages that belong to no area: search, and the components every page is made of."""

from django.urls import path

from salesops.web.views.components import components_page
from salesops.web.views.search import search_page

app_name = "web"

urlpatterns = [
    path("search", search_page, name="search"),
    path("components", components_page, name="components"),
]
