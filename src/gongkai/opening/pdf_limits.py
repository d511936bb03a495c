"""What a PDF may ask of its reader: small files that unfold to gigabytes are refused before pdfium opens them.

pdfium runs in this process and cannot be stopped, so the two known ways are looked for in the file's bytes: streams
that inflate beyond measure, and forms that show forms that show forms, each several times over.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

MAX_STREAM_BYTES = 64 * 1024 * 1024
"""The largest parts of ordinary files are whole Chinese fonts of some 20 MB."""
MAX_PICTURE_BYTES = 256 * 1024 * 1024
MAX_ALL_BYTES = 512 * 1024 * 1024
MAX_FORM_BYTES = 4 * 1024 * 1024
MAX_SHOWN_FORMS = 20_000

_BEST_RATIO = 1032  # of deflate
_DEEPEST = 40  # forms in forms that pdfium follows
_CHUNK_BYTES = 256 * 1024
_DICTIONARY_WITHIN = 4096
_NUMBER_WITHIN = 24
_STREAM = re.compile(rb"stream\r?\n")
_DEFLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_TWICE_PACKED = re.compile(
    rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\s*(?:/\w+\s*)*/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b"
)
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECT = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_REFERENCE = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d+)\s+\d+\s+R\b")
_RESOURCES = re.compile(rb"/Resources\s+(\d+)\s+\d+\s+R\b")
_SHOWS = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")


@dataclass(frozen=True, slots=True)
class _Stream:
    dictionary: bytes
    start: int
    end: int


def unfolds_beyond_measure(data: bytes) -> bool:
    """Say whether a small part of a file would take gigabytes or hours to read."""
    if _TWICE_PACKED.search(data):
        return True
    if len(data) * _BEST_RATIO <= MAX_STREAM_BYTES and not _FORM.search(data):
        return False
    forms: dict[int, _Stream] = {}
    unfolded = 0
    for stream in _streams(data):
        if _FORM.search(stream.dictionary) and (number := _OBJECT.search(stream.dictionary)):
            forms[int(number[1])] = stream
        picture = _PICTURE.search(stream.dictionary) is not None
        limit = MAX_PICTURE_BYTES if picture else MAX_STREAM_BYTES
        if _DEFLATE.search(stream.dictionary) and (stream.end - stream.start) * _BEST_RATIO > limit:
            size = sum(map(len, _inflated(data, stream, limit + 1)))
            unfolded += 0 if picture else size  # pages that were scanned may well come to this
            if size > limit or unfolded > MAX_ALL_BYTES:
                return True
    return bool(forms) and _show_too_many(data, forms)


def _streams(data: bytes) -> Iterator[_Stream]:
    end = 0
    for found in _STREAM.finditer(data):
        if found.start() < end:
            continue  # the end of the last one, or within it
        at = data.rfind(b"obj", max(0, found.start() - _DICTIONARY_WITHIN), found.start())
        # The number of the object stands before the word: 12 0 obj.
        begins = max(0, at - _NUMBER_WITHIN) if at >= 0 else found.start()
        end = data.find(b"endstream", found.end())
        end = end + len(b"endstream") if end >= 0 else len(data)
        yield _Stream(data[begins : found.start()], found.end(), end)


def _inflated(data: bytes, stream: _Stream, limit: int) -> Iterator[bytes]:
    """Yield what a stream inflates to, up to the limit; what is damaged ends where the damage is."""
    unpacker = zlib.decompressobj()
    waiting = data[stream.start : stream.end]
    done = 0
    while done < limit and not unpacker.eof:
        try:
            part = unpacker.decompress(waiting, _CHUNK_BYTES)
        except zlib.error:
            return
        waiting = unpacker.unconsumed_tail
        if not part:
            return
        done += len(part)
        yield part


def _show_too_many(data: bytes, forms: dict[int, _Stream]) -> bool:
    """Say whether a form shows more forms than any drawing has, those inside others counted as often as shown."""
    showing: dict[int, tuple[Counter[bytes], bytes]] = {}
    for number, form in forms.items():
        content = data[form.start : form.end]
        if _DEFLATE.search(form.dictionary):
            content = b"".join(_inflated(data, form, MAX_FORM_BYTES))
        if names := Counter(_SHOWS.findall(content)):
            showing[number] = names, form.dictionary
    objects: dict[bytes, int] = {}
    if any(_RESOURCES.search(dictionary) for _, dictionary in showing.values()):
        objects = {found[1]: found.end() for found in _OBJECT.finditer(data)}
    shows: dict[int, Counter[int]] = {}
    for number, (names, dictionary) in showing.items():
        shows[number] = Counter()
        if (resources := _RESOURCES.search(dictionary)) and (at := objects.get(resources[1])):
            dictionary += data[at : at + _DICTIONARY_WITHIN]
        meant = {name: int(other) for name, other in _REFERENCE.findall(dictionary)}
        for name, times in names.items():
            if (other := meant.get(name)) in forms:
                shows[number][other] += times
    shown = dict.fromkeys(shows, 1)
    for _level in range(_DEEPEST):
        deeper = {
            number: 1 + sum(times * shown.get(other, 1) for other, times in inside.items())
            for number, inside in shows.items()
        }
        if max(deeper.values(), default=0) > MAX_SHOWN_FORMS:
            return True
        if deeper == shown:
            break
        shown = deeper
    return False
