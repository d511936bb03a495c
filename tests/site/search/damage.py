"""What takes the index away, or part of what it is made of, on each database."""

from django.db import connection

from gongkai.site.search.sqlite import INDEX

TRIGGER = f"""
CREATE FUNCTION damaged() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'invalid page in block 7 of relation' USING ERRCODE = 'XX001'; END $$;
CREATE TRIGGER damaged BEFORE INSERT OR DELETE ON {INDEX} FOR EACH ROW EXECUTE FUNCTION damaged();
CREATE OR REPLACE FUNCTION {INDEX}_every(wanted bigint[]) RETURNS SETOF bigint LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'invalid page in block 7 of relation' USING ERRCODE = 'XX001'; END $$
"""
DAMAGE = {
    "sqlite": {
        "overwritten": f"UPDATE {INDEX}_data SET block = X'00112233445566778899' WHERE id > 1",
        "emptied": f"DELETE FROM {INDEX}_data",
        "structure overwritten": f"UPDATE {INDEX}_data SET block = X'FFFFFFFFFFFFFFFFFF' WHERE id = 10",
        "a part missing": f"DROP TABLE {INDEX}_data",
        "configuration missing": f"DROP TABLE {INDEX}_config",
        "missing": f"DROP TABLE {INDEX}",
    },
    "postgresql": {
        "missing": f"DROP TABLE {INDEX}",
        "pages damaged": TRIGGER,
    },
}[connection.vendor]


def damage(how: str) -> None:
    """Damage the index."""
    with connection.cursor() as cursor:
        cursor.execute(DAMAGE[how])
