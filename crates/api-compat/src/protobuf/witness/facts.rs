//! What the library reads from the descriptors of both sides where no message shows a difference.

use prost_reflect::{DescriptorPool, DynamicMessage, ReflectMessage as _};

use super::exchange::Shown;
use super::pool::option;
use super::slot::Slot;
use super::{Lab, Side};
use crate::protobuf::change::{Change, Element, Node};

impl Lab {
    /// An option that both descriptors have another value of.
    pub(super) fn option(&self, change: &Change<'_>) -> Option<Shown> {
        let name = change.item();
        let (was, is) = if change.element == Element::File {
            let (old, new) = (change.before?.file(), change.after?.file());
            (self.old.file_option(&old.path, name)?, self.new.file_option(&new.path, name)?)
        } else {
            (
                option(&options(&self.old.pool, change.before?)?, name)?,
                option(&options(&self.new.pool, change.after?)?, name)?,
            )
        };
        differ(change, &format!("the option `{name}`"), &was, &is)
    }

    pub(super) fn file_fact(&self, change: &Change<'_>) -> Option<Shown> {
        if change.field == "syntax" {
            return self.syntax(change).or_else(|| before_editions(change));
        }
        let find = |side: &Side, node: Node<'_>| side.pool.get_file_by_name(&node.file().path);
        let (old, new) = (find(&self.old, change.before?)?, find(&self.new, change.after?)?);
        differ(change, "the package", old.package_name(), new.package_name())
    }

    /// The syntax of the files that hold it, of which the rest follows.
    pub(super) fn syntax(&self, change: &Change<'_>) -> Option<Shown> {
        let syntax = |side: &Side, node: Node<'_>| {
            let file = side.pool.get_file_by_name(&node.file().path)?;
            // The library reads editions in other words.
            let is_edition = node.file().syntax.as_str() == "editions";
            Some(if is_edition { String::new() } else { format!("{:?}", file.syntax()) })
        };
        let (was, is) = (syntax(&self.old, change.before?)?, syntax(&self.new, change.after?)?);
        if was.is_empty() || is.is_empty() {
            return None;
        }
        differ(change, "the syntax, of which it follows,", &was, &is)
    }

    /// A feature that is set on it, or on what is around it, and has another value on the other side.
    pub(super) fn features(&self, change: &Change<'_>) -> Option<Shown> {
        let name = match change.field {
            "json_format" | "enum_type" | "utf8_validation" => change.field,
            "java_utf8_validation" => {
                let (old, new) = (change.before?.file(), change.after?.file());
                let option = "java_string_check_utf8";
                let (was, is) = (self.old.file_option(&old.path, option)?, self.new.file_option(&new.path, option)?);
                return differ(change, "the option `java_string_check_utf8`", &was, &is)
                    .or_else(|| self.feature(change, "(pb.java).utf8_validation"))
                    .or_else(|| self.feature(change, "utf8_validation"));
            }
            "ctype" => {
                let read = |side: &Side, node| option(&options(&side.pool, node)?, "ctype");
                let (was, is) = (read(&self.old, change.before?)?, read(&self.new, change.after?)?);
                return differ(change, "the option `ctype`", &was, &is)
                    .or_else(|| self.feature(change, "(pb.cpp).string_type"));
            }
            _ => return None,
        };
        self.feature(change, name)
    }

    fn feature(&self, change: &Change<'_>, name: &str) -> Option<Shown> {
        let (was, is) = (feature(&self.old.pool, change.before?, name), feature(&self.new.pool, change.after?, name));
        let said = |value: Option<String>| value.unwrap_or_else(|| "not set".to_owned());
        if was.is_none() && is.is_none() {
            return None;
        }
        differ(change, &format!("the feature `{name}`"), &said(was), &said(is))
    }

    /// Numbers and names that the old descriptor reserves and the new one does not.
    pub(super) fn reservation(&self, change: &Change<'_>) -> Option<Shown> {
        let item = change.item();
        let number: Option<i32> =
            item.split([' ', ',']).next()?.parse().ok().filter(|_| change.field == "reserved_range");
        let is_reserved = |pool: &DescriptorPool, node: Node<'_>| -> Option<bool> {
            if let Some(message) = node.message() {
                let found = pool.get_message_by_name(&message.full_name)?;
                return Some(match number.map(u32::try_from) {
                    Some(number) => number.is_ok_and(|number| found.reserved_ranges().any(|it| it.contains(&number))),
                    None => found.reserved_names().any(|it| it == item),
                });
            }
            let found = pool.get_enum_by_name(&node.enumeration()?.full_name)?;
            Some(match number {
                Some(number) => found.reserved_ranges().any(|it| it.contains(&number)),
                None => found.reserved_names().any(|it| it == item),
            })
        };
        let lost = is_reserved(&self.old.pool, change.before?)? && !is_reserved(&self.new.pool, change.after?)?;
        let what = number.map_or_else(|| format!("the name `{item}`"), |number| format!("the number {number}"));
        lost.then(|| Shown {
            statement: format!("something new in {} that is given {what}", change.subject()),
            instance: None,
            fails_with: format!("the old descriptor reserves {what}, the new one lets it be given again"),
        })
    }
}

