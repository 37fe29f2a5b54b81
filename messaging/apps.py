from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from messaging.services.outbox import repeat_notice
        from messaging.setting_up import register_pages
        from offices.services.notices import listen

        register_pages()
        listen(repeat_notice)
