# Shared tasks bind to the application that is loaded when Django starts; without this line they would
# look for a broker at Celery's own default address.
from config.celery import app as celery_app

__all__ = ["celery_app"]
