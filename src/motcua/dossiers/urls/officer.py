from django.urls import URLPattern, path

from motcua.dossiers.views.officer import (
    acts,
    brought,
    counter,
    counter_parts,
    drafting,
    letters,
    papers,
    queue,
    register,
    signing,
    supplement,
    work,
)

ONE = "viec/<str:code>/"
STEP = f"{ONE}buoc/<slug:step>/"
DRAFT = "quay/<str:code>/"

urlpatterns: list[URLPattern] = [
    path("viec/", queue.queue, name="queue"),
    path("viec/cho-ky/", signing.to_sign, name="to_sign"),
    path("viec/so-theo-doi/", register.register, name="register"),
    path(ONE, work.work, name="work"),
    path(f"{ONE}tiep-nhan/", acts.receive, name="receive"),
    path(f"{ONE}tu-choi-tiep-nhan/", letters.refuse_intake, name="refuse_intake"),
    path(f"{ONE}chuyen/", acts.hand_over, name="hand_over"),
    path(f"{ONE}thu-phi/", acts.collect_fee, name="collect_fee"),
    path(f"{ONE}tra-ket-qua/", acts.deliver, name="deliver"),
    path(f"{ONE}kiem-tra-giay-to/", acts.check_papers, name="check_papers"),
    path(f"{ONE}yeu-cau-bo-sung/", supplement.ask_supplement, name="ask_supplement"),
    path(f"{ONE}bo-sung/", brought.brought, name="brought"),
    path(f"{ONE}gia-han/", letters.extend, name="extend"),
    path(f"{ONE}dung/", letters.stop, name="stop"),
    path(f"{ONE}du-thao/", drafting.draft, name="draft_result"),
    path(f"{ONE}du-thao.pdf", papers.draft_pdf, name="draft_pdf"),
    path(f"{ONE}ket-qua.pdf", papers.result_pdf, name="result_pdf"),
    path(f"{ONE}ky/", signing.sign, name="sign"),
    path(f"{ONE}tep/<int:attachment>/", papers.paper_file, name="paper_file"),
    path(f"{ONE}giay/<slug:form>.pdf", papers.form_pdf, name="form_pdf"),
    path(f"{STEP}nhan/", acts.take, name="take"),
    path(f"{STEP}giao/", acts.assign, name="assign"),
    path(f"{STEP}xong/", acts.finish, name="finish"),
    path(f"{STEP}ra/<slug:outcome>/", letters.way_out, name="way_out"),
    path("quay/", counter.counter, name="counter"),
    path(DRAFT, counter.overview, name="counter_draft"),
    path(f"{DRAFT}bo/", counter.discard, name="counter_discard"),
    path(f"{DRAFT}nop/", counter.submit, name="counter_file"),
    path(f"{DRAFT}giay-to/<slug:paper>/", counter_parts.attach, name="counter_attach"),
    path(f"{DRAFT}giay-to/<slug:paper>/<int:attachment>/bo/", counter_parts.detach, name="counter_detach"),
    path(f"{DRAFT}phan/<slug:part>/", counter_parts.part, name="counter_part"),
]
