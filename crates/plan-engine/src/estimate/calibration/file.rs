//! `throughput.json`: read and written.

use super::{CALIBRATION_SCHEMA_VERSION, Calibration, Fit, KIND};
use crate::Error;
use crate::estimate::{Rate, Throughputs};
use crate::format_version::is_readable;
use crate::specification::model::{Fact, FactSource};

impl Calibration {
    /// Reads the file of `plan calibrate`.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it is malformed or of a newer major version.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        #[derive(serde::Deserialize)]
        struct Head {
            schema_version: String,
            kind: String,
        }
        let make = "measure again with `plan calibrate`";
        let head: Head = serde_json::from_str(text)
            .map_err(|error| Error::format(format!("these are no throughput figures ({error}): {make}")))?;
        if head.kind != KIND {
            return Err(Error::format(format!("this is a {}, not the file of `plan calibrate`: {make}", head.kind)));
        }
        if !is_readable(&head.schema_version, CALIBRATION_SCHEMA_VERSION) {
            return Err(Error::format(format!(
                "the throughput figures have format version {}, this program reads {CALIBRATION_SCHEMA_VERSION}: {make}",
                head.schema_version
            )));
        }
        serde_json::from_str(text)
            .map_err(|error| Error::format(format!("the throughput figures are malformed ({error}): {make}")))
    }

    /// Writes the file.
    ///
    /// # Errors
    /// [`Format`](crate::ErrorKind::Format) where it cannot be serialised; nothing that was measured cannot.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|error| Error::format(error.to_string()))
    }
}

impl Throughputs {
    /// Puts what `calibration`, the contents of `file`, says in the place of priors. What the specification states stays.
    pub fn calibrated(&mut self, calibration: &Calibration, file: &str) {
        for figure in &calibration.figures {
            if !self.get(figure.name).is_prior() {
                continue;
            }
            let source = FactSource::Calibration { file: file.to_owned() };
            let basis = Fact { source, pointer: format!("/figures/{}", figure.name), says: String::new() };
            let fit = Fit::of(figure.name, &calibration.tables, &figure.samples);
            let rate = Rate { figure: figure.name, median: figure.per_second, sigma: figure.sigma, basis, fit };
            let on = format!("measured on {}", calibration.engine);
            self.put(rate.told().noting(&on));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;
    use crate::estimate::{Figure, MeasuredTable, Sample, TableSize};

    fn calibration() -> Calibration {
        let table = MeasuredTable {
            name: "narrow".into(),
            statements: vec!["CREATE TABLE narrow (id integer)".into()],
            rows: 1e5,
            row_bytes: 60.0,
            index_row_bytes: 25.0,
        };
        let sample = Sample { table: "narrow".into(), amount: 1e5, seconds: vec![1.0, 1.1, 0.9] };
        let samples = [(Figure::UpdateRows, vec![sample]), (Figure::ScanBytes, Vec::new())];
        Calibration::of(
            "PostgreSQL 15.18",
            "postgres://host/a",
            std::collections::BTreeMap::new(),
            vec![table],
            samples,
        )
    }

    #[test]
    fn it_reads_what_it_writes() {
        let calibration = calibration();
        assert_eq!(calibration.figures.len(), 1, "what was not measured is left out");
        let text = calibration.to_json().unwrap();
        assert_eq!(Calibration::from_json(&text).unwrap(), calibration);
    }

    #[test]
    fn another_file_is_refused() {
        let text = calibration().to_json().unwrap();
        for (from, to) in [("\"1.0\"", "\"2.0\""), ("\"calibration\"", "\"plan\""), ("\"samples\"", "\"other\"")] {
            let error = Calibration::from_json(&text.replace(from, to)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Format);
            assert!(error.to_string().contains("plan calibrate"), "{error}");
        }
    }

    #[test]
    fn it_goes_before_priors_and_behind_the_specification() {
        let mut speeds = Throughputs::default();
        speeds.put(Rate {
            basis: Fact { source: FactSource::Engine { url: "x".into() }, pointer: String::new(), says: String::new() },
            ..Rate::prior(Figure::CopyRows)
        });
        speeds.calibrated(&calibration(), "throughput.json");
        let update = speeds.get(Figure::UpdateRows);
        assert!(matches!(&update.basis.source, FactSource::Calibration { file } if file == "throughput.json"));
        assert!(update.basis.says.ends_with("measured on PostgreSQL 15.18"), "{}", update.basis.says);
        assert!(speeds.get(Figure::ScanBytes).is_prior() && !speeds.get(Figure::CopyRows).is_prior());
        // On a table, the figure is that of its shape.
        let mut large = TableSize::unknown("t");
        large.rows.value = 1e7;
        assert!(update.on(&large).sigma > update.sigma);
    }
}
