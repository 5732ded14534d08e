"""`manage.py audit`: what it prints and how it exits."""

from __future__ import annotations

import io
import json
import subprocess
import sys

from django.core.management import CommandError, call_command

import pytest

from cms.audit.models import AuditEntry, AuditHead
from tests.factories.cms_audit import make_entry
from tests.plugins.flushing import triggers_lifted

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("audit", *arguments, stdout=out)
    return out.getvalue()


def test_a_whole_log_is_said_to_be_whole_with_its_newest_entry():
    make_entry()
    head = AuditHead.objects.get()
    said = run("verify")
    assert "The log is whole" in said
    assert f"1:{head.chain}" in said
    assert "The log is whole" in run("verify", "--known", f"1:{head.chain}")


def test_an_empty_log_is_whole_and_has_nothing_to_write_down():
    assert run("verify").splitlines() == [
        "The log is whole: every entry has its place and is as it was recorded."
    ]


def test_the_first_fault_is_said_with_its_seq_and_the_status_is_1():
    for _ in range(3):
        make_entry()
    with triggers_lifted():
        AuditEntry.objects.filter(seq__gte=2).update(actor_name="En annan")
    with pytest.raises(CommandError, match=r"^entry 2: the chain is broken.* 2 faults in all") as refused:
        run("verify")
    assert refused.value.returncode == 1


def test_a_fault_of_the_head_is_said_without_an_entry():
    make_entry()
    AuditHead.objects.update(chain="0" * 64)
    with pytest.raises(CommandError, match=r"^the head does not have"):
        run("verify")


def test_what_was_written_down_is_held_against_the_log():
    make_entry()
    with pytest.raises(CommandError, match=r"^entry 1: this entry does not have the chain"):
        run("verify", "--known", f"1:{'0' * 64}")


@pytest.mark.parametrize("known", ["", "1", "1:abc", f"x:{'0' * 64}"])
def test_what_was_written_down_wrongly_is_refused(known):
    with pytest.raises(CommandError, match="write it as verify printed it"):
        run("verify", "--known", known)


def test_export_writes_both_formats():
    make_entry()
    assert [row["seq"] for row in json.loads(run("export"))["entries"]] == [1]
    assert run("export", "--format", "csv").splitlines()[1].startswith(",1,")


def test_another_word_is_refused_with_status_2():
    done = subprocess.run(
        [sys.executable, "manage.py", "audit", "mend", "--settings", "cms.settings.test"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
