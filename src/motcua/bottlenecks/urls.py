from django.urls import URLPattern, path

from motcua.bottlenecks.views import queueing
from motcua.bottlenecks.views.conformance import deviation
from motcua.bottlenecks.views.conformance import page as conformance
from motcua.bottlenecks.views.diagnosis import home, page
from motcua.bottlenecks.views.fairness import acts, own, together
from motcua.bottlenecks.views.whatif import form as whatif_form
from motcua.bottlenecks.views.whatif import one as whatif_one

app_name = "bottlenecks"
urlpatterns: list[URLPattern] = [
    path("chan-doan/", home.home, name="home"),
    path("chan-doan/quy-trinh/", conformance.page, name="conformance"),
    path(
        "chan-doan/quy-trinh/<str:procedure>/<int:version>/<str:step>/<str:kind>/",
        deviation.page,
        name="deviation",
    ),
    path("chan-doan/hang-doi/", queueing.page, name="queues"),
    path("chan-doan/cong-bang/", together.together, name="fairness"),
    path("chan-doan/cong-bang/tra-loi/<int:pk>/", acts.answer, name="answer-contest"),
    path("chan-doan/cua-toi/", own.own, name="own-figures"),
    path("chan-doan/cua-toi/de-nghi-xem-lai/", acts.contest, name="contest-figure"),
    path("chan-doan/thu-phuong-an/", whatif_form.form, name="whatif"),
    path("chan-doan/thu-phuong-an/<int:number>/", whatif_one.one, name="whatif_one"),
    path("chan-doan/thu-phuong-an/<int:number>/tep/", whatif_one.scenario, name="whatif_scenario"),
    # chan-doan/quy-trinh/…, cong-bang/…, thu-phuong-an/… stand here, above the addresses that take any criterion.
    path("chan-doan/<str:criterion>/<str:body>/", page.diagnosis, name="diagnosis"),
    path("chan-doan/<str:criterion>/<str:body>/<str:procedure>/", page.diagnosis, name="procedure"),
]
