"""Makes the documents in tests/fixtures/formats: one handbook, as different programs write it.

    pip install python-docx==1.2.0 odfpy==1.4.1 EbookLib==0.20 python-pptx==1.0.2 reportlab fpdf2 pypandoc_binary
    python tools/make_documents.py tests/fixtures/formats

A number as the second argument repeats the text, for the benchmark of the readers:

    python tools/make_documents.py target/documents 2000
    READ_FOLDER=target/documents cargo bench --bench readers

Each file has the same words in the same order, which `src/corpus/format/tests.rs` holds against each other.
"""

import sys
from pathlib import Path

TITLE = "Harbour handbook"
OFFICE = "https://example.org/office"
# Kinds: h (heading of a level), p (paragraph of runs: text, bold or link), ul, ol (with nested lists), table.
CONTENT = [
    ("h", 1, "Mooring"),
    ("p", [("Boats moor at the ", None), ("north quay", "bold"), (" from April to October. Ask at the ", None), ("harbour office", "link"), (" first.", None)]),
    ("p", [("Skipper Ærø says: “Mind the ebb – it’s swift.”", None)]),
    ("p", [("Bring to the office:", None)]),
    ("ul", ["a lamp that burns for a whole night", "warm clothes for everybody on board"]),
    ("h", 1, "Fees"),
    ("p", [("Fees are due on arrival, and are the same on every day of the week.", None)]),
    ("table", [["Length", "Fee"], ["up to 8 m", "12 crowns"], ["up to 12 m", "20 crowns"]]),
    ("h", 2, "Late payment"),
    ("p", [("A skipper who pays late pays a tenth more, and loses the berth after a week.", None)]),
    ("ol", ["The office sends a reminder by post.", "The harbour master locks the boat."]),
]
SLIDES = [("Mooring", CONTENT[1:5]), ("Fees", CONTENT[6:8]), ("Late payment", CONTENT[9:])]


