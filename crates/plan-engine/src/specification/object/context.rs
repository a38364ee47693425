//! Bounded contexts.

use super::{Fields, Object, Seen};
use crate::specification::form::{
    Bytes, Choice, Contexts, Gigabytes, Name, OneOrMore, PerSecond, Reference, Roles, Text,
};
use crate::specification::model::{BoundedContext, Criticality};
use crate::specification::reader::Reader;

#[derive(Default)]
pub(super) struct Context {
    name: Option<String>,
    routes: Option<Vec<String>>,
    data: Option<Vec<String>>,
    depends_on: Option<Vec<String>>,
    bytes: Option<f64>,
    writes: Option<f64>,
    criticality: Option<Criticality>,
    owner: Option<String>,
}

impl Object for Context {
    type Made = BoundedContext;
    const NAME: &'static str = "bounded_context";
    const ABOUT: &'static str =
        "A part of a system with a language and data of its own, which is built anew and taken out by itself.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<Name<Contexts>>("name", "Its name.", |it| &mut it.name)
            .required()
            .field::<OneOrMore<Text>>("routes", "Paths whose requests belong to it, such as `/orders`.", |it| {
                &mut it.routes
            })
            .field::<OneOrMore<Text>>("data", "Tables, collections or topics that belong to it.", |it| &mut it.data)
            .field::<OneOrMore<Text>>("depends_on", "Contexts that it asks.", |it| &mut it.depends_on)
            .field::<Bytes>("size", "The size of its data.", |it| &mut it.bytes)
            .also::<Gigabytes>("size_gb", "The same in gigabytes (10⁹ bytes).", |it| &mut it.bytes)
            .field::<PerSecond>("writes_per_second", "Its writes a second.", |it| &mut it.writes)
            .field::<Choice<Criticality>>("criticality", "How much the business depends on it.", |it| {
                &mut it.criticality
            })
            .field::<Reference<Roles>>("owner", "The role that builds it.", |it| &mut it.owner)
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<BoundedContext> {
        Some(BoundedContext {
            name: self.name?,
            routes: self.routes.unwrap_or_default(),
            data: self.data.unwrap_or_default(),
            depends_on: self.depends_on.unwrap_or_default(),
            bytes: self.bytes,
            writes_per_second: self.writes,
            criticality: self.criticality,
            owner: self.owner,
        })
    }
}
