//! Rows of a file of Parquet: row groups in pieces, which are read at the same time.

use std::ops::ControlFlow;

use arrow_array::{ArrayRef, RecordBatch};
use database::Value;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::errors::ParquetError;

use super::cell::{Read, reader};
use super::encoder::{Encode, encoder};
use super::meaning::Meaning;
use super::twin::{self, Twins};
use super::{Opened, file, malformed};
use crate::canonical::EncodedRow;
use crate::file::scan::{EachRow, Scan};
use crate::{Error, ErrorKind, Form, Result};

/// Rows that are decoded at once.
const BATCH: usize = 4096;
/// Rows of a piece of a row group.
const PIECE: usize = 1 << 18;

/// Columns of a file.
pub(super) struct ParquetScan {
    opened: Opened,
    metadata: ArrowReaderMetadata,
    /// The places in the file of the columns that are read, ascending.
    read: Vec<usize>,
    /// For each field its place among those.
    columns: Vec<usize>,
    /// For each field what its values mean.
    meanings: Vec<Meaning>,
    twins: Option<Twins>,
    pieces: Vec<Piece>,
}

/// Rows of a row group.
#[derive(Debug, Clone, Copy)]
struct Piece {
    group: usize,
    from: usize,
    rows: usize,
}

/// Rows that were decoded: the columns read, and the other readings of those that have one.
struct Batch {
    rows: RecordBatch,
    twins: Option<RecordBatch>,
}

impl ParquetScan {
    /// Of columns at these places of the file, each with its meaning.
    pub(super) fn new(
        opened: Opened,
        metadata: ArrowReaderMetadata,
        places: &[usize],
        meanings: Vec<Meaning>,
    ) -> Result<Self> {
        // The columns come in the order of the file, each once.
        let mut read = places.to_vec();
        read.sort_unstable();
        read.dedup();
        let columns = places.iter().filter_map(|it| read.binary_search(it).ok()).collect();
        let twins = Twins::of(&metadata, &read).map_err(|error| malformed(&opened, &error))?;
        let pieces = pieces(&metadata, &read);
        Ok(Self { opened, metadata, read, columns, meanings, twins, pieces })
    }

