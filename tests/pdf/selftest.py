"""Damages sound documents in many ways, one at a time, and looks whether `structure.py` notices each.

    python selftest.py FILE…

A check that cannot fail proves nothing. The damage is done in memory to the first document that has what it needs; the
documents of the example have all of it together.
"""

import sys

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from structure import problems


def tags(pdf, kind):
    return [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/S") == kind and "/P" in o]


def attributes(tag):
    all_of_them = tag.get("/A", [])
    return list(all_of_them) if isinstance(all_of_them, Array) else [all_of_them]


def without(kind, key):
    """Takes a key from the first tag of a kind that has it, or from its attributes."""
    def damage(pdf):
        for tag in tags(pdf, kind):
            for place in [tag, *attributes(tag)]:
                if isinstance(place, Dictionary) and key in place:
                    del place[key]
                    return True
        return False
    return damage


def renamed(old, new, which=slice(None)):
    def damage(pdf):
        found = tags(pdf, old)[which]
        for tag in found:
            tag.S = Name(new)
        return bool(found)
    return damage


def cell_removed(pdf):
    rows = [row for row in tags(pdf, "/TR") if isinstance(row.K, Array) and len(row.K) > 1]
    if rows:
        del rows[0].K[0]
    return bool(rows)


def untagged(pdf):
    """Draws a line beside everything that has a tag."""
    page = pdf.pages[0]
    page.contents_add(b"0 0 m 9 9 l S")
    return True


def twice(pdf):
    """One piece of text belongs to two elements."""
    paragraphs = tags(pdf, "/P")
    if len(paragraphs) > 1:
        paragraphs[1].K, paragraphs[1].Pg = paragraphs[0].K, paragraphs[0].Pg
    return len(paragraphs) > 1


def forgotten(pdf):
    """The text of a paragraph is drawn and never read."""
    for paragraph in tags(pdf, "/P"):
        kids = paragraph.P.K
        if isinstance(kids, Array):
            del kids[[isinstance(kid, Dictionary) and kid.objgen == paragraph.objgen for kid in kids].index(True)]
            return True
    return False


def way_back(pdf):
    pdf.pages[0].StructParents = 9999
    return True


def of_link(key, value):
    def damage(pdf):
        pages = [page for page in pdf.pages if "/Annots" in page]
        if not pages:
            return False
        place = pages[0] if key == "/Tabs" else pages[0].Annots[0]
        place[key] = value
        return True
    return damage


def of_font(change):
    def damage(pdf):
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        change(next(font for font in fonts if "/DescendantFonts" in font))
        return True
    return damage


def no_letters(font):
    del font["/ToUnicode"]


def not_embedded(font):
    descriptor = font.DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


def of_root(change):
    def damage(pdf):
        change(pdf.Root)
        return True
    return damage


def no_bookmarks(pdf):
    if len(pdf.pages) <= 3:
        return False
    del pdf.Root["/Outlines"]
    return True


def untitled(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = ""
    return True


def unclaimed(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["pdfuaid:part"] = "9"
    return True


# What is done, and a word of what must be said about it.
DAMAGE = {
    "no language": (of_root(lambda root: root.__delitem__("/Lang")), "language"),
    "not marked": (of_root(lambda root: root.__delitem__("/MarkInfo")), "does not say"),
    "title not shown": (of_root(lambda root: root.__delitem__("/ViewerPreferences")), "instead of the title"),
    "no title": (untitled, "title is"),
    "no claim": (unclaimed, "claim"),
    "no tags": (of_root(lambda root: root.__delitem__("/StructTreeRoot")), "no tags"),
    "no bookmarks": (no_bookmarks, "bookmarks"),
    "a form": (of_root(lambda root: root.__setitem__("/AcroForm", Dictionary(Fields=Array()))), "more than pages"),
    "a drawing without words": (without("/Figure", "/Alt"), "figure without words"),
    "a header of nothing": (without("/TH", "/Scope"), "header cell"),
    "no header of a column": (renamed("/TH", "/TD", slice(-1, None)), "header"),
    "a row of another width": (cell_removed, "one width"),
    "a level left out": (renamed("/H2", "/H4"), "heading H4"),
    "a second title": (renamed("/H2", "/H1"), "only H1"),
    "an unknown tag": (renamed("/P", "/Absatz"), "Absatz"),
    "a list of paragraphs": (renamed("/LI", "/P"), "in L"),
    "drawn without tag": (untagged, "has no tag"),
    "read twice": (twice, "read twice"),
    "never read": (forgotten, "not read"),
    "no way back": (way_back, "way back"),
    "order of links": (of_link("/Tabs", Name.R), "order of links"),
    "a link without words": (of_link("/Contents", String("")), "link without"),
    "no letters": (of_font(no_letters), "letters of the font"),
    "a font elsewhere": (of_font(not_embedded), "not in the file"),
}


def main():
    missed, untried = [], []
    for name, (damage, words) in DAMAGE.items():
        for path in sys.argv[1:]:
            with pikepdf.open(path) as pdf:
                if not damage(pdf):
                    continue
                found = problems(pdf)
            if not any(words in problem for problem in found):
                missed.append(f"{name} in {path}: {found}")
            break
        else:
            untried.append(name)
    for one in missed:
        print(f"MISSED  {one}")
    noticed = len(DAMAGE) - len(missed) - len(untried)
    rest = f"; these documents have nothing for: {', '.join(untried)}" if untried else ""
    print(f"{noticed} of {len(DAMAGE)} kinds of damage are noticed{rest}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
