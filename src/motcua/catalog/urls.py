from django.urls import path, re_path

from motcua.catalog.views import procedure, search
from motcua.catalog.views.admin import draft, importing, listing, looks, part, release

app_name = "catalog"
urlpatterns = [
    path("thu-tuc/", search.search_page, name="search"),
    path("thu-tuc/linh-vuc/", search.fields_page, name="fields"),
    path("thu-tuc/<str:code>/", procedure.procedure_page, name="procedure"),
    path("iso/", procedure.sheets_page, name="iso"),
    path("iso/<str:code>/", procedure.sheet_page, name="sheet"),
    re_path(r"^iso/(?P<code>[^/]+)/tai-ve\.(?P<kind>xlsx|bpmn)$", procedure.sheet_file, name="sheet_file"),
    path("quan-tri/nhap/", importing.import_page, name="import"),
    re_path(
        r"^quan-tri/nhap/mau-(?P<kind>danh-muc|quy-trinh)\.xlsx$",
        importing.import_template,
        name="import_template",
    ),
    path("quan-tri/nhap/xong/<str:result>/", importing.imported, name="imported"),
    path("quan-tri/nhap/<str:reference>/", importing.dry_run, name="dry_run"),
    path("quan-tri/nhap/<str:reference>/dong-loi.xlsx", importing.wrong_rows, name="wrong_rows"),
    path("quan-tri/thu-tuc/", listing.editor, name="editor"),
    path("quan-tri/thu-tuc/moi/", listing.begin_new, name="begin_new"),
    path("quan-tri/thu-tuc/<str:code>/", draft.draft_page, name="draft"),
    path("quan-tri/thu-tuc/<str:code>/mo/", draft.begin, name="begin"),
    path("quan-tri/thu-tuc/<str:code>/bo/", draft.drop, name="drop"),
    path("quan-tri/thu-tuc/<str:code>/sua/<path:place>/", part.part_page, name="edit_part"),
    path("quan-tri/thu-tuc/<str:code>/sap-xep/", part.arrange, name="arrange"),
    path("quan-tri/thu-tuc/<str:code>/xem-thu/", looks.preview, name="preview"),
    path("quan-tri/thu-tuc/<str:code>/quy-trinh/", looks.sheet, name="draft_sheet"),
    path("quan-tri/thu-tuc/<str:code>/thay-doi/", looks.differences, name="differences"),
    path("quan-tri/thu-tuc/<str:code>/toan-van/", looks.raw, name="yaml"),
    path("quan-tri/thu-tuc/<str:code>/tai-ve/<str:kind>/", looks.download, name="draft_file"),
    path("quan-tri/thu-tuc/<str:code>/cong-bo/", release.publish_page, name="publish"),
]
