//! What a generator sees of a plan.

use plan_engine::migration::{MigrationPhase, MigrationPlan, Work};
use plan_engine::specification::model::{FactSource, Migration};

use super::refused::MissingField;
use super::{Artefact, ArtefactDirection, ArtefactFormat};

/// A plan, and the questions that generators ask of it.
pub(super) struct Scene<'a> {
    pub(super) plan: &'a MigrationPlan,
}

/// A step that moves traffic.
#[derive(Clone, Copy)]
pub(super) struct Stage<'a> {
    pub(super) phase: &'a MigrationPhase,
    /// The flag or route weight.
    pub(super) flag: &'a str,
    /// Per cent on the new side before it.
    pub(super) from: f64,
    /// Per cent on the new side after it.
    pub(super) to: f64,
}

impl<'a> Scene<'a> {
    pub(super) fn new(plan: &'a MigrationPlan) -> Self {
        Self { plan }
    }

    /// The migrations, in the order of the specification.
    pub(super) fn migrations(&self) -> impl Iterator<Item = &'a Migration> + use<'a> {
        self.plan.specification.migrations.iter()
    }

    /// The phases of a migration, in the plan's order.
    pub(super) fn phases_of(&self, migration: &'a Migration) -> impl Iterator<Item = &'a MigrationPhase> + use<'a> {
        self.plan.phases.iter().filter(move |it| it.migration == migration.id)
    }

    /// Phases with this id or name.
    pub(super) fn phase(&self, wanted: &'a str) -> impl Iterator<Item = &'a MigrationPhase> + use<'a> {
        self.plan.phases.iter().filter(move |it| it.id == wanted || it.name == wanted)
    }

    /// The steps of a migration that move traffic, in the plan's order.
    pub(super) fn stages(&self, migration: &'a Migration) -> Vec<Stage<'a>> {
        let moves = |phase: &'a MigrationPhase| {
            phase.steps.iter().filter_map(move |step| match &step.work {
                Work::Traffic { flag, from, to, .. } if from.total_cmp(to).is_ne() => {
                    Some(Stage { phase, flag, from: *from, to: *to })
                }
                _ => None,
            })
        };
        self.phases_of(migration).flat_map(moves).collect()
    }

    /// A field of a migration as it is found in the file: `migrations[1].delivery.nginx.old`.
    #[expect(clippy::unused_self, reason = "generators ask their scene")]
    pub(super) fn field(&self, migration: &Migration, field: &str) -> String {
        let mut name = String::new();
        for segment in migration.pointer.split('/').skip(1) {
            match segment.parse::<usize>() {
                Ok(number) => name.push_str(&format!("[{number}]")),
                Err(_) if name.is_empty() => name.push_str(segment),
                Err(_) => name.push_str(&format!(".{segment}")),
            }
        }
        if name.is_empty() { field.to_owned() } else { format!("{name}.{field}") }
    }

    /// That a field of a migration is missing.
    pub(super) fn missing(&self, migration: &Migration, field: &str, needed_for: &str, example: &str) -> MissingField {
        let pointer = format!("{}/{}", migration.pointer, field.replace(['.', '['], "/").replace([']'], ""));
        let fact = self.plan.specification.places.fact(&pointer, "");
        let place = match fact.source {
            FactSource::Specification { file, at: Some(at) } => format!("{file}:{}:{}", at.line, at.column),
            FactSource::Specification { file, at: None } => file,
            _ => String::new(),
        };
        MissingField {
            field: self.field(migration, field),
            place,
            needed_for: needed_for.to_owned(),
            example: example.to_owned(),
        }
    }

    /// An artefact of a phase that has no text yet; `name` is that of the file.
    #[expect(clippy::unused_self, reason = "generators ask their scene")]
    pub(super) fn of_phase(
        &self,
        phase: &MigrationPhase,
        direction: ArtefactDirection,
        name: &str,
        format: ArtefactFormat,
    ) -> Artefact {
        let folder = match direction {
            ArtefactDirection::Forward => "forward/",
            ArtefactDirection::Back => "back/",
            ArtefactDirection::Both => "",
        };
        Artefact {
            path: format!("{}/{}/{folder}{name}", safe(&phase.migration), safe(&phase.name)),
            migration: Some(phase.migration.clone()),
            phase: Some(phase.id.clone()),
            direction,
            format,
            purpose: String::new(),
            executable: false,
            text: String::new(),
        }
    }
}

impl Artefact {
    pub(super) fn purpose(mut self, purpose: impl Into<String>) -> Self {
        self.purpose = purpose.into();
        self
    }

    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }
}

/// A part of a path that every file system takes: small letters, digits, `-`, `_` and `.`, the latter not in front.
pub(super) fn safe(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut name = String::new();
    for character in text.chars().take(4 * LONGEST) {
        if character.is_ascii_alphanumeric() || matches!(character, '_' | '.') {
            name.push(character.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name: String = name.trim_matches(['-', '.']).chars().take(LONGEST).collect();
    if name.is_empty() { "unnamed".to_owned() } else { name }
}

/// A percentage as it is written in names and texts: `5`, `12.5`.
pub(super) fn percent(value: f64) -> String {
    format!("{}", (value * 1_000.0).round() / 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_folders_lead_nowhere_else() {
        assert_eq!(safe("../../etc"), "etc");
        assert_eq!(safe("Orders & co"), "orders-co");
        assert_eq!(safe("…"), "unnamed");
        assert!(!safe("a/b\\c\0d").contains(['/', '\\', '\0']));
    }

    #[test]
    fn percentages_are_short() {
        assert_eq!(percent(5.0), "5");
        assert_eq!(percent(0.1 + 0.2), "0.3");
    }
}
