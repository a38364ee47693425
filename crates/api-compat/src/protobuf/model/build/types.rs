//! Messages, enums, services and extensions, each beside the one that it was declared in.

use prost_reflect::prost_types::field_descriptor_proto::{Label, Type};
use prost_reflect::prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto, ServiceDescriptorProto,
    UninterpretedOption,
};

use super::places::Places;
use crate::protobuf::model::{
    Cardinality, Enum, EnumValue, Features, Field, FieldKind, File, Message, Method, Oneof, Options, Range, Service,
};

pub(super) struct Builder<'b, 'a> {
    pub(super) file: &'b mut File,
    pub(super) places: &'b Places<'a>,
}

/// Where something is declared.
#[derive(Clone, Copy)]
struct Scope<'s> {
    /// The name of the message around it below the package; empty outside of messages.
    nested: &'s str,
    features: Features,
}

impl Scope<'_> {
    fn nested_name(self, name: &str) -> String {
        if self.nested.is_empty() { name.to_owned() } else { format!("{}.{name}", self.nested) }
    }
}

impl Builder<'_, '_> {
    pub(super) fn all(mut self, descriptor: &FileDescriptorProto) {
        let scope = Scope { nested: "", features: self.file.features };
        for (message, at) in descriptor.message_type.iter().zip(0..) {
            self.message(message, &[4, at], scope);
        }
        for (it, at) in descriptor.enum_type.iter().zip(0..) {
            self.enumeration(it, &[5, at], scope);
        }
        for (service, at) in descriptor.service.iter().zip(0..) {
            self.service(service, &[6, at]);
        }
        for (extension, at) in descriptor.extension.iter().zip(0..) {
            self.extension(extension, &[7, at], scope);
        }
    }

    fn full_name(&self, nested: &str) -> String {
        if self.file.package.is_empty() { nested.to_owned() } else { format!("{}.{nested}", self.file.package) }
    }

    fn options(&self, written: Option<&Vec<UninterpretedOption>>, path: &[i32], field: i32) -> Options {
        let written = written.map_or(&[][..], Vec::as_slice);
        if written.is_empty() {
            return Options::default();
        }
        let path = [path, &[field]].concat();
        Options::new(written, |at| self.places.option(&path, at))
    }

    /// The parser bounds how deep messages are nested.
    fn message(&mut self, message: &DescriptorProto, path: &[i32], outer: Scope<'_>) {
        let nested_name = outer.nested_name(message.name());
        let set = message.options.as_ref();
        let options = self.options(set.map(|it| &it.uninterpreted_option), path, 7);
        let features = outer.features.with(&options);
        let scope = Scope { nested: &nested_name, features };
        let oneofs: Vec<(Oneof, Features)> = self.oneofs(message, path, features);
        let sub = |field: i32, at: i32| [path, &[field, at]].concat();
        let fields = message.field.iter().zip(0..);
        let fields = fields.map(|(field, at)| self.field(field, &sub(2, at), scope, &oneofs)).collect::<Vec<_>>();
        let synthetic: Vec<usize> =
            message.field.iter().filter(|it| it.proto3_optional()).filter_map(oneof_of).collect();
        let oneofs = oneofs.into_iter().enumerate().filter(|(at, _)| !synthetic.contains(at)).map(|(_, it)| it.0);
        self.file.messages.push(Message {
            full_name: self.full_name(&nested_name),
            span: self.places.part(path, 1),
            fields,
            oneofs: oneofs.collect(),
            extension_ranges: self.extension_ranges(message, path),
            reserved_ranges: ranges(message.reserved_range.iter().map(|it| (it.start(), it.end() - 1))),
            reserved_names: message.reserved_name.clone(),
            is_map_entry: set.is_some_and(prost_reflect::prost_types::MessageOptions::map_entry),
            nested_name: nested_name.clone(),
            options,
            features,
        });
        for (inner, at) in message.nested_type.iter().zip(0..) {
            self.message(inner, &sub(3, at), scope);
        }
        for (inner, at) in message.enum_type.iter().zip(0..) {
            self.enumeration(inner, &sub(4, at), scope);
        }
        for (inner, at) in message.extension.iter().zip(0..) {
            self.extension(inner, &sub(6, at), scope);
        }
    }

    fn oneofs(&self, message: &DescriptorProto, path: &[i32], features: Features) -> Vec<(Oneof, Features)> {
        let oneofs = message.oneof_decl.iter().zip(0..).map(|(oneof, at)| {
            let path = [path, &[8, at]].concat();
            let options = self.options(oneof.options.as_ref().map(|it| &it.uninterpreted_option), &path, 2);
            let features = features.with(&options);
            (Oneof { name: oneof.name().to_owned(), options, span: self.places.part(&path, 1) }, features)
        });
        oneofs.collect()
    }

    fn extension_ranges(&self, message: &DescriptorProto, path: &[i32]) -> Vec<Range> {
        let all = message.extension_range.iter().zip(0..).map(|(range, at)| {
            let path = [path, &[5, at]].concat();
            Range {
                first: range.start(),
                last: range.end().saturating_sub(1),
                options: self.options(range.options.as_ref().map(|it| &it.uninterpreted_option), &path, 3),
                span: self.places.at(&path),
            }
        });
        all.collect()
    }

    fn extension(&mut self, extension: &FieldDescriptorProto, path: &[i32], scope: Scope<'_>) {
        let nested_name = scope.nested_name(extension.name());
        let full_name = self.full_name(&nested_name);
        let field = self.field(extension, path, scope, &[]);
        self.file.extensions.push(Field { full_name, nested_name, ..field });
    }

