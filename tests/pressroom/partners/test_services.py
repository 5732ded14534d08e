"""Registering partners: what is kept, what is refused, and that a refusal changes nothing."""

from __future__ import annotations

import pytest

from cms.accounts.models import Role
from cms.audit.models import AuditEntry
from pressroom.partners import permissions, services
from pressroom.partners.exceptions import (
    HostTakenError,
    MayNotManageError,
    NameTakenError,
    UnreadableHostError,
)
from pressroom.partners.models import Partner, PartnerHost
from pressroom.partners.services import Details
from tests.factories.cms_workshop import make_chief, make_member, make_organisation, make_user
from tests.factories.pressroom_partners import make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def jarva():
    return make_organisation("jarva")


@pytest.fixture
def officer(jarva):
    return make_member(jarva, role=Role.PRESS_OFFICER)


def hosts_of(partner):
    return [row.host for row in partner.hosts.all()]


class TestRegister:
    def test_details_are_kept(self, jarva, officer):
        asked = Details(
            "  Svenska   Bostäder ", jarva, "Åsa", " a@b.se ", ["https://B.example/x", "a.example", " "]
        )
        partner = services.register(details=asked, by=officer)
        partner.refresh_from_db()
        assert (partner.name, partner.organisation, partner.is_active) == ("Svenska Bostäder", jarva, True)
        assert (partner.contact_name, partner.contact_email) == ("Åsa", "a@b.se")
        assert hosts_of(partner) == ["a.example", "b.example"]

    def test_every_party_sees_it_in_its_log_and_no_person_is_named_there(self, jarva, officer):
        make_organisation("polisen")
        services.register(
            details=Details("Region", jarva, "Åsa Hemlig", "asa@hemlig.se", ["r.example"]), by=officer
        )
        entry = AuditEntry.objects.get()
        assert entry.read_readers() == ["jarva", "polisen"]
        assert (entry.organisation, entry.subject_type, entry.subject_title) == ("jarva", "partner", "Region")
        assert entry.read_facts() == {"hosts": ["r.example"]}
        assert "emlig" not in entry.facts

    def test_a_name_is_given_once_whatever_its_case(self, officer):
        make_partner("Polisen")
        with pytest.raises(NameTakenError):
            services.register(details=Details("POLISEN"), by=officer)
        assert Partner.objects.count() == 1

    def test_a_host_has_one_partner(self, officer):
        make_partner("Polisen", hosts=["www.polisen.example"])
        with pytest.raises(HostTakenError, match="Polisen"):
            services.register(details=Details("Region", hosts=["www.polisen.example"]), by=officer)
        assert Partner.objects.count() == 1

    def test_what_is_no_host_is_named(self, officer):
        with pytest.raises(UnreadableHostError, match="två ord"):
            services.register(details=Details("Region", hosts=["två ord"]), by=officer)
        assert not Partner.objects.exists()


class TestChange:
    def test_hosts_come_and_go(self, officer):
        partner = make_partner("Region", hosts=["a.example", "b.example"])
        kept = PartnerHost.objects.get(host="b.example").pk
        services.change(
            partner=partner, details=Details("Region", hosts=["b.example", "c.example"]), by=officer
        )
        assert hosts_of(partner) == ["b.example", "c.example"]
        assert PartnerHost.objects.get(host="b.example").pk == kept

    def test_its_own_name_and_hosts_are_not_taken(self, officer):
        partner = make_partner("Region", hosts=["a.example"])
        changed = services.change(partner=partner, details=Details("region", hosts=["a.example"]), by=officer)
        assert changed.name == "region"


class TestPause:
    def test_a_partner_rests_and_works_again(self, officer):
        partner = make_partner()
        services.pause(partner=partner, by=officer)
        partner.refresh_from_db()
        assert not partner.is_active
        services.resume(partner=partner, by=officer)
        partner.refresh_from_db()
        assert partner.is_active

    def test_twice_is_one_act(self, officer):
        partner = make_partner()
        services.pause(partner=partner, by=officer)
        services.pause(partner=partner, by=officer)
        assert AuditEntry.objects.filter(act="partner.paused").count() == 1


class TestWhoMay:
    @pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER])
    def test_others_change_nothing(self, jarva, role):
        partner, member = make_partner("Region"), make_member(jarva, role=role)
        for act in (
            lambda: services.register(details=Details("Ny"), by=member),
            lambda: services.change(partner=partner, details=Details("Ny"), by=member),
            lambda: services.pause(partner=partner, by=member),
            lambda: services.resume(partner=partner, by=member),
        ):
            with pytest.raises(MayNotManageError):
                act()
        assert list(Partner.objects.values_list("name", "is_active")) == [("Region", True)]

    @pytest.mark.parametrize(
        ("role", "manages", "sees"),
        [
            (Role.ADMINISTRATOR, True, True),
            (Role.PRESS_OFFICER, True, True),
            (Role.EDITOR, False, True),
            (Role.APPROVER, False, False),
        ],
    )
    def test_by_role(self, jarva, role, manages, sees):
        member = make_member(jarva, role=role)
        assert (permissions.may_manage(member), permissions.may_see(member)) == (manages, sees)
        member.is_active = False
        assert not permissions.may_see(member)

    def test_without_a_role_only_a_superuser(self):
        assert permissions.may_manage(make_chief())
        assert not permissions.may_see(make_user())
