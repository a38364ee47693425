//! One of the two things compared: a table of an engine, or a file.

use std::ops::ControlFlow;

use database::{EngineKind, Table, Value, ValueKind};

use crate::checksum::{Checksum, RowDigest};
use crate::{Result, Selection};

/// The values of a row: one for each field of the selection, or for each column of the key.
pub type Row = Vec<Value>;

/// What is done with each key and digest; it can end the reading.
pub type EachDigest<'a> = &'a mut dyn FnMut(&[Value], RowDigest) -> Result<ControlFlow<()>>;

/// One of the two things compared, read through a [`Selection`]. Every reading sees the same snapshot until
/// [`Side::refresh`].
///
/// An implementation may be asked for less than all: the strategies ask only for what `info` says that it can do.
pub trait Side: Send {
    /// What it is and what it can do.
    fn info(&self) -> &SideInfo;

    /// What is read of it.
    fn selection(&self) -> &Selection;

    /// Whether the engine can compute the digests of [`HashMethod::Canonical`] with these forms itself, so that the rows need not travel.
    fn pushes_down(&self, forms: &[Form]) -> bool {
        let _ = forms;
        self.info().pushes_down
    }

    /// How many rows there are.
    fn count(&mut self) -> Result<u64>;

    /// At most `parts - 1` keys, ascending in the order of [`SideInfo::sorted`], that cut the rows into parts of about the same
    /// size: quantiles of keys that are there, not of a range of numbers.
    fn quantiles(&mut self, parts: usize) -> Result<Vec<Row>>;

    /// One scan: the checksum of each bucket.
    fn checksums(&mut self, method: &HashMethod, buckets: &Buckets) -> Result<Vec<Checksum>>;

