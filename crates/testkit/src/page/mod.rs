//! A page as Chromium shows it: on a phone, on a tablet, on a desk, on paper, light and dark.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::Error;
use crate::error::Doing;
use crate::validator::Tool;

const INSPECT: &str = include_str!("inspect.js");

/// Widths in CSS pixels.
const WIDTHS: [(&str, u32); 3] = [("phone", 360), ("tablet", 800), ("desk", 1280)];

/// What Chromium found on a page.
#[derive(Debug)]
pub struct Inspection {
    /// By frame (`phone`, `tablet`, `desk`, and `paper` where it is light): `texts`, `scripts` and `fetched` as numbers; `missing`
    /// (ids of sections), `overlaps`, `cut`, `faint` (a contrast below 4.5 to 1) and `blanks` as lists of texts.
    pub frames: serde_json::Map<String, Value>,
    /// What was written to the console.
    pub console: String,
}

impl Inspection {
    /// What is wrong in any frame, a line each; empty where nothing is.
    pub fn faults(&self) -> Vec<String> {
        let mut all: Vec<String> = self.console.lines().map(|line| format!("console: {line}")).collect();
        for (frame, found) in &self.frames {
            for fault in ["missing", "overlaps", "cut", "faint", "blanks"] {
                let lines = found[fault].as_array().cloned().unwrap_or_default();
                all.extend(lines.iter().map(|line| format!("{frame}: {fault}: {line}")));
            }
            for what in ["scripts", "fetched"] {
                if found[what] != 0 {
                    all.push(format!("{frame}: {what}: {}", found[what]));
                }
            }
        }
        all
    }
}

/// Opens `page` in every frame and looks for `sections` by their ids, which hold 20 characters at least. Works in `folder`.
pub fn inspect(folder: &Path, page: &str, sections: &[&str], dark: bool) -> Result<Inspection, Error> {
    let escape = |page: &str| page.replace('&', "&amp;").replace('"', "&quot;");
    let frame = |id: &str, width: u32, page: &str| {
        format!("<iframe id='{id}' style='width:{width}px;height:900px' srcdoc=\"{}\"></iframe>\n", escape(page))
    };
    let mut frames: String = WIDTHS.iter().map(|(id, width)| frame(id, *width, page)).collect();
    if !dark {
        // A4 without margins at 96 pixels per inch.
        frames += &frame("paper", 690, &page.replace("@media print", "@media all"));
    }
    let script = INSPECT.replace("WANTED", &Value::from(sections).to_string());
    let harness = format!("<!DOCTYPE html><body>{frames}<pre id='found'></pre><script>{script}</script></body>");
    let file = folder.join("harness.html");
    std::fs::write(&file, harness).doing(|| format!("cannot write {}", file.display()))?;
    let output = Command::new(Tool::Chromium.find()?)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--enable-logging=stderr", "--v=0", "--dump-dom"])
        .arg(format!("--blink-settings=preferredColorScheme={}", i32::from(!dark)))
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("file://{}", file.display()))
        .output()
        .doing(|| "cannot run Chromium".to_owned())?;
    let (text, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let found = text.split("<pre id=\"found\">").nth(1).and_then(|it| it.split("</pre>").next()).unwrap_or_default();
    let found = found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let frames = serde_json::from_str(&found).map_err(|error| Error::new(format!("{error}: {found}\n{log}")))?;
    let console: Vec<&str> = log.lines().filter(|it| it.contains(":CONSOLE")).collect();
    Ok(Inspection { frames, console: console.join("\n") })
}
