//! Digests over canonical bytes: compact JSON, fields in their fixed order.

use std::io::{BufWriter, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::Error;

/// SHA-256, in hexadecimal, over the canonical bytes of `value`, which are never held as a whole.
pub(crate) fn digest_of(value: &impl Serialize) -> Result<String, Error> {
    digest_and_look(value, |_| {})
}

/// The same, and shows the bytes to `look`, in parts that follow each other.
pub(crate) fn digest_and_look(value: &impl Serialize, look: impl FnMut(&[u8])) -> Result<String, Error> {
    let mut writer = BufWriter::with_capacity(1 << 16, Hasher(Sha256::new(), look));
    serde_json::to_writer(&mut writer, value).map_err(|error| Error::format(error.to_string()))?;
    let hasher = writer.into_inner().map_err(|error| Error::format(error.to_string()))?;
    Ok(hex(&hasher.0.finalize()))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        use std::fmt::Write;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

struct Hasher<L>(Sha256, L);

impl<L: FnMut(&[u8])> Write for Hasher<L> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        (self.1)(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_bytes() {
        let bytes = serde_json::to_vec(&["a", "b"]).unwrap();
        assert_eq!(digest_of(&["a", "b"]).unwrap(), hex(&Sha256::digest(&bytes)));
    }
}
