//! Schemas that one version has and the other has not.

use findings::{Confirmation, Witness};

use super::{Confirm, hexadecimal, library};
use crate::avro::change::{Change, Problem, Shown};
use crate::avro::rules::Context;

/// Schemas of the other side that one is held against.
const MOST: usize = 200;

impl<'a> Confirm<'a> {
    /// A datum of the schema, and whether the library finds any schema of the other version that takes it.
    pub(super) fn whole(
        &mut self,
        change: &Change,
        problem: &Problem,
        old_writes: bool,
        context: &Context<'a>,
    ) -> Option<Witness> {
        let (writer, reader) = if old_writes { (context.old, context.new) } else { (context.new, context.old) };
        let place = if old_writes { change.before } else { change.after };
        let root = writer.schemas.roots.iter().find(|root| Some(root.node) == place)?.types;
        let maker = if old_writes { &self.old } else { &self.new };
        let datum = maker.make(root, &[], &Shown::Any);
        let who = if old_writes { "old" } else { "new" };
        let shown = datum.as_ref().map(hexadecimal).unwrap_or_default();
        let others: Vec<_> = reader.schemas.roots.iter().map(|root| root.types).collect();
        let unconfirmed = |why: String| Confirmation::Unconfirmed(why);
        let confirmation = if others.len() > MOST.min(self.left) {
            unconfirmed("there are too many schemas to hold it against each".to_owned())
        } else {
            self.left -= others.len();
            let count = others.len();
            let takes = others.into_iter().find(|other| {
                let pair = if old_writes { (root, *other) } else { (*other, root) };
                self.both(pair, context).is_none_or(|(old, new)| {
                    let (writer, reader) = if old_writes { (old, new) } else { (new, old) };
                    library::refuses(writer, reader, change.what).is_none()
                })
            });
            match takes {
                None => Confirmation::ConfirmedBy(format!(
                    "{}, by its check against all {count} schemas of the other version",
                    library::LIBRARY
                )),
                Some(other) => {
                    unconfirmed(format!("{} would read it as {}", library::LIBRARY, reader.schemas.words(other)))
                }
            }
        };
        Some(Witness {
            setup: Vec::new(),
            statement: format!("a datum written by the {who} version{shown}"),
            instance: datum.map(|datum| datum.json().to_string()),
            fails_with: problem.why.clone(),
            confirmation,
        })
    }
}
