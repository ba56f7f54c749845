from django.urls import path

from motcua.files import views

app_name = "files"
urlpatterns = [
    path("tep/", views.uploads, name="uploads"),
    path("tep/<str:token>/", views.upload, name="upload"),
]
