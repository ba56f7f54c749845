"""Which act on a report each kind of entry tells of."""

from motcua.reviews import events
from motcua.reviews.rules.states import Act

ACT_OF = {
    events.ReviewReportDrafted.kind: Act.DRAFT,
    events.ReviewReportEdited.kind: Act.EDIT,
    events.ReviewReportSubmitted.kind: Act.SUBMIT,
    events.ReviewReportTakenBack.kind: Act.TAKE_BACK,
    events.ReviewReportSigned.kind: Act.SIGN,
    events.ReviewReportSent.kind: Act.SEND,
    events.ReviewReportReturned.kind: Act.RETURN,
    events.ReviewReportReminded.kind: Act.REMIND,
}
