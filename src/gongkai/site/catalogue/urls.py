"""Routes of items in the back office."""

from django.urls import path

from gongkai.site.catalogue import views

urlpatterns = [
    path("", views.items, name="items"),
    path("new/", views.new, name="item_new"),
    path("<int:pk>/", views.item, name="item"),
    path("<int:pk>/edit/", views.edit, name="item_edit"),
]
