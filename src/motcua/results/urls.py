from django.urls import path

from motcua.results import views

app_name = "results"
urlpatterns = [
    path("x/", views.verify, name="verify"),
    path("x/<str:token>/", views.result, name="result"),
]
