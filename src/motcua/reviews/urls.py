from django.urls import path

from motcua.reviews.views import home, picture, report

app_name = "reviews"
urlpatterns = [
    path("ra-soat/", home.home, name="home"),
    path("ra-soat/moi/", home.new, name="new"),
    path("ra-soat/<str:code>/", picture.call, name="call"),
    path("ra-soat/<str:code>/viec/<str:act>/", picture.act, name="call_act"),
    path("ra-soat/<str:code>/tong-hop/<int:number>/", picture.consolidation, name="consolidation"),
    path("ra-soat/<str:code>/<str:body>/", report.report, name="report"),
    path("ra-soat/<str:code>/<str:body>/ban-in.<str:kind>", report.paper, name="paper"),
    path("ra-soat/<str:code>/<str:body>/<str:act>/", report.act, name="act"),
]
