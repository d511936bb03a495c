"""Routes of review and publication."""

from django.urls import path

from gongkai.site.editorial import (
    emergency_views,
    referral_views,
    remedial_views,
    rescan_views,
    schedule_views,
    sheet_views,
    views,
)

ONE = "review/<slug:kind>/<int:pk>/"
urlpatterns = [
    path("", views.worklist, name="worklist"),
    path("rescan/", rescan_views.rescan, name="rescan"),
    path(ONE, views.review, name="review"),
    path(f"{ONE}secrecy/", views.secrecy, name="secrecy"),
    path(f"{ONE}secrecy/answer/", referral_views.answer, name="secrecy_answer"),
    path(f"{ONE}secrecy/answer/<int:answer>/file/", referral_views.evidence, name="secrecy_evidence"),
    path(f"{ONE}dismiss/", views.dismiss, name="dismiss"),
    path(f"{ONE}mask/", views.mask, name="mask"),
    path(f"{ONE}submit/", views.submit, name="submit"),
    path(f"{ONE}publish/", views.publish, name="publish"),
    path(f"{ONE}schedule/", schedule_views.schedule, name="schedule"),
    path(f"{ONE}schedule/cancel/", schedule_views.cancel, name="cancel_schedule"),
    path(f"{ONE}import/propose/", views.propose_import, name="propose_import"),
    path(f"{ONE}import/", views.import_history, name="import_history"),
    path(f"{ONE}emergency/", emergency_views.publish_in_emergency, name="publish_in_emergency"),
    path(f"{ONE}emergency/<int:publication>/", emergency_views.review_afterwards, name="review_afterwards"),
    path(
        f"{ONE}emergency/<int:publication>/files/<int:position>/",
        emergency_views.published_file,
        name="emergency_file",
    ),
    path(f"{ONE}withdraw/", views.withdraw, name="withdraw"),
    path(f"{ONE}withdraw/remedial/", remedial_views.remedial, name="remedial_measures"),
    path(f"{ONE}files/", views.attach, name="attach"),
    path(f"{ONE}files/<int:position>/", views.draft_file, name="draft_file"),
    path(f"{ONE}files/<int:position>/remove/", views.detach, name="detach"),
    path(f"{ONE}history/", views.history, name="history"),
    path(f"{ONE}sheet/", sheet_views.approval_sheet, name="approval_sheet"),
    path(f"{ONE}sheet/signed/", sheet_views.file_signed, name="file_signed_sheet"),
    path(f"{ONE}sheet/signed/<int:signed>/", sheet_views.signed_sheet, name="signed_sheet"),
]
