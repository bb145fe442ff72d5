"""Where words that a reader copied from a draft stand in it; blanks and line ends between them do not count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.domain.consultations.clauses import Numbered
from gongkai.domain.consultations.versions import Anchor
from gongkai.domain.text import Text, say


def find(numbered: Sequence[Numbered], key: str, quote: str, start: int | None = None) -> Anchor | Text:
    """The words of the provision ``key`` (empty: of any) that ``quote`` copies, or why they cannot be told.

    ``start`` says which of several places was meant; it is believed only where the words stand there.
    """
    wanted = "".join(quote.split())
    if not wanted:
        return Anchor(key)
    among = [each for each in numbered if not key or each.provision.key == key]
    places = [Anchor(each.provision.key, *span) for each in among for span in _spans(each, wanted)]
    meant = [each for each in places if key and each.start == start]
    if len(meant or places) == 1:
        return (meant or places)[0]
    if places:
        return say(
            "These words stand there {count} times. Add some of the words around them, so that it is clear which "
            "are meant.",
            count=len(places),
        )
    if key and among:
        return say(
            "These words are not in {clause}. Copy them exactly as they stand there, or leave this empty.",
            clause=among[0].name or among[0].provision.text[:20],
        )
    return say("These words are not in the text. Copy them exactly as they stand there, or leave this empty.")


def _spans(each: Numbered, wanted: str) -> Iterator[tuple[int, int]]:
    """Where the provision says so; a number copied along with its first words is left out."""
    text = each.provision.text
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    plain = "".join(text[at] for at in places)
    mark = "".join(each.mark.split())
    words = wanted.removeprefix(mark) if mark and plain.startswith(wanted.removeprefix(mark)) else wanted
    found = plain.find(words) if words else -1
    while found >= 0:
        yield places[found], places[found + len(words) - 1] + 1
        found = plain.find(words, found + 1)
