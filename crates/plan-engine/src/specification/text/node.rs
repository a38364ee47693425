//! Values with the places where they stand.

use findings::Span;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::specification) struct Node {
    pub(in crate::specification) value: Value,
    pub(in crate::specification) span: Span,
}

/// A value. Trees are as deep as the reader's limit at most.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::specification) enum Value {
    Null,
    Bool(bool),
    /// A finite number.
    Number(f64),
    String(String),
    List(Vec<Node>),
    /// In the order of the text; no key stands twice.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::specification) struct Member {
    pub(in crate::specification) key: String,
    pub(in crate::specification) key_span: Span,
    pub(in crate::specification) value: Node,
}

impl Node {
    /// What it is, for messages.
    pub(in crate::specification) fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    /// The member called `key`.
    pub(in crate::specification) fn get(&self, key: &str) -> Option<&Member> {
        match &self.value {
            Value::Object(members) => members.iter().find(|member| member.key == key),
            _ => None,
        }
    }
}
