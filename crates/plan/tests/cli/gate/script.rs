//! The script of a phase asks the checks that its gate names, and goes on only where they pass.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{CHECKS, SPECIFICATION, harbour};
use crate::plan;

/// The scripts of the phase with checks, and a `reconcile` that notes what it is asked and answers with `ANSWER`.
fn scripts(test: &str) -> (PathBuf, PathBuf) {
    let folder = harbour(test, SPECIFICATION, CHECKS);
    let written = plan(&folder, "artefacts plan.json --out artefacts");
    assert_eq!(written.code, 0, "{written:?}");
    let programs = folder.join("programs");
    std::fs::create_dir(&programs).unwrap();
    let reconcile = programs.join("reconcile");
    std::fs::write(&reconcile, "#!/bin/sh\necho \"$@\" >>asked\nexit \"$ANSWER\"\n").unwrap();
    std::fs::set_permissions(&reconcile, std::fs::Permissions::from_mode(0o755)).unwrap();
    let forward = folder.join("artefacts/harbour-db/tidy-up/forward");
    (folder, forward)
}

/// How a script ends where `reconcile` answers so, and what it says.
fn ends(folder: &Path, script: &Path, answer: &str, environment: &[(&str, &str)]) -> (i32, String) {
    let binary = Path::new(env!("CARGO_BIN_EXE_plan")).parent().unwrap();
    let path = format!("{}:{}:{}", folder.join("programs").display(), binary.display(), std::env::var("PATH").unwrap());
    let output = Command::new(script)
        .current_dir(folder)
        .env("PATH", path)
        .env("ANSWER", answer)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_script_of_a_gate_asks_its_checks_through_reconcile() {
    let (folder, forward) = scripts("gate-script");
    let gate = forward.join("gates/tidy-up-checks.sh");
    for (answer, code) in [("0", 0), ("1", 1), ("2", 1), ("3", 3)] {
        let (found, said) = ends(&folder, &gate, answer, &[("CHECKS", "checks.toml")]);
        assert_eq!(found, code, "{answer}: {said}");
    }
    let asked = std::fs::read_to_string(folder.join("asked")).unwrap();
    let asked: Vec<&str> = asked.lines().collect();
    assert!(asked.contains(&"run checks.toml --only=berths are the same"), "{asked:?}");
    assert!(asked.contains(&"run checks.toml --only=number of berths"), "{asked:?}");
    let (code, said) = ends(&folder, &gate, "0", &[]);
    assert!(code == 3 && said.contains("CHECKS"), "{said}");
}

#[test]
fn a_phase_stops_at_checks_that_fail_and_goes_on_once_they_pass() {
    let (folder, forward) = scripts("gate-phase");
    let run = forward.join("run.sh");
    let environment =
        [("CHECKS", "checks.toml"), ("PLAN_FILE", "plan.json"), ("STATE_FILE", "state.json"), ("DONE", "all")];
    let state = || -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(folder.join("state.json")).unwrap()).unwrap()
    };
    let (code, said) = ends(&folder, &run, "2", &environment);
    assert!(code == 1 && said.contains("the gate does not hold"), "{code}: {said}");
    assert_eq!(state()["gates"][0]["passed"], false);
    let (code, said) = ends(&folder, &run, "0", &environment);
    assert_eq!(code, 0, "{said}");
    assert_eq!(state()["gates"][1]["passed"], true);
}
