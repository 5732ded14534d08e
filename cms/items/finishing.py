"""What Wagtail does when a review inside an organisation is finished: nothing that a reader could notice.

Named in the setting WAGTAIL_FINISH_WORKFLOW_ACTION, which Wagtail reads while it loads its models: no model is imported
here.
"""

from __future__ import annotations

from typing import Any


def finish_review(workflow_state: Any, user: Any = None) -> None:
    """Leave the page as it is. Wagtail's own action would publish it; here only a release makes anything public."""
