from django.urls import URLPattern

app_name = "bottlenecks"
urlpatterns: list[URLPattern] = [
    # chan-doan/quy-trinh/…, cong-bang/…, thu-phuong-an/… stand here, above the addresses that take any criterion.
]
