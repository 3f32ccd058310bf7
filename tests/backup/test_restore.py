"""A backup comes back whole or not at all, and never over something unasked."""

import json
import zipfile
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app import db, outbox, schema
from app.accounts.domain import start_sign_in
from app.errors import Refused
from app.identity import sign_in_by_token
from app.models import Comment, JournalEntry, OutboxMail
from tests.backup.conftest import House, house_at


def test_it_comes_back_whole_with_the_folders_files(either: House, elsewhere: House):
    mails = either.settings.data_dir / "mail"
    mails.mkdir()
    (mails / "brief.eml").write_text("Guten Tag")
    made = either.back_up()

    done = elsewhere.restore(made.path)

    assert (elsewhere.settings.data_dir / "mail/brief.eml").read_text() == "Guten Tag"
    key = elsewhere.settings.data_dir / "secret.key"
    assert key.read_text() == either.settings.secret()
    assert key.stat().st_mode & 0o777 == 0o600
    assert [name.startswith("secret.key.before-") for name in done.aside] == [True]
    found = elsewhere.state()
    assert found.tables == made.manifest.state.tables | {
        "journal_entry": made.manifest.state.tables["journal_entry"] + 1  # of the restoring
    }
    with db.reading(elsewhere.engine) as session:
        session.exec(select(JournalEntry).where(JournalEntry.deed == "backup.restored")).one()


def test_over_data_it_is_refused_until_it_shall_take_its_place(either: House):
    made = either.back_up()
    with db.writing(either.engine) as session:
        either.says(session, "Erst nach der Sicherung geschrieben.")

    with pytest.raises(Refused, match="--replace"):
        either.restore(made.path)
    with db.reading(either.engine) as session:
        assert len(session.exec(select(Comment)).all()) == 2

    either.restore(made.path, replace=True)
    with db.reading(either.engine) as session:
        assert len(session.exec(select(Comment)).all()) == 1


def test_what_sqlite_had_is_kept_beside_it(house: House, tmp_path):
    made = house.back_up()
    with db.writing(house.engine) as session:
        house.says(session, "Erst nach der Sicherung geschrieben.")

    [name] = house.restore(made.path, replace=True).aside

    old = db.make_engine(f"sqlite:///{house.settings.data_dir / name}")
    with db.reading(old) as session:
        assert len(session.exec(select(Comment)).all()) == 2
    old.dispose()


def spoiled(archive: Path, where: Path, name: str, change) -> Path:
    """A copy in which one member is another."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(where, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)
    return where


def one_byte_off(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def one_note_more(content: bytes) -> bytes:
    told = json.loads(content)
    told["state"]["tables"]["comment"] += 1
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("database", one_byte_off, "SHA-256"),
        ("manifest.json", one_note_more, "comment: 2, found 1"),
        ("manifest.json", lambda _content: b"{}", "cannot be read"),
    ],
)
def test_a_damaged_one_is_refused_and_everything_stays(house, tmp_path, name, change, said):
    made = house.back_up()
    before = house.state()
    bad = spoiled(made.path, tmp_path / "bad.zip", name, change)

    with pytest.raises(Refused, match=said):
        house.restore(bad, replace=True)

    assert house.state() == before


def test_on_postgresql_everything_comes_back_when_it_is_damaged(large_house, tmp_path):
    house = large_house
    made = house.back_up()
    before = house.state()
    bad = spoiled(made.path, tmp_path / "bad.zip", "manifest.json", one_note_more)

    with pytest.raises(Refused, match="comment: 2, found 1"):
        house.restore(bad, replace=True)

    assert house.state() == before


def naming(archive: Path, where: Path, name: str) -> Path:
    """A copy in which the key goes by another name, and all that the manifest says is true."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(where, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member == "manifest.json":
                told = json.loads(content)
                told["members"][name] = told["members"].pop("data/secret.key")
                content = json.dumps(told).encode()
            new.writestr(name if member == "data/secret.key" else member, content)
    return where


