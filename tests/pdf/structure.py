"""Looks at printed documents the way assistive technology does, and says what is missing.

    python structure.py FILE…

A second opinion beside veraPDF, by another library (pikepdf) and from the other end: it walks the tree of tags and the
drawing operations of every page, and compares the two. Exits with 1 if there is any problem.
"""

import re
import sys

import pikepdf

# Structure types of PDF 1.7; any other must be mapped to one of them.
STANDARD = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl "
    "LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu "
    "WT WP Figure Formula Form".split()
)
# What stands in some of them, and nothing else.
INSIDE = {
    "L": {"LI", "Caption", "L"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"},
    "TOC": {"TOCI", "TOC", "Caption"},
}
# Operators that draw.
PAINTING = set("S s f F f* B B* b b* sh Do Tj TJ ' \"".split()) | {"INLINE IMAGE"}


class Element:
    """A structure element with what it holds."""

    def __init__(self, dictionary, page, roles):
        name = str(dictionary.S)[1:]
        self.dictionary, self.own = dictionary, name
        self.kind = roles.get(name, name)
        self.children, self.marks, self.annotations = [], [], []
        page = dictionary.get("/Pg", page)
        kids = dictionary.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if not isinstance(kid, pikepdf.Dictionary):
                self.marks.append((page.objgen, int(kid)))
            elif "/MCID" in kid:
                self.marks.append((kid.get("/Pg", page).objgen, int(kid.MCID)))
            elif "/Obj" in kid:
                self.annotations.append(kid.Obj.objgen)
            else:
                self.children.append(Element(kid, page, roles))

    def all(self):
        yield self
        for child in self.children:
            yield from child.all()

    def attribute(self, name, otherwise=None):
        attributes = self.dictionary.get("/A", [])
        for one in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
            if isinstance(one, pikepdf.Dictionary) and name in one:
                return one[name]
        return otherwise


def problems(pdf):
    """All that is wrong with a document, a sentence each."""
    found = list(pdf.check_pdf_syntax() if hasattr(pdf, "check_pdf_syntax") else pdf.check())
    found += of_document(pdf)
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return found + ["there are no tags"]
    roles = {str(own)[1:]: str(standard)[1:] for own, standard in root.get("/RoleMap", {}).items()}
    kids = root.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    tops = [Element(kid, None, roles) for kid in kids]
    if [top.kind for top in tops] != ["Document"]:
        return found + [f"the tags start with {[top.kind for top in tops]}, not with one Document"]
    elements = list(tops[0].all())
    found += of_elements(elements) + of_headings(elements)
    for number, table in enumerate((e for e in elements if e.kind == "Table"), 1):
        found += [f"table {number}: {problem}" for problem in of_table(table)]
    return found + of_pages(pdf, elements) + of_parents(pdf, root, elements)


def of_document(pdf):
    found, root = [], pdf.Root
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(root.get("/Lang", ""))):
        found.append(f"the language of the document is {str(root.get('/Lang', ''))!r}")
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        found.append("it does not say that it is tagged")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        found.append("viewers show the name of the file instead of the title")
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        title = metadata.get("dc:title")
        claims = [metadata.get(name) for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")]
    if not title or str(pdf.docinfo.get("/Title", "")) != title:
        found.append(f"the title is {title!r}, and {str(pdf.docinfo.get('/Title', ''))!r} for older viewers")
    if claims != ["1", "2", "A"]:
        found.append(f"it does not claim PDF/UA-1 and PDF/A-2a but {claims}")
    if len(pdf.pages) > 3:
        with pdf.open_outline() as outline:
            if not outline.root:
                found.append(f"{len(pdf.pages)} pages without bookmarks")
    active = {"/AcroForm", "/OpenAction", "/AA"} & set(root.keys())
    names = {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}).keys())
    if active | names or pdf.is_encrypted:
        found.append(f"there is more than pages: {sorted(active | names)}")
    return found


def of_elements(elements):
    found = []
    for element in elements:
        if element.kind not in STANDARD:
            found.append(f"nobody knows the tag {element.own}")
        wrong = {child.kind for child in element.children} - INSIDE.get(element.kind, STANDARD)
        if wrong:
            found.append(f"{sorted(wrong)} in {element.kind}")
        if element.kind == "Figure":
            if len(str(element.dictionary.get("/Alt", "")).split()) < 3:
                found.append("a figure without words")
            if element.attribute("/BBox") is None:
                found.append("a figure without its place")
        if element.kind == "Link" and not element.annotations:
            found.append("a link that leads nowhere")
        empty = not any(one.marks for one in element.all())
        if empty and (element.kind in ("P", "TH", "LBody", "Link") or re.fullmatch("H[1-6]", element.kind)):
            found.append(f"{element.kind} without content")
    return found


