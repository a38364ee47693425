//! Both sides as the library sees them.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use prost_reflect::prost_types::FileDescriptorProto;
use prost_reflect::{DescriptorPool, MethodDescriptor, ReflectMessage as _};
use protox::file::File as Parsed;

use super::batch::Needed;
use super::languages;
use super::lower::lower;
use crate::protobuf::read;

/// One side as the library sees it.
pub(super) struct Side {
    pub(super) pool: DescriptorPool,
    /// The same, with files of clients.
    clients: DescriptorPool,
    /// Files that the library does not take, and why.
    refused: HashMap<String, String>,
    probes: usize,
    takes_clients: bool,
    /// Methods by their full names, once one is asked for.
    methods: OnceCell<HashMap<String, MethodDescriptor>>,
    /// The full names of all oneofs, once one is asked for.
    oneofs: OnceCell<HashSet<String>>,
}

/// Files above which no clients are compiled: each that fails costs as much as there are names.
const FILES_FOR_CLIENTS: usize = 64;

/// Clients above which no more are compiled, for the same reason.
const CLIENTS: usize = 400;

impl Side {
    pub(super) fn new(needed: &Needed<'_>) -> Self {
        let mut side = Self {
            pool: DescriptorPool::new(),
            clients: DescriptorPool::new(),
            refused: HashMap::new(),
            probes: 0,
            takes_clients: needed.is_of_at_most(FILES_FOR_CLIENTS),
            methods: OnceCell::new(),
            oneofs: OnceCell::new(),
        };
        let bundled = DescriptorPool::global();
        let has = |path: &str| {
            let comes_along = || bundled.get_file_by_name(path).is_some() || languages::file(path).is_some();
            needed.has(path) || comes_along()
        };
        for file in needed.in_order() {
            for import in &file.imports {
                if !needed.has(&import.path) {
                    side.add_bundled(&bundled, &import.path);
                }
            }
            let Some(descriptor) = read::descriptor(file) else { continue };
            if let Err(error) = side.pool.add_file_descriptor_proto(lower(file, descriptor, has)) {
                side.refused.insert(file.path.clone(), error.to_string());
            }
        }
        side.clients = side.pool.clone();
        side
    }

    /// Adds a file that comes with every compiler, and what it imports.
    fn add_bundled(&mut self, bundled: &DescriptorPool, path: &str) {
        if let Some(file) = languages::file(path) {
            self.add_bundled(bundled, "google/protobuf/descriptor.proto");
            if self.pool.get_file_by_name(path).is_none() {
                let _ = self.pool.add_file_descriptor_proto(file);
            }
            return;
        }
        let Some(file) = bundled.get_file_by_name(path) else { return };
        let files = file.dependencies().chain(std::iter::once(file.clone()));
        let all: Vec<FileDescriptorProto> = files.map(|it| it.file_descriptor_proto().clone()).collect();
        for file in all {
            if self.pool.get_file_by_name(file.name()).is_none() {
                // What comes with the library is taken by it.
                let _ = self.pool.add_file_descriptor_proto(file);
            }
        }
    }

    /// Why the library does not take the file, where it does not.
    pub(super) fn refused(&self, path: &str) -> Option<&str> {
        self.refused.get(path).map(String::as_str)
    }

    pub(super) fn method(&self, full_name: &str) -> Option<&MethodDescriptor> {
        let by_name = || {
            let all = self.pool.services().flat_map(|service| service.methods().collect::<Vec<_>>());
            all.map(|it| (it.full_name().to_owned(), it)).collect()
        };
        self.methods.get_or_init(by_name).get(full_name)
    }

    pub(super) fn has_oneof(&self, full_name: &str) -> bool {
        let names = || {
            let all = self.pool.all_messages().flat_map(|message| message.oneofs().collect::<Vec<_>>());
            all.map(|it| it.full_name().to_owned()).collect()
        };
        self.oneofs.get_or_init(names).contains(full_name)
    }

    /// Whether clients are compiled on this side.
    pub(super) fn takes_clients(&self) -> bool {
        self.takes_clients && self.probes < CLIENTS
    }

    /// Compiles a client's file on this side; the package that it gets is told.
    ///
    /// # Errors
    /// What the compiler says.
    pub(super) fn compile(&mut self, text: &str) -> Result<String, String> {
        self.probes += 1;
        let package = format!("client{}", self.probes);
        let text = text.replacen("package client;", &format!("package {package};"), 1);
        let name = format!("{package}.proto");
        let parsed = Parsed::from_source(&name, &text).map_err(|error| error.to_string())?;
        self.clients.add_file_descriptor_proto(parsed.into()).map_err(|error| error.to_string())?;
        Ok(package)
    }

    /// With the files of clients that were compiled.
    pub(super) fn with_clients(&self) -> &DescriptorPool {
        &self.clients
    }

    /// Whether who imports the file sees the type: it is declared there, or in what the file passes on.
    pub(super) fn is_seen(&self, path: &str, full_name: &str) -> bool {
        let Some(file) = self.pool.get_file_by_name(path) else { return false };
        let declared = [
            self.pool.get_message_by_name(full_name).map(|it| it.parent_file()),
            self.pool.get_enum_by_name(full_name).map(|it| it.parent_file()),
            self.pool.get_service_by_name(full_name).map(|it| it.parent_file()),
            self.pool.get_extension_by_name(full_name).map(|it| it.parent_file()),
        ];
        let Some(declared) = declared.into_iter().flatten().next() else { return false };
        let mut todo = vec![file];
        let mut seen = HashSet::new();
        while let Some(file) = todo.pop() {
            if file.name() == declared.name() {
                return true;
            }
            if seen.insert(file.name().to_owned()) {
                todo.extend(file.public_dependencies());
            }
        }
        false
    }

    /// An option of the file, as the library reads it.
    pub(super) fn file_option(&self, path: &str, name: &str) -> Option<String> {
        let options = self.pool.get_file_by_name(path)?.options();
        option(&options, name)
    }
}

/// An option, as the library reads it; the default value where it is not set.
pub(super) fn option(options: &prost_reflect::DynamicMessage, name: &str) -> Option<String> {
    let field = options.descriptor().get_field_by_name(name)?;
    Some(super::exchange::said(&field, &options.get_field(&field)))
}
