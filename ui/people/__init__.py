"""Who acts for my company or municipality: the administrator's pages, the same on both sides."""


def install() -> None:
    """Declare the pages; called once by `main.py` before the pages are served."""
    from ui.people import member_page, people_page  # noqa: F401  # importing a page declares it
