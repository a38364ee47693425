//! Figures of speed: the closed list, with units and priors.

use serde::{Deserialize, Serialize};

/// A figure of speed. Its names are those of `throughput` in a specification and of the file of `plan calibrate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Figure {
    /// Rows copied a second from one engine to another.
    CopyRows,
    /// Rows a second that changes captured at the source are applied with at the target.
    ApplyRows,
    /// Rows inserted a second from one table of an engine into another.
    InsertRows,
    /// Rows updated a second in batches that each commit, as a backfill does.
    UpdateRows,
    /// Bytes of a table read a second.
    ScanBytes,
    /// Bytes of a table a second whose rows are held against a constraint.
    ValidateBytes,
    /// Bytes of a table and its indexes written anew a second.
    WriteBytes,
    /// Bytes of an index sorted and written a second, the scan of the table aside.
    IndexBytes,
    /// Bytes sent a second from the old place to the new one.
    NetworkBytes,
    /// Rows a second that a row trigger that keeps a twin equal can pass; its time comes on top of the write's.
    TriggerRows,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Rows a second.
    Rows,
    /// Bytes a second.
    Bytes,
}

/// What is believed of a figure that nobody has measured: lognormal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// Units a second; half of the systems are slower.
    pub median: f64,
    /// Standard deviation of the natural logarithm.
    pub sigma: f64,
    /// Where it is from; a proposal of this program says so.
    pub cites: &'static str,
}

impl Figure {
    /// All figures.
    pub const ALL: [Self; 10] = [
        Self::CopyRows,
        Self::ApplyRows,
        Self::InsertRows,
        Self::UpdateRows,
        Self::ScanBytes,
        Self::ValidateBytes,
        Self::WriteBytes,
        Self::IndexBytes,
        Self::NetworkBytes,
        Self::TriggerRows,
    ];

    /// The name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CopyRows => "copy_rows",
            Self::ApplyRows => "apply_rows",
            Self::InsertRows => "insert_rows",
            Self::UpdateRows => "update_rows",
            Self::ScanBytes => "scan_bytes",
            Self::ValidateBytes => "validate_bytes",
            Self::WriteBytes => "write_bytes",
            Self::IndexBytes => "index_bytes",
            Self::NetworkBytes => "network_bytes",
            Self::TriggerRows => "trigger_rows",
        }
    }

    /// What it is, in words that go into a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::CopyRows => "rows copied from one engine to another",
            Self::ApplyRows => "changes applied at the target",
            Self::InsertRows => "rows inserted from another table",
            Self::UpdateRows => "rows updated in batches that each commit",
            Self::ScanBytes => "bytes of a table read",
            Self::ValidateBytes => "bytes of a table held against a constraint",
            Self::WriteBytes => "bytes of a table and its indexes written anew",
            Self::IndexBytes => "bytes of an index sorted and written",
            Self::NetworkBytes => "bytes sent between the old place and the new one",
            Self::TriggerRows => "rows passed by a trigger that keeps a twin equal",
        }
    }

    /// What it counts.
    pub fn unit(self) -> Unit {
        match self {
            Self::CopyRows | Self::ApplyRows | Self::InsertRows | Self::UpdateRows | Self::TriggerRows => Unit::Rows,
            Self::ScanBytes | Self::ValidateBytes | Self::WriteBytes | Self::IndexBytes | Self::NetworkBytes => {
                Unit::Bytes
            }
        }
    }

    /// The common cause that moves it: figures of one cause are slow or fast together.
    pub fn cause(self) -> &'static str {
        match self {
            Self::NetworkBytes => "speed of the line",
            Self::CopyRows | Self::ApplyRows => "speed of copying between engines",
            _ => "speed of the database engine",
        }
    }

    /// What is believed where nobody has measured.
    ///
    /// The wide prior of rows has its median at 10,000 rows a second and σ = 1.38, so that P95 is 94 times P5: 1,033 to
    /// 96,800 rows a second.
    pub fn prior(self) -> Prior {
        const ROWS: &str = "wide prior of this program: median 10,000 rows/s, sigma 1.38, from reports of migrations in \
                            public issue threads; measure with `plan calibrate`";
        const VOLUME: &str = "wide prior of this program, around what cloud volumes deliver (Amazon EBS user guide, gp3: \
                              125 MiB/s baseline, 1,000 MiB/s at most); measure with `plan calibrate`";
        const SORT: &str =
            "wide prior of this program, a quarter of the speed of a scan; measure with `plan calibrate`";
        const LINE: &str = "wide prior of this program, around the 620 Mbit/s that kubev2v/migration-planner assumes \
                            for disks over a network; state `network_bytes`";
        let (median, sigma, cites) = match self {
            Self::CopyRows | Self::ApplyRows | Self::InsertRows | Self::UpdateRows => (1.0e4, 1.38, ROWS),
            Self::TriggerRows => (5.0e4, 1.38, ROWS),
            Self::ScanBytes => (250.0e6, 0.9, VOLUME),
            Self::ValidateBytes => (150.0e6, 0.9, VOLUME),
            Self::WriteBytes => (100.0e6, 0.9, VOLUME),
            Self::IndexBytes => (60.0e6, 0.9, SORT),
            Self::NetworkBytes => (77.5e6, 0.9, LINE),
        };
        Prior { median, sigma, cites }
    }
}

impl Unit {
    /// The words behind a figure.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rows => "rows/s",
            Self::Bytes => "bytes/s",
        }
    }

    /// A speed in words: `12.5 MB/s`.
    pub fn words(self, per_second: f64) -> String {
        super::words::speed(per_second, self)
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Figure {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|figure| figure.as_str() == text).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|figure| figure.as_str()).collect();
            format!("unknown figure `{text}`: expected one of {}", known.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_read_back() {
        for figure in Figure::ALL {
            assert_eq!(figure.as_str().parse(), Ok(figure));
            let json = serde_json::to_value(figure).unwrap();
            assert_eq!(json, figure.as_str());
        }
        assert!("rows".parse::<Figure>().unwrap_err().contains("copy_rows"));
    }

    #[test]
    fn the_guide_lists_every_figure_with_its_prior() {
        let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide/estimates.md");
        let guide = std::fs::read_to_string(guide).unwrap();
        for figure in Figure::ALL {
            let (prior, unit) = (figure.prior(), figure.unit());
            let at = |z: f64| unit.words(prior.median * (prior.sigma * z).exp());
            let line = format!(
                "| `{figure}` | {} | {} | {} | {} | {} to {} |",
                unit.as_str(),
                figure.meaning(),
                unit.words(prior.median),
                prior.sigma,
                at(-1.644_854),
                at(1.644_854)
            );
            assert!(guide.contains(&line), "the guide lacks: {line}");
        }
    }

    #[test]
    fn the_wide_prior_spans_a_factor_of_94() {
        let prior = Figure::CopyRows.prior();
        assert!(((2.0 * 1.644_854 * prior.sigma).exp() - 93.7).abs() < 0.1);
    }
}
