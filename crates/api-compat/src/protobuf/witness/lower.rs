//! Descriptors as the library takes them: without options that only tools read, and those of editions in the words of
//! proto2, whatever their features say written out.

use std::collections::{HashMap, HashSet};

use prost_reflect::prost_types::UninterpretedOption;
use prost_reflect::prost_types::field_descriptor_proto::{Label, Type};
use prost_reflect::prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FieldOptions, FileDescriptorProto,
};

use crate::protobuf::model::{Cardinality, Field, FieldKind, File, Syntax};

/// `lowered`, the descriptor of `file`, without what it imports and nobody has. Fields and methods of types that nobody declares are
/// left out.
pub(super) fn lower(
    file: &File,
    mut lowered: FileDescriptorProto,
    has_file: impl Fn(&str) -> bool,
) -> FileDescriptorProto {
    keep_imports(&mut lowered, has_file);
    if let Some(options) = &mut lowered.options {
        keep_plain(&mut options.uninterpreted_option);
    }
    let fields = file
        .messages
        .iter()
        .flat_map(|message| message.fields.iter().map(|field| ((message.full_name.as_str(), field.number), field)));
    let extensions = file.extensions.iter().map(|field| ((field.full_name.as_str(), field.number), field));
    let model =
        Model { fields: fields.chain(extensions).collect(), is_edition: matches!(file.syntax, Syntax::Edition(_)) };
    let package = file.package.clone();
    for message in &mut lowered.message_type {
        model.message(message, &package);
    }
    for it in &mut lowered.enum_type {
        enumeration(it);
    }
    model.extensions(&mut lowered.extension, &package);
    let methods = file.services.iter().flat_map(|service| {
        service.methods.iter().map(|method| ((service.full_name.as_str(), method.name.as_str()), method))
    });
    let methods: HashMap<_, _> = methods.collect();
    for service in &mut lowered.service {
        if let Some(options) = &mut service.options {
            keep_plain(&mut options.uninterpreted_option);
        }
        let full_name = joined(&package, service.name.as_deref().unwrap_or_default());
        service.method.retain_mut(|method| {
            if let Some(options) = &mut method.options {
                keep_plain(&mut options.uninterpreted_option);
            }
            let known = methods.get(&(full_name.as_str(), method.name())).copied();
            known.is_some_and(|it| {
                method.input_type = Some(format!(".{}", it.input));
                method.output_type = Some(format!(".{}", it.output));
                true
            })
        });
    }
    lowered
}

/// Without imports of files that nobody has; indices of public and weak ones follow.
fn keep_imports(file: &mut FileDescriptorProto, has_file: impl Fn(&str) -> bool) {
    let mut moved = HashMap::new();
    let mut kept = Vec::new();
    let mut seen = HashSet::new();
    for (path, at) in file.dependency.drain(..).zip(0_i32..) {
        if has_file(&path) && seen.insert(path.clone()) {
            moved.insert(at, i32::try_from(kept.len()).unwrap_or(i32::MAX));
            kept.push(path);
        }
    }
    file.dependency = kept;
    for list in [&mut file.public_dependency, &mut file.weak_dependency] {
        *list = list.iter().filter_map(|at| moved.get(at).copied()).collect();
    }
}

/// Without options of extensions, for which one needs the files that declare them; those of languages come along.
fn keep_plain(options: &mut Vec<UninterpretedOption>) {
    let known = |name: &str| matches!(name.trim_start_matches('.'), "pb.cpp" | "pb.java");
    options.retain(|option| {
        let is_feature = option.name.first().is_some_and(|part| !part.is_extension && part.name_part == "features");
        let plain = option.name.iter().all(|part| !part.is_extension || (is_feature && known(&part.name_part)));
        // Features nest in no block: what does is not worth the library's stack.
        let is_flat = |block: &String| !block.contains(['[', '{', '<']);
        plain && option.aggregate_value.as_ref().is_none_or(is_flat)
    });
}

fn enumeration(it: &mut EnumDescriptorProto) {
    if let Some(options) = &mut it.options {
        keep_plain(&mut options.uninterpreted_option);
    }
    for value in &mut it.value {
        if let Some(options) = &mut value.options {
            keep_plain(&mut options.uninterpreted_option);
        }
    }
}

struct Model<'a> {
    /// By the message and the number; of an extension by its own name.
    fields: HashMap<(&'a str, i32), &'a Field>,
    is_edition: bool,
}

impl Model<'_> {
    /// The parser bounds how deep messages are nested.
    fn message(&self, message: &mut DescriptorProto, scope: &str) {
        let full_name = joined(scope, message.name());
        if let Some(options) = &mut message.options {
            keep_plain(&mut options.uninterpreted_option);
        }
        for range in &mut message.extension_range {
            range.options = None;
        }
        for oneof in &mut message.oneof_decl {
            oneof.options = None;
        }
        message.field.retain_mut(|field| self.field(field, &full_name));
        self.extensions(&mut message.extension, &full_name);
        for inner in &mut message.nested_type {
            self.message(inner, &full_name);
        }
        for inner in &mut message.enum_type {
            enumeration(inner);
        }
    }

    fn extensions(&self, extensions: &mut Vec<FieldDescriptorProto>, scope: &str) {
        extensions.retain_mut(|field| {
            let full_name = joined(scope, field.name());
            self.field(field, &full_name)
        });
    }

    /// Writes out what is known of the field; false where its type is not.
    fn field(&self, field: &mut FieldDescriptorProto, of: &str) -> bool {
        if let Some(options) = &mut field.options {
            keep_plain(&mut options.uninterpreted_option);
        }
        let Some(known) = self.fields.get(&(of, field.number())) else { return false };
        if known.kind == FieldKind::Unknown {
            return false;
        }
        if known.kind.is_named() {
            field.type_name = Some(format!(".{}", known.type_name));
        }
        if let Some(extendee) = &known.extendee {
            field.extendee = Some(format!(".{extendee}"));
        }
        if self.is_edition {
            match known.cardinality {
                Cardinality::Required => field.set_label(Label::Required),
                Cardinality::Repeated if known.kind.is_packable() => {
                    field.options.get_or_insert_with(FieldOptions::default).packed = Some(known.is_packed);
                }
                _ => {}
            }
            if known.kind == FieldKind::Group {
                field.set_type(Type::Group);
            }
        }
        true
    }
}

fn joined(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}
