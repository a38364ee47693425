//! Routes: `GET /users/{id}`.

use findings::Span;
use serde_json::{Value as Json, json};

use super::{Fields, Item, Object, Seen};
use crate::specification::form::{Form, PerSecond};
use crate::specification::model::Route;
use crate::specification::node::{Node, Value};
use crate::specification::reader::{Reader, head};
use crate::specification::schema::Definitions;

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];

/// A route as a text, or as an object with its traffic.
pub(super) struct Endpoint;

impl Form for Endpoint {
    type Value = (Route, Span);

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<(Route, Span)> {
        let route = match node.value() {
            Value::Object => Item::<Detailed>::read(node, reader),
            _ => RouteText::read(node, reader),
        };
        Some((route?, head(node)))
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({"anyOf": [RouteText::schema(definitions), Item::<Detailed>::schema(definitions)]})
    }

    fn shown() -> String {
        format!("{} or {}", RouteText::shown(), Item::<Detailed>::shown())
    }

    fn same(one: &Self::Value, other: &Self::Value) -> bool {
        one.0 == other.0
    }
}

/// `GET /users/{id}`
pub(super) struct RouteText;

impl Form for RouteText {
    type Value = Route;

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Route> {
        let Value::String(text) = node.value() else {
            reader.wrong_type(node, "a route such as `GET /users/{id}`");
            return None;
        };
        let route = route(text);
        if route.is_none() {
            let help = format!("write a method ({}) and a path, such as `GET /users/{{id}}`", METHODS.join(", "));
            reader.bad_value(node.span, format!("`{text}` is no route"), help);
        }
        route
    }

    fn schema(definitions: &mut Definitions) -> Json {
        definitions.add("route", || {
            json!({
                "description": "A method and a path template, such as `GET /users/{id}`.",
                "type": "string",
                "pattern": format!(r"^({})\s+/\S*$", METHODS.join("|")),
            })
        })
    }

    fn shown() -> String {
        "route".to_owned()
    }

    fn same(one: &Route, other: &Route) -> bool {
        one == other
    }
}

/// A method and a path.
pub(super) fn route(text: &str) -> Option<Route> {
    let (method, path) = text.split_once(char::is_whitespace)?;
    let path = path.trim_start();
    let fits = METHODS.contains(&method) && path.starts_with('/') && !path.contains(char::is_whitespace);
    fits.then(|| Route { method: method.to_owned(), path: path.to_owned(), requests_per_second: None })
}

#[derive(Default)]
struct Detailed {
    route: Option<Route>,
    requests: Option<f64>,
}

impl Object for Detailed {
    type Made = Route;
    const NAME: &'static str = "endpoint";
    const ABOUT: &'static str = "A route with its traffic.";

    fn fields() -> Fields<Self> {
        Fields::<Self>::new()
            .field::<RouteText>("route", "Method and path template, such as `GET /users/{id}`.", |it| &mut it.route)
            .required()
            .field::<PerSecond>("requests_per_second", "Its requests a second.", |it| &mut it.requests)
    }

    fn finish(self, _: &Seen, _: &mut Reader<'_>) -> Option<Route> {
        Some(Route { requests_per_second: self.requests, ..self.route? })
    }
}
