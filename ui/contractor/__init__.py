"""The contractor's pages: own cases, a new draft, a case, the wizard, check your answers. Made from the declaration alone."""


def install() -> None:
    """Declare the pages; called once by `main.py` before the pages are served."""
    from ui.case_parts.case_page import show_case_to  # importing a page declares it, which only a portal that serves pages should do
    from ui.contractor import cases_page, convert_page, responsible_page, review_page, start_page, step_page  # noqa: F401  # the same
    from ui.contractor.case_page import home_page

    show_case_to("company", home_page)
