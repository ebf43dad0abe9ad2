"""Routes of the ground itself: health, search, and the page of components."""

from tests.contracts.matrix import EVERYBODY, IN, NO, OUT, SIGNED_IN, Route, roles

ROUTES = [
    Route("healthz", get=EVERYBODY),
    Route("readyz", get=EVERYBODY),
    Route("web:search", get=SIGNED_IN, query="?q=acme"),
    Route("web:components", get=roles(NO, anonymous=OUT, token=OUT, ops_manager=IN, admin=IN)),
]
