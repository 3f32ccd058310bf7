"""What lies in the package beside the cells: its list of parts, its properties, the pages it is
printed on, and which rows and columns stay in sight."""

from collections.abc import Sequence

from app.groups.contents import Head
from app.groups.writers import words
from app.groups.writers.opendocument.marks import DECLARATION, NAMESPACES, escaped
from app.groups.writers.plain import one_line
from app.i18n import _

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
WIDE, UPRIGHT = "Quer", "Hoch"
_SIZES = {
    WIDE: 'fo:page-width="42cm" fo:page-height="29.7cm" style:print-orientation="landscape"',
    UPRIGHT: 'fo:page-width="21cm" fo:page-height="29.7cm" style:print-orientation="portrait"',
}
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def manifest(names: Sequence[str]) -> str:
    """`META-INF/manifest.xml`."""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in names
    )
    return (
        f'{DECLARATION}<manifest:manifest xmlns:manifest="{_MANIFEST}" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
        f'manifest:media-type="{TYPE}"/>{entries}</manifest:manifest>'
    )


def meta(head: Head) -> str:
    """`meta.xml`: title, by whom, when; and the bundle's key."""
    title = f"{one_line(head.process)}: {words.label(head)}"
    return (
        f'{DECLARATION}<office:document-meta {NAMESPACES} office:version="1.3"><office:meta>'
        f"<dc:title>{escaped(title)}</dc:title>"
        f"<meta:initial-creator>{escaped(one_line(head.organisation))}</meta:initial-creator>"
        f"<meta:creation-date>{head.drawn_at:%Y-%m-%dT%H:%M:%S}</meta:creation-date>"
        f'<meta:user-defined meta:name="randnotiz">{escaped(head.bundle_key)}'
        "</meta:user-defined></office:meta></office:document-meta>"
    )


def settings(sheet: str, columns: int) -> str:
    """`settings.xml`: on `sheet` the headings and the first columns stay in sight."""
    places = {
        "HorizontalSplitMode": ("short", 2),
        "VerticalSplitMode": ("short", 2),
        "HorizontalSplitPosition": ("int", columns),
        "VerticalSplitPosition": ("int", 1),
        "ActiveSplitRange": ("short", 3),
        "PositionLeft": ("int", 0),
        "PositionRight": ("int", columns),
        "PositionTop": ("int", 0),
        "PositionBottom": ("int", 1),
        "ShowGrid": ("boolean", "false"),
    }
    items = "".join(_item(name, kind, value) for name, (kind, value) in places.items())
    return (
        f'{DECLARATION}<office:document-settings {NAMESPACES} office:version="1.3">'
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f"{_item('ViewId', 'string', 'view1')}"
        '<config:config-item-map-named config:name="Tables">'
        f'<config:config-item-map-entry config:name="{escaped(sheet)}">{items}'
        "</config:config-item-map-entry></config:config-item-map-named>"
        f"{_item('ActiveTable', 'string', escaped(sheet))}"
        "</config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )


def _item(name: str, kind: str, value: object) -> str:
    named = f'config:name="{name}" config:type="{kind}"'
    return f"<config:config-item {named}>{value}</config:config-item>"


def styles(head: Head) -> str:
    """`styles.xml`: the pages, with the marks of the bundle at the top of each, and the looks that
    conditions put on a cell."""
    layouts = "".join(_layout(name) for name in _SIZES)
    pages = "".join(_page(name, head) for name in _SIZES)
    return (
        f'{DECLARATION}<office:document-styles {NAMESPACES} office:version="1.3">'
        "<office:font-face-decls/><office:styles>"
        '<style:default-style style:family="table-cell"><style:text-properties '
        'fo:font-family="Calibri" fo:font-size="10pt" fo:color="#1b1c1e"/></style:default-style>'
        '<style:style style:name="Default" style:family="table-cell"/>'
        '<style:style style:name="Fehlt" style:family="table-cell" '
        'style:parent-style-name="Default"><style:table-cell-properties '
        'fo:background-color="#f7d9b5"/></style:style>'
        f"</office:styles><office:automatic-styles>{layouts}"
        '<style:style style:name="MB" style:family="text">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        f"</office:automatic-styles><office:master-styles>{pages}"
        "</office:master-styles></office:document-styles>"
    )


def _layout(name: str) -> str:
    band = (
        '<style:header-footer-properties fo:min-height="1cm" fo:margin-left="0cm" '
        'fo:margin-right="0cm" fo:margin-{side}="0.3cm"/>'
    )
    return (
        f'<style:page-layout style:name="L{name}"><style:page-layout-properties {_SIZES[name]} '
        'fo:margin-top="1cm" fo:margin-bottom="1cm" fo:margin-left="1.3cm" '
        'fo:margin-right="1.3cm" style:scale-to-X="1" style:scale-to-Y="0" '
        'style:first-page-number="continue" '
        'style:print="charts drawings objects zero-values"/>'
        f"<style:header-style>{band.format(side='bottom')}</style:header-style>"
        f"<style:footer-style>{band.format(side='top')}</style:footer-style>"
        "</style:page-layout>"
    )


def _page(name: str, head: Head) -> str:
    title, label = escaped(one_line(head.process)), escaped(words.label(head))
    marks = "".join(
        f'<text:p><text:span text:style-name="MB">{escaped(one_line(mark))}</text:span></text:p>'
        for mark in head.marks
    )
    pages = escaped(_("Seite {page} von {pages}")).format(
        page="<text:page-number>1</text:page-number>", pages="<text:page-count>1</text:page-count>"
    )
    drawn = words.stamp(head.drawn_at, head.zone)
    return (
        f'<style:master-page style:name="{name}" style:page-layout-name="L{name}">'
        f"<style:header><style:region-left><text:p>{title}</text:p><text:p>{label}</text:p>"
        f"</style:region-left><style:region-right>{marks or '<text:p/>'}</style:region-right>"
        f"</style:header><style:footer><style:region-left><text:p>{drawn}</text:p>"
        f"</style:region-left><style:region-right><text:p>{pages}</text:p></style:region-right>"
        "</style:footer></style:master-page>"
    )
