"""The applicant's addresses."""

from django.urls import URLPattern, path

from motcua.dossiers.views.citizen import (
    checking,
    drafts,
    filed,
    lookup,
    mine,
    papers,
    parts,
    starting,
    supplement,
    tracking,
    withdrawing,
)

urlpatterns: list[URLPattern] = [
    path("nop/<str:code>/", starting.start, name="start"),
    path("nop/ho-so/<str:code>/", drafts.task_list, name="draft"),
    path("nop/ho-so/<str:code>/bo/", drafts.discard, name="discard"),
    path("nop/ho-so/<str:code>/nguoi-nop/", parts.applicant, name="applicant"),
    path("nop/ho-so/<str:code>/phan/<str:section>/", parts.section, name="section"),
    path("nop/ho-so/<str:code>/nhan-ket-qua/", parts.delivery, name="delivery"),
    path("nop/ho-so/<str:code>/giay-to/", papers.papers, name="papers"),
    path("nop/ho-so/<str:code>/giay-to/<str:paper>/", papers.paper, name="paper"),
    path("nop/ho-so/<str:code>/tep/<int:number>/", papers.draft_file, name="draft_file"),
    path("nop/ho-so/<str:code>/kiem-tra/", checking.check, name="check"),
    path("ho-so/", mine.mine, name="mine"),
    path("ho-so/<str:code>/", tracking.dossier, name="dossier"),
    path("ho-so/<str:code>/da-nop/", filed.filed, name="filed"),
    path("ho-so/<str:code>/ban-ghi.pdf", filed.record_pdf, name="record_pdf"),
    path("ho-so/<str:code>/lich.ics", filed.calendar_file, name="calendar_file"),
    path("ho-so/<str:code>/giay/<slug:form>.pdf", tracking.own_form, name="own_form"),
    path("ho-so/<str:code>/tep/<int:number>/", tracking.own_file, name="own_file"),
    path("ho-so/<str:code>/ket-qua.pdf", tracking.own_result, name="own_result"),
    path("ho-so/<str:code>/bo-sung/", supplement.supplement, name="supplement"),
    path("ho-so/<str:code>/rut/", withdrawing.withdraw, name="withdraw"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("tra-cuu/<str:code>/<str:secret>/", lookup.lookup_result, name="lookup_result"),
]
