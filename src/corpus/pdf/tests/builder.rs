//! Writes small PDF files for tests.

/// A PDF file in the making. Objects 1 and 2 are the catalogue and the tree of pages.
pub(super) struct Builder {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
    pub(super) trailer: String,
}

/// The fonts of a page: F1 is plain, F2 bold, F3 has no names for its characters, F4 has ligatures and a private character.
const FONTS: &str = "/Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R /F4 6 0 R >>";

impl Builder {
    pub(super) fn new() -> Self {
        let mut builder = Self {
            objects: vec![Vec::new(), Vec::new()],
            pages: Vec::new(),
            trailer: String::new(),
        };
        builder.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
        builder.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>");
        builder.object(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Nameless /Encoding /Identity-H /DescendantFonts [<< /Type \
             /Font /Subtype /CIDFontType2 /BaseFont /Nameless /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) \
             /Supplement 0 >> /DW 500 >>] >>",
        );
        builder.object(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 7 0 R >>",
        );
        let map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 \
                   begincodespacerange <00> <FF> endcodespacerange 4 beginbfchar <01> <FB01> <02> <FB03> <03> <00AD> \
                   <04> <E001> endbfchar 1 beginbfrange <20> <7E> <0020> endbfrange endcmap end end";
        builder.stream("", map.as_bytes());
        builder
    }

    /// Adds an object, and gives its number.
    pub(super) fn object(&mut self, object: &str) -> usize {
        self.objects.push(object.as_bytes().to_vec());
        self.objects.len()
    }

    /// Adds a stream with more entries in its dictionary, and gives its number.
    pub(super) fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let mut object = format!("<< /Length {} {entries} >>\nstream\n", data.len()).into_bytes();
        object.extend(data);
        object.extend(b"\nendstream");
        self.objects.push(object);
        self.objects.len()
    }

    /// Adds a page of 600 by 800 points.
    pub(super) fn page(self, content: &str) -> Self {
        self.page_with("", content)
    }

    /// Adds a page with more entries in its dictionary.
    pub(super) fn page_with(mut self, entries: &str, content: &str) -> Self {
        let content = self.stream("", content.as_bytes());
        let resources = if entries.contains("/Resources") {
            String::new()
        } else {
            format!("/Resources << {FONTS} >>")
        };
        let page = self.object(&format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R {resources} {entries} >>"
        ));
        self.pages.push(page);
        self
    }

    /// The bytes of the file.
    pub(super) fn build(mut self) -> Vec<u8> {
        let kids: Vec<String> = self.pages.iter().map(|page| format!("{page} 0 R")).collect();
        let kids = kids.join(" ");
        let count = self.pages.len();
        self.objects[0] = b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>".to_vec();
        self.objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>").into_bytes();
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut offsets = Vec::new();
        for (at, object) in self.objects.iter().enumerate() {
            offsets.push(file.len());
            file.extend(format!("{} 0 obj\n", at + 1).bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let xref = file.len();
        let size = offsets.len() + 1;
        file.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
        for offset in offsets {
            file.extend(format!("{offset:010} 00000 n \n").bytes());
        }
        let trailer = format!("trailer << /Size {size} /Root 1 0 R {} >>", self.trailer);
        file.extend(format!("{trailer}\nstartxref\n{xref}\n%%EOF\n").bytes());
        file
    }
}

/// Text at a place, in a font (`"F1"`) of a size: each line 14 points below the one before.
pub(super) fn text(font: &str, size: f64, x: f64, y: f64, lines: &[&str]) -> String {
    let mut content = format!("BT /{font} {size} Tf {} TL {x} {y} Td\n", size * 1.2);
    for line in lines {
        let line = line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        content.extend(["(", &line, ") Tj T*\n"]);
    }
    content + "ET\n"
}
