from django.urls import path

from motcua.ledger import views

app_name = "ledger"
urlpatterns = [
    path("so-cai/", views.overview, name="overview"),
    path("so-cai/tra-cuu/", views.find, name="find"),
    path("so-cai/kiem-tra.py", views.verifier, name="verifier"),
    path("so-cai/muc/<str:digest>/", views.entry, name="entry"),
    path("so-cai/muc/<str:digest>/bang-chung.json", views.proof, name="proof"),
]
