from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import entries
        from accounts.queries.organisation import business_time
        from salesops.web.organisation import business_times

        business_times.register("organisation", business_time)
        entries.register()
