from django.urls import path

from motcua.identity.demo_provider import views

app_name = "vneid-demo"
urlpatterns = [
    path(".well-known/openid-configuration", views.configuration, name="configuration"),
    path("jwks", views.jwks, name="jwks"),
    path("cho-phep/", views.authorize, name="authorize"),
    path("token", views.token, name="token"),
    path("userinfo", views.userinfo, name="userinfo"),
]
