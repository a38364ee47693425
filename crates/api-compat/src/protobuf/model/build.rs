//! A file of the model from what the parser gave.

mod places;
mod types;

use findings::SourceText;
use prost_reflect::prost_types::{FileDescriptorProto, FileOptions};

use super::{Features, File, Import, Options, Syntax};
use crate::protobuf::read::Rewritten;
use places::Places;
use types::Builder;

/// The file called `path`; types are named as they are written until the files are linked.
pub(in crate::protobuf) fn file(
    path: String,
    source: SourceText,
    descriptor: &FileDescriptorProto,
    rewritten: Option<&Rewritten>,
) -> File {
    let text = rewritten.map_or(source.text(), |it| it.text.as_str());
    let locations = descriptor.source_code_info.as_ref().map_or(&[][..], |it| &it.location);
    let places = Places::new(locations, text, rewritten);
    let syntax = match (rewritten.and_then(|it| it.edition.clone()), descriptor.syntax()) {
        (Some(edition), _) => Syntax::Edition(edition),
        (None, "proto3") => Syntax::Proto3,
        _ => Syntax::Proto2,
    };
    let options = of_file(descriptor.options.as_ref(), &places);
    let features = Features::defaults(&syntax).with(&options);
    let package = descriptor.package().to_owned();
    let (package_span, syntax_span) = (places.at(&[2]), places.at(&[12]));
    let mut file = File {
        source,
        path,
        package_span: if package_span.end == 0 { syntax_span } else { package_span },
        syntax_span,
        imports: imports(descriptor, &places),
        messages: Vec::new(),
        enums: Vec::new(),
        services: Vec::new(),
        extensions: Vec::new(),
        package,
        syntax,
        options,
        features,
    };
    Builder { file: &mut file, places: &places }.all(descriptor);
    file
}

fn of_file(options: Option<&FileOptions>, places: &Places<'_>) -> Options {
    let written = options.map_or(&[][..], |it| &it.uninterpreted_option);
    Options::new(written, |at| places.option(&[8], at))
}

fn imports(descriptor: &FileDescriptorProto, places: &Places<'_>) -> Vec<Import> {
    let imports = descriptor.dependency.iter().zip(0_i32..).map(|(path, at)| Import {
        path: path.clone(),
        public: descriptor.public_dependency.contains(&at),
        weak: descriptor.weak_dependency.contains(&at),
        span: places.at(&[3, at]),
    });
    imports.collect()
}
