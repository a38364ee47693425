//! Digests of rows and the buckets that they fall into, for sides that hash here.

use std::borrow::Cow;
use std::collections::HashSet;

use database::Value;
use md5::{Digest as _, Md5};
use twox_hash::XxHash3_128;

#[cfg(any(feature = "csv", feature = "parquet"))]
use crate::canonical::EncodedRow;
use crate::canonical::compare_keys;
use crate::canonical::encode::{encode, encode_key};
use crate::{Buckets, Checksum, Error, ErrorKind, Form, HashMethod, KeyRange, Result, Row, RowDigest};

/// Computes digests of rows.
#[derive(Debug, Clone)]
pub struct RowHasher {
    forms: Vec<Form>,
    is_md5: bool,
    buffer: Vec<u8>,
}

impl RowHasher {
    /// A hasher by that method.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for [`HashMethod::Native`], which only an engine can compute.
    pub fn new(method: &HashMethod) -> Result<Self> {
        let (forms, is_md5) = match method {
            HashMethod::Canonical(forms) => (forms.clone(), true),
            HashMethod::Local(forms) => (forms.clone(), false),
            HashMethod::Native => {
                return Err(Error::new(ErrorKind::Usage, "an engine's own hash cannot be computed here"));
            }
        };
        Ok(Self { forms, is_md5, buffer: Vec::new() })
    }

    /// The digest of a row: of a value for each field.
    pub fn row(&mut self, row: &[Value]) -> RowDigest {
        self.buffer.clear();
        for (value, form) in row.iter().zip(&self.forms) {
            encode(value, form, &mut self.buffer);
        }
        self.finish()
    }

    /// The digest of the key of a row, whose places `key` names, by value: however it is written (`1.0`, `1.00`). Of the whole row where it
    /// names none.
    pub fn key(&mut self, row: &[Value], key: &[usize]) -> RowDigest {
        if key.is_empty() {
            return self.row(row);
        }
        self.buffer.clear();
        for place in key {
            if let (Some(value), Some(form)) = (row.get(*place), self.forms.get(*place)) {
                encode_key(value, form, &mut self.buffer);
            }
        }
        self.finish()
    }

    /// The digest of a key by the values in it.
    fn key_by_value<'v>(&mut self, key: impl Iterator<Item = &'v Value>) -> RowDigest {
        self.buffer.clear();
        for (value, form) in key.zip(&self.forms) {
            encode_key(value, form, &mut self.buffer);
        }
        self.finish()
    }

    fn finish(&self) -> RowDigest {
        self.of(&self.buffer)
    }

    /// The digest of what is encoded already.
    fn of(&self, bytes: &[u8]) -> RowDigest {
        let digest =
            if self.is_md5 { u128::from_be_bytes(Md5::digest(bytes).into()) } else { XxHash3_128::oneshot(bytes) };
        let half = |it: u128| u64::try_from(it & u128::from(u64::MAX)).unwrap_or_default();
        RowDigest(half(digest >> 64), half(digest))
    }
}

/// Keys that are looked up in the form in which they are compared: a key may come from the other side, where it has another type, as `7` of
/// an engine is the text `7` of a file.
pub(crate) struct KeySet<'a> {
    wanted: HashSet<RowDigest>,
    key: &'a [usize],
    hasher: RowHasher,
}

impl<'a> KeySet<'a> {
    /// These keys; `key` has their places in a row, `forms` the form of each field.
    pub(crate) fn new(keys: &[Row], key: &'a [usize], forms: &[Form]) -> Result<Self> {
        let form = |place: &usize| forms.get(*place).cloned().unwrap_or(Form::AsIs);
        let mut hasher = RowHasher::new(&HashMethod::Local(key.iter().map(form).collect()))?;
        let wanted = keys.iter().map(|key| hasher.key_by_value(key.iter())).collect();
        Ok(Self { wanted, key, hasher })
    }

    /// Whether the key of a row is among them.
    pub(crate) fn holds(&mut self, row: &[Value]) -> bool {
        let key = self.key.iter().filter_map(|place| row.get(*place));
        self.wanted.contains(&self.hasher.key_by_value(key))
    }
}

/// Shares rows out into buckets.
#[derive(Debug, Clone)]
pub struct Partition<'a> {
    buckets: Cow<'a, Buckets>,
    key: Cow<'a, [usize]>,
    hasher: RowHasher,
    /// The bucket of the row before: rows come mostly in the order of their key.
    last: usize,
}

impl<'a> Partition<'a> {
    /// Shares out by `buckets`, with the key at those places of a row.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for [`HashMethod::Native`], which only an engine can compute.
    pub fn new(method: &HashMethod, buckets: &'a Buckets, key: &'a [usize]) -> Result<Self> {
        let hasher = RowHasher::new(method)?;
        Ok(Self { buckets: Cow::Borrowed(buckets), key: Cow::Borrowed(key), hasher, last: 0 })
    }

