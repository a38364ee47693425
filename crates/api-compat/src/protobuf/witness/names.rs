//! What shows that a name is gone: a client's file that compiled before and does not compile any more.

use super::exchange::Shown;
use super::{COMPILER, LIBRARY, Lab};
use crate::protobuf::change::{Change, Edit, Element, Node};

impl Lab {
    /// A type that went, from its file or altogether; a service that came is called on the old side.
    pub(super) fn name(&mut self, change: &Change<'_>) -> Option<(Shown, &'static str)> {
        if change.edit == Edit::Added {
            let service = change.after?.service()?;
            let missing = self.old.pool.get_service_by_name(&service.full_name).is_none();
            let shown = called(&service.full_name, "the old definition has no such service");
            return missing.then_some((shown, LIBRARY));
        }
        let node = change.before?;
        let path = node.file().path.clone();
        let (name, client) = match node {
            Node::Message(_, it) if it.is_map_entry => (it.full_name.clone(), None),
            Node::Message(_, it) => (it.full_name.clone(), Some(uses(&path, &it.full_name))),
            Node::Enum(_, it) => (it.full_name.clone(), Some(uses(&path, &it.full_name))),
            Node::Service(_, it) => (it.full_name.clone(), None),
            Node::Field(_, _, it) => (it.full_name.clone(), None),
            _ => return None,
        };
        if let Some(client) = client.filter(|_| self.old.takes_clients() && self.new.takes_clients())
            && let Some(shown) = self.compiled(&client)
        {
            return Some((shown, COMPILER));
        }
        let path_now = change.after.map_or(path.clone(), |it| it.file().path.clone());
        let lost = self.old.is_seen(&path, &name) && !self.new.is_seen(&path, &name);
        // Of two files alone the one is the other, whatever they are called.
        let lost = lost || (!self.new.is_seen(&path_now, &name) && self.old.is_seen(&path, &name));
        let fails_with = format!("who imports `{path}` finds no `{name}` there");
        let statement = match node {
            Node::Service(..) => return lost.then(|| (called(&name, &fails_with), LIBRARY)),
            _ => format!("`import \"{path}\";` and a use of `{name}`"),
        };
        lost.then_some((Shown { statement, instance: None, fails_with }, LIBRARY))
    }

    /// The client, where it compiles with the old definitions and does not with the new ones.
    pub(super) fn compiled(&mut self, client: &str) -> Option<Shown> {
        self.old.compile(client).ok()?;
        let error = self.new.compile(client).err()?;
        Some(Shown { statement: client.to_owned(), instance: None, fails_with: error })
    }

    /// Files and packages.
    pub(super) fn file(&mut self, change: &Change<'_>) -> Option<(Shown, &'static str)> {
        let node = change.before?;
        let path = node.file().path.clone();
        match (change.element, change.field) {
            (Element::Package, _) => {
                let any = |side: &super::Side| side.pool.files().any(|it| it.package_name() == change.item());
                let gone = any(&self.old) && !any(&self.new);
                let shown = Shown {
                    statement: format!("whatever names something of the package `{}`", change.item()),
                    instance: None,
                    fails_with: "no file of the new definitions has the package".to_owned(),
                };
                gone.then_some((shown, LIBRARY))
            }
            (_, "" | "public_dependency") => {
                let client = self.public_client(change, &path);
                let by_compiler = if self.old.takes_clients() && self.new.takes_clients() {
                    self.compiled(&client).map(|shown| (shown, COMPILER))
                } else {
                    None
                };
                by_compiler.or_else(|| {
                    let gone = self.old.pool.get_file_by_name(&path).is_some()
                        && self.new.pool.get_file_by_name(&path).is_none();
                    let statement = client;
                    let fails_with = format!("no file of the new definitions is called `{path}`");
                    gone.then_some((Shown { statement, instance: None, fails_with }, LIBRARY))
                })
            }
            _ => self.file_fact(change).map(|shown| (shown, LIBRARY)),
        }
    }

    /// A client that needs the file, or what it passes on.
    fn public_client(&self, change: &Change<'_>, path: &str) -> String {
        let passed_on = self.old.pool.get_file_by_name(change.item());
        let name = passed_on.and_then(|file| file.messages().next().map(|it| it.full_name().to_owned()));
        match name {
            Some(name) if change.field == "public_dependency" => uses(path, &name),
            _ => format!("syntax = \"proto2\";\npackage client;\nimport \"{path}\";\n"),
        }
    }

    /// A client that extends the message under a number that was there for it.
    pub(super) fn extension_range(&mut self, change: &Change<'_>) -> Option<(Shown, &'static str)> {
        let message = change.before?.message()?;
        let path = &change.before?.file().path;
        let number: i32 = change.item().split([' ', ',']).next()?.parse().ok()?;
        let client = format!(
            "syntax = \"proto2\";\npackage client;\nimport \"{path}\";\nextend .{} {{ optional client.Extra extra = {number}; }}\n\
             message Extra {{}}\n",
            message.full_name
        );
        let client = client.replace("client.Extra", "Extra");
        if self.old.takes_clients()
            && self.new.takes_clients()
            && let Some(shown) = self.compiled(&client)
        {
            return Some((shown, COMPILER));
        }
        let number = u32::try_from(number).ok()?;
        let holds = |side: &super::Side| {
            let message = side.pool.get_message_by_name(&message.full_name)?;
            Some(message.extension_ranges().any(|range| range.contains(&number)))
        };
        let lost = holds(&self.old)? && !holds(&self.new)?;
        let fails_with = format!("{number} is in no range for extensions of the new descriptor");
        lost.then_some((Shown { statement: client, instance: None, fails_with }, LIBRARY))
    }
}

/// A client that uses the type.
pub(super) fn uses(path: &str, full_name: &str) -> String {
    format!(
        "syntax = \"proto2\";\npackage client;\nimport \"{path}\";\nmessage Client {{ optional .{full_name} value = 1; }}\n"
    )
}

/// A call.
pub(super) fn called(service: &str, fails_with: &str) -> Shown {
    Shown { statement: format!("a call of `/{service}/…`"), instance: None, fails_with: fails_with.to_owned() }
}
