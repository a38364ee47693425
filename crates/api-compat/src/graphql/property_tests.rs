//! What is promised of any two schemas: schemas made up and edited at random, with operations and answers that are made
//! up as well, held against the whole texts by `apollo-compiler`.

mod made_up;

use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema as Compiled};
use findings::{Confirmation, Severity, SourceText};
use proptest::prelude::*;

use super::testing::{found, found_files};
use super::witness::{Chance, errors_of_answer, made_up_answer, made_up_operation};
use made_up::MadeUp;

fn compiled(text: &str) -> Option<Valid<Compiled>> {
    Compiled::parse_and_validate(text, "a.graphql").ok()
}

fn takes(schema: &Valid<Compiled>, operation: &str) -> bool {
    ExecutableDocument::parse_and_validate(schema, operation, "b.graphql").is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_safe_finds_no_counterexample(seed in any::<u64>(), edits in 1_usize..4) {
        let mut chance = Chance::new(seed);
        let old = MadeUp::new(&mut chance);
        let mut new = old.clone();
        (0..edits).for_each(|_| new.edit(&mut chance));
        let (before, after) = (old.text(), new.text());
        let (Some(compiled_before), Some(compiled_after)) = (compiled(&before), compiled(&after)) else {
            return Ok(());
        };
        let findings = found(&before, &after);
        let worst = findings.iter().map(|it| it.severity).max();
        prop_assert!(worst.is_some() || before == after, "nothing is said of\n{before}\n{after}");
        for finding in &findings {
            prop_assert!(!finding.rule.starts_with("unclassified"), "{finding:?}");
            let Some(witness) = &finding.witness else { continue };
            let confirmed = matches!(witness.confirmation, Confirmation::ConfirmedBy(_));
            let is_operation = witness.statement.starts_with('{') || witness.statement.starts_with("query");
            if confirmed && is_operation && witness.setup.is_empty() && witness.instance.is_none() {
                // The validator said so of a part of the schema; it says so of the whole.
                prop_assert!(takes(&compiled_before, &witness.statement), "{}\n{before}", witness.statement);
                prop_assert!(!takes(&compiled_after, &witness.statement), "{}\n{after}", witness.statement);
            }
        }
        let files = [SourceText::new("old", before.as_str()), SourceText::new("new", after.as_str())];
        let (read_old, _) = super::read::read(&files[..1]);
        let (read_new, _) = super::read::read(&files[1..]);
        for _ in 0..12 {
            let Some(operation) = made_up_operation(&read_old, &mut chance) else { continue };
            if !takes(&compiled_before, &operation) {
                continue;
            }
            let breaks = !takes(&compiled_after, &operation);
            prop_assert!(!breaks || worst == Some(Severity::Breaking), "{operation}\n{before}\n{after}");
            if breaks {
                continue;
            }
            let Some(answer) = made_up_answer(&read_new, &operation, &mut chance) else { continue };
            let refused = |schema| errors_of_answer(schema, &operation, &answer).is_some();
            if !refused(&compiled_after) && refused(&compiled_before) {
                prop_assert!(worst >= Some(Severity::PotentiallyBreaking), "{operation}\n{answer}\n{before}\n{after}");
            }
        }
    }

    #[test]
    fn what_is_written_otherwise_is_no_change(seed in any::<u64>()) {
        let mut chance = Chance::new(seed);
        let old = MadeUp::new(&mut chance);
        let text = old.text();
        prop_assert!(found(&text, &text).is_empty());
        let mut parts: Vec<String> = old.definitions();
        parts.sort_by_key(|_| chance.below(1_000));
        let shuffled = parts.join("\n# a comment\n,").replace(' ', "  ").replace('\n', "\r\n\t");
        prop_assert_eq!(found(&text, &shuffled), vec![], "{}", shuffled);
        let half = parts.len() / 2;
        let found = found_files(&[&text], &[&parts[..half].join("\n"), &parts[half..].join("\n")]);
        prop_assert_eq!(found, vec![]);
        prop_assert_eq!(super::testing::found(&text, &old.in_extensions()), vec![]);
    }
}
