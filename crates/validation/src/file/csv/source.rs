//! The bytes of a file of CSV, which gzip may have compressed.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::super::table::Opened;
use crate::{CsvOptions, Error, ErrorKind, Result};

/// Bytes that are read at once.
const BUFFER: usize = 1 << 18;

/// A reader from the beginning of the file. What begins as gzip does is taken for gzip, whatever the name says.
pub(super) fn bytes(opened: &Opened) -> Result<Box<dyn BufRead>> {
    let failed =
        |error: std::io::Error| Error::new(ErrorKind::Io, format!("{} cannot be read: {error}", opened.path.display()));
    let mut file = BufReader::with_capacity(BUFFER, File::open(&opened.path).map_err(failed)?);
    if file.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(file))));
    }
    Ok(Box::new(file))
}

/// The options with the delimiter that the name of a file tells.
pub(super) fn for_path(options: &CsvOptions, path: &Path) -> CsvOptions {
    let name = path.to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let is_tabbed = [".tsv", ".tab"].iter().any(|it| name.ends_with(it));
    let mut options = options.clone();
    options.delimiter.get_or_insert(if is_tabbed { b'\t' } else { b',' });
    options
}
