from django.db import models

from offices.models.member import Member
from offices.models.office import Office


class RequestKey(models.Model):
    """An idempotency key that was used: the second click of an impatient clerk gets the first click's answer.

    ``fingerprint`` is an HMAC over what was sent; ``answer`` the address of what came of it.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    answer = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "key"], name="request_key_once")]
        indexes = [models.Index(fields=["created_at"], name="request_key_age")]

    def __str__(self) -> str:
        return str(self.key)
