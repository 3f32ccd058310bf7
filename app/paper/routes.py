"""Notes from paper, meetings, telephone, mail, and from a table: the desk's pages for them."""

from fastapi import APIRouter

from app.paper import entry_desk, file_desk, import_desk

router = APIRouter(prefix="/desk/p/{slug}")
router.include_router(entry_desk.router)
router.include_router(file_desk.router)
router.include_router(import_desk.router)
