from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import entries, importers, start
        from accounts.metrics import declare
        from accounts.queries.organisation import business_time
        from salesops.web.organisation import business_times

        business_times.register("organisation", business_time)
        declare()
        importers.register()
        entries.register()
        start.register()
