//! The reasons why a page is left out.

use thiserror::Error;

/// The reason why a page of a PDF is left out. Fragments that fit "pages that …".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum PageFault {
    /// A scan.
    #[error("are pictures; run text recognition (OCR) on the file and add the result")]
    Picture,
    /// The glyphs have shapes, but no characters.
    #[error("show letters without saying which ones they are; export the file again from the program that made it")]
    NoUnicode,
    /// The order of the text may not be that of reading.
    #[error("have their text in an order that isn't certain; add the text in another format, such as .docx or .html")]
    Disordered,
    /// Arabic, Hebrew and the like.
    #[error("are written from right to left, which can't be read from a PDF; add the text in another format")]
    RightToLeft,
    /// Columns of Chinese or Japanese.
    #[error("are written from top to bottom, which can't be read from a PDF; add the text in another format")]
    Vertical,
    /// Far more glyphs than a page can show.
    #[error("have more letters than a page can show; export the file again from the program that made it")]
    TooMuch,
}
