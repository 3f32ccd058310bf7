"""What is larger than we read is refused in our words and with our headers, on every page."""

from tests.browser import Browser


def test_a_body_that_says_it_is_too_large_gets_a_page_with_our_headers(browser: Browser):
    answer = browser.client.post(
        "/sign-in",
        content=b"",
        headers={
            "content-length": str(6 * 1024 * 1024),
            "content-type": "application/x-www-form-urlencoded",
        },
    )

    assert answer.status_code == 413
    assert "Das ist zu groß:" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_body_that_only_turns_out_to_be_too_large_gets_the_same(browser: Browser):
    def pieces():
        yield b"name="
        for _ in range(6):
            yield b"a" * 1024 * 1024

    answer = browser.client.post(
        "/sign-in",
        content=pieces(),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )

    assert answer.status_code == 413
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "Das ist zu groß:" in answer.text