    /// The key (the whole row where there is no key) and the digest of each row of the buckets named, in any order.
    fn digests(&mut self, method: &HashMethod, buckets: &Buckets, wanted: &[usize], each: EachDigest<'_>)
    -> Result<()>;

    /// The rows in a range of keys: in the order of the key where `info` says `sorted`, in any order otherwise.
    fn rows(&mut self, range: &KeyRange, each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>) -> Result<()>;

    /// The same, with keys in the range, ascending, that cut it into parts of some thousand rows: a side that has several connections
    /// shares the parts out among them, and hands the rows over in the same order.
    fn rows_between(
        &mut self,
        range: &KeyRange,
        bounds: &[Row],
        each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let _ = bounds;
        self.rows(range, each)
    }

    /// The rows with these keys, in any order; a key that is not there gives none.
    fn rows_by_key(&mut self, keys: &[Row], each: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>) -> Result<()>;

    /// Keys of so many rows drawn at random, each row as likely as any other, or of all rows where there are fewer; `seed` decides
    /// which. Without a better way all keys are read.
    fn sample(&mut self, rows: u64, seed: u64) -> Result<Vec<Row>> {
        let key = self.selection().key.clone();
        let mut draw = crate::draw::Draw::new(rows, seed);
        self.rows(&KeyRange::default(), &mut |row| {
            draw.offer(crate::hash::key_of(row, &key));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(draw.finish())
    }

    /// What was asked of it and is not done, in sentences for the reader of the result.
    fn shortfalls(&self) -> Vec<String> {
        Vec::new()
    }

    /// Sees what has been written since: takes a new snapshot.
    fn refresh(&mut self) -> Result<()>;

    /// Cheaply: that what does not change by itself, as a file, is what was read. Of a live side that is not known.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Io`] where it was written meanwhile.
    fn is_unchanged(&self) -> Result<()> {
        Ok(())
    }

    /// Says how the fields are compared, before rows are looked up by keys that came from the other side. Only a side that looks keys up
    /// itself, as a file does, has to know.
    fn compared_as(&mut self, forms: &[Form]) {
        let _ = forms;
    }
}

/// What a side is and what it can do.
#[derive(Debug, Clone)]
pub struct SideInfo {
    /// What every output calls it: a URL without password, with the table, or the path of a file.
    pub label: String,
    /// The product behind it; none for files.
    pub engine: Option<EngineKind>,
    /// Its version as it prints it.
    pub version: String,
    /// The table; none for files.
    pub table: Option<Table>,
    /// What kind of values each field of the selection has.
    pub kinds: Vec<ValueKind>,
    /// The type of each field as the engine prints it; none for expressions, and none at all where nothing has a type.
    pub types: Vec<Option<String>>,
    /// Whether rows can be read in the order of the key, the same on every side: numbers by value, texts by their bytes, NULL
    /// nowhere.
    pub sorted: bool,
    /// The hash that the engine computes itself; used where both sides have the same.
    pub native: Option<NativeHash>,
    /// Whether the engine can compute the digest of canonical values itself ([`HashMethod::Canonical`]), so that the rows need not
    /// travel.
    pub pushes_down: bool,
    /// About how many rows there are, where that is known without counting.
    pub estimated_rows: Option<u64>,
    /// Whether it can change while it is read.
    pub is_live: bool,
}

/// A hash that an engine computes itself: equal ones (engine, major version, types and the way each column is hashed) give
/// equal digests for equal rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeHash(pub String);

/// How rows are hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HashMethod {
    /// By the engine's own hash.
    Native,
    /// By the MD5 of the canonical encoding ([`encode`](crate::encode)) of the values, each in the form that both sides share: what an
    /// engine can compute itself. The digest's first eight bytes are the first hash, the other eight the second, big end first.
    Canonical(Vec<Form>),
    /// By the XXH3 of the same encoding with 128 bits: faster, where both sides hash here.
    Local(Vec<Form>),
}

/// The form in which the values of a field are compared: what both sides' kinds have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// As read, representation included: both sides have the same engine and type.
    AsIs,
    /// Truth values; numbers 0 and 1 where one side has no truth values.
    Bool,
    /// Exact numbers by value, whatever their scale.
    Number,
    /// Floating point, rounded to 32 bits on both sides.
    Float32,
    /// Floating point of 64 bits, by its bits; every NaN is the same.
    Float64,
    /// Text.
    Text,
    /// Text without the blanks at its end: the type of one side fills its values up with them (`character(n)`).
    Unpadded,
    /// Bytes.
    Bytes,
    /// Days.
    Date,
    /// Times of day in microseconds.
    Time,
    /// Times of day with their zone.
    TimeTz,
    /// Dates and times without zone, in microseconds.
    Timestamp,
    /// Points in time, in microseconds UTC.
    TimestampTz,
    /// Spans by their parts.
    Interval,
    /// UUIDs, however they are written.
    Uuid,
    /// Documents by value: members in any order, numbers by value.
    Json,
    /// Arrays of a form.
    Array(Box<Form>),
    /// As read, except that what the engine takes for equal is one: −0 and 0, 1.0 and 1.00, 1 month and 30 days.
    Folded,
}

/// How rows are shared out.
#[derive(Debug, Clone, PartialEq)]
pub enum Buckets {
    /// By half-open ranges of the key: bucket `n` goes from bound `n - 1`, inclusive, to bound `n`, exclusive; there is one more than
    /// bounds.
    Ranges {
        /// The keys that are read at all; the bounds lie in it. The first bucket begins and the last one ends with it.
        within: KeyRange,
        /// The bounds, ascending.
        bounds: Vec<Row>,
    },
    /// By a hash of the key (of the whole row where there is no key): so many buckets. The bucket is the first seven hexadecimal digits of
    /// the digest of the key's values, taken as a number, modulo the count. Keys that are equal and written otherwise (`1.0`, `1.00`) lie in
    /// one bucket.
    Hashed(usize),
    /// All in one.
    One,
}

impl Buckets {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Ranges { bounds, .. } => bounds.len() + 1,
            Self::Hashed(count) => *count,
            Self::One => 1,
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A half-open range of keys.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KeyRange {
    /// The first key in it; none for all from the beginning.
    pub from: Option<Row>,
    /// The first key behind it; none for all to the end.
    pub to: Option<Row>,
}
