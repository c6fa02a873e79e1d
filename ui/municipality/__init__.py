"""What the municipality's people see: the board, and a case on their desk."""


def install() -> None:
    """Declare the pages; called once by `main.py` before the pages are served."""
    from ui.case_parts.case_page import show_case_to  # importing a page declares it, which only a portal that serves pages should do
    from ui.municipality import board  # noqa: F401  # the same
    from ui.municipality.case_page import desk_page
    from ui.municipality.settings import overview_page, preview_page, rules_page, step_page, workflow_page  # noqa: F401  # the same

    show_case_to("staff", desk_page)
