"""Routes of items in the back office."""

from django.urls import path

from gongkai.site.catalogue import due_views, guide_views, register_views, views

urlpatterns = [
    path("", views.items, name="items"),
    path("export.csv", views.export, name="items_export"),
    path("new/", views.new, name="item_new"),
    path("late/", due_views.late, name="items_late"),
    path("reassess/", due_views.reassessments, name="reassessments"),
    path("interpretations/", due_views.interpretations, name="interpretations"),
    path("elsewhere/new/", register_views.new, name="elsewhere_new"),
    path("elsewhere/table/", register_views.table, name="elsewhere_table"),
    path("elsewhere/template.csv", register_views.template, name="elsewhere_template"),
    path("guide/", guide_views.edit, name="guide_edit"),
    path("counts/", register_views.counts, name="item_counts"),
    path("<int:pk>/", views.item, name="item"),
    path("<int:pk>/edit/", views.edit, name="item_edit"),
    path("<int:pk>/reassess/", due_views.reassess, name="item_reassess"),
    path("<int:pk>/capture/", register_views.capture, name="item_capture"),
    path("columns/<int:agency>/", views.agency_columns, name="agency_columns"),
]
