//! `plan show --format html`, as Chromium shows it: on a phone, on a desk, on paper, light and dark.

use serde_json::Value;
use testkit::page::inspect;

use super::{folder, plan};

const SPECIFICATION: &str = include_str!("page/harbour.yaml");
const SECTIONS: [&str; 9] =
    ["summary", "timeline", "risks", "order", "gates", "back", "checklists", "artefacts", "steps"];

#[test]
fn nothing_overlaps_is_cut_off_or_missing_on_any_screen_or_on_paper() {
    let folder = folder("page-screens");
    std::fs::write(folder.join("harbour.yaml"), SPECIFICATION).unwrap();
    let made = plan(&folder, "make --spec harbour.yaml -o plan.json");
    assert_eq!(made.code, 0, "{made:?}");
    let shown = plan(&folder, "show plan.json --format html -o dated.html");
    assert_eq!(shown.code, 0, "{shown:?}");
    let state = r#"{"schema_version": "1.0", "kind": "migration_progress", "at": "2027-02-02T12:00:00Z", "steps": [
        {"step": "STEP", "started": "2027-02-01T09:00:00Z", "finished": "2027-02-01T12:00:00Z"}]}"#;
    let document: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("plan.json")).unwrap()).unwrap();
    let first = document["phases"][0]["steps"][0]["id"].as_str().unwrap();
    std::fs::write(folder.join("state.json"), state.replace("STEP", first)).unwrap();
    let shown = plan(&folder, "show plan.json --format html --state state.json -o under-way.html");
    assert_eq!(shown.code, 0, "{shown:?}");
    let undated = SPECIFICATION.replace("start: 2027-02-01T08:00Z\n", "");
    std::fs::write(folder.join("undated.yaml"), undated).unwrap();
    assert_eq!(plan(&folder, "make --spec undated.yaml -o undated.json").code, 0);
    assert_eq!(plan(&folder, "show undated.json --format html -o undated.html").code, 0);

    for (file, wanted) in [("dated.html", &[][..]), ("under-way.html", &["progress"]), ("undated.html", &[])] {
        let page = std::fs::read_to_string(folder.join(file)).unwrap();
        for dark in [false, true] {
            let found = inspect(&folder, &page, &[&SECTIONS[..], wanted].concat(), dark).unwrap();
            assert_eq!(found.faults(), Vec::<String>::new(), "{file}, dark: {dark}");
            assert!(found.frames.values().all(|it| it["texts"].as_u64().unwrap() > 100), "{file}: {found:?}");
        }
    }
}

#[test]
fn what_is_looked_for_would_be_found() {
    let folder = folder("page-faults");
    let page = "<!DOCTYPE html><body style='color:#999'><p style='position:absolute;top:0'>one text that lies here</p>\
                <p style='position:absolute;top:4px'>another one that lies on it</p>\
                <p style='position:absolute;top:90px;left:200px;white-space:nowrap'>a line that is far too long for a telephone</p>\
                <script>console.error('a fault')</script></body>";
    let found = inspect(&folder, page, &["summary"], false).unwrap();
    let phone = &found.frames["phone"];
    for fault in ["missing", "overlaps", "cut", "faint"] {
        assert_ne!(phone[fault], Value::Array(Vec::new()), "{fault}: {phone}");
    }
    assert_eq!(phone["scripts"], 1);
    assert!(found.console.contains("a fault"));
    assert!(found.faults().len() > 5);
}