    fn field(
        &self,
        field: &FieldDescriptorProto,
        path: &[i32],
        scope: Scope<'_>,
        oneofs: &[(Oneof, Features)],
    ) -> Field {
        let options = self.options(field.options.as_ref().map(|it| &it.uninterpreted_option), path, 8);
        let oneof = oneof_of(field).and_then(|at| oneofs.get(at)).filter(|_| !field.proto3_optional());
        let outer = oneof.map_or(scope.features, |(_, features)| *features);
        let features = outer.with(&options).with_ctype(&options, &self.file.syntax);
        let cardinality = match field.label() {
            Label::Required => Cardinality::Required,
            Label::Repeated => Cardinality::Repeated,
            // What it is otherwise follows from its type, once that is known.
            Label::Optional if field.proto3_optional() || oneof.is_some() => Cardinality::Explicit,
            Label::Optional => Cardinality::Implicit,
        };
        Field {
            name: field.name().to_owned(),
            full_name: String::new(),
            nested_name: String::new(),
            number: field.number(),
            kind: field.r#type.map_or(FieldKind::Unknown, |_| kind(field.r#type())),
            type_name: field.type_name().to_owned(),
            cardinality,
            is_packed: false,
            json_name: field.json_name.clone().unwrap_or_else(|| lower_camel_case(field.name())),
            default: field.default_value.clone(),
            oneof: oneof.map(|(oneof, _)| oneof.name.clone()),
            extendee: field.extendee.clone(),
            options,
            features,
            span: self.places.part(path, 1),
            type_span: match self.places.at(&[path, &[6]].concat()) {
                span if span.end > 0 => span,
                _ => self.places.part(path, 5),
            },
        }
    }

    fn enumeration(&mut self, it: &EnumDescriptorProto, path: &[i32], outer: Scope<'_>) {
        let nested_name = outer.nested_name(it.name());
        let options = self.options(it.options.as_ref().map(|it| &it.uninterpreted_option), path, 3);
        let values = it.value.iter().zip(0..).map(|(value, at)| {
            let path = [path, &[2, at]].concat();
            EnumValue {
                name: value.name().to_owned(),
                number: value.number(),
                options: self.options(value.options.as_ref().map(|it| &it.uninterpreted_option), &path, 3),
                span: self.places.part(&path, 1),
            }
        });
        let values = values.collect();
        self.file.enums.push(Enum {
            full_name: self.full_name(&nested_name),
            nested_name,
            name: it.name().to_owned(),
            span: self.places.part(path, 1),
            features: outer.features.with(&options),
            options,
            values,
            reserved_ranges: ranges(it.reserved_range.iter().map(|it| (it.start(), it.end()))),
            reserved_names: it.reserved_name.clone(),
        });
    }

    fn service(&mut self, service: &ServiceDescriptorProto, path: &[i32]) {
        let methods = service.method.iter().zip(0..).map(|(method, at)| {
            let path = [path, &[2, at]].concat();
            Method {
                name: method.name().to_owned(),
                input: method.input_type().to_owned(),
                output: method.output_type().to_owned(),
                client_streaming: method.client_streaming(),
                server_streaming: method.server_streaming(),
                options: self.options(method.options.as_ref().map(|it| &it.uninterpreted_option), &path, 4),
                span: self.places.part(&path, 1),
            }
        });
        let methods = methods.collect();
        self.file.services.push(Service {
            full_name: self.full_name(service.name()),
            name: service.name().to_owned(),
            span: self.places.part(path, 1),
            options: self.options(service.options.as_ref().map(|it| &it.uninterpreted_option), path, 3),
            methods,
        });
    }
}

fn oneof_of(field: &FieldDescriptorProto) -> Option<usize> {
    field.oneof_index.and_then(|at| usize::try_from(at).ok())
}

fn ranges(all: impl Iterator<Item = (i32, i32)>) -> Vec<Range> {
    all.map(|(first, last)| Range { first, last, options: Options::default(), span: findings::Span::default() })
        .collect()
}

/// The name in JSON of a field that says none, as `protoc` makes it.
fn lower_camel_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut raise = false;
    for letter in name.chars() {
        if letter == '_' {
            raise = true;
        } else {
            text.push(if raise { letter.to_ascii_uppercase() } else { letter });
            raise = false;
        }
    }
    text
}

fn kind(of: Type) -> FieldKind {
    match of {
        Type::Double => FieldKind::Double,
        Type::Float => FieldKind::Float,
        Type::Int64 => FieldKind::Int64,
        Type::Uint64 => FieldKind::Uint64,
        Type::Int32 => FieldKind::Int32,
        Type::Fixed64 => FieldKind::Fixed64,
        Type::Fixed32 => FieldKind::Fixed32,
        Type::Bool => FieldKind::Bool,
        Type::String => FieldKind::String,
        Type::Group => FieldKind::Group,
        Type::Message => FieldKind::Message,
        Type::Bytes => FieldKind::Bytes,
        Type::Uint32 => FieldKind::Uint32,
        Type::Enum => FieldKind::Enum,
        Type::Sfixed32 => FieldKind::Sfixed32,
        Type::Sfixed64 => FieldKind::Sfixed64,
        Type::Sint32 => FieldKind::Sint32,
        Type::Sint64 => FieldKind::Sint64,
    }
}