def of_headings(elements):
    levels = [int(e.kind[1]) for e in elements if re.fullmatch("H[1-6]", e.kind)]
    found = [] if levels[:1] == [1] and levels.count(1) == 1 else [f"headings do not start with the only H1: {levels}"]
    for one, other in zip(levels, levels[1:]):
        if other > one + 1:
            found.append(f"heading H{other} after H{one}")
    return found


def of_table(table):
    """Whether the rows are of one width and every cell has its headers."""
    places, width = {}, None
    rows = [element for element in table.all() if element.kind == "TR"]
    for y, row in enumerate(rows):
        x = 0
        for cell in row.children:
            while (y, x) in places:
                x += 1
            for down in range(int(cell.attribute("/RowSpan", 1))):
                for right in range(int(cell.attribute("/ColSpan", 1))):
                    places[y + down, x + right] = cell
    if not places:
        return ["no cells"]
    width = max(x for _, x in places) + 1
    if set(places) != {(y, x) for y in range(len(rows)) for x in range(width)}:
        return ["the rows are not of one width"]
    scopes = {place: str(cell.attribute("/Scope", "")) for place, cell in places.items() if cell.kind == "TH"}
    if "" in scopes.values():
        return ["a header cell does not say what it is the header of"]
    by_column = {place for place, scope in scopes.items() if scope in ("/Column", "/Both")}
    by_row = {place for place, scope in scopes.items() if scope == "/Row"}
    found = [] if scopes else ["no header cells"]
    cells = [place for place, cell in places.items() if cell.kind == "TD"]
    if by_column and any(not any((above, x) in by_column for above in range(y)) for y, x in cells):
        found.append("a cell without a header of its column")
    if by_row and any(not any((y, at) in by_row for at in range(width)) for y, _ in cells):
        found.append("a cell without a header of its row")
    return found


def of_pages(pdf, elements):
    """Everything that is drawn belongs to one element or is decoration, and every element is drawn."""
    found, drawn = [], []
    tagged = [mark for element in elements for mark in element.marks]
    linked = {annotation for element in elements for annotation in element.annotations}
    for number, page in enumerate(pdf.pages, 1):
        stack = []
        for operands, operator in pikepdf.parse_content_stream(page):
            operator = str(operator)
            if operator in ("BMC", "BDC"):
                mark = operands[1] if len(operands) > 1 else {}
                if isinstance(mark, pikepdf.Name):
                    mark = page.Resources.Properties[mark]
                if "/MCID" in mark:
                    drawn.append((page.objgen, int(mark["/MCID"])))
                stack.append(str(operands[0]) == "/Artifact" or "/MCID" in mark)
            elif operator == "EMC":
                stack.pop()
            elif operator in PAINTING and not any(stack):
                found.append(f"page {number} draws something that has no tag ({operator})")
                break
        annotations = list(page.get("/Annots", []))
        if annotations and page.get("/Tabs") != "/S":
            found.append(f"page {number}: the order of links is not that of the tags")
        for annotation in annotations:
            if annotation.objgen not in linked or not str(annotation.get("/Contents", "")):
                found.append(f"page {number}: a link without tag or words")
        for name, font in page.get("/Resources", {}).get("/Font", {}).items():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            embedded = {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.get("/FontDescriptor", {}).keys())
            if font.get("/Subtype") != "/Type3" and not embedded:
                found.append(f"page {number}: the font {name} is not in the file")
            if "/ToUnicode" not in font:
                found.append(f"page {number}: nobody can tell the letters of the font {name}")
    for what, marks in (("drawn", drawn), ("read", tagged)):
        if len(marks) != len(set(marks)):
            found.append(f"something is {what} twice under one number")
    if set(tagged) - set(drawn):
        found.append(f"{len(set(tagged) - set(drawn))} pieces are read and not drawn")
    if set(drawn) - set(tagged):
        found.append(f"{len(set(drawn) - set(tagged))} pieces are drawn and not read")
    return found


def of_parents(pdf, root, elements):
    """The way back, from what is drawn to its element, which viewers take when somebody points at something."""
    parents = dict(pikepdf.NumberTree(root.ParentTree).items()) if "/ParentTree" in root else {}
    for page in pdf.pages:
        of_page = {number: e.dictionary.objgen for e in elements for at, number in e.marks if at == page.objgen}
        listed = parents.get(int(page.get("/StructParents", -1)), [])
        back = {i: element.objgen for i, element in enumerate(listed) if isinstance(element, pikepdf.Dictionary)}
        if back != of_page:
            return ["the way back to the tags leads elsewhere"]
    return []


def main():
    broken = False
    for path in sys.argv[1:]:
        with pikepdf.open(path) as pdf:
            found = problems(pdf)
            pages = len(pdf.pages)
        print(f"{'BROKEN ' if found else 'sound  '} {path}, {pages} pages")
        for problem in dict.fromkeys(found):
            print(f"    {problem}")
        broken = broken or bool(found)
    sys.exit(1 if broken or len(sys.argv) < 2 else 0)


if __name__ == "__main__":
    main()
