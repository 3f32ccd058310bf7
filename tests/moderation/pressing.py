"""Buttons pressed by several people at one instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from app.security import cookie_name, form_token


def pressed_at_once(app, client, deeds):
    """What each of these deeds is answered: whose cookie, which address, which fields."""
    start = Barrier(len(deeds))

    def send(deed):
        cookie, address, fields = deed
        data = fields | {"form_token": form_token(app.state.secret, cookie)}
        whose = {"Cookie": f"{cookie_name(app.state.settings)}={cookie}"}
        start.wait()
        return client.post(address, data=data, headers=whose, follow_redirects=False).status_code

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(send, deeds))
