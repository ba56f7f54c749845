"""The addresses of this room: the applicant's pages and the officers'."""

from motcua.dossiers.urls import citizen, officer

app_name = "dossiers"
urlpatterns = [*citizen.urlpatterns, *officer.urlpatterns]
