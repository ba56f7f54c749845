"""The verbs of meetings: the only writers."""

from motcua.schedule.services.answering import accept, ask_leave, grant_leave, refuse_leave, send_stand_in
from motcua.schedule.services.calling import (
    Plan,
    call_meeting,
    cancel_meeting,
    change_meeting,
    draft_meeting,
    edit_meeting,
    postpone_meeting,
    reissue_letter,
)
from motcua.schedule.services.concluding import (
    Point,
    correct_notice,
    draft_notice,
    issue_notice,
    write_notice,
)
from motcua.schedule.services.feeding import open_feed
from motcua.schedule.services.holding import (
    approve_minutes,
    check_site,
    close_meeting,
    fingerprint,
    hold_meeting,
    note_presence,
    take_attendance,
    write_minutes,
)
from motcua.schedule.services.inviting import (
    Place,
    add_site,
    attach_document,
    invite_body,
    invite_guest,
    invite_officer,
)
from motcua.schedule.services.taking_out import remove_site, withdraw_invitation

__all__ = [
    "Place",
    "Plan",
    "Point",
    "accept",
    "add_site",
    "approve_minutes",
    "ask_leave",
    "attach_document",
    "call_meeting",
    "cancel_meeting",
    "change_meeting",
    "check_site",
    "close_meeting",
    "correct_notice",
    "draft_meeting",
    "draft_notice",
    "edit_meeting",
    "fingerprint",
    "grant_leave",
    "hold_meeting",
    "invite_body",
    "invite_guest",
    "invite_officer",
    "issue_notice",
    "note_presence",
    "open_feed",
    "postpone_meeting",
    "refuse_leave",
    "reissue_letter",
    "remove_site",
    "send_stand_in",
    "take_attendance",
    "withdraw_invitation",
    "write_minutes",
    "write_notice",
]
