//! One file, or standard input.

use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use findings::SourceText;
use schema_diff::read::Limits;

use crate::Failure;

static STANDARD_INPUT_READ: AtomicBool = AtomicBool::new(false);

/// Reads the file at `path`.
pub(super) fn read(path: &Path) -> Result<SourceText, Failure> {
    let name = path.display().to_string();
    let file = std::fs::File::open(path).map_err(|error| unreadable(&name, &error))?;
    let size = file.metadata().map_or(0, |it| it.len());
    text(&name, limited(file, size).map_err(|error| unreadable(&name, &error))?)
}

/// Reads standard input to its end.
pub(super) fn standard_input() -> Result<SourceText, Failure> {
    if STANDARD_INPUT_READ.swap(true, Ordering::Relaxed) {
        return Err(Failure::new("standard input was given twice, but can be read only once")
            .help("give one of the two as a file"));
    }
    let bytes = limited(std::io::stdin().lock(), 0).map_err(|error| unreadable("standard input", &error))?;
    text("-", bytes)
}

/// Reads one byte more than the reader accepts, so that it can tell that there was too much; `size` is how many bytes
/// there are likely to be.
fn limited(source: impl Read, size: u64) -> std::io::Result<Vec<u8>> {
    let most = Limits::default().bytes as u64 + 1;
    // Room for some more: that there is none is seen by reading on.
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(most)).unwrap_or(0) + 64);
    source.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(name: &str, error: &std::io::Error) -> Failure {
    Failure::new(format!("{name}: cannot be read: {error}"))
        .help("give a file, a folder, `-`, REV:path or the URL of an engine")
}

/// `bytes` as text.
pub(super) fn text(name: &str, mut bytes: Vec<u8>) -> Result<SourceText, Failure> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    if bytes.len() > Limits::default().bytes {
        let megabytes = Limits::default().bytes >> 20;
        return Err(
            Failure::new(format!("{name}: larger than {megabytes} MB")).help("dump the schema without its rows")
        );
    }
    let not_text = |at: usize, what: &str| {
        Failure::new(format!("{name}: not a text file (byte {at} is {what})"))
            .help("give text in UTF-8; for the file of an SQLite database write sqlite:PATH")
    };
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(not_text(at, "NUL"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceText::new(name, text)),
        Err(error) => Err(not_text(error.utf8_error().valid_up_to(), "not UTF-8")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_at_the_start_is_no_part_of_the_text() {
        assert_eq!(text("a", b"\xEF\xBB\xBFSELECT".to_vec()).unwrap().text(), "SELECT");
    }

    #[test]
    fn bytes_that_are_no_text_are_told_with_their_place() {
        let message = text("a.sql", b"ab\0c".to_vec()).unwrap_err().to_string();
        assert!(message.contains("a.sql: not a text file (byte 2"), "{message}");
        assert!(text("a.sql", b"ab\xFF".to_vec()).is_err());
    }
}
