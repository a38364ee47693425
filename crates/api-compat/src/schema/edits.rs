//! What differs between two schemas, keyword by keyword, as changes.

use std::rc::Rc;

use crate::change::Place;
use crate::comparison::Comparison;
use crate::document::NodeId;

/// Records what differs between the schemas `before` and `after` at `place`.
pub(crate) fn compare(_comparison: &mut Comparison<'_>, _before: NodeId, _after: NodeId, _place: &Rc<Place>) {}
