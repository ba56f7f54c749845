from django.urls import path

from motcua.reports.views import building, home, one, sharing

app_name = "reports"
urlpatterns = [
    path("bao-cao/", home.home, name="home"),
    path("bao-cao/tao/", building.build, name="build"),
    path("bao-cao/<int:number>/", one.one, name="one"),
    path("bao-cao/<int:number>/lap-lai/", one.again, name="again"),
    path("bao-cao/<int:number>/chia-se/", one.share, name="share"),
    path("bao-cao/<int:number>/tep/<str:kind>/", one.file, name="file"),
    path("bao-cao/mau/<int:number>/", home.saved, name="saved"),
    path("bao-cao/xem/<str:token>/", sharing.shared, name="shared"),
    path("bao-cao/xem/<str:token>/<str:kind>/", sharing.shared_file, name="shared_file"),
]
