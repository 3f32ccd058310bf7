"""The bill of materials says what is locked, and nothing of the machine it was made on."""

import json

from scripts.sbom import ROOT, bill, validated
from tests.test_house import pins


def test_the_bill_names_what_is_locked_and_is_the_same_each_time():
    text = bill()
    told = json.loads(text)
    components = {(one["name"].lower(), one["version"]) for one in told["components"]}

    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert components - {("htmx.org", "4.0.1")} == pins("requirements.txt")
    assert all(one.get("hashes") or one["externalReferences"] for one in told["components"])
    assert "timestamp" not in told["metadata"]
    assert "serialNumber" not in told
    assert str(ROOT) not in text
    assert (validated(text), bill()) == (text, text)
