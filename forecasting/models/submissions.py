"""What a person signed: the number, the calls seen, and every row under it. Never edited, never recomputed."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from salesops.db.append_only import append_only
from salesops.db.fields import AmountField, CurrencyField
from salesops.db.models import PublicRecord

PERSON = settings.AUTH_USER_MODEL


class Submission(PublicRecord):
    """One press of "Submit forecast". The latest of a node has the highest `seq`; none edits another.

    totals: the resulting values of the node (won, commit, upside, ...), sums over the stored rows and calls.
    row_hash: SHA-256 over the stored rows in order; taken again when privacy erasure blanks a name in whole ones.
    """

    type_version = models.ForeignKey(
        "forecasting.ForecastTypeVersion", on_delete=models.PROTECT, related_name="submissions"
    )
    type = models.ForeignKey("forecasting.ForecastType", on_delete=models.PROTECT, related_name="submissions")
    period = models.ForeignKey("accounts.FiscalPeriod", on_delete=models.PROTECT, related_name="submissions")
    node = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="submissions")
    forecaster = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    submitted_at = models.DateTimeField(default=timezone.now)
    as_of = models.DateTimeField()
    hierarchy_as_of = models.DateField()
    won_follows = models.CharField(max_length=6)
    fx_policy = models.CharField(max_length=4)
    currency = CurrencyField()
    totals = models.JSONField()
    quota = AmountField(null=True)
    note = models.TextField(blank=True)
    row_count = models.PositiveIntegerField()
    row_hash = models.CharField(max_length=64)
    late = models.BooleanField(default=False)

    class Meta:
        ordering = ["-submitted_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["type", "period", "node", "seq"], name="submission_seq_uniq")]
        triggers = append_only("forecasting_submission", erasable=("note", "row_hash"))


class SubmissionRow(models.Model):
    """A deal as it was seen. `node` is where it stood (null: unassigned), `team` whose won figure it belongs to."""

    pk = models.CompositePrimaryKey("submission_id", "opportunity_id", "person_key")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="rows")
    opportunity = models.ForeignKey("pipeline.Opportunity", on_delete=models.PROTECT, related_name="+")
    # A primary key takes no null: 0 is the person of a deal that nobody owns.
    person_key = models.BigIntegerField()
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    customer_name = models.CharField(max_length=300, blank=True)
    person_name = models.CharField(max_length=300, blank=True)
    node_id = models.BigIntegerField(null=True)
    team = ArrayField(models.BigIntegerField(), default=list)
    category = models.CharField(max_length=9)
    subcategory_id = models.BigIntegerField(null=True)
    amount = AmountField(null=True)
    currency = CurrencyField()
    converted = AmountField(null=True)
    close_date = models.DateField(null=True)
    stage_name = models.CharField(max_length=120)

    class Meta:
        triggers = append_only("forecasting_submissionrow", erasable=("name", "customer_name", "person_name"))


class SubmissionCall(models.Model):
    """A call in force at the instant, as the submission saw it."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="calls")
    call = models.ForeignKey("forecasting.ForecastCall", on_delete=models.PROTECT, related_name="+")
    node_id = models.BigIntegerField()
    forecaster_id = models.BigIntegerField()
    measure = models.CharField(max_length=6)
    mode = models.CharField(max_length=7)
    value = AmountField()
    base = AmountField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "call"], name="submission_call_once")]
        triggers = append_only("forecasting_submissioncall", erasable=("note",))


class SubmissionNode(models.Model):
    """A line of the grid as it was seen: who stood where, with which quota. Its figures follow from rows and calls."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="nodes")
    # Keys of people as they were: 0 for everybody when nobody stands alone at the top.
    node_id = models.BigIntegerField()
    parent_id = models.BigIntegerField(null=True)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    title = models.CharField(max_length=300, blank=True)
    vacant = models.BooleanField(default=False)
    quota = AmountField(null=True)
    seen_commit = AmountField()
    seen_upside = AmountField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["submission", "node_id"], name="submission_node_once")]
        triggers = append_only("forecasting_submissionnode", erasable=("name", "title"))
