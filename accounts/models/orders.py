"""What customers ordered, what they have in use, ours and others', and how much they use it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils import timezone

from accounts.models.customers import CustomerAccount
from salesops.db.fields import AmountField, CurrencyField
from salesops.db.models import PublicRecord
from salesops.db.scoped import ScopedQuerySet


class Order(PublicRecord):
    """One order as its source has it: a number means one order there, whatever is sent again. Lines sum to `amount`."""

    customer = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="orders")
    source = models.CharField(max_length=40, default="ui")
    number = models.CharField(max_length=80)
    ordered_on = models.DateField()
    amount = AmountField()
    currency = CurrencyField()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["customer", "-ordered_on"], name="order_customer_day")]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="order_number_once")]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """`product_uid` names a product of `pipeline`, where it is known."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    name = models.CharField(max_length=300)
    product_uid = models.UUIDField(null=True, blank=True)
    quantity = models.DecimalField(max_digits=15, decimal_places=3, default=1)
    amount = AmountField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(quantity__gt=0), name="order_line_quantity")]


class InstalledProduct(PublicRecord):
    """What a customer has in use on which days; `competitor` is who made it, empty for ours."""

    customer = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="installed")
    name = models.CharField(max_length=300)
    product_uid = models.UUIDField(null=True, blank=True)
    competitor = models.CharField(max_length=200, blank=True)
    during = DateRangeField()
    source = models.CharField(max_length=40, default="ui")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="installed_no_overlap",
                expressions=[
                    ("customer", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("competitor", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return self.name


class UsageSignal(models.Model):
    """How much of a product a customer used on a day: one value for each measure."""

    customer = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="usage")
    product = models.CharField(max_length=300)
    day = models.DateField()
    measure = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=19, decimal_places=4)
    source = models.CharField(max_length=40, default="api")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "product", "day", "measure"], name="usage_once"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="usage_not_negative"),
        ]