    /// The same with a copy of what it borrows.
    pub(crate) fn into_owned(self) -> Partition<'static> {
        Partition {
            buckets: Cow::Owned(self.buckets.into_owned()),
            key: Cow::Owned(self.key.into_owned()),
            hasher: self.hasher,
            last: self.last,
        }
    }

    /// The bucket of a row; none where it lies outside of what is read.
    pub fn bucket(&mut self, row: &[Value]) -> Option<usize> {
        match self.buckets.as_ref() {
            Buckets::One => Some(0),
            Buckets::Hashed(count) => Some(bucket_of(self.hasher.key(row, &self.key), *count)),
            Buckets::Ranges { within, bounds } => {
                let key = borrowed_key(row, &self.key);
                if !within.holds(&key) {
                    return None;
                }
                let begins = |bucket: usize| bounds.get(bucket - 1).is_none_or(|it| compare_keys(it, &key).is_le());
                let ends = |bucket: usize| bounds.get(bucket).is_none_or(|it| compare_keys(it, &key).is_gt());
                if !((self.last == 0 || begins(self.last)) && ends(self.last)) {
                    self.last = bounds.partition_point(|bound| compare_keys(bound, &key).is_le());
                }
                Some(self.last)
            }
        }
    }

    /// The digest of a row.
    pub fn digest(&mut self, row: &[Value]) -> RowDigest {
        self.hasher.row(row)
    }

    /// Adds a row that is encoded already to the checksum of its bucket. Buckets that are ranges of keys need the values.
    #[cfg(any(feature = "csv", feature = "parquet"))]
    pub(crate) fn add_encoded(&mut self, row: &EncodedRow, to: &mut [Checksum]) {
        let digest = self.hasher.of(row.bytes());
        let bucket = match (self.buckets.as_ref(), self.key.as_ref()) {
            (Buckets::Ranges { .. }, _) => None,
            (Buckets::One, _) => Some(0),
            (Buckets::Hashed(count), []) => Some(bucket_of(digest, *count)),
            (Buckets::Hashed(count), [place]) => Some(bucket_of(self.hasher.of(row.field(*place)), *count)),
            (Buckets::Hashed(count), key) => {
                self.hasher.buffer.clear();
                for place in key {
                    self.hasher.buffer.extend_from_slice(row.field(*place));
                }
                Some(bucket_of(self.hasher.finish(), *count))
            }
        };
        if let Some(checksum) = bucket.and_then(|bucket| to.get_mut(bucket)) {
            *checksum += digest;
        }
    }

    /// Adds a row to the checksum of its bucket.
    pub fn add(&mut self, row: &[Value], to: &mut [Checksum]) {
        if let Some(checksum) = self.bucket(row).and_then(|bucket| to.get_mut(bucket)) {
            *checksum += self.hasher.row(row);
        }
    }
}

/// The bucket of a key's digest: its first 28 bits modulo the count.
pub fn bucket_of(key: RowDigest, count: usize) -> usize {
    let digits = usize::try_from(key.0 >> 36).unwrap_or(0);
    digits.checked_rem(count).unwrap_or(0)
}

/// The values of the key of a row; the whole row where there is no key.
pub fn key_of(row: &[Value], key: &[usize]) -> Vec<Value> {
    if key.is_empty() {
        return row.to_vec();
    }
    key.iter().filter_map(|place| row.get(*place).cloned()).collect()
}

/// The same without a copy where the key stands at the front of the row.
fn borrowed_key<'r>(row: &'r [Value], key: &[usize]) -> Cow<'r, [Value]> {
    let is_front = key.iter().enumerate().all(|(place, it)| place == *it);
    match row.get(..key.len()) {
        Some(front) if is_front && !key.is_empty() => Cow::Borrowed(front),
        _ => Cow::Owned(key_of(row, key)),
    }
}

impl KeyRange {
    /// Whether a key lies in it.
    pub fn holds(&self, key: &[Value]) -> bool {
        self.from.as_ref().is_none_or(|from| compare_keys(key, from).is_ge())
            && self.to.as_ref().is_none_or(|to| compare_keys(key, to).is_lt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_that_an_engine_computes() {
        // SELECT md5('n1:7t2:ab~')
        let method = HashMethod::Canonical(vec![Form::Number, Form::Text, Form::Text]);
        let row = [Value::Integer(7), Value::Text("ab".into()), Value::Null];
        let digest = RowHasher::new(&method).map(|mut it| it.row(&row)).expect("a hasher");
        assert_eq!(format!("{:016x}{:016x}", digest.0, digest.1), "a2ecc0fa55eb8c940fca411eb9680934");
        assert_eq!(bucket_of(RowDigest(0xabcd_ef10_0000_0000, 0), 1000), 0x0abc_def1 % 1000);
    }

    #[test]
    fn values_cannot_be_shifted_from_one_column_to_the_next() {
        let mut hasher = RowHasher::new(&HashMethod::Local(vec![Form::Text; 2])).expect("a hasher");
        let text = |it: &str| Value::Text(it.to_owned());
        let rows = [["a", ""], ["", "a"], ["t1:a", ""], ["~", ""], ["", "~"]];
        let mut seen: Vec<_> = rows.iter().map(|[one, other]| hasher.row(&[text(one), text(other)])).collect();
        seen.push(hasher.row(&[Value::Null, text("a")]));
        seen.push(hasher.row(&[text("a"), Value::Null]));
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), count);
    }
}
