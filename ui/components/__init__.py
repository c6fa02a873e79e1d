"""The pieces pages are made of; `README.md` beside this file lists them on one screen."""

from ui.components.base import Tag, View, Words, safe_href, speaker, use_speaker
from ui.components.board import CardView, board, board_column
from ui.components.buttons import button
from ui.components.charts import ChartView, Series, chart
from ui.components.dialog import Dialog, dialog
from ui.components.errors import ErrorLine, error_summary
from ui.components.field import Choice, Field, FieldView, field
from ui.components.figures import FigureCard, figure_cards
from ui.components.file_tray import FileTray, file_tray
from ui.components.form import AnswerForm, Change, SaveMark, answer_form, save_mark
from ui.components.frame import NavItem, Page, Viewer, frame, product
from ui.components.layout import card, details, heading, icon, link, paragraph, row, section, stack, two_columns
from ui.components.missing import MissingGroup, MissingKind, MissingLine, MissingPanel, MissingView, missing_panel
from ui.components.progress import ProcessStep, TaskGroup, TaskRow, TaskState, key_facts, process_bar, standing_fold, task_list
from ui.components.reading import DiffView, SummaryFileView, SummaryRow, diff_pair, summary_list
from ui.components.row_lines import RowLine
from ui.components.rows import GroupView, RowView, row_group
from ui.components.status import confirmation, empty_state, notice, status_tag, tag
from ui.components.tables import Column, Filter, data_table, filter_bar, pagination
from ui.components.talk import MessageThread, MessageView, Timeline, TimelineEntry, message_thread, timeline
from ui.components.uploads import FileView, SlotView, UploadSlot, upload_guard, upload_slot
from ui.theme.status import Tone

__all__ = [
    "AnswerForm",
    "CardView",
    "Change",
    "ChartView",
    "Choice",
    "Column",
    "Dialog",
    "DiffView",
    "ErrorLine",
    "Field",
    "FieldView",
    "FigureCard",
    "FileTray",
    "FileView",
    "Filter",
    "GroupView",
    "MessageThread",
    "MessageView",
    "MissingGroup",
    "MissingKind",
    "MissingLine",
    "MissingPanel",
    "MissingView",
    "NavItem",
    "Page",
    "ProcessStep",
    "RowLine",
    "RowView",
    "SaveMark",
    "Series",
    "SlotView",
    "SummaryFileView",
    "SummaryRow",
    "Tag",
    "TaskGroup",
    "TaskRow",
    "TaskState",
    "Timeline",
    "TimelineEntry",
    "Tone",
    "UploadSlot",
    "View",
    "Viewer",
    "Words",
    "answer_form",
    "board",
    "board_column",
    "button",
    "card",
    "chart",
    "confirmation",
    "data_table",
    "details",
    "dialog",
    "diff_pair",
    "empty_state",
    "error_summary",
    "field",
    "figure_cards",
    "file_tray",
    "filter_bar",
    "frame",
    "heading",
    "icon",
    "key_facts",
    "link",
    "message_thread",
    "missing_panel",
    "notice",
    "pagination",
    "paragraph",
    "process_bar",
    "product",
    "row",
    "row_group",
    "safe_href",
    "save_mark",
    "section",
    "speaker",
    "stack",
    "standing_fold",
    "status_tag",
    "summary_list",
    "tag",
    "task_list",
    "timeline",
    "two_columns",
    "upload_guard",
    "upload_slot",
    "use_speaker",
]
