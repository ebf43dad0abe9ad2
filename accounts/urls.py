"""Pages of people, customers and the organisation."""

from django.urls import path

from accounts.views.sign_in import sign_in_page, sign_out

app_name = "accounts"

urlpatterns = [
    path("sign-in", sign_in_page, name="sign_in"),
    path("sign-out", sign_out, name="sign_out"),
]
