from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from offices.models import Office
from offices.models.same_office import same_office
from visitors.enums import KeyKind
from visitors.models.customer import Customer


class SearchKeyQuerySet(models.QuerySet["SearchKey"]):
    def of(self, office: Office) -> Self:
        return self.filter(office=office)

    def beginning_with(self, text: str) -> Self:
        """By prefix, in the order of the index, so that a page of hits never costs more than a page."""
        return self.filter(key__startswith=text).order_by("key", "customer_id", "kind")


class SearchKey(models.Model):
    """A text under which a customer is found by prefix: see visitors.search_keys for what is made of a name.

    The collation "C" makes one ordinary index serve both the prefix and the order, on every PostgreSQL.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="search_keys", db_index=False
    )
    kind = models.CharField(max_length=8, choices=KeyKind)
    key = models.CharField(max_length=40, db_collation="C")

    objects = SearchKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("search key")
        verbose_name_plural = _("search keys")
        ordering = ["key", "customer_id", "kind"]
        indexes = [
            models.Index(fields=["office", "key", "customer", "kind"], name="search_key_prefix"),
            models.Index(fields=["office", "customer"], name="search_key_of_customer"),
        ]
        triggers = [same_office(customer_id="visitors_customer")]

    def __str__(self) -> str:
        return self.key
