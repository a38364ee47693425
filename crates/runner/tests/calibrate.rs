//! Engines are measured, and nothing is left behind.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use database::{Engine, EngineUrl};
use plan_engine::estimate::{Calibration, Figure};
use runner::{CalibrateOptions, ErrorKind, calibrate};

const FIGURES: [Figure; 7] = [
    Figure::InsertRows,
    Figure::UpdateRows,
    Figure::ScanBytes,
    Figure::ValidateBytes,
    Figure::WriteBytes,
    Figure::IndexBytes,
    Figure::TriggerRows,
];

fn options() -> CalibrateOptions {
    CalibrateOptions::default().rows(400).time(Duration::from_secs(1))
}

/// Each figure of each table, three times and more, with a spread; the last event is not beyond the end.
fn check(calibration: &Calibration) {
    let mut figures: Vec<Figure> = calibration.figures.iter().map(|it| it.name).collect();
    figures.sort_unstable();
    let mut expected = FIGURES.to_vec();
    expected.sort_unstable();
    assert_eq!(figures, expected);
    for figure in &calibration.figures {
        assert!(figure.per_second > 0.0 && figure.sigma > 0.2, "{figure:?}");
        assert_eq!(figure.samples.len(), calibration.tables.len());
        assert!(figure.samples.iter().all(|it| it.seconds.len() >= 3 && it.amount > 0.0), "{figure:?}");
    }
    let [narrow, .., wide] = calibration.tables.as_slice() else { panic!("several tables") };
    assert!(wide.row_bytes > narrow.row_bytes && wide.index_row_bytes > narrow.index_row_bytes, "{calibration:?}");
    assert_eq!(Calibration::from_json(&calibration.to_json().unwrap()).unwrap(), *calibration);
}

#[test]
fn sqlite_is_measured_in_the_folder_of_its_file() {
    let folder = std::env::temp_dir().join(format!("calibrated_{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let url = EngineUrl::sqlite_file(folder.join("application.db"));
    let mut shares = Vec::new();
    let calibration = calibrate(&url, &options(), &AtomicBool::new(false), &mut |it| shares.push(it.done)).unwrap();
    check(&calibration);
    assert!(shares.iter().all(|it| (0.0..=1.0).contains(it)));
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn postgres_is_measured_by_a_plans_own_backfill() {
    let url = testkit::engine::postgres_url().expect("run `cargo xtask test`, which starts PostgreSQL");
    let url: EngineUrl = url.parse().unwrap();
    let calibration = calibrate(&url, &options(), &AtomicBool::new(false), &mut |_| ()).unwrap();
    check(&calibration);
    assert!(calibration.engine.starts_with("PostgreSQL ") && calibration.settings.contains_key("shared_buffers"));
}

#[test]
fn what_is_broken_off_is_dropped() {
    let url = testkit::engine::postgres_url().expect("run `cargo xtask test`, which starts PostgreSQL");
    let url: EngineUrl = url.parse().unwrap();
    let mine = format!(
        "SELECT count(*) FROM pg_database WHERE datname ~ '^migration_architect_scratch_{}_.*_calibrate$'",
        std::process::id()
    );
    let cancelled = AtomicBool::new(false);
    let mut events = 0;
    let error = calibrate(&url, &options().rows(300), &cancelled, &mut |_| {
        events += 1;
        if events == 9 {
            cancelled.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    });
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Cancelled);
    assert!(events >= 9);
    // The other test of this binary may be at work: only what nobody is connected to is left behind.
    let idle =
        format!("{mine} AND NOT EXISTS (SELECT FROM pg_stat_activity AS a WHERE a.datname = pg_database.datname)");
    let mut engine = Engine::connect(&url).unwrap();
    assert_eq!(engine.session().query(&idle).unwrap().scalar().as_deref(), Some("0"));
}
