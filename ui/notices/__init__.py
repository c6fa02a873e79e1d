"""What people are told, inside the portal, and how they want their mails."""


def install() -> None:
    """Declare the page; called once by `main.py` before the pages are served."""
    from ui.notices import page  # noqa: F401  # importing a page declares it, which only a portal that serves pages should do
