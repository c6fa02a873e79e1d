"""What the municipality's people see: the board, and a case on their desk."""


def install() -> None:
    """Declare the pages; called once by `main.py` after the house is open."""
    from ui.municipality import board  # noqa: F401  # importing a page declares it, and only the portal that serves pages should