def markdown(content=CONTENT):
    lines = []
    for kind, *rest in content:
        if kind == "h":
            lines.append("#" * rest[0] + " " + rest[1])
        elif kind == "p":
            marks = {None: "{}", "bold": "**{}**", "link": "[{}](" + OFFICE + ")"}
            lines.append("".join(marks[mark].format(text) for text, mark in rest[0]))
        elif kind == "table":
            head, *rows = rest[0]
            lines.append("\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]))
        else:
            lines.append("\n".join(("- " if kind == "ul" else f"{n}. ") + item for n, item in enumerate(rest[0], 1)))
    return "\n\n".join(lines)


def pandoc(folder):
    import pypandoc

    for extension in ["docx", "odt", "epub"]:
        text = f"---\ntitle: {TITLE}\n---\n\n{markdown()}\n"
        pypandoc.convert_text(text, extension, "markdown", outputfile=str(folder / f"pandoc.{extension}"))
    slides = "\n\n".join(f"# {title}\n\n{markdown(content)}" for title, content in SLIDES)
    pypandoc.convert_text(f"---\ntitle: {TITLE}\n---\n\n{slides}\n", "pptx", "markdown", outputfile=str(folder / "pandoc.pptx"))


def python_docx(folder):
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = Document()
    document.core_properties.title = TITLE
    document.add_heading(TITLE, 0)
    for kind, *rest in CONTENT:
        if kind == "h":
            document.add_heading(rest[1], rest[0])
        elif kind == "p":
            paragraph = document.add_paragraph()
            for text, mark in rest[0]:
                run = paragraph.add_run(text)
                run.bold = mark == "bold" or None
                if mark == "link":
                    link = OxmlElement("w:hyperlink")
                    link.set(qn("r:id"), document.part.relate_to(OFFICE, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True))
                    link.append(run._r)
                    paragraph._p.append(link)
        elif kind == "table":
            table = document.add_table(0, len(rest[0][0]))
            for row in rest[0]:
                for cell, text in zip(table.add_row().cells, row):
                    cell.text = text
        else:
            for item in rest[0]:
                document.add_paragraph(item, style="List Bullet" if kind == "ul" else "List Number")
    document.save(folder / "python-docx.docx")


def odfpy(folder):
    from odf.dc import Title
    from odf.opendocument import OpenDocumentText
    from odf.style import ListLevelProperties, Style, TextProperties
    from odf.table import Table, TableCell, TableHeaderRows, TableRow
    from odf.text import A, H, List, ListItem, ListLevelStyleBullet, ListLevelStyleNumber, ListStyle, P, Span

    document = OpenDocumentText()
    document.meta.addElement(Title(text=TITLE))
    bold = Style(name="Bold", family="text")
    bold.addElement(TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    for name, level in [("ul", ListLevelStyleBullet(level=1, bulletchar="•")), ("ol", ListLevelStyleNumber(level=1, numformat="1", numsuffix="."))]:
        style = ListStyle(name=name)
        level.addElement(ListLevelProperties())
        style.addElement(level)
        document.automaticstyles.addElement(style)
    for kind, *rest in CONTENT:
        if kind == "h":
            document.text.addElement(H(outlinelevel=rest[0], text=rest[1]))
        elif kind == "p":
            paragraph = P()
            for text, mark in rest[0]:
                run = {None: Span, "bold": lambda text: Span(stylename=bold, text=text), "link": lambda text: A(href=OFFICE, text=text)}[mark]
                paragraph.addElement(run(text=text))
            document.text.addElement(paragraph)
        elif kind == "table":
            table, head = Table(), TableHeaderRows()
            table.addElement(head)
            for number, texts in enumerate(rest[0]):
                row = TableRow()
                for text in texts:
                    cell = TableCell()
                    cell.addElement(P(text=text))
                    row.addElement(cell)
                (table if number else head).addElement(row)
            document.text.addElement(table)
        else:
            items = List(stylename=kind)
            for text in rest[0]:
                item = ListItem()
                item.addElement(P(text=text))
                items.addElement(item)
            document.text.addElement(items)
    document.save(str(folder / "odfpy.odt"))


def html():
    parts = []
    for kind, *rest in CONTENT:
        if kind == "h":
            parts.append(f"<h{rest[0]}>{rest[1]}</h{rest[0]}>")
        elif kind == "p":
            marks = {None: "{}", "bold": "<b>{}</b>", "link": f'<a href="{OFFICE}">{{}}</a>'}
            parts.append("<p>" + "".join(marks[mark].format(text) for text, mark in rest[0]) + "</p>")
        elif kind == "table":
            rows = ["".join(f"<{cell}>{text}</{cell}>" for text in row) for row, cell in zip(rest[0], ["th", "td", "td"])]
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            parts.append(f"<{kind}>" + "".join(f"<li>{item}</li>" for item in rest[0]) + f"</{kind}>")
    return parts


def ebooklib(folder):
    from ebooklib import epub

    book = epub.EpubBook()
    book.set_identifier("harbour")
    book.set_title(TITLE)
    book.set_language("en")
    parts = html()
    chapters = []
    starts = [at for at, part in enumerate(parts) if part.startswith("<h1>")]
    for number, (start, end) in enumerate(zip(starts, starts[1:] + [len(parts)])):
        chapter = parts[start:end]
        page = epub.EpubHtml(title=f"Chapter {number}", file_name=f"chapter{number}.xhtml", lang="en")
        page.content = "".join(chapter)
        book.add_item(page)
        chapters.append(page)
    book.toc = chapters
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    book.spine = ["nav", *chapters]
    epub.write_epub(str(folder / "ebooklib.epub"), book)


def python_pptx(folder):
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.core_properties.title = TITLE
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = TITLE
    for title, content in SLIDES:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        frame = slide.placeholders[1].text_frame
        is_first = True
        for kind, *rest in content:
            if kind == "table":
                table = slide.shapes.add_table(len(rest[0]), 2, Inches(1), Inches(4), Inches(6), Inches(2)).table
                for y, row in enumerate(rest[0]):
                    for x, text in enumerate(row):
                        table.cell(y, x).text = text
                continue
            for entry in [rest[0]] if kind == "p" else [[(item, None)] for item in rest[0]]:
                paragraph = frame.paragraphs[0] if is_first else frame.add_paragraph()
                is_first = False
                for text, mark in entry:
                    run = paragraph.add_run()
                    run.text = text
                    run.font.bold = mark == "bold" or None
                    if mark == "link":
                        run.hyperlink.address = OFFICE
    deck.save(str(folder / "python-pptx.pptx"))


def reportlab(folder):
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    flow = []
    for kind, *rest in CONTENT:
        if kind == "h":
            flow.append(Paragraph(rest[1], styles[f"Heading{rest[0]}"]))
        elif kind == "p":
            marks = {None: "{}", "bold": "<b>{}</b>", "link": f'<a href="{OFFICE}">{{}}</a>'}
            flow.append(Paragraph("".join(marks[mark].format(text) for text, mark in rest[0]), styles["BodyText"]))
        elif kind == "table":
            flow.append(Table(rest[0]))
        else:
            items = [Paragraph(item, styles["BodyText"]) for item in rest[0]]
            flow.append(ListFlowable(items, bulletType="bullet" if kind == "ul" else "1"))
    SimpleDocTemplate(str(folder / "reportlab.pdf"), title=TITLE, invariant=1).build(flow)


def fpdf2(folder):
    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_title(TITLE)
    pdf.add_page()
    pdf.set_font("Times", size=12)
    # The fonts that every viewer has know neither “ nor –.
    plain = str.maketrans({"“": '"', "”": '"', "–": "-", "’": "'"})
    pdf.write_html("".join(html()).translate(plain))
    pdf.output(str(folder / "fpdf2.pdf"))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    if len(sys.argv) > 2:
        CONTENT *= int(sys.argv[2])
        SLIDES *= int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for make in [pandoc, python_docx, odfpy, ebooklib, python_pptx, reportlab, fpdf2]:
        make(folder)
