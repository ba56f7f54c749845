from django.urls import path

from motcua.organizations.views import delegations, mails, roles

app_name = "organizations"
urlpatterns = [
    path("uy-quyen/", delegations.delegations, name="delegations"),
    path("uy-quyen/<str:code>/thu-hoi/", delegations.revoke, name="revoke"),
    path("thu-dien-tu/", mails.letters, name="mails"),
    path("thu-dien-tu/dia-chi/", mails.address, name="mail_address"),
    path("thu-dien-tu/<int:number>/gui-lai/", mails.again, name="mail_again"),
    path("dang-nhap/vao-vai/", roles.roles, name="roles"),
    path("dang-nhap/vao-vai/chon/", roles.take_role, name="take-role"),
]
