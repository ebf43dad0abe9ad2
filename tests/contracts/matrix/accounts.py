"""Routes of people and customers."""

from tests.contracts.matrix import EVERYBODY, OUT, Route, roles

ROUTES = [
    Route("accounts:sign_in", get=EVERYBODY, post=EVERYBODY),
    Route("accounts:sign_out", post=roles(OUT)),
]
