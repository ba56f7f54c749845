from django.urls import path

from motcua.identity.views import account, doors, factors

app_name = "identity"
urlpatterns = [
    path("dang-nhap/", doors.sign_in, name="sign-in"),
    path("dang-nhap/vneid/", doors.vneid, name="vneid"),
    path("dang-nhap/vneid/xong/", doors.vneid_back, name="vneid-back"),
    path("dang-nhap/can-bo/", doors.officer, name="officer"),
    path("dang-nhap/can-bo/thiet-bi/", factors.enrol, name="enrol"),
    path("dang-nhap/ma/", factors.code_again, name="code-again"),
    path("dang-nhap/gui-lai/", account.kept, name="kept"),
    path("dang-xuat/", doors.sign_out, name="sign-out"),
    path("tai-khoan/", account.account, name="account"),
    path("tai-khoan/khoa/", account.new_token, name="new-token"),
    path("tai-khoan/khoa/<str:code>/thu-hoi/", account.end_token, name="end-token"),
    path("tai-khoan/phien/", account.end_other_sessions, name="end-sessions"),
]
