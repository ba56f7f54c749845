from django.urls import path

from motcua.directives.views import acts, board, conclusions, keeping, one, opening, reminders

app_name = "directives"
urlpatterns = [
    path("chi-dao/", board.board, name="board"),
    path("chi-dao/moi/", opening.new, name="new"),
    path("chi-dao/ket-luan/", conclusions.conclusions, name="conclusions"),
    path("chi-dao/ket-luan/<str:notice>/", conclusions.conclusion, name="conclusion"),
    path("chi-dao/da-dat/", keeping.keeping, name="keeping"),
    path("chi-dao/nhac-viec/", reminders.reminders, name="reminders"),
    path("chi-dao/<str:code>/", one.one, name="one"),
    path("chi-dao/<str:code>/tep/<int:entry>/", one.evidence, name="evidence"),
    path("chi-dao/<str:code>/<str:act>/", acts.act, name="act"),
]
