"""Acts for tests of the log itself, of nothing in particular."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from cms.audit.enums import Act
from cms.audit.models import AuditEntry
from cms.audit.services import Subject, record


def make_subject(title: str = "Lyktor") -> Subject:
    """Return something that nothing was done with yet."""
    return Subject("message", uuid.uuid4(), title)


def make_entry(**fields: Any) -> AuditEntry:
    """Record one act, in a transaction of its own."""
    given: dict[str, Any] = {
        "act": Act.APPROVAL_READ,
        "by": None,
        "subject": make_subject(),
        "organisation": "jarva",
        "readers": (),
        "facts": {"digest": "0" * 64},
    }
    with transaction.atomic():
        return record(**(given | fields))
