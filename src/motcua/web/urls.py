from django.urls import path

from motcua.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("giao-dien/", views.gallery, name="gallery"),
    path("tro-giup/", views.help_page, name="help"),
    path("tro-giup/tiep-can/", views.accessibility, name="accessibility"),
    path("tro-giup/hien-thi/", views.display, name="display"),
]
