"""Who asks, and what a row of the matrix says: a route, how to ask for it, who is let in."""

from dataclasses import dataclass, field
from typing import Any

# Who: a visitor, Amira (wrote #1) and Dora (residents), Chen (AG 1), Fatma (AG 2), Bernd (moderates
# here), Emil (this city's office), Ines (leads AG 1), Jonas (manages the process), Karin (audits
# this city); Gustav (moderates in another city), Hanna (that city's office), Ludwig (audits it):
# what is theirs opens on that city's host alone.
HERE = ("visitor", "amira", "dora", "chen", "fatma", "bernd", "emil", "ines", "jonas", "karin")
WHO = (*HERE, "gustav", "hanna", "ludwig")
EVERYBODY = set(WHO)
SIGNED_IN = EVERYBODY - {"visitor"}
WRITERS = SIGNED_IN - {"karin"}  # an auditor writes nothing in the city that she audits
STAFF = {"bernd", "jonas", "emil"}
GROUP = {"chen", "ines", "bernd", "jonas", "emil"}
OFFICE = {"emil"}
MANAGERS = {"jonas", "emil"}
READS = {"karin"}  # beside those who may change it


@dataclass
class Row:
    """A route, how to ask for it, and who is let in."""

    may: set[str]
    url: str = ""
    form: dict[str, Any] = field(default_factory=dict)
    api: bool = False
    file: bool = False
    host: str = "testserver"


NOTE = {"target": "hf1-1", "kind": "note", "text": "Eine Anmerkung für die Probe."}
API_NOTE = {"address": "hf1-1", "kind": "note", "text": "Eine Anmerkung für die Probe."}
P, D, A = "/p/ankommen", "/desk/p/ankommen", "/api/v1/processes/ankommen"
