//! Items at places that data names: index arrays and masks.
//!
//! An index with arrays becomes byte offsets ([`lookup`]), a block at a time, checked before anything is read
//! by them; [`picks`] then moves items between those places and a block of values, in either direction. Masks go
//! without places: [`masks`] walks them beside the items.

mod choice;
mod lookup;
mod masks;
mod picks;
mod pieces;
mod update;

pub(crate) use choice::{choose_items, where_items};
pub(crate) use lookup::{FEW, IndexArray, Lookup, Lookups, few_in_a_row};
pub(crate) use masks::{blend_items, compress_items, coordinates, count_true, flat_places, spread_items};
pub(crate) use picks::{AHEAD, Picks, Way, move_few, move_picked};
pub(crate) use pieces::Pieces;
pub(crate) use update::{PlacesFn, Road, Update, update_places};

use super::blocks::plan_operand;
use super::plan::Plan;
use crate::Layout;

/// Where the items of an array lie: the memory that the layout's offset counts from, and the layout.
pub(crate) type Place<'a> = (*mut u8, &'a Layout);

/// A plan in row-major order over places of one shape.
fn in_order(places: &[Place<'_>]) -> Plan {
    let shape = places.first().map_or(&[][..], |place| place.1.shape());
    Plan::in_order(shape, places.iter().map(|place| plan_operand(place.0, place.1)).collect())
}

/// A plan over places of one shape, in whatever order suits them.
fn in_any_order(places: &[Place<'_>]) -> Plan {
    let shape = places.first().map_or(&[][..], |place| place.1.shape());
    Plan::new(shape, places.iter().map(|place| plan_operand(place.0, place.1)).collect())
}
