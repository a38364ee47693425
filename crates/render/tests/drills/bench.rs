//! What drills share: artefacts as files, commands that have to succeed, free ports.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use plan_engine::migration::{Inputs, MigrationPlan, make};

/// The plan of a specification.
pub(crate) fn plan(specification: &str) -> MigrationPlan {
    let source = findings::SourceText::new("drill.yaml", specification);
    let (specification, diagnostics) = plan_engine::specification::read(&source);
    make(&specification.unwrap_or_else(|| panic!("{diagnostics:#?}")), Inputs::new()).unwrap()
}

/// Writes the artefacts of `plan` into `folder`, for everybody to read.
pub(crate) fn write(plan: &MigrationPlan, folder: &Path) {
    for artefact in render::artefact::artefacts(plan, None).unwrap().files {
        let path = folder.join(&artefact.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &artefact.text).unwrap();
        let mode = if artefact.executable { 0o755 } else { 0o644 };
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
}

/// What a command wrote to its standard output; it has to end with `code`.
pub(crate) fn ends(command: &mut Command, code: i32) -> String {
    let shown = format!("{command:?}");
    let Output { status, stdout, stderr } = command.output().unwrap_or_else(|error| panic!("{shown}: {error}"));
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert_eq!(status.code(), Some(code), "{shown}\n{stdout}\n{stderr}");
    stdout.into_owned()
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// Whether a program is installed.
pub(crate) fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
