//! Writes a ZIP archive, part by part.

use std::io::{self, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use super::{DIRECTORY_END, DIRECTORY_ENTRY, PART};

/// The methods of compression.
#[cfg(test)]
pub(in crate::corpus) const STORED: u16 = 0;
pub(in crate::corpus) const DEFLATED: u16 = 8;

/// The flag that says that names are in UTF-8.
const UTF_8: u16 = 1 << 11;
/// The version of the format that a reader has to know: 2.0.
const VERSION: u16 = 20;
/// The first day that an archive can name. Nobody has to know when it was made.
const FIRST_DAY: u16 = 0x21;

/// An archive that is being written.
pub struct Packer<W> {
    out: W,
    /// The number of bytes written.
    at: usize,
    directory: Vec<u8>,
    parts: usize,
}

impl<W: Write> Packer<W> {
    /// An archive without parts.
    pub fn new(out: W) -> Self {
        Self {
            out,
            at: 0,
            directory: Vec::new(),
            parts: 0,
        }
    }

    /// Adds a part. Its name has "/" between the names of folders and file.
    ///
    /// # Errors
    /// If it can't be written, or the archive gets larger than the format allows.
    pub fn add(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        self.add_by(DEFLATED, name, content)
    }

    /// Adds a part, compressed by this method.
    pub(in crate::corpus) fn add_by(&mut self, method: u16, name: &str, content: &[u8]) -> io::Result<()> {
        let mut crc = Crc::new();
        crc.update(content);
        let packed = if method == DEFLATED {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(content)?;
            encoder.finish()?
        } else {
            content.to_vec()
        };
        let mut facts = [VERSION, UTF_8, method, 0, FIRST_DAY].map(u16::to_le_bytes).concat();
        facts.extend(crc.sum().to_le_bytes());
        facts.extend(long(packed.len())?);
        facts.extend(long(content.len())?);
        facts.extend(short(name.len())?);
        facts.extend([0; 2]);
        self.directory.extend(DIRECTORY_ENTRY);
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&facts);
        self.directory.extend([0; 10]);
        self.directory.extend(long(self.at)?);
        self.directory.extend(name.as_bytes());
        self.parts += 1;
        for piece in [PART, &facts, name.as_bytes(), &packed] {
            self.write(piece)?;
        }
        Ok(())
    }

    /// Writes the directory, which ends the archive.
    ///
    /// # Errors
    /// As [`Packer::add`].
    pub fn finish(mut self) -> io::Result<W> {
        let (start, directory) = (self.at, std::mem::take(&mut self.directory));
        self.write(&directory)?;
        self.write(DIRECTORY_END)?;
        self.write(&[0; 4])?;
        for _ in 0..2 {
            self.write(&short(self.parts)?)?;
        }
        self.write(&long(directory.len())?)?;
        self.write(&long(start)?)?;
        self.write(&[0; 2])?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len();
        self.out.write_all(bytes)
    }
}

fn short(number: usize) -> io::Result<[u8; 2]> {
    u16::try_from(number).map(u16::to_le_bytes).map_err(|_| too_large())
}

fn long(number: usize) -> io::Result<[u8; 4]> {
    u32::try_from(number).map(u32::to_le_bytes).map_err(|_| too_large())
}

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "it is too large for a ZIP archive")
}
