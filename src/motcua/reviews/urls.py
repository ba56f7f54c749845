from django.urls import path

from motcua.reviews.views import (
    comparing,
    home,
    investment,
    investment_form,
    investments,
    picture,
    recommendation,
    recommendation_form,
    recommendations,
    report,
)

app_name = "reviews"
urlpatterns = [
    path("dau-tu-cntt/", investments.investments, name="investments"),
    path("dau-tu-cntt/moi/", investment_form.new, name="investment_new"),
    path("dau-tu-cntt/<str:code>/", investment.one, name="investment"),
    path("dau-tu-cntt/<str:code>/sua/", investment_form.edit, name="investment_edit"),
    path("dau-tu-cntt/<str:code>/tep/<int:entry>/", investment.paper, name="investment_paper"),
    path("dau-tu-cntt/<str:code>/<str:act>/", investment.act, name="investment_act"),
    path("kien-nghi/", recommendations.recommendations, name="recommendations"),
    path("kien-nghi/moi/", recommendation_form.new, name="recommendation_new"),
    path("kien-nghi/cong-khai/", recommendations.public, name="recommendations_public"),
    path("kien-nghi/<str:code>/", recommendation.one, name="recommendation"),
    path("kien-nghi/<str:code>/sua/", recommendation_form.edit, name="recommendation_edit"),
    path("kien-nghi/<str:code>/tep/<int:entry>/", recommendation.paper, name="recommendation_paper"),
    path("kien-nghi/<str:code>/<str:act>/", recommendation.act, name="recommendation_act"),
    path("ra-soat/", home.home, name="home"),
    path("ra-soat/moi/", home.new, name="new"),
    path("ra-soat/<str:code>/", picture.call, name="call"),
    path("ra-soat/<str:code>/viec/<str:act>/", picture.act, name="call_act"),
    path("ra-soat/<str:code>/tong-hop/<int:number>/", picture.consolidation, name="consolidation"),
    path("ra-soat/<str:code>/<str:body>/", report.report, name="report"),
    path("ra-soat/<str:code>/<str:body>/ban-in.<str:kind>", report.paper, name="paper"),
    path("ra-soat/<str:code>/<str:body>/so-sanh/", comparing.compare, name="compare"),
    path("ra-soat/<str:code>/<str:body>/<str:act>/", report.act, name="act"),
]
