"""Pages that belong to no area: search, saved views, and the components every page is made of."""

from django.urls import path

from salesops.web.views.components import components_page
from salesops.web.views.saved_views import delete_view_page, edit_view_page, new_view
from salesops.web.views.search import search_page

app_name = "web"

urlpatterns = [
    path("search", search_page, name="search"),
    path("views/new", new_view, name="save_view"),
    path("views/<uuid:uid>", edit_view_page, name="edit_view"),
    path("views/<uuid:uid>/delete", delete_view_page, name="delete_view"),
    path("components", components_page, name="components"),
]
