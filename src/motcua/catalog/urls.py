from django.urls import path, re_path

from motcua.catalog.views import procedure, search

app_name = "catalog"
urlpatterns = [
    path("thu-tuc/", search.search_page, name="search"),
    path("thu-tuc/linh-vuc/", search.fields_page, name="fields"),
    path("thu-tuc/<str:code>/", procedure.procedure_page, name="procedure"),
    path("iso/", procedure.sheets_page, name="iso"),
    path("iso/<str:code>/", procedure.sheet_page, name="sheet"),
    re_path(r"^iso/(?P<code>[^/]+)/tai-ve\.(?P<kind>xlsx|bpmn)$", procedure.sheet_file, name="sheet_file"),
]
