"""Who works on a case: one page for its companies, those that are asked, those that had it before, and the municipality."""


def install() -> None:
    """Declare the page; called once by `main.py` before the pages are served."""
    from ui.case_companies import page  # noqa: F401  # importing a page declares it
