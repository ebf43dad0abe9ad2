"""Contacts that exist already: addresses without their plus-part, as leads have them, and numbers as the world dials them."""

from typing import Any

import phonenumbers
from django.db import migrations

ADDRESSES = """
UPDATE accounts_contact SET email_norm = regexp_replace(email_norm, '\\+[^@]*@', '@') WHERE email_norm LIKE '%+%@%'
"""


def dial(apps: Any, schema_editor: Any) -> None:
    """Only numbers that name their country: what the others mean is known when they are saved again."""
    contact = apps.get_model("accounts", "Contact")
    rows = contact.objects.filter(phone__regex=r"^\s*(\+|00)").only("pk", "phone").iterator(2_000)
    for row in rows:
        text = row.phone.strip()
        try:
            read = phonenumbers.parse(f"+{text[2:]}" if text.startswith("00") else text)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(read):
            number = phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
            contact.objects.filter(pk=row.pk).update(phone_e164=number)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0030_customer_merges")]

    operations = [
        migrations.RunSQL(ADDRESSES, migrations.RunSQL.noop),
        migrations.RunPython(dial, migrations.RunPython.noop),
    ]
