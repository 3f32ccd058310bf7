"""The tests' mail server keeps what it takes, and can refuse like a real one."""

import smtplib
from email.message import EmailMessage

import pytest

from tests.smtp import MailServer


def a_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Randnotiz <post@example.org>", "amira@example.org"
    mail["Subject"] = "Antwort auf Ihre Anmerkung #87: Plätze"
    mail.set_content("Das Amt für Beispiele hat geantwortet.\nDie Plätze reichen.")
    mail.add_alternative("<p>Das Amt hat geantwortet.</p>", subtype="html")
    return mail


def send(server: MailServer, mail: EmailMessage, sign_in: tuple[str, str] | None = None) -> None:
    with smtplib.SMTP("127.0.0.1", server.port, timeout=5) as client:
        if sign_in:
            client.login(*sign_in)
        client.send_message(mail)


def test_a_mail_arrives_as_it_was_sent(mail_server):
    send(mail_server, a_mail())
    [delivery] = mail_server.wait_for(1)
    assert delivery.sender == "post@example.org"
    assert delivery.recipients == ["amira@example.org"]
    assert delivery.message["Subject"] == "Antwort auf Ihre Anmerkung #87: Plätze"
    assert delivery.text.splitlines()[1] == "Die Plätze reichen."


def test_a_refused_mail_is_not_kept_and_the_next_one_is(mail_server):
    mail_server.refuse("451 4.3.0 Später")
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(mail_server, a_mail())
    assert refused.value.smtp_code == 451
    assert mail_server.deliveries == []
    send(mail_server, a_mail())
    assert len(mail_server.wait_for(1)) == 1


def test_waiting_for_a_mail_that_never_comes_fails(mail_server):
    with pytest.raises(AssertionError, match="0 of 1"):
        mail_server.wait_for(1, seconds=0.1)


def test_a_stopped_server_refuses_the_connection():
    server = MailServer().start()
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        send(server, a_mail())


def test_with_a_password_only_who_knows_it_may_send():
    server = MailServer("post", "geheim").start()
    assert "post:geheim@127.0.0.1" in server.url
    with pytest.raises(smtplib.SMTPSenderRefused):
        send(server, a_mail())
    with pytest.raises(smtplib.SMTPAuthenticationError):
        send(server, a_mail(), ("post", "falsch"))
    send(server, a_mail(), ("post", "geheim"))
    assert len(server.wait_for(1)) == 1
    server.stop()
