"""Do discovery, services and their questions say what the standard wants, in both forms and languages?"""

from __future__ import annotations

import re

import pytest

import cast as people
from rooms.api.open311_stage import COVER, LAMP, Program


def test_discovery_names_two_places_of_the_standard(program: Program) -> None:
    said = program.ask("discovery")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", said["changeset"])
    assert said["contact"].startswith("测试市城市管理局")
    assert "http://" in said["key_service"]
    assert [each["url"] for each in said["endpoints"]] == [
        "http://testserver/open311/v2",
        "http://testserver/open311/v2/en",
    ]
    for each in said["endpoints"]:
        assert each["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert (each["type"], each["formats"]) == ("production", ["text/xml", "application/json"])
        # A place that is named can be asked.
        assert program.client.get(f"{each['url']}/services.{program.form}").status_code == 200


def test_every_service_has_a_code_clients_can_put_into_an_address(program: Program) -> None:
    said = program.ask("services")
    assert len(said) > 40
    codes = [each["service_code"] for each in said]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", code) for code in codes)
    assert all(each["type"] == "realtime" and each["service_name"] for each in said)
    truth = True if program.form == "json" else "true"
    lamp = next(each for each in said if each["service_code"] == LAMP)
    assert lamp["metadata"] == truth
    assert lamp["keywords"].split(",") == ["路灯不亮", "路灯坏了", "没有路灯", "照明"]
    assert said[-1]["service_code"] == "other"
    assert said[-1]["metadata"] != truth


def test_services_are_named_in_the_language_of_their_place(program: Program) -> None:
    def name(prefix: str, **headers: str) -> str:
        program.prefix = prefix
        answer = program.client.get(f"{prefix}services.json", headers=headers).json()
        return str(next(each["service_name"] for each in answer if each["service_code"] == LAMP))

    assert name("/open311/v2/") == "路灯"
    assert (
        name("/open311/v2/", **{"Accept-Language": "en-GB,en;q=0.8"})
        == name("/open311/v2/en/")
        == "Street lamp"
    )
    assert name("/open311/v2/en/", **{"Accept-Language": "zh"}) == "Street lamp"


def test_a_definition_is_one_object_with_its_questions(program: Program) -> None:
    said = program.ask(f"services/{COVER}")
    assert set(said) == {"service_code", "attributes"}
    question = said["attributes"][0]
    assert set(question) == {
        *(
            "variable",
            "code",
            "datatype",
            "required",
            "datatype_description",
            "order",
            "description",
            "values",
        ),
    }
    assert (question["code"], question["datatype"]) == ("cover_state", "singlevaluelist")
    assert {"key": "missing", "name": "Missing"} in question["values"]
    orders = [str(each["order"]) for each in said["attributes"]]
    assert orders == [str(number) for number in range(1, len(orders) + 1)]


def test_every_service_that_asks_has_its_definition(office: people.Cast) -> None:
    program = Program()
    for each in program.ask("services"):
        said = program.ask(f"services/{each['service_code']}")
        assert bool(said["attributes"]) is each["metadata"], each


@pytest.mark.parametrize(
    "path", ["services/NOPE", "services/E99-99", "services/%00", "services/路灯", "services/" + "x" * 500]
)
def test_a_service_that_is_none_is_404(program: Program, path: str) -> None:
    assert "There is no service" in program.get(path).errors(404)[0]


def test_no_service_is_another_offices_business_or_never_public(office: people.Cast) -> None:
    """Water mains are the water company's: the first class of the table."""
    program = Program()
    assert "C01-01" not in {each["service_code"] for each in program.ask("services")}
    program.get("services/C01-01").errors(404)


@pytest.mark.parametrize(
    "call", ["services", f"services/{LAMP}", "requests", "requests/x", "servicerequestupdates"]
)
def test_another_jurisdiction_is_404_and_ours_is_taken(program: Program, call: str, settings: object) -> None:
    assert "not served here" in program.get(call, jurisdiction_id="city.example.org").errors(404)[0]
    expected = 404 if call.endswith("/x") else 200
    for ours in ("testserver", "", "341600CG", "341600cg"):
        assert program.get(call, jurisdiction_id=ours).status == expected
    settings.GONGKAI_OPEN311_JURISDICTION = "www.city.example.org"  # type: ignore[attr-defined]
    assert program.get(call, jurisdiction_id="city.example.org").status == expected
    settings.PUBLIC_URL = "https://www.cg.example.gov.cn"  # type: ignore[attr-defined]
    assert program.get(call, jurisdiction_id="cg.example.gov.cn").status == expected


@pytest.mark.parametrize(
    "path",
    [
        "/open311/v2//services.{form}",
        "/open311/v2/services.{form}/",
        "/open311/v2///services.{form}//",
        "/open311//v2/services.{form}",
        "/open311/v2/en//services.{form}",
        "/open311/v2/services.{form}?jurisdiction_id=&language=&x=1",
    ],
)
def test_slashes_too_many_do_no_harm(program: Program, path: str) -> None:
    response = program.client.get(path.format(form=program.form))
    assert response.status_code == 200
    assert LAMP.encode() in response.content


@pytest.mark.parametrize(
    "path", ["services", "services.csv", "services.", "requests.html", "discovery.rdf", "nothing", "..xml"]
)
def test_a_form_that_is_none_is_404_in_the_standards_own(office: people.Cast, path: str) -> None:
    response = Program().client.get(f"/open311/v2/{path}")
    assert response.status_code == 404
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert b"<code>404</code>" in response.content


def test_an_address_that_is_none_answers_in_the_form_asked_for(program: Program) -> None:
    assert "nothing at this address" in program.get("nothing/here").errors(404)[0]


@pytest.mark.parametrize(
    ("path", "allowed"), [("services", "GET, HEAD, OPTIONS"), ("requests", "GET, HEAD, POST, OPTIONS")]
)
def test_other_methods_are_refused_and_options_answered(program: Program, path: str, allowed: str) -> None:
    url = f"{program.prefix}{path}.{program.form}"
    refused = program.client.delete(url)
    assert (refused.status_code, refused["Allow"]) == (405, allowed)
    options = program.client.options(url)
    assert (options.status_code, options.content) == (204, b"")
    assert options["Access-Control-Allow-Origin"] == "*"
    assert program.client.head(url).status_code == 200
