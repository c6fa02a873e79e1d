"""Certificates: kept by the company's administrator, seen by municipalities it asked and by nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from models.errors import BadInput, NotAllowed, NotThere
from tests.register_server import GOOD
from tests.workflows.access.joiner import Joiner
from workflows.access.proving import (
    TypedProof,
    add_certificate,
    attach_proof,
    change_certificate,
    faults_of,
    proof_for_download,
    remove_certificate,
)
from workflows.access.seeing import company_in_town, export_companies, own_company
from workflows.ports import ReceivedFile
from workflows.ports_joining import CompanyWish

ADK1 = TypedProof("adk1", "12", "demo-applicant", "", "31.05.2031")


def test_only_the_administrator_keeps_them_and_each_has_a_holder_of_the_company(joiner: Joiner) -> None:
    desk = joiner.desk
    for login in ("applicant", "viewer", "admin"):
        with pytest.raises(NotAllowed):
            desk.do(login, add_certificate, ADK1)
    for wrong, at in (
        (TypedProof("flying", "1", "demo-applicant"), "kind"),
        (TypedProof("adk1", "1", "demo-contractor2"), "person"),
        (TypedProof("adk1", "1"), "person"),
        (TypedProof("adk1", "1", "demo-applicant", "", "31. mai"), "expires_on"),
    ):
        with pytest.raises(BadInput) as fault:
            desk.do("contractor", add_certificate, wrong)
        assert fault.value.target == at
    id_ = desk.do("contractor", add_certificate, ADK1)

    proof = next(one for one in desk.do("viewer", own_company).proofs if one.id == id_)
    assert (proof.holder, proof.expires_on, proof.ends_soon) == ("Jonas Lie", date(2031, 5, 31), False)
    assert faults_of(ADK1) == {}


def test_another_companys_certificate_is_not_there(joiner: Joiner) -> None:
    desk = joiner.desk
    id_ = desk.do("contractor", add_certificate, ADK1)

    with pytest.raises(NotThere):
        desk.do("contractor2", change_certificate, id_, TypedProof("adk1", "1", "demo-contractor2"))
    with pytest.raises(NotThere):
        desk.do("contractor2", remove_certificate, id_)
    desk.do("contractor", remove_certificate, id_)
    with pytest.raises(NotThere):
        desk.do("contractor", remove_certificate, id_)


def test_its_file_is_for_the_company_and_the_municipalities_it_asked(joiner: Joiner) -> None:
    desk = joiner.desk
    company = joiner.joined()
    id_ = joiner.do(company, own_company).proofs[0].id
    with pytest.raises(NotThere):
        joiner.do(company, proof_for_download, id_)
    joiner.do(company, attach_proof, id_, ReceivedFile("object-1", "adk1.pdf", "application/pdf", 10, "x"))

    assert joiner.do(company, proof_for_download, id_).file_name == "adk1.pdf"
    assert desk.do("officer", proof_for_download, id_, GOOD).object_key == "object-1"
    for login, number in (("contractor", ""), ("officer", "310000027"), ("officer", "000000000")):
        with pytest.raises(NotThere):
            desk.do(login, proof_for_download, id_, number)


def test_a_municipality_sees_companies_that_asked_it_and_its_own_standing_only(joiner: Joiner) -> None:
    joiner.joined()
    desk = joiner.desk
    view = desk.do("officer", company_in_town, GOOD)

    assert [one.municipality for one in view.standings] == ["Fjordvik"]
    with pytest.raises(NotThere):
        desk.do("officer2", company_in_town, "213000047")
    with pytest.raises(NotAllowed):
        desk.do("contractor", company_in_town, GOOD)


def test_taking_the_list_out_is_logged_and_only_for_those_who_may(joiner: Joiner) -> None:
    desk = joiner.desk
    with pytest.raises(NotAllowed):
        desk.do("officer", export_companies, CompanyWish())
    found = desk.do("admin", export_companies, CompanyWish())

    assert [one.name for one, _figures in found] == ["Bratt Anlegg ENK", "Havgløtt Varme og Sanitær AS", "Nilsen Rør AS"]


def test_a_company_is_not_told_which_official_decided(joiner: Joiner) -> None:
    desk = joiner.desk
    ours = desk.do("contractor", own_company)
    fjordvik = next(one for one in ours.standings if one.municipality == "Fjordvik")

    assert [(one.kind, one.by) for one in fjordvik.history] == [("access_requested", "Kari Nilsen"), ("access_approved", "")]
