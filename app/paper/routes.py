"""Notes from paper, meetings, telephone, mail, and from a table: the desk's pages for them."""

from app.paper import entry_desk, file_desk, import_desk
from app.routing import Pages

router = Pages(prefix="/desk/p/{slug}")
router.take_in(entry_desk.router)
router.take_in(file_desk.router)
router.take_in(import_desk.router)
