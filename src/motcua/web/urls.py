from django.urls import path

from motcua.web.views import gallery, help, home

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("giao-dien/", gallery.gallery, name="gallery"),
    path("tro-giup/", help.help_page, name="help"),
    path("tro-giup/tiep-can/", help.accessibility, name="accessibility"),
    path("tro-giup/hien-thi/", help.display, name="display"),
]
