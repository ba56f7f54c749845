from django.urls import path

from motcua.schedule.views import acts, feeds, lists, making, minutes, notices, one, papers, sites, week

app_name = "schedule"
urlpatterns = [
    path("lich-cong-tac/", week.week, name="week"),
    path("lich/<str:secret>.ics", papers.feed, name="feed"),
    path("cuoc-hop/", lists.meetings, name="meetings"),
    path("cuoc-hop/moi/", making.new, name="new"),
    path("cuoc-hop/lich.ics", papers.own_calendar, name="own_calendar"),
    path("cuoc-hop/dia-chi-lich/", feeds.make, name="make_feed"),
    path("cuoc-hop/ket-luan/<str:notice>/", notices.one, name="notice"),
    path("cuoc-hop/ket-luan/<str:notice>/thong-bao.pdf", papers.notice, name="notice_pdf"),
    path("cuoc-hop/ket-luan/<str:notice>/<str:act>/", notices.act, name="notice_act"),
    path("cuoc-hop/<str:code>/", one.one, name="one"),
    path("cuoc-hop/<str:code>/sua/", making.edit, name="edit"),
    path("cuoc-hop/<str:code>/giay-moi.pdf", papers.letter, name="letter"),
    path("cuoc-hop/<str:code>/lich.ics", papers.calendar, name="calendar"),
    path("cuoc-hop/<str:code>/bien-ban/", minutes.minutes, name="minutes"),
    path("cuoc-hop/<str:code>/soan-ket-luan/", notices.new, name="new_notice"),
    path("cuoc-hop/<str:code>/tai-lieu/<int:number>/", papers.document, name="document"),
    path("cuoc-hop/<str:code>/diem-cau/<int:number>/", sites.attendance, name="attendance"),
    path("cuoc-hop/<str:code>/tra-loi/<int:number>/", acts.answer, name="answer"),
    path("cuoc-hop/<str:code>/them/<str:what>/", acts.add, name="add"),
    path("cuoc-hop/<str:code>/bo/<str:what>/", acts.take_out, name="take_out"),
    path("cuoc-hop/<str:code>/<str:act>/", acts.act, name="act"),
]
