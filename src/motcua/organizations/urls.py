from django.urls import path

from motcua.organizations.views import delegations, roles

app_name = "organizations"
urlpatterns = [
    path("uy-quyen/", delegations.delegations, name="delegations"),
    path("uy-quyen/<str:code>/thu-hoi/", delegations.revoke, name="revoke"),
    path("dang-nhap/vao-vai/", roles.roles, name="roles"),
    path("dang-nhap/vao-vai/chon/", roles.take_role, name="take-role"),
]