/// A file that became one of an edition does not compile where editions are not known.
fn before_editions(change: &Change<'_>) -> Option<Shown> {
    let compile = |node: Node<'_>| {
        let file = node.file();
        protox::file::File::from_source(&file.path, file.source.text()).map_err(|error| error.to_string())
    };
    compile(change.before?).ok()?;
    let error = compile(change.after?).err()?;
    Some(Shown {
        statement: format!("{} and a compiler that knows no editions", change.subject()),
        instance: None,
        fails_with: format!("protox 0.10 compiled it, and says now: {error}"),
    })
}

fn differ(change: &Change<'_>, what: &str, was: &str, is: &str) -> Option<Shown> {
    (was != is).then(|| Shown {
        statement: format!("code that was generated from {}", change.subject()),
        instance: None,
        fails_with: format!("{what} is {is} in the new descriptor, and was {was} in the old one"),
    })
}

/// The options of the element, as the library reads them.
fn options(pool: &DescriptorPool, node: Node<'_>) -> Option<DynamicMessage> {
    Some(match node {
        Node::File(file) => pool.get_file_by_name(&file.path)?.options(),
        Node::Message(_, it) => pool.get_message_by_name(&it.full_name)?.options(),
        Node::Field(..) => match Slot::find(pool, node)? {
            Slot::Field(it) => it.options(),
            Slot::Extension(it) => it.options(),
        },
        Node::Enum(_, it) => pool.get_enum_by_name(&it.full_name)?.options(),
        Node::Service(_, it) => pool.get_service_by_name(&it.full_name)?.options(),
        Node::Method(_, service, it) => {
            let service = pool.get_service_by_name(&service.full_name)?;
            service.methods().find(|found| found.name() == it.name)?.options()
        }
        Node::EnumValue(..) | Node::Oneof(..) => return None,
    })
}

/// The feature where it is set: on the element, its message, or its file.
fn feature(pool: &DescriptorPool, node: Node<'_>, name: &str) -> Option<String> {
    let message = node.message().map(|it| Node::Message(node.file(), it));
    let around = [Some(node), message, Some(Node::File(node.file()))];
    around.into_iter().flatten().find_map(|node| {
        let options = options(pool, node)?;
        let features = options.descriptor().get_field_by_name("features")?;
        let features = options.get_field(&features).as_message()?.clone();
        let (features, name) = match name.split_once(").") {
            None => (features, name),
            Some((language, name)) => {
                let extension = pool.get_extension_by_name(language.trim_start_matches('('))?;
                (features.get_extension(&extension).as_message()?.clone(), name)
            }
        };
        let field = features.descriptor().get_field_by_name(name)?;
        features.has_field(&field).then(|| super::exchange::said(&field, &features.get_field(&field)))
    })
}
