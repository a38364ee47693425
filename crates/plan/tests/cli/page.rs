//! `plan show --format html`, as Chromium shows it: on a phone, on a desk, on paper, light and dark.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use testkit::validator::Tool;

use super::{folder, plan};

const SPECIFICATION: &str = include_str!("page/harbour.yaml");
const INSPECT: &str = include_str!("page/inspect.js");

/// Widths in CSS pixels.
const WIDTHS: [(&str, u32); 3] = [("phone", 360), ("tablet", 800), ("desk", 1280)];

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
            let found = inspected(&folder, &page, wanted, dark);
            for (frame, it) in found.as_object().unwrap() {
                let whose = format!("{file}, {frame}{}", if dark { ", dark" } else { "" });
                assert!(it["texts"].as_u64().unwrap() > 100, "{whose}: {it}");
                for fault in ["missing", "overlaps", "cut", "faint", "blanks"] {
                    assert_eq!(it[fault], Value::Array(Vec::new()), "{whose}: {fault}");
                }
                assert_eq!((&it["scripts"], &it["fetched"]), (&0.into(), &0.into()), "{whose}");
            }
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
    let found = inspected_with(&folder, page, &[], false).0;
    let phone = &found["phone"];
    for fault in ["missing", "overlaps", "cut", "faint"] {
        assert_ne!(phone[fault], Value::Array(Vec::new()), "{fault}: {phone}");
    }
    assert_eq!(phone["scripts"], 1);
    assert!(inspected_with(&folder, page, &[], false).1.contains("a fault"));
}

/// What is wrong with `page` in each frame; an error in Chromium's console fails the test.
fn inspected(folder: &Path, page: &str, wanted: &[&str], dark: bool) -> Value {
    let (found, console) = inspected_with(folder, page, wanted, dark);
    assert_eq!(console, "", "Chromium's console");
    found
}

fn inspected_with(folder: &Path, page: &str, wanted: &[&str], dark: bool) -> (Value, String) {
    let escape = |page: &str| page.replace('&', "&amp;").replace('"', "&quot;");
    let frame = |id: &str, width: u32, page: &str| {
        format!("<iframe id='{id}' style='width:{width}px;height:900px' srcdoc=\"{}\"></iframe>\n", escape(page))
    };
    let mut frames: String = WIDTHS.iter().map(|(id, width)| frame(id, *width, page)).collect();
    if !dark {
        // A4 without margins at 96 pixels per inch.
        frames += &frame("paper", 690, &page.replace("@media print", "@media all"));
    }
    let script = INSPECT.replace("WANTED", &serde_json::to_string(wanted).unwrap());
    let harness = format!("<!DOCTYPE html><body>{frames}<pre id='found'></pre><script>{script}</script></body>");
    let file = folder.join("harness.html");
    std::fs::write(&file, harness).unwrap();
    let output = Command::new(Tool::Chromium.find().unwrap())
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--enable-logging=stderr", "--v=0", "--dump-dom"])
        .arg(format!("--blink-settings=preferredColorScheme={}", i32::from(!dark)))
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("file://{}", file.display()))
        .output()
        .unwrap();
    let (text, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let found = text.split("<pre id=\"found\">").nth(1).and_then(|it| it.split("</pre>").next()).unwrap_or_default();
    let found = found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let console: Vec<&str> = log.lines().filter(|it| it.contains(":CONSOLE")).collect();
    let found = serde_json::from_str(&found).unwrap_or_else(|error| panic!("{error}: {found}\n{log}"));
    (found, console.join("\n"))
}
