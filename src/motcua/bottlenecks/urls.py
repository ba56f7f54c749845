from django.urls import URLPattern, path

from motcua.bottlenecks.views.diagnosis import home, page

app_name = "bottlenecks"
urlpatterns: list[URLPattern] = [
    path("chan-doan/", home.home, name="home"),
    # chan-doan/quy-trinh/…, cong-bang/…, thu-phuong-an/… stand here, above the addresses that take any criterion.
    path("chan-doan/<str:criterion>/<str:body>/", page.diagnosis, name="diagnosis"),
    path("chan-doan/<str:criterion>/<str:body>/<str:procedure>/", page.diagnosis, name="procedure"),
]
