//! The transcripts of the README are what the program prints.

use std::path::Path;
use std::process::Command;

#[test]
fn the_transcripts_of_the_readme_are_true() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md")).unwrap();
    let blocks = |language: &str| -> Vec<String> {
        let fence = format!("```{language}\n");
        readme.split(&fence).skip(1).filter_map(|rest| Some(rest.split_once("```")?.0.to_owned())).collect()
    };
    let folder = std::env::temp_dir().join(format!("reconcile-readme-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let files = blocks("csv");
    assert_eq!(files.len(), 2);
    for (name, text) in ["old.csv", "new.csv"].iter().zip(files) {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let trimmed = |text: &str| text.trim_end().lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    let mut run = 0;
    for block in blocks("console") {
        let Some((command, printed)) = block.strip_prefix("$ reconcile ").and_then(|rest| rest.split_once('\n')) else {
            continue;
        };
        let output = Command::new(env!("CARGO_BIN_EXE_reconcile"))
            .args(command.split_whitespace())
            .current_dir(&folder)
            .output()
            .unwrap();
        assert_eq!(trimmed(&String::from_utf8_lossy(&output.stdout)), trimmed(printed), "{command}");
        assert_eq!(output.status.code(), Some(2));
        run += 1;
    }
    assert!(run > 0);
    std::fs::remove_dir_all(&folder).unwrap();
}
