//! The arguments of `reconcile compare`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::Duration;

use clap::ValueEnum;
use clap::builder::RangedU64ValueParser;
use cli_common::{Failure, Output};
use database::EngineUrl;
use validation::check::{LoadBound, Throttle, duration, read_tolerance};
use validation::rows::{Mapping, Place, RowsOptions};
use validation::{CompareOptions, EngineOptions, Equality, ErrorKind, Sample, StrategyChoice, Threshold, Wanted};

use crate::address::Address;
use crate::failure;
use crate::interrupt::Interrupt;

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("sampled").args(["sample", "sample_for"])))]
pub(crate) struct Arguments {
    /// The source: postgres://user@host:port/database/[schema.]table, mysql://…, sqlite:file.db/table, or a .csv, .tsv or .parquet file;
    /// csv:PATH or parquet:PATH where the name does not tell. CSV takes options: 'FILE.csv?delimiter=;&null=\N&header=no', also
    /// quote (a character or none), escape, encoding (utf-8 or latin1)
    #[arg(value_name = "SOURCE")]
    pub(super) source: String,
    /// The target, written the same way
    #[arg(value_name = "TARGET")]
    pub(super) target: String,
    /// The columns that tell rows apart; the key of the tables where nothing is said
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    key: Vec<String>,
    /// Compare rows as a multiset, even where there is a key
    #[arg(long, conflicts_with = "key")]
    without_key: bool,
    /// Fail where the key does not tell rows apart, instead of comparing such rows as a multiset
    #[arg(long)]
    unique_key: bool,
    /// The columns compared; all where nothing is said
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    columns: Vec<String>,
    /// Columns that are not compared
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    exclude: Vec<String>,
    /// FIELD=SQL: what a field is in the source, where it is no column of that name
    #[arg(long, value_name = "FIELD=SQL")]
    map: Vec<String>,
    /// FIELD=SQL: what a field is in the target
    #[arg(long, value_name = "FIELD=SQL")]
    map_target: Vec<String>,
    /// Only rows that meet this condition, on both sides
    #[arg(long = "where", value_name = "SQL")]
    filter: Option<String>,
    /// Only rows of the source that meet this condition
    #[arg(long, value_name = "SQL")]
    source_where: Option<String>,
    /// Only rows of the target that meet this condition
    #[arg(long, value_name = "SQL")]
    target_where: Option<String>,
    /// COLUMN=0.005, COLUMN=1%, COLUMN=case, COLUMN=space or COLUMN=1ms: what is no difference
    #[arg(long, value_name = "COLUMN=BOUND")]
    tolerance: Vec<String>,
    /// Which differences count between equal engines: those of representation too, or what the engine tells apart
    #[arg(long, value_enum, value_name = "WHICH", default_value = "exact")]
    equality: EqualityChoice,
    /// The way of comparing; the cheaper one where nothing is said
    #[arg(long, value_enum, value_name = "WAY", default_value = "auto")]
    strategy: Way,
    /// How often rows that differ are read again
    #[arg(long, value_name = "TIMES", default_value_t = 3)]
    recheck: u32,
    /// The pause before they are read again first; it doubles
    #[arg(long, value_name = "TIME", default_value = "200ms")]
    recheck_pause: String,
    /// Compare only a sample of so many rows
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u64).range(1..))]
    sample: Option<u64>,
    /// Compare a sample that is large enough to show that at most this share differs, and decide by it, unless --allow says otherwise: 0.02%
    #[arg(long, value_name = "SHARE")]
    sample_for: Option<String>,
    /// How sure the bound of a sample is
    #[arg(long, value_name = "SHARE", default_value = "99%", requires = "sampled")]
    confidence: String,
    /// The seed of a sample
    #[arg(long, value_name = "NUMBER", default_value_t = 0, requires = "sampled")]
    seed: u64,
    /// How much may differ: rows, or a share of them: 10, 0.1%
    #[arg(long, value_name = "ROWS")]
    pub(super) allow: Vec<String>,
    /// Count rows instead of comparing them
    #[arg(long, conflicts_with_all = [
        "key", "without_key", "unique_key", "columns", "exclude", "map", "map_target", "tolerance", "equality", "strategy", "recheck",
        "recheck_pause", "sample", "sample_for", "diff", "checkpoint", "limit",
    ])]
    pub(super) count: bool,
    /// Count per group: a column, or year, month, day or hour of one: `day(created_at)`
    #[arg(long, value_name = "GROUP", requires = "count")]
    pub(super) by: Option<String>,
    /// How many differences are written; all are counted. 20 for people, 1000 in JSON and on pages, all in CSV, and always all in
    /// lines and scripts
    #[arg(long, value_name = "ROWS")]
    limit: Option<usize>,
    /// Write all differences to FILE, for `reconcile repair`
    #[arg(long, value_name = "FILE")]
    pub(super) diff: Option<PathBuf>,
    /// Go on from FILE where the comparison was interrupted, and write it on the way
    #[arg(long, value_name = "FILE")]
    pub(super) checkpoint: Option<PathBuf>,
    /// Connections per side, which share a snapshot: PostgreSQL only, any other engine is read with one
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    connections: usize,
    /// Rows per second and side at most
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u64).range(1..))]
    rows_per_second: Option<u64>,
    /// How long a statement may take
    #[arg(long, value_name = "TIME")]
    statement_timeout: Option<String>,
    /// A query of the source whose answer has to stay at or below --load-at-most while rows are read
    #[arg(long, value_name = "SQL", requires = "load_at_most")]
    pub(super) load_query: Option<String>,
    /// The bound of --load-query
    #[arg(long, value_name = "NUMBER", requires = "load_query")]
    pub(super) load_at_most: Option<f64>,
    /// Format of the output
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Format,
    /// Write a report to FILE as well: a page, or by its name .xml (JUnit) or .json; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) report: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) output: Output,
}

