from django.urls import path

from motcua.criteria.views import (
    criterion,
    declaring,
    evidence,
    index,
    outlook,
    proposals,
    public,
    questions,
    runs,
    sets,
    why,
)

app_name = "criteria"
urlpatterns = [
    path("chi-so/", index.index, name="index"),
    path("chi-so/bien-dong/", why.why, name="why"),
    path("chi-so/ho-so/", evidence.facts, name="facts"),
    path("chi-so/toan-trinh/", evidence.services, name="services"),
    path("chi-so/bo-tieu-chi/", sets.sets, name="sets"),
    path("chi-so/bo-tieu-chi/de-xuat/", proposals.set_proposal, name="set_proposal"),
    path("chi-so/bo-tieu-chi/<str:code>/<int:number>/", sets.version, name="set"),
    path("chi-so/bo-tieu-chi/<str:code>/<int:number>/toan-van.yaml", sets.version_text, name="set_text"),
    path("chi-so/bo-tieu-chi/<str:code>/<int:number>/chay-thu/", proposals.version_trial, name="set_trial"),
    path(
        "chi-so/bo-tieu-chi/<str:code>/<int:number>/quyet-dinh/", proposals.set_decision, name="set_decision"
    ),
    path("chi-so/ban-chot/", runs.run_list, name="runs"),
    path("chi-so/ban-chot/tinh-lai-diem.py", runs.program, name="run_program"),
    path("chi-so/ban-chot/<int:number>/", runs.run_page, name="run"),
    path("chi-so/ban-chot/<int:number>.json", runs.run_data, name="run_data"),
    path("chi-so/cong-khai/", public.home, name="public_home"),
    path("chi-so/cong-khai/<str:body>/", public.body, name="public"),
    path("chi-so/cong-khai/<str:body>/<str:period>.json", public.data, name="public_data"),
    path("chi-so/cong-khai/<str:body>/<str:period>.csv", public.sheet, name="public_sheet"),
    path("chi-so/du-bao/", outlook.outlook, name="outlook"),
    path("chi-so/cau-hoi/", questions.page, name="questions"),
    path("chi-so/khai-so/", declaring.declared, name="declared"),
    path("chi-so/<str:criterion>/", criterion.criterion, name="criterion"),
]
