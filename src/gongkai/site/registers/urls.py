"""Routes of the registers in the back office."""

from django.urls import path

from gongkai.site.registers import import_views, release_views, views

urlpatterns = [
    path("", views.overview, name="registers"),
    path("releases/", release_views.releases, name="register_releases"),
    path("releases/new/", release_views.release_new, name="register_release_new"),
    path("releases/<int:release>/", release_views.release, name="register_release"),
    path("<slug:book>/", views.book, name="register_book"),
    path("<slug:book>/new/", views.row_new, name="register_row_new"),
    path("<slug:book>/import/", import_views.table, name="register_import"),
    path("<slug:book>/template.<slug:ending>", import_views.template, name="register_template"),
    path("<slug:book>/<int:row>/", views.row, name="register_row"),
    path("<slug:book>/<int:row>/correct/", views.row_correct, name="register_row_correct"),
    path("<slug:book>/<int:row>/strike-out/", views.row_strike_out, name="register_row_strike_out"),
    path("<slug:book>/<int:row>/restore/", views.row_restore, name="register_row_restore"),
    path("<slug:book>/<int:row>/withdraw/", views.row_withdraw, name="register_row_withdraw"),
]
