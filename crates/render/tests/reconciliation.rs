//! What a reconciliation found, as people and programs see it.
#![cfg(feature = "validation")]

use std::process::{Command, Stdio};

use database::{Value, ValueKind};
use render::reconciliation::{ComparedTable, ReconciliationPage, Round, check_junit, check_metrics};
use testkit::page::inspect;
use testkit::validator::Tool;
use validation::check::{CheckOutcome, CheckReport, CheckStatus, Measured};
use validation::{CompareOptions, Comparison, Difference, MemorySide, ToleranceKind, compare};

#[test]
fn the_page_is_whole_on_any_screen_and_on_paper() {
    let (comparison, rows) = compared();
    assert!(rows.len() > 20, "{}", rows.len());
    let report = report();
    let rounds: Vec<_> = [900, 1_400, 600, 80, 3, 31]
        .into_iter()
        .zip((0..).step_by(30))
        .map(|(differences, seconds)| Round { seconds, differences: Some(differences) })
        .collect();
    let table = ComparedTable { name: "orders", comparison: &comparison, rows: &rows };
    let page = ReconciliationPage::new("Shop, before the switch", &report).table(table);
    let folder = std::env::temp_dir().join(format!("reconciliation-page-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    for (sections, page) in [
        (&["summary", "checks", "table-1"][..], page.clone().html()),
        (&["summary", "rounds", "checks", "table-1"], page.rounds(&rounds).html()),
    ] {
        let page = page.expect("a page");
        if let Ok(file) = std::env::var("KEEP_PAGE") {
            std::fs::write(file, &page).expect("a file");
        }
        for dark in [false, true] {
            let found = inspect(&folder, &page, sections, dark).expect("Chromium");
            assert_eq!(found.faults(), Vec::<String>::new(), "dark: {dark}");
            assert!(found.frames.values().all(|it| it["texts"].as_u64() > Some(80)), "{found:?}");
        }
    }
    std::fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn what_was_compared_shows_no_markup_of_its_own() {
    let report = CheckReport::of("<b>.toml", vec![outcome("<i>", CheckStatus::Passed, "a & b <script>")]);
    let page = ReconciliationPage::new("<script>alert(1)</script>", &report).html().expect("a page");
    assert!(!page.contains("<script>") && !page.contains("<b>") && !page.contains("<i>"), "{page}");
}

#[test]
fn a_build_server_counts_what_may_not_pass() {
    let text = check_junit(&report());
    assert!(text.contains("tests=\"4\" failures=\"2\" errors=\"1\""), "{text}");
    assert!(
        text.contains(
            "<failure message=\"Sums differ by 12.50\" type=\"failed\">sum(amount) of 2026-11: source 100.00"
        ),
        "{text}"
    );
    assert!(text.contains("<error message=\"The replica lags\" type=\"unsettled\">"), "{text}");
    assert!(text.contains("name=\"rows of &lt;orders&gt;\""), "{text}");
}

#[test]
fn promtool_accepts_the_metrics() {
    let (comparison, rows) = compared();
    let table = ComparedTable { name: "a \"quoted\"\\ name", comparison: &comparison, rows: &rows };
    let text = check_metrics(&report(), &[table], &[Round { seconds: 0, differences: Some(1) }]);
    assert!(text.contains("reconcile_check_status{check=\"rows of <orders>\",status=\"passed\"} 1"), "{text}");
    let file = std::env::temp_dir().join(format!("reconcile-{}.prom", std::process::id()));
    std::fs::write(&file, &text).expect("a file");
    let input = Stdio::from(std::fs::File::open(&file).expect("the file"));
    let checked = Command::new(Tool::Promtool.find().expect("promtool"))
        .args(["check", "metrics"])
        .stdin(input)
        .output()
        .expect("promtool runs");
    std::fs::remove_file(&file).expect("removed");
    assert!(checked.status.success(), "{}{text}", String::from_utf8_lossy(&checked.stderr));
}

fn outcome(name: &str, status: CheckStatus, says: &str) -> CheckOutcome {
    CheckOutcome {
        name: name.to_owned(),
        kind: "table".to_owned(),
        line: 7,
        status,
        says: says.to_owned(),
        source: Some("postgres://reader@old.example:5432/shop".to_owned()),
        target: Some("postgres://reader@new.example:5432/shop".to_owned()),
        milliseconds: 1_250,
        measured: Vec::new(),
        failing: 0,
        measurements: 0,
        notes: vec!["Times were compared to the microsecond; the source has no more.".to_owned()],
    }
}

fn report() -> CheckReport {
    let measured = |group: &str, source: &str, target: &str, holds| Measured {
        what: "sum(amount)".to_owned(),
        group: Some(group.to_owned()),
        source: Some(source.to_owned()),
        target: Some(target.to_owned()),
        difference: Some("12.50".to_owned()),
        holds,
    };
    let mut sums = outcome("monthly sums", CheckStatus::Failed, "Sums differ by 12.50");
    sums.measured = vec![measured("2026-11", "100.00", "112.50", false), measured("2026-10", "80.00", "80.00", true)];
    CheckReport::of(
        "checks.toml",
        vec![
            outcome("rows of <orders>", CheckStatus::Passed, "400 rows on both sides"),
            sums,
            outcome("orders", CheckStatus::Failed, "Rows differ"),
            outcome("stock", CheckStatus::Unsettled, "The replica lags"),
        ],
    )
}

/// Four hundred orders, of which some were lost, some made up and some changed.
fn compared() -> (Comparison, Vec<Difference>) {
    let row = |id: i128, name: &str, cents: i128| {
        let amount = database::Decimal::parse(&format!("{}.{:02}", cents / 100, cents % 100)).expect("a number");
        vec![Value::Integer(id), Value::Text(name.to_owned()), Value::Decimal(amount)]
    };
    let long = "a-name-without-any-place-to-break-".repeat(12);
    let source = (0..400).map(|id| row(id, if id == 7 { &long } else { "open" }, id * 100)).collect();
    let target = (0..420).filter(|id| id % 40 != 1).map(|id| match id % 30 {
        0 => row(id, "", id * 100),
        4 => row(id, "open", id * 100 + 900),
        9 => row(id, "open", id * 100 + 1),
        _ => row(id, "open", id * 100),
    });
    let columns =
        [("order_number", ValueKind::Integer), ("status", ValueKind::Text), ("amount", ValueKind::Decimal(Some(2)))];
    let mut source = MemorySide::new("postgres://reader@old.example:5432/shop/orders", &columns, &[0], source);
    let mut target =
        MemorySide::new("postgres://reader@new.example:5432/shop/orders", &columns, &[0], target.collect());
    let tolerance = ToleranceKind::Absolute(database::Decimal::parse("0.01").expect("a number"));
    let options = CompareOptions::default().with_tolerance("amount", tolerance);
    let mut rows = Vec::new();
    let comparison = compare(&mut source, &mut target, &options, &mut rows).expect("compared");
    (comparison, rows)
}
