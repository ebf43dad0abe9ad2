"""What we sell."""

from django.db import models

from salesops.db.fields import AmountField, CurrencyField
from salesops.db.models import EditableRecord


class Product(EditableRecord):
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=60, blank=True)
    family = models.CharField(max_length=80, blank=True)
    list_price = AmountField(null=True, blank=True)
    currency = CurrencyField(null=True, blank=True)
    problem = models.TextField(blank=True)
    value = models.TextField(blank=True)
    how_it_works = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="product_name_unique"),
            models.CheckConstraint(
                condition=models.Q(list_price__isnull=True) | models.Q(currency__isnull=False),
                name="product_price_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.name
