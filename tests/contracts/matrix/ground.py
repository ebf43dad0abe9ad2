"""Routes of the ground itself: health, and what every page asks for."""

from tests.contracts.matrix import EVERYBODY, Route

ROUTES = [
    Route("healthz", get=EVERYBODY),
    Route("readyz", get=EVERYBODY),
]
