//! An interface before and after.

use super::{Fields, Object, Seen};
use crate::specification::form::Text;
use crate::specification::model;
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Api {
    before: Option<String>,
    after: Option<String>,
    kind: Option<String>,
}

impl Object for Api {
    type Made = model::ApiSides;
    const NAME: &'static str = "api";
    const ABOUT: &'static str = "An interface before and after, as documents (OpenAPI, JSON Schema); the verdict and the routes go into the plan.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Text>("before", "The document as it is: a file or `REV:path`.", |it| &mut it.before)
            .required()
            .field::<Text>("after", "The document as it should be.", |it| &mut it.after)
            .required()
            .field::<Text>(
                "kind",
                "Its kind, as `compat api --kind` takes it, where the documents do not tell.",
                |it| &mut it.kind,
            )
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<model::ApiSides> {
        Some(model::ApiSides { before: self.before?, after: self.after?, kind: self.kind })
    }
}
