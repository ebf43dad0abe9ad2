"""Celery only wakes workers: every job is a row of `salesops.jobs`, the message carries its id."""

import os

from celery import Celery
from kombu.entity import Exchange, Queue

from salesops.local.commands import QUEUES, SCIENCE_QUEUE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesops.settings")

app = Celery("salesops")
app.config_from_object("django.conf:settings", namespace="CELERY")
# An exchange each: on the shared default one every message would reach every queue.
app.conf.task_queues = [Queue(name, Exchange(name), routing_key=name) for name in (*QUEUES, SCIENCE_QUEUE)]
app.autodiscover_tasks()
# The schedule is code; subscriptions and feeds are rows that a job of their app looks through.
app.conf.beat_schedule = {
    "sweep": {"task": "jobs.sweep", "schedule": 10.0, "options": {"expires": 10.0}},
    "seal": {"task": "jobs.by_the_clock", "schedule": 300.0, "args": ("audit.seal", 300)},
    "contracts": {"task": "jobs.by_the_clock", "schedule": 3_600.0, "args": ("accounts.contracts", 3_600)},
    "people": {"task": "jobs.by_the_clock", "schedule": 3_600.0, "args": ("accounts.people_changes", 3_600)},
    "capture": {"task": "jobs.by_the_clock", "schedule": 60.0, "args": ("pipeline.capture", 60)},
    "relationships": {
        "task": "jobs.by_the_clock",
        "schedule": 86_400.0,
        "args": ("pipeline.relationships", 86_400),
    },
    "forget answers": {"task": "jobs.by_the_clock", "schedule": 86_400.0, "args": ("web.forget_answers", 86_400)},
    "forget files": {"task": "jobs.by_the_clock", "schedule": 3_600.0, "args": ("jobs.forget_files", 3_600)},
    "forget sessions": {
        "task": "jobs.by_the_clock",
        "schedule": 86_400.0,
        "args": ("accounts.forget_sessions", 86_400),
    },
    "forget old jobs": {"task": "jobs.by_the_clock", "schedule": 86_400.0, "args": ("jobs.forget_old", 86_400)},
}
