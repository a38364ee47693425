//! `index.md`: what lies in the folder, phase by phase, what has to be set, what was not asked for.

use super::scene::Scene;
use super::sink::Sink;
use super::{Artefact, ArtefactDirection, ArtefactFormat};

/// The page.
pub(super) fn index(scene: &Scene<'_>, sink: &Sink, phase: Option<&str>) -> Artefact {
    let mut text = format!("# Artefacts of {}\n\n", line(&scene.plan.name));
    text.push_str(&format!("Of the plan with the digest `{}`", scene.plan.digest));
    match phase {
        Some(phase) => text.push_str(&format!(", phase `{phase}` alone")),
        None => text.push_str(", all phases"),
    }
    text.push_str(
        ". `artefacts.json` says the same for programs; `plan artefacts --check` says whether a file has changed.\n",
    );
    for phase in &scene.plan.phases {
        let its = sink.artefacts.iter().filter(|it| it.phase.as_ref() == Some(&phase.id));
        section(&mut text, &format!("{}: {}", phase.id, phase.purpose), its);
    }
    for migration in scene.migrations() {
        let its = |it: &&Artefact| it.phase.is_none() && it.migration.as_ref() == Some(&migration.id);
        section(&mut text, &format!("All phases of {}", migration.id), sink.artefacts.iter().filter(its));
    }
    section(&mut text, "The whole plan", sink.artefacts.iter().filter(|it| it.migration.is_none()));
    secrets(&mut text, sink);
    left_out(&mut text, sink);
    Artefact {
        path: "index.md".to_owned(),
        migration: None,
        phase: None,
        direction: ArtefactDirection::Both,
        format: ArtefactFormat::Markdown,
        purpose: "What lies here".to_owned(),
        executable: false,
        text,
    }
}

fn section<'a>(text: &mut String, title: &str, artefacts: impl Iterator<Item = &'a Artefact>) {
    let mut rows = String::new();
    for it in artefacts {
        let direction = match it.direction {
            ArtefactDirection::Forward => "forward",
            ArtefactDirection::Back => "back",
            ArtefactDirection::Both => "both",
        };
        rows.push_str(&format!("| [`{0}`]({0}) | {direction} | {1} |\n", it.path, cell(&it.purpose)));
    }
    if !rows.is_empty() {
        text.push_str(&format!("\n## {}\n\n| file | way | for |\n|---|---|---|\n{rows}", line(title)));
    }
}

fn secrets(text: &mut String, sink: &Sink) {
    if sink.secrets.is_empty() {
        return;
    }
    text.push_str("\n## To be set where they run\n\nNo value of these stands in a file.\n\n| variable | holds | read by |\n|---|---|---|\n");
    for it in &sink.secrets {
        let files: Vec<String> = it.used_by.iter().map(|path| format!("`{path}`")).collect();
        text.push_str(&format!("| `{}` | {} | {} |\n", it.name, cell(&it.what), files.join(", ")));
    }
}

fn left_out(text: &mut String, sink: &Sink) {
    if sink.left_out.is_empty() {
        return;
    }
    text.push_str("\n## Not written\n\n| what | why | field of the specification |\n|---|---|---|\n");
    for it in &sink.left_out {
        text.push_str(&format!("| {} | {} | `{}` |\n", cell(&it.what), cell(&it.because), it.field));
    }
}

/// Text in one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    line(text).replace('|', "\\|")
}