/// The format of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Tables for people
    Human,
    /// JSON, as docs/schemas/comparison.schema.json has it
    Json,
    /// JUnit XML, for pipelines
    Junit,
    /// A page with charts
    Html,
    /// The differences, a line each: what `repair` reads
    Jsonl,
    /// The differences as CSV
    Csv,
    /// Statements that mend the target
    Sql,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EqualityChoice {
    Exact,
    Engine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Way {
    Auto,
    Buckets,
    Merge,
}

impl Arguments {
    /// How many differences are kept in memory, for pages and JSON.
    pub(super) fn kept(&self) -> usize {
        self.limit.unwrap_or(1000)
    }

    /// How many of them people are shown.
    pub(super) fn shown(&self) -> usize {
        self.limit.unwrap_or(20)
    }

    /// How many are written to a table of CSV, which goes out while they come in.
    pub(super) fn streamed(&self) -> u64 {
        self.limit.map_or(u64::MAX, |it| it as u64)
    }

    /// What a repair reads, and a script, would mend only a part and not say so.
    pub(super) fn bounds_what_mends(&self) -> bool {
        self.limit.is_some() && matches!(self.format, Format::Jsonl | Format::Sql)
    }

    /// Whether an interrupted comparison can go on.
    pub(super) fn has_checkpoint(&self) -> bool {
        self.checkpoint.is_some()
    }

    /// Where the rows are.
    pub(super) fn places(&self, interrupt: &Interrupt) -> Result<(Place, Place), Failure> {
        let place = |text: &str| {
            Ok(match Address::parse(text)? {
                Address::Table { url, table } => {
                    let url = EngineUrl::from_str(&url).map_err(|it| Failure::new(it.to_string()))?;
                    let url = url.interrupted_by(interrupt.of_engines());
                    Place::Table(url, table)
                }
                Address::File(file) => Place::File(file),
            })
        };
        Ok((place(&self.source)?, place(&self.target)?))
    }

    /// The condition of the source and that of the target.
    pub(super) fn filters(&self) -> (Option<String>, Option<String>) {
        let of = |own: &Option<String>| own.clone().or_else(|| self.filter.clone());
        (of(&self.source_where), of(&self.target_where))
    }

    /// The failure with what may help where a condition for both sides does not go for one of them.
    pub(super) fn explained(&self, error: &validation::Error) -> Failure {
        let failed = failure::of(error);
        let is_file = |side: &str| matches!(Address::parse(side), Ok(Address::File(_)));
        let helps = matches!(error.kind(), ErrorKind::Shape | ErrorKind::Usage);
        if helps && self.filter.is_some() && (is_file(&self.source) || is_file(&self.target)) {
            return failed.help("--where goes for both sides; --source-where and --target-where are for one");
        }
        failed
    }

    pub(super) fn rows_options(&self) -> Result<RowsOptions, Failure> {
        let (source, target) = self.filters();
        let mut wanted = Wanted::default().with_filters(source, target).leaving_out(self.exclude.clone());
        if !self.columns.is_empty() {
            wanted = wanted.with_columns(self.columns.clone());
        }
        if !self.key.is_empty() {
            wanted = wanted.with_key(self.key.clone());
        }
        if self.without_key {
            wanted = wanted.without_key();
        }
        let mut engine = EngineOptions::default().connections(self.connections);
        if let Some(text) = &self.statement_timeout {
            engine = engine.statement_timeout(span(text)?);
        }
        Ok(RowsOptions::new(wanted).with_map(self.map()?).with_engine(engine))
    }

    fn map(&self) -> Result<BTreeMap<String, Mapping>, Failure> {
        let (source, target) = (named(&self.map, "--map")?, named(&self.map_target, "--map-target")?);
        let names: Vec<String> = source.keys().chain(target.keys()).cloned().collect();
        let of = |side: &BTreeMap<String, String>, name: &str| side.get(name).cloned();
        Ok(names.into_iter().map(|name| (name.clone(), Mapping::new(of(&source, &name), of(&target, &name)))).collect())
    }

    pub(super) fn compare_options(&self) -> Result<CompareOptions, Failure> {
        let mut options = CompareOptions::default()
            .with_equality(match self.equality {
                EqualityChoice::Exact => Equality::Exact,
                EqualityChoice::Engine => Equality::Engine,
            })
            .with_strategy(match self.strategy {
                Way::Auto => StrategyChoice::Auto,
                Way::Buckets => StrategyChoice::Buckets,
                Way::Merge => StrategyChoice::Merge,
            })
            .with_recheck(self.recheck, span(&self.recheck_pause)?)
            .with_threshold(self.threshold()?);
        for text in &self.tolerance {
            let (column, bound) = pair(text, "--tolerance")?;
            let kind = read_tolerance(bound).map_err(|it| Failure::new(format!("--tolerance {text}: {it}")))?;
            options = options.with_tolerance(column, kind);
        }
        if self.unique_key {
            options = options.with_unique_key();
        }
        if let Some(rows) = self.rows_per_second {
            options = options.with_rows_per_second(rows);
        }
        if let Some(file) = &self.checkpoint {
            options = options.with_checkpoint(file);
        }
        if let Some(sample) = self.sample()? {
            options = options.with_sample(sample);
        }
        Ok(options)
    }

    /// What may differ; of a sample that is drawn for a share, that share where nothing else is said.
    fn threshold(&self) -> Result<Threshold, Failure> {
        match &self.sample_for {
            Some(text) if self.allow.is_empty() => Ok(Threshold { rows: 0, share: share(text)? }),
            _ => threshold(&self.allow),
        }
    }

    /// How much of the databases counting may use.
    pub(super) fn throttle(&self) -> Result<Throttle, Failure> {
        let bound = self.load_query.clone().zip(self.load_at_most);
        let bound = bound.map(|(query, at_most)| LoadBound { connection: "source".to_owned(), query, at_most });
        let timeout = self.statement_timeout.as_deref().map(span).transpose()?;
        Ok(Throttle {
            connections: Some(self.connections),
            rows_per_second: self.rows_per_second,
            // In whole seconds, as files of checks have it.
            statement_timeout: timeout.map(|it| it.as_secs().max(1)),
            bound: bound.into_iter().collect(),
        })
    }

    fn sample(&self) -> Result<Option<Sample>, Failure> {
        let confidence = share(&self.confidence)?;
        if !(0.0..1.0).contains(&confidence) {
            return Err(Failure::new("--confidence lies below 100 %"));
        }
        Ok(match (&self.sample_for, self.sample) {
            (Some(text), _) => Some(Sample::that_bounds(share(text)?, confidence, self.seed)),
            (None, Some(rows)) => Some(Sample { rows, confidence, seed: self.seed }),
            (None, None) => None,
        })
    }
}

/// A bound of rows and one of their share.
pub(super) fn threshold(allowed: &[String]) -> Result<Threshold, Failure> {
    let mut threshold = Threshold::default();
    for text in allowed {
        if text.ends_with('%') {
            threshold.share = share(text)?;
        } else {
            threshold.rows = text.parse().map_err(|_| {
                Failure::new(format!("--allow {text}: neither rows nor a share")).help("write 10 or 0.1%")
            })?;
        }
    }
    Ok(threshold)
}

/// `0.02%` or `0.0002`.
fn share(text: &str) -> Result<f64, Failure> {
    let (number, of) = text.strip_suffix('%').map_or((text, 1.0), |it| (it, 100.0));
    let share = number.trim().parse::<f64>().ok().map(|it| it / of).filter(|it| (0.0..=1.0).contains(it));
    share.ok_or_else(|| Failure::new(format!("`{text}` is no share")).help("write 0.1% or 0.001"))
}

pub(crate) fn span(text: &str) -> Result<Duration, Failure> {
    duration(text).ok_or_else(|| Failure::new(format!("`{text}` is no span of time")).help("write 200ms, 30s or 5m"))
}

fn named(texts: &[String], argument: &str) -> Result<BTreeMap<String, String>, Failure> {
    texts.iter().map(|text| pair(text, argument).map(|(name, it)| (name.to_owned(), it.to_owned()))).collect()
}

fn pair<'t>(text: &'t str, argument: &str) -> Result<(&'t str, &'t str), Failure> {
    let parts = text.split_once('=').filter(|(name, value)| !name.is_empty() && !value.is_empty());
    parts.ok_or_else(|| Failure::new(format!("{argument} {text}: expected NAME=VALUE")))
}