@pytest.mark.parametrize(
    "name",
    [
        *("data/../../evil", "data//{}/evil", "data/./evil", "data/a//evil", "data/a/../../evil"),
        *("data/", "data", "/{}/evil", "data/evil/", "other/evil", "data/..", "data/e\0vil"),
    ],
)
def test_a_name_in_it_leads_nowhere_else(house: House, tmp_path, name):
    made = house.back_up()
    before = house.state()
    name = name.replace("{}", str(tmp_path).strip("/"))
    bad = naming(made.path, tmp_path / "bad.zip", name)

    with pytest.raises(Refused, match="lacks parts"):
        house.restore(bad, replace=True)
    assert not list(tmp_path.rglob("evil"))
    assert house.state() == before


def test_a_linked_folder_in_the_data_folder_leads_nowhere_else(house: House, tmp_path):
    made = house.back_up()
    before = house.state()
    outside = tmp_path / "outside"
    outside.mkdir()
    (house.settings.data_dir / "linked").symlink_to(outside)
    bad = naming(made.path, tmp_path / "bad.zip", "data/linked/deeper/evil")

    with pytest.raises(Refused, match="leads out of the data folder"):
        house.restore(bad, replace=True)
    assert not list(outside.iterdir())
    assert house.state() == before


def test_what_is_none_is_refused_in_a_sentence(tmp_path):
    house = house_at(tmp_path / "here")
    text = tmp_path / "text.zip"
    text.write_text("Guten Tag")
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("brief.txt", "Guten Tag")

    for path in (text, other):
        with pytest.raises(Refused, match="is no backup"):
            house.restore(path)


def test_beside_a_running_server_it_is_refused(either: House):
    made = either.back_up()
    if db.is_sqlite(either.engine):
        with (
            db.only_server(either.settings.database),
            pytest.raises(Refused, match="stop it first"),
        ):
            either.restore(made.path, replace=True)
        return
    other = db.make_engine(either.settings.database)
    with other.connect(), pytest.raises(Refused, match="stop servers"):
        either.restore(made.path, replace=True)
    other.dispose()


def test_an_older_one_is_brought_up_to_date(tmp_path):
    house = house_at(tmp_path / "here")
    schema.upgrade(house.engine, "0002")
    made = house.back_up()
    elsewhere = house_at(tmp_path / "there")

    done = elsewhere.restore(made.path)

    assert done.migrated
    assert elsewhere.state().revision == schema.HEAD != made.manifest.state.revision
    elsewhere.engine.dispose()
    house.engine.dispose()


def test_one_of_a_newer_program_is_refused(house: House):
    with house.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_later'")
        connection.connection.driver_connection.commit()

    with pytest.raises(Refused, match="newer program"):
        house.back_up()


def test_the_other_kind_of_database_is_refused(house: House, tmp_path):
    made = house.back_up()

    with pytest.raises(Refused, match="This is a backup of"):
        house_at(tmp_path / "there", "postgresql+psycopg://nobody@/nothing").restore(made.path)


def test_without_its_key_it_says_so(house: House, elsewhere: House):
    made = house.back_up(with_secret=False)

    assert elsewhere.restore(made.path).other_key
    with zipfile.ZipFile(made.path) as archive:
        assert "data/secret.key" not in archive.namelist()


def test_sessions_come_back_unless_they_shall_end(house: House, elsewhere: House):
    with db.writing(house.engine) as session:
        token = start_sign_in(session, house.cast.amira)
    made = house.back_up()

    elsewhere.restore(made.path)
    with db.reading(elsewhere.engine) as session:
        assert sign_in_by_token(session, token)
    elsewhere.restore(made.path, replace=True, end_sessions=True)
    with db.reading(elsewhere.engine) as session:
        assert sign_in_by_token(session, token) is None


def test_mails_that_will_go_out_again_are_counted(house: House, elsewhere: House):
    with Session(house.engine) as session:
        outbox.post(session, to="amira@example.org", subject="Betreff", text="Guten Tag")
        session.commit()
    made = house.back_up()

    assert elsewhere.restore(made.path).mails_waiting == 1
    with db.reading(elsewhere.engine) as session:
        assert session.exec(select(OutboxMail)).one().sent_at is None
