"""Folded lists and news of a table's notes on PostgreSQL: the same tests, the other database."""

import pytest

from app.config import Settings
from tests.news.test_from_tables import (
    test_a_table_of_notes_is_one_line_for_who_follows_their_field,
)
from tests.public.test_folded import (
    test_a_campaign_is_one_line_of_the_fields_list_with_a_way_to_each_note,
    test_which_note_stands_for_its_group_follows_from_order_and_filter,
)

__all__ = [
    "test_a_campaign_is_one_line_of_the_fields_list_with_a_way_to_each_note",
    "test_a_table_of_notes_is_one_line_for_who_follows_their_field",
    "test_which_note_stands_for_its_group_follows_from_order_and_filter",
]
pytestmark = pytest.mark.postgres


@pytest.fixture
def settings(tmp_path, postgres_engine) -> Settings:
    """An installation on PostgreSQL."""
    return Settings(
        data_dir=tmp_path,
        database_url=postgres_engine.url.render_as_string(hide_password=False),
        secret_key="a secret for tests",
        worker=False,
        second_factor="offered",
    )
