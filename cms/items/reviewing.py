"""Review inside one organisation, with Wagtail's own workflow. It ends where the joint approval starts.

A finished review says that somebody has read this very version; it publishes nothing (cms/items/finishing.py) and no
release asks for it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from wagtail.models import TaskState, WorkflowState


@dataclass(frozen=True)
class ReviewState:
    """Where the review of a page stands: `waiting`, `sent_back` or `reviewed`, and who decided what when."""

    code: str
    workflow: str
    person: str
    at: dt.datetime | None
    comment: str = ""


def review_state(page: Any) -> ReviewState | None:
    """Return where the review of the page's newest draft stands; None when there is none, or it was of an older one."""
    state = (
        WorkflowState.objects.for_instance(page).select_related("workflow").order_by("-created_at").first()
    )
    if state is None:
        return None
    if state.status == WorkflowState.STATUS_IN_PROGRESS:
        return ReviewState("waiting", state.workflow.name, _name(state.requested_by), state.created_at)
    task: TaskState | None = state.task_states.order_by("-started_at", "-pk").first()
    if task is None:
        return None
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return ReviewState(
            "sent_back", state.workflow.name, _name(task.finished_by), task.finished_at, task.comment
        )
    # A reviewer may mend the text and approve in one press, so the version asked about can be older than the newest.
    newest = page.latest_revision.created_at if page.latest_revision else None
    has_read_it = newest is not None and task.finished_at is not None and task.finished_at >= newest
    if state.status == WorkflowState.STATUS_APPROVED and has_read_it:
        return ReviewState(
            "reviewed", state.workflow.name, _name(task.finished_by), task.finished_at, task.comment
        )
    return None


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
