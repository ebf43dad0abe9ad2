from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out
        from django.db.models.signals import post_save

        from accounts import entries, explained, hand_over, holdings, importers, records, start
        from accounts.metrics import declare
        from accounts.operations import merge_followers
        from accounts.queries.organisation import areas, business_time, read_again
        from accounts.queries.people import access_givers as givers
        from accounts.sessions import begin, leave
        from salesops.web.organisation import access_givers, business_times, used_areas

        user_logged_in.connect(lambda request, user, **more: begin(request, user), weak=False, dispatch_uid="session")
        user_logged_out.connect(lambda request, **more: leave(request), weak=False, dispatch_uid="session")
        post_save.connect(read_again, sender="accounts.Organisation", dispatch_uid="organisation")
        business_times.register("organisation", business_time)
        used_areas.register("organisation", areas)
        access_givers.register("people", givers)
        declare()
        holdings.register()
        importers.register()
        merge_followers.register()
        entries.register()
        explained.register()
        hand_over.register()
        records.register()
        start.register()
