"""The site: agencies, review, catalogue and public portal, on Django and Wagtail.

Nothing below this room imports it. Its apps import only apps to their left:
audit, agencies, accounts, search, editorial, catalogue, portal.
"""
