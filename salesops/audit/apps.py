from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "salesops.audit"
    label = "audit"
