"""Gathers the applets' models; no logic here."""

from cms.accounts.models import Delegate, Membership, User
from cms.approval.models import ApprovalLink, ApprovalRequest, Dismissal, FrozenVersion, Signature
from cms.audit.models import AuditEntry, AuditHead, AuditReader
from cms.briefings.models import Briefing
from cms.files.models import StoredFile
from cms.items.models import Attachment, DeskPage, Item
from cms.ledger.models import (
    ConsumerPosition,
    CurrentEdition,
    CurrentFacet,
    Edition,
    LedgerHead,
    ListedChange,
    ProofKey,
    ProofKeyRetirement,
    PublicFile,
)
from cms.media.models import DerivedFile, PressDocument, PressImage, PressRendition
from cms.messages.models import JointMessage
from cms.organisations.models import Organisation, OrganisationText, PressContact
from cms.releases.models import CalendarEntry, CalendarText, Release, ReleaseItem
from cms.sharing.models import Freeze, Share, SharedContent, SharedVersion, ShareEvent
from cms.taxonomy.models import Area, Audience, Goal, Indicator, Place, Tag, TaggedItem, TagLabel

__all__ = [
    "ApprovalLink", "ApprovalRequest", "Area", "Attachment", "Audience", "AuditEntry", "AuditHead",
    "AuditReader", "Briefing", "CalendarEntry", "CalendarText", "ConsumerPosition", "CurrentEdition",
    "CurrentFacet", "Delegate", "DerivedFile", "DeskPage", "Dismissal", "Edition", "Freeze", "FrozenVersion",
    "Goal", "Indicator", "Item", "JointMessage", "LedgerHead", "ListedChange", "Membership", "Organisation",
    "OrganisationText", "Place", "PressContact", "PressDocument", "PressImage", "PressRendition", "ProofKey",
    "ProofKeyRetirement", "PublicFile", "Release", "ReleaseItem", "Share", "ShareEvent", "SharedContent",
    "SharedVersion", "Signature", "StoredFile", "Tag", "TagLabel", "TaggedItem", "User",
]  # fmt: skip
