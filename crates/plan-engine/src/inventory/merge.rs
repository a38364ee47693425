//! The list of a specification and the resources of a file as one inventory.

use std::collections::BTreeMap;

use crate::Error;
use crate::specification::Specification;
use crate::specification::model::{Migration, Resource};

/// The resources of `migration`: those of `file`, each with what the specification adds to it, then the others of the list.
///
/// # Errors
/// [`Input`](crate::ErrorKind::Input) where a resource of the list has no type and is not in the file, or depends on
/// something that is not there.
pub(crate) fn merged(
    specification: &Specification,
    migration: &Migration,
    file: Option<&[Resource]>,
) -> Result<Vec<Resource>, Error> {
    let mut all: Vec<Resource> = file.unwrap_or_default().to_vec();
    let mut by_name: BTreeMap<String, usize> = all.iter().enumerate().map(|(at, it)| (it.name.clone(), at)).collect();
    for told in &migration.inventory {
        match by_name.get(&told.name).and_then(|at| all.get_mut(*at)) {
            Some(found) => add(found, told),
            None if told.kind.is_empty() => {
                return Err(Error::input(format!(
                    "{}: `{}` is no resource of {}, and the inventory does not say what it is: correct the name, or state its `type`",
                    specification.places.place(&told.pointer),
                    told.name,
                    migration.inventory_file.as_deref().unwrap_or("a file")
                )));
            }
            None => {
                by_name.insert(told.name.clone(), all.len());
                all.push(told.clone());
            }
        }
    }
    for it in &all {
        let mut needed = it.depends_on.iter().chain(&it.near);
        if let Some(name) = needed.find(|name| !by_name.contains_key(*name)) {
            let place = specification.places.place(&it.pointer);
            return Err(Error::input(format!(
                "{place}: `{}` depends on `{name}`, and no resource is called that",
                it.name
            )));
        }
    }
    Ok(all)
}

/// What the specification says goes before what the file says.
fn add(found: &mut Resource, told: &Resource) {
    let text = |to: &mut Option<String>, from: &Option<String>| {
        if from.is_some() {
            to.clone_from(from);
        }
    };
    if !told.kind.is_empty() {
        found.kind.clone_from(&told.kind);
    }
    text(&mut found.region, &told.region);
    text(&mut found.group, &told.group);
    text(&mut found.address, &told.address);
    found.place = told.place.or(found.place);
    found.bytes = told.bytes.or(found.bytes);
    found.criticality = told.criticality.or(found.criticality);
    found.stateful = told.stateful.or(found.stateful);
    found.monthly_cost = told.monthly_cost.or(found.monthly_cost);
    found.fate = told.fate.or(found.fate);
    found.shared |= told.shared;
    for (to, from) in
        [(&mut found.depends_on, &told.depends_on), (&mut found.near, &told.near), (&mut found.dns, &told.dns)]
    {
        let new: Vec<String> = from.iter().filter(|it| !to.contains(it)).cloned().collect();
        to.extend(new);
    }
    found.target = told.target.clone();
    found.pointer.clone_from(&told.pointer);
}
