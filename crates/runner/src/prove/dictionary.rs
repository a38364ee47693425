//! Translates the expressions of a plan into the engine's own form.

use std::collections::HashMap;

use schema_diff::catalogue::{Catalogue, Expression, Function, Signature};

use super::form;

/// What the engine makes of the expressions of a plan, learnt by comparing what was read from text with what the
/// engine reads back, place by place.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    by_place: HashMap<(String, String), Expression>,
    /// For places that neither side has; none where the engine's forms differ from place to place.
    anywhere: HashMap<String, Option<Expression>>,
    functions: HashMap<(Signature, String), Function>,
}

impl Dictionary {
    /// Learns from one schema as `written` and as the `engine` has it.
    pub(crate) fn learn(&mut self, written: &Catalogue, engine: &Catalogue) {
        let (mut written, mut engine) = (written.clone(), engine.clone());
        self.learn_functions(&written, &engine);
        let theirs: HashMap<String, Expression> =
            form::expressions(&mut engine).into_iter().map(|(place, it)| (place, it.clone())).collect();
        for (place, expression) in form::expressions(&mut written) {
            let Some(their) = theirs.get(&place) else { continue };
            let known = self.anywhere.entry(expression.canonical.clone()).or_insert_with(|| Some(their.clone()));
            if known.as_ref().is_some_and(|known| known != their) {
                *known = None;
            }
            self.by_place.insert((place, expression.canonical.clone()), their.clone());
        }
    }

    fn learn_functions(&mut self, written: &Catalogue, engine: &Catalogue) {
        for (signature, function) in &written.functions {
            let their = engine.functions.get(signature).filter(|it| it.kind == function.kind);
            if let Some(their) = their.filter(|it| it.language == function.language) {
                let key = (signature.clone(), function.definition.canonical.clone());
                self.functions.insert(key, their.clone());
            }
        }
    }

    /// Puts the engine's form in place of every expression of `catalogue` that is known.
    pub(crate) fn translate(&self, catalogue: &mut Catalogue) {
        for (signature, function) in &mut catalogue.functions {
            let key = (signature.clone(), function.definition.canonical.clone());
            if let Some(their) = self.functions.get(&key) {
                let (comment, grants) = (function.comment.take(), std::mem::take(&mut function.grants));
                *function = Function { comment, grants, ..their.clone() };
            }
        }
        for (place, expression) in form::expressions(catalogue) {
            let key = (place, expression.canonical.clone());
            let known = self.by_place.get(&key).or_else(|| self.anywhere.get(&key.1).and_then(Option::as_ref));
            if let Some(their) = known {
                *expression = their.clone();
            }
        }
    }
}