    /// Hands over the batches of a piece, until it is told to stop.
    fn batches(&self, piece: Piece, each: &mut dyn FnMut(&Batch) -> Result<ControlFlow<()>>) -> Result<()> {
        let batches = self.reader(&self.metadata, &self.read, piece)?;
        let mut twins = match &self.twins {
            Some(twins) => Some(self.reader(&twins.metadata, &twins.read, piece)?),
            None => None,
        };
        for rows in batches {
            let rows = rows.map_err(|error| self.failed(piece, &error.into()))?;
            let twins = twins.as_mut().and_then(Iterator::next).transpose();
            let batch = Batch { rows, twins: twins.map_err(|error| self.failed(piece, &error.into()))? };
            if each(&batch)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn reader(
        &self,
        metadata: &ArrowReaderMetadata,
        columns: &[usize],
        piece: Piece,
    ) -> Result<ParquetRecordBatchReader> {
        let mask = ProjectionMask::roots(metadata.parquet_schema(), columns.iter().copied());
        let rows = RowSelection::from(vec![RowSelector::skip(piece.from), RowSelector::select(piece.rows)]);
        ParquetRecordBatchReaderBuilder::new_with_metadata(file(&self.opened)?, metadata.clone())
            .with_projection(mask)
            .with_row_groups(vec![piece.group])
            .with_row_selection(rows)
            .with_batch_size(BATCH)
            .build()
            .map_err(|error| self.failed(piece, &error))
    }

    /// For each field the array of its column, and how its values are read.
    fn fields<'b>(&self, batch: &'b Batch, piece: Piece) -> Result<Vec<(&'b ArrayRef, Read)>> {
        let field = |(at, meaning): (&usize, &Meaning)| {
            let array = batch.rows.columns().get(*at).ok_or_else(|| self.unreadable())?;
            let twin = self.read.get(*at).zip(self.twins.as_ref()).and_then(|(place, twins)| {
                let at = twins.read.binary_search(place).ok()?;
                batch.twins.as_ref()?.columns().get(at)
            });
            let read = match twin {
                Some(twin) => twin::reader(array, twin).map_err(|why| self.refused(piece, *at, why))?,
                None => reader(array, *meaning),
            };
            Ok((array, read.ok_or_else(|| self.unreadable())?))
        };
        self.columns.iter().zip(&self.meanings).map(field).collect()
    }

    fn failed(&self, piece: Piece, error: &ParquetError) -> Error {
        malformed(&self.opened, error).context(&self.group(piece))
    }

    fn group(&self, piece: Piece) -> String {
        format!("row group {} of {}", piece.group + 1, self.metadata.metadata().num_row_groups())
    }

    fn refused(&self, piece: Piece, at: usize, why: &str) -> Error {
        let field = self.read.get(at).and_then(|it| self.metadata.schema().fields().get(*it));
        let name = field.map_or("", |it| it.name());
        let message = format!("{}: {}: `{name}`: {why}", self.opened.path.display(), self.group(piece));
        Error::new(ErrorKind::Shape, message)
    }

    fn unreadable(&self) -> Error {
        let message = format!("{}: a column has a type that cannot be read: leave it out", self.opened.path.display());
        Error::new(ErrorKind::Shape, message)
    }
}

/// The pieces of all row groups. What lies before a piece is passed over page by page, without decoding it; that goes for columns
/// without lists only, others are read in whole row groups.
fn pieces(metadata: &ArrowReaderMetadata, read: &[usize]) -> Vec<Piece> {
    let schema = metadata.parquet_schema();
    let is_flat = (0..schema.num_columns())
        .filter(|leaf| read.contains(&schema.get_column_root_idx(*leaf)))
        .all(|leaf| schema.column(leaf).max_rep_level() == 0);
    let mut pieces = Vec::new();
    for (group, it) in metadata.metadata().row_groups().iter().enumerate() {
        let all = usize::try_from(it.num_rows()).unwrap_or(0);
        let length = if is_flat { PIECE } else { all.max(1) };
        let begins = (0..all).step_by(length);
        pieces.extend(begins.map(|from| Piece { group, from, rows: length.min(all - from) }));
    }
    pieces
}

impl Scan for ParquetScan {
    fn parts(&self) -> usize {
        self.pieces.len()
    }

    fn stated_rows(&self) -> Option<u64> {
        u64::try_from(self.metadata.metadata().file_metadata().num_rows()).ok()
    }

    fn scan(&self, part: usize, each: &mut EachRow<'_>) -> Result<()> {
        let Some(piece) = self.pieces.get(part).copied() else { return Ok(()) };
        let mut row = vec![Value::Null; self.columns.len()];
        self.batches(piece, &mut |batch| {
            let fields = self.fields(batch, piece)?;
            for at in 0..batch.rows.num_rows() {
                row.iter_mut().zip(&fields).for_each(|(value, (_, read))| read(at, value));
                if each(&row)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    fn encode(&self, part: usize, forms: &[Form], each: &mut dyn FnMut(&EncodedRow)) -> Result<()> {
        let Some(piece) = self.pieces.get(part).copied() else { return Ok(()) };
        let mut row = EncodedRow::default();
        self.batches(piece, &mut |batch| {
            let fields = self.fields(batch, piece)?.into_iter().zip(&self.meanings).zip(forms);
            let fields: Vec<Encode> =
                fields.map(|(((array, read), meaning), form)| encoder(array, *meaning, form, read)).collect();
            for at in 0..batch.rows.num_rows() {
                row.clear();
                for put in &fields {
                    row.push(|bytes| put(at, bytes));
                }
                each(&row);
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    fn is_unchanged(&self) -> Result<()> {
        self.opened.is_unchanged()
    }
}
