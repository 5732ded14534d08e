"""Example logins. One password for all of them, printed by `make start`; removed with the rest of the example."""

from cms.example_data.content.codes import BOSTADER, IDROTT, JARVA, KULTUR, POLISEN, SKOLAN, TRAFIK
from cms.example_data.shapes import Account

PASSWORD = "jarva-exempel-2026"  # noqa: S105 - printed on purpose; the accounts exist in example data only

#: Every example login has its address here; by it they are known again when the example is removed.
EMAIL_DOMAIN = "inlogg.example.se"

ACCOUNTS = (
    Account("admin", "Admin", "Exempel", is_superuser=True),
    Account("redaktor", "Rakel", "Exempelred", ((JARVA, "editor", True),)),
    Account("redaktor-polisen", "Petter", "Exempelnäs", ((POLISEN, "editor", True),)),
    Account("redaktor-trafik", "Tova", "Exempelvik", ((TRAFIK, "editor", True),)),
    Account("redaktor-bostader", "Bilal", "Exempelborg", ((BOSTADER, "editor", True),)),
    Account("godkannare", "Gunilla", "Exempelmark", ((JARVA, "approver", False),)),
    Account("godkannare-polisen", "Parvin", "Exempelås", ((POLISEN, "approver", False),)),
    Account("godkannare-bostader", "Bo", "Exempelgård", ((BOSTADER, "approver", False),)),
    Account("godkannare-idrott", "Idun", "Exempelplan", ((IDROTT, "approver", False),)),
    Account("godkannare-kultur", "Kaj", "Exempelscen", ((KULTUR, "approver", False),)),
    Account("godkannare-skolan", "Saga", "Exempelskola", ((SKOLAN, "approver", False),)),
    Account("godkannare-trafik", "Tor", "Exempelväg", ((TRAFIK, "approver", False),)),
    Account("press", "Pernilla", "Exempelsjö", ((JARVA, "press_officer", True),)),
    Account("orgadmin", "Orvar", "Exempelhed", ((JARVA, "administrator", False),)),
)
