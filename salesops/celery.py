"""Celery only wakes workers: every job is a row of `salesops.jobs`, the message carries its id."""

import os

from celery import Celery
from kombu.entity import Queue

from salesops.local.commands import QUEUES, SCIENCE_QUEUE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesops.settings")

app = Celery("salesops")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.task_queues = [Queue(name) for name in (*QUEUES, SCIENCE_QUEUE)]
app.autodiscover_tasks()
