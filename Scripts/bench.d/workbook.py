"""Writes an Excel workbook with one sheet, all of its cells as shared strings."""

import zipfile
from xml.sax.saxutils import escape


def write(path, rows):
    places, sheet = {}, ["<worksheet><sheetData>"]
    for number, row in enumerate(rows, 1):
        cells = "".join(
            f'<c t="s"><v>{places.setdefault(text, len(places))}</v></c>' for text in row)
        sheet.append(f'<row r="{number}">{cells}</row>')
    sheet.append("</sheetData></worksheet>")
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in places)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            '<workbook><sheets><sheet name="Sheet" r:id="r1"/></sheets></workbook>')
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>')
        archive.writestr("xl/sharedStrings.xml", f"<sst>{strings}</sst>")
        archive.writestr("xl/worksheets/sheet1.xml", "".join(sheet))
