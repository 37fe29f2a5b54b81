from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class OfficesConfig(AppConfig):
    name = "offices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from offices.grants import grant_after_migrate
        from offices.services.sessions import begin_at_log_in
        from offices.setting_up import register_pages

        post_migrate.connect(grant_after_migrate, sender=self)
        user_logged_in.connect(begin_at_log_in, dispatch_uid="begin_at_log_in")
        register_pages()
