"""The page on scoring rules says what the program does."""

from tests.support.rule_page import PAGE, page


def test_the_page_is_up_to_date():
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.support.rule_page"
