//! Files as sides: rows that can only be read from the beginning to the end.
//!
//! Nothing is sorted and nothing is kept: buckets go by the hash of the key, and rows with certain keys are found by one more
//! scan.

#[cfg(feature = "csv")]
mod csv;
#[cfg(feature = "parquet")]
mod parquet;
mod scan;
mod side;
mod sql;
mod table;

#[cfg(feature = "csv")]
pub use self::csv::CsvFile;
#[cfg(feature = "parquet")]
pub use self::parquet::ParquetFile;
pub use self::side::FileSide;
