from django.urls import path

from motcua.criteria.views import officers

app_name = "criteria"
urlpatterns = [
    path("chi-so/", officers.index, name="index"),
    path("chi-so/<str:criterion>/", officers.criterion, name="criterion"),
]
