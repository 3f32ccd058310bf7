"""ODT files made in a test: XML written by hand, zipped."""

import io
import zipfile

from app.drafts.readers.flow import Flow, Grid, Image, Para
from app.drafts.readers.odt import read_odt

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = {
    "office": OASIS + "office:1.0",
    "text": OASIS + "text:1.0",
    "table": OASIS + "table:1.0",
    "style": OASIS + "style:1.0",
    "draw": OASIS + "drawing:1.0",
    "fo": OASIS + "xsl-fo-compatible:1.0",
    "svg": OASIS + "svg-compatible:1.0",
    "manifest": OASIS + "manifest:1.0",
    "meta": OASIS + "meta:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
SPACES = " ".join(f'xmlns:{short}="{long}"' for short, long in NAMES.items())


def content(body: str, automatic: str = "", kind: str = "text") -> str:
    """content.xml with these automatic styles and this text."""
    return (
        f"<office:document-content {SPACES}>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )


def styles(named: str = "", automatic: str = "", pages: str = "") -> str:
    """styles.xml."""
    return (
        f"<office:document-styles {SPACES}><office:styles>{named}</office:styles>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:master-styles>{pages}</office:master-styles></office:document-styles>"
    )


def zipped(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def read(body: str, automatic: str = "", **more: str | bytes) -> Flow:
    """The flow of an ODT with this text; `styles`, and other members by name."""
    members: dict[str, str | bytes] = {"content.xml": content(body, automatic)}
    if "styles" in more:
        members["styles.xml"] = more.pop("styles")
    return read_odt("konzept.odt", zipped(members | more))


def paras(flow: Flow) -> list[Para]:
    return list(flow.paras())


def only(flow: Flow) -> Para:
    (para,) = paras(flow)
    return para


def grid(flow: Flow) -> Grid:
    (found,) = (item for item in flow.items if isinstance(item, Grid))
    return found


def image(flow: Flow) -> Image:
    (found,) = (item for item in flow.items if isinstance(item, Image))
    return found


def shown(flow: Flow) -> list[str]:
    """Each paragraph with its label before it and two blanks for each list around it."""
    return [
        "  " * max(para.depth, 0) + " ".join(filter(None, (para.number, para.marker, para.text)))
        for para in flow.paras()
    ]


def level(number: int, kind: str = "number", **attributes: str) -> str:
    """One level of a list style; `format="a"` is style:num-format, `shown` the display levels."""
    names = {
        "format": "style:num-format",
        "prefix": "style:num-prefix",
        "suffix": "style:num-suffix",
        "shown": "text:display-levels",
        "start": "text:start-value",
        "pattern": "loext:num-list-format",
        "bullet": "text:bullet-char",
    }
    written = " ".join(f'{names[name]}="{value}"' for name, value in attributes.items())
    return f'<text:list-level-style-{kind} text:level="{number}" {written}/>'


def list_style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def outline(*levels: str) -> str:
    own = "".join(levels).replace("list-level-style-number", "outline-level-style")
    return f'<text:outline-style style:name="Outline">{own}</text:outline-style>'


def style(name: str, family: str, properties: str = "", **attributes: str) -> str:
    """A style:style; `parent` is its parent, `list` its list style."""
    names = {
        "parent": "style:parent-style-name",
        "list": "style:list-style-name",
        "master": "style:master-page-name",
        "display": "style:display-name",
    }
    written = " ".join(f'{names[key]}="{value}"' for key, value in attributes.items())
    return (
        f'<style:style style:name="{name}" style:family="{family}" {written}>'
        f"{properties}</style:style>"
    )


def letters(**attributes: str) -> str:
    """style:text-properties: `weight`, `slant`, `size`, `fill`, `display`, `position`."""
    names = {
        "weight": "fo:font-weight",
        "slant": "fo:font-style",
        "size": "fo:font-size",
        "fill": "fo:background-color",
        "display": "text:display",
        "position": "style:text-position",
    }
    written = " ".join(f'{names[key]}="{value}"' for key, value in attributes.items())
    return f"<style:text-properties {written}/>"


def shaded(what: str, fill: str) -> str:
    """style:`what`-properties with a background."""
    return f'<style:{what}-properties fo:background-color="{fill}"/>'
