"""Every edition carries its signed statement; the keys it is signed with have tables of their own.

SQLite makes a table anew when a column is added, which drops its triggers: they are taken off and put back here.
A ledger that already has editions is refused, by the constraint: nobody can sign afterwards what was agreed then.
"""

import importlib

import django.db.models.deletion
from django.db import migrations, models

append_only = importlib.import_module("cms.migrations.0003_append_only")


class Migration(migrations.Migration):
    dependencies = [("cms", "0008_sharing_append_only")]

    operations = [
        migrations.CreateModel(
            name="ProofKey",
            fields=[
                (
                    "key_id",
                    models.CharField(
                        help_text="Thumbprint, RFC 7638.", max_length=43, primary_key=True, serialize=False
                    ),
                ),
                ("public_key", models.CharField(help_text="In base64url.", max_length=43)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ProofKeyRetirement",
            fields=[
                (
                    "key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="retirement",
                        serialize=False,
                        to="cms.proofkey",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("last_seq", models.BigIntegerField(help_text="The newest edition when the key retired.")),
            ],
        ),
        migrations.RunPython(append_only.remove, append_only.install),
        migrations.AddField(
            model_name="edition",
            name="statement",
            field=models.TextField(
                default="", help_text="Who agreed, when, to which digest: canonical JSON (proofs.py)."
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="edition",
            name="signature",
            field=models.CharField(
                default="", help_text="Ed25519 over the statement's bytes, in base64url.", max_length=86
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("statement", ""), _negated=True), models.Q(("signature", ""), _negated=True)
                ),
                name="edition_is_signed",
            ),
        ),
        migrations.RunPython(append_only.install, append_only.remove),
    ]
