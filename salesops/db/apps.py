from django.apps import AppConfig
from django.db.backends.signals import connection_created

from salesops.db.roles import refuse_superuser


class DbConfig(AppConfig):
    name = "salesops.db"
    label = "db"

    def ready(self) -> None:
        connection_created.connect(refuse_superuser, dispatch_uid="salesops.db.refuse_superuser")
