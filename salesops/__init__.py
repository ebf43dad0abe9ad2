"""SalesOps: the project, the ground, and what serves all six business areas."""

from salesops.celery import app as celery_app

__all__ = ["celery_app"]
