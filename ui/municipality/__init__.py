"""What the municipality's people see: the board, and a case on their desk."""


def install() -> None:
    """Declare the pages; called once by `main.py` before the pages are served."""
    from ui.case_parts.case_page import show_case_to  # importing a page declares it, which only a portal that serves pages should do
    from ui.municipality import board, record_page, tasks_page  # noqa: F401  # the same
    from ui.municipality.case_page import desk_page
    from ui.municipality.letter import page as letter_page  # noqa: F401  # the same
    from ui.municipality.quality import cases_page, page, wording_page  # noqa: F401  # the same

    # the municipality's page comes before those of a kind of case, whose addresses would take it for one
    from ui.municipality.settings import (  # noqa: F401  # the same
        calendar_page,
        letters_page,
        municipality_page,
        overview_page,
        preview_page,
        rules_page,
        step_page,
        workflow_page,
    )

    show_case_to("staff", desk_page)
