from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OfficesConfig(AppConfig):
    name = "offices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from offices.grants import grant_after_migrate

        post_migrate.connect(grant_after_migrate, sender=self)
