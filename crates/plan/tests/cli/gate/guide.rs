//! The transcript of the guide of gates is what the program prints.

use std::path::Path;

use crate::readme::{blocks, fits, normal, transcript};
use crate::{folder, plan};

#[test]
fn the_transcript_of_the_guide_is_true() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/gates.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let folder = folder("gate-guide");
    let write = |name: &str, language: &str, at: usize| {
        std::fs::write(folder.join(name), &blocks(&guide, language)[at]).unwrap();
    };
    for (name, language, at) in
        [("harbour.yaml", "yaml", 0), ("checks.toml", "toml", 0), ("old.csv", "csv", 0), ("new.csv", "csv", 1)]
    {
        write(name, language, at);
    }
    let said: Vec<_> = blocks(&guide, "console").iter().flat_map(|block| transcript(block)).collect();
    assert!(said.len() > 2, "{} commands", said.len());
    for said in said {
        let ran = plan(&folder, said.command.strip_prefix("plan ").unwrap());
        let code = match said.lines.last() {
            Some(line) if line.starts_with("NOT MET") => 1,
            Some(line) if line.starts_with("COULD NOT TELL") => 3,
            _ => 0,
        };
        assert_eq!(ran.code, code, "{}: {ran:?}", said.command);
        let found: Vec<String> = ran.stdout.lines().map(normal).collect();
        let wanted: Vec<String> = said.lines.iter().map(|line| normal(line)).collect();
        assert!(fits(&wanted, &found), "{}\nguide:\n{}\nnow:\n{}", said.command, wanted.join("\n"), found.join("\n"));
    }
}
