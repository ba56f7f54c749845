from django.urls import path

from motcua.criteria import views

app_name = "criteria"
urlpatterns = [
    path("chi-so/", views.index, name="index"),
    path("chi-so/<str:criterion>/", views.criterion, name="criterion"),
]
