//! The transcripts in the README are what the programs print.

use std::collections::VecDeque;
use std::path::Path;
use std::process::Command;

use super::folder;
use super::scripts::{PostgresDatabase, psql};

/// What the README calls the server of the tests.
const SERVER: &str = "postgres://postgres@localhost/postgres";

/// Those of other programs are run where these are at hand.
const ELSEWHERE: [&str; 2] = ["compat ", "reconcile "];

/// A command and the lines that it prints.
pub(super) struct Said {
    pub(super) command: String,
    pub(super) lines: Vec<String>,
}

#[test]
fn the_transcripts_of_the_readme_are_true() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md")).unwrap();
    let folder = folder("readme");
    for (language, comment) in [("sql", "-- "), ("yaml", "# ")] {
        for block in blocks(&readme, language) {
            let name =
                block.lines().next().and_then(|line| line.strip_prefix(comment)).expect("the file's name comes first");
            std::fs::write(folder.join(name), &block).unwrap();
        }
    }
    let database = PostgresDatabase::create("readme");
    let mut run = 0;
    let said = blocks(&readme, "console").iter().flat_map(|block| transcript(block)).collect::<Vec<_>>();
    for said in said.into_iter().filter(|said| ELSEWHERE.iter().all(|it| !said.command.starts_with(it))) {
        let found = printed(&said.command, &folder, &database);
        let found: Vec<String> = found.lines().map(normal).collect();
        let wanted: Vec<String> = said.lines.iter().map(|line| normal(line)).collect();
        assert!(fits(&wanted, &found), "{}\nREADME:\n{}\nnow:\n{}", said.command, wanted.join("\n"), found.join("\n"));
        run += 1;
    }
    assert!(run > 8, "only {run} commands");
}

#[test]
fn every_guide_is_in_the_index_and_every_link_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    for guide in std::fs::read_dir(root.join("docs/guide")).unwrap() {
        let name = guide.unwrap().file_name().into_string().unwrap();
        assert!(readme.contains(&format!("(docs/guide/{name})")), "{name} is not in the index of the README");
    }
    for link in readme.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
        let known = link.starts_with("https://") || link.starts_with('#') || root.join(link).exists();
        assert!(known, "{link} leads nowhere");
    }
}

/// The texts of the code blocks of a language.
pub(super) fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).filter_map(|rest| rest.split_once("```")).map(|(block, _)| block.to_owned()).collect()
}

pub(super) fn transcript(block: &str) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), said.last_mut()) {
            (Some(command), _) => said.push(Said { command: command.to_owned(), lines: Vec::new() }),
            (None, Some(last)) => last.lines.push(line.to_owned()),
            (None, None) => panic!("a transcript begins with a command: {line}"),
        }
    }
    said
}

/// What `command` prints, run in `folder`; `shop` is the database.
fn printed(command: &str, folder: &Path, database: &PostgresDatabase) -> String {
    let server = testkit::engine::postgres_url().unwrap();
    let words: Vec<String> = words(command).into_iter().map(|word| word.replace(SERVER, &server)).collect();
    let mut process = match words[0].as_str() {
        "plan" => Command::new(env!("CARGO_BIN_EXE_plan")),
        "psql" => Command::new(psql()),
        other => panic!("the README runs {other}, which this test does not know"),
    };
    let rest = words[1..].iter().map(|word| if word == "shop" { database.url() } else { word });
    let output = process.args(rest).current_dir(folder).env("PSQLRC", "").output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}: {errors}{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stdout).unwrap()
}

/// The words of a command, those in double quotes as one.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in command.split('"').enumerate() {
        match at % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// A line without what differs from run to run: widths of columns, and measured numbers.
pub(super) fn normal(line: &str) -> String {
    let measured = line.trim_start().starts_with('✓');
    let word = |word: &str| {
        let is_rule = word.chars().all(|letter| letter == '─' || letter == '-');
        let is_number = word.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
        if is_rule {
            "─".to_owned()
        } else if measured && is_number {
            "0".to_owned()
        } else {
            word.to_owned()
        }
    };
    line.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// Whether `found` is as `wanted`, in which `...` stands for any lines.
pub(super) fn fits(wanted: &[String], found: &[String]) -> bool {
    let mut found: VecDeque<&String> = found.iter().filter(|line| !line.is_empty()).collect();
    let mut skipping = false;
    for line in wanted.iter().filter(|line| !line.is_empty()) {
        if line == "..." {
            skipping = true;
            continue;
        }
        while skipping && found.front().is_some_and(|it| *it != line) {
            found.pop_front();
        }
        skipping = false;
        if found.pop_front() != Some(line) {
            return false;
        }
    }
    skipping || found.is_empty()
}

#[test]
fn lines_left_out_are_any_lines() {
    let lines = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    assert!(fits(&lines("a ... d"), &lines("a b c d")));
    assert!(fits(&lines("a ..."), &lines("a b c d")));
    assert!(!fits(&lines("a ... d"), &lines("a b c")));
    assert!(!fits(&lines("a b"), &lines("a b c")));
}
