//! Functions and aggregates that SQLite calls in this process.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;

use rusqlite::functions::{Aggregate as Called, Context, FunctionFlags};
use rusqlite::types::Value as Stored;

use super::SqliteSession;
use super::typed::{read, stored};
use crate::session::Aggregate;
use crate::{Result, Value};

/// Any number of arguments.
const ANY: i32 = -1;

/// Texts come in UTF-8 whatever the database holds; nothing that is stored in the database may call a function of ours.
const FLAGS: FunctionFlags =
    FunctionFlags::SQLITE_UTF8.union(FunctionFlags::SQLITE_DETERMINISTIC).union(FunctionFlags::SQLITE_DIRECTONLY);

impl SqliteSession {
    pub(crate) fn register_function(
        &self,
        name: &str,
        function: impl FnMut(&[Value]) -> Value + Send + 'static,
    ) -> Result<()> {
        let called = RefCell::new((function, Vec::new()));
        self.connection.create_scalar_function(name, ANY, FLAGS, move |context| {
            // It does not hold the session, so that no call comes within another one.
            let (function, arguments) = &mut *called.borrow_mut();
            take(context, arguments);
            Ok(given(function(arguments)))
        })?;
        Ok(())
    }

    pub(crate) fn register_aggregate<A: Aggregate>(
        &self,
        name: &str,
        begin: impl Fn() -> A + Send + 'static,
    ) -> Result<()> {
        Ok(self.connection.create_aggregate_function(name, ANY, FLAGS, Beginning(begin))?)
    }
}

/// An aggregate by what its groups start with.
struct Beginning<B>(B);

/// What is kept of a group, and the arguments of the last row, whose memory is used again.
type Group<A> = AssertUnwindSafe<(A, Vec<Value>)>;

impl<A: Aggregate, B: Fn() -> A> Called<Group<A>, Stored> for Beginning<B> {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<Group<A>> {
        Ok(AssertUnwindSafe(((self.0)(), Vec::new())))
    }

    fn step(&self, context: &mut Context<'_>, group: &mut Group<A>) -> rusqlite::Result<()> {
        let (kept, arguments) = &mut group.0;
        take(context, arguments);
        kept.add(arguments);
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, group: Option<Group<A>>) -> rusqlite::Result<Stored> {
        Ok(group.map_or(Stored::Null, |it| given(it.0.0.finish())))
    }
}

/// Decodes the arguments of a call.
fn take(context: &Context<'_>, into: &mut Vec<Value>) {
    into.resize(context.len(), Value::Null);
    for (at, value) in into.iter_mut().enumerate() {
        read(context.get_raw(at), value);
    }
}

/// The value as SQLite takes it.
fn given(value: Value) -> Stored {
    match value {
        Value::Bytes(bytes) => Stored::Blob(bytes),
        value => stored(&value),
    }
}
