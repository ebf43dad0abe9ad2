"""Routes of the frame: signing in and out, search, the components page."""

from tests.contracts.matrix import EVERYBODY, IN, NO, OUT, SIGNED_IN, Route, roles

ROUTES = [
    Route("accounts:sign_in", get=EVERYBODY, post=EVERYBODY),
    # Signing out ends at the sign-in page for everyone, which the walk reads as "sign in first".
    Route("accounts:sign_out", post=roles(OUT)),
    Route("web:search", get=SIGNED_IN),
    Route("web:components", get=roles(NO, anonymous=OUT, token=OUT, ops_manager=IN, admin=IN)),
]
