"""Bookmarks by which the text of a document that comes back is found again.

Every block's words lie in a bookmark named after the address: `b_hf2_3` for HF2 · 3, and in a table
`b_hf2_6_2` for the row HF2 · 6.2 besides. A heading of a field has `b_hf2`. The address, a list's
marker and "Abbildung:" stand before the bookmark in the same paragraph, and are no part of the
text. Tried with LibreOffice 7.4: bookmarks, comments, tracked changes and the property survive
opening and saving; what is typed at the very end of a block may come to stand behind the bookmark's
end, so a reader takes the rest of that paragraph too. Word keeps bookmarks as the standard says;
it has not been tried here.
"""

import re
from dataclasses import dataclass

from app.groups.writers.word.markup import attribute
from app.text import normal

# The document property that says which bundle this is, read when it comes back.
KEY_PROPERTY = "randnotiz"
LONGEST = 40  # signs of a bookmark's name in Word
_PREFIX = "b_"


def bookmark_name(address: str) -> str:
    """The bookmark of an address: "HF2 · 3.4" is `b_hf2_3_4`; letters and digits alone."""
    plain = normal(address, "NFKD").encode("ascii", "ignore").decode().lower()
    return (_PREFIX + "_".join(re.findall(r"[a-z0-9]+", plain)))[:LONGEST]


@dataclass(slots=True)
class Bookmarks:
    """Gives the bookmarks of one document their identities, which are only used once."""

    count: int = 0

    def around(self, address: str, content: str) -> str:
        """`content` (runs that are ready) in the bookmark of `address`."""
        self.count += 1
        name = attribute(bookmark_name(address))
        return (
            f'<w:bookmarkStart w:id="{self.count}" w:name={name}/>{content}'
            f'<w:bookmarkEnd w:id="{self.count}"/>'
        )
