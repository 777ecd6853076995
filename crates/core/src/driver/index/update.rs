//! A function of the items at places that an index array names, once for each place: what `at` does.

use std::ptr::copy_nonoverlapping;

use super::super::plan::Plan;
use super::super::{CastFn, LoopFn};
use super::{Place, plan_operand};

/// A loop that goes through places by itself: `target[offset] = function(target[offset], value)` one after the
/// other, the values where the address says and as many bytes apart.
pub(crate) type PlacesFn = unsafe fn(target: *mut u8, offsets: &[isize], values: (*const u8, isize));

/// An operand on its way to the loop or back: the bytes it has in memory, and the cast, if there is one.
#[derive(Clone, Copy)]
pub(crate) struct Road {
    pub(crate) size: usize,
    pub(crate) cast: Option<CastFn>,
}

/// What happens at each place: the item there, and a value if the function takes one, become the item there.
pub(crate) struct Update {
    /// The function's loop, which is called for one item at a time.
    pub(crate) run: LoopFn,
    /// The loop for all places at once, if there is one and nothing needs a cast.
    pub(crate) at: Option<PlacesFn>,
    /// The way of the items to the loop.
    pub(crate) item: Road,
    /// The way of the values.
    pub(crate) value: Option<Road>,
    /// The way of the results to their places.
    pub(crate) result: Road,
}

/// Room for an item of any scalar type.
const ITEM: usize = size_of::<u128>();

/// Updates `target` at each of `offsets`, and there every item of its layout, with `values` of the same layout's
/// shape, of which those for the next offset lie so many bytes on.
///
/// # Safety
/// The target must be ours alone and hold items at all offsets; the values must be readable, one layout for each
/// offset; all of the types that the update was made for.
pub(crate) unsafe fn update_places(
    update: &Update,
    target: Place<'_>,
    offsets: &[isize],
    values: Option<(Place<'_>, isize)>,
) {
    let mut operands = vec![plan_operand(target.0, target.1)];
    operands.extend(values.map(|(values, _)| plan_operand(values.0, values.1)));
    let step = values.map_or(0, |(_, step)| step);
    // Items beside each other do not meet, so that each may see all its values before the next one does.
    Plan::in_order(target.1.shape(), operands).rows(|ptrs, strides, n| {
        for i in 0..n as isize {
            let at = |k: usize| ptrs.get(k).map(|ptr| ptr.wrapping_offset(i * strides[k]));
            let values = (at(1).unwrap_or_default(), step);
            // SAFETY: by contract; the plan visits the items of both.
            unsafe { update.items(ptrs[0].wrapping_offset(i * strides[0]), offsets, values) }
        }
    });
}

impl Update {
    /// # Safety
    /// As [`update_places`], for one item at each offset.
    unsafe fn items(&self, target: *mut u8, offsets: &[isize], (first, step): (*mut u8, isize)) {
        // SAFETY: by contract.
        unsafe {
            if let Some(at) = self.at {
                return at(target, offsets, (first, step));
            }
            for (i, &offset) in offsets.iter().enumerate() {
                self.one(target.offset(offset), first.wrapping_offset(i as isize * step));
            }
        }
    }

    /// # Safety
    /// As [`update_places`], for one item.
    unsafe fn one(&self, place: *mut u8, value: *const u8) {
        let mut room = [0u128; 3];
        let [a, b, result] = room.each_mut().map(|item| (item as *mut u128).cast::<u8>());
        // SAFETY: by contract; a room holds an item of any scalar type.
        unsafe {
            self.item.bring(place, a);
            match self.value {
                Some(way) => {
                    way.bring(value, b);
                    (self.run)(std::ptr::null(), [a, b, result].as_ptr(), 1);
                }
                None => (self.run)(std::ptr::null(), [a, result].as_ptr(), 1),
            }
            self.result.give(result, place);
        }
    }
}

impl Road {
    /// Brings an item from anywhere to aligned room.
    ///
    /// # Safety
    /// The item must be readable, the room aligned and large enough for any scalar.
    unsafe fn bring(self, from: *const u8, to: *mut u8) {
        let mut raw = [0u128; 1];
        let raw = raw.as_mut_ptr().cast::<u8>();
        assert!(self.size <= ITEM, "a scalar");
        // SAFETY: by contract.
        unsafe {
            match self.cast {
                Some(cast) => {
                    copy_nonoverlapping(from, raw, self.size);
                    cast(raw, to, 1);
                }
                None => copy_nonoverlapping(from, to, self.size),
            }
        }
    }

    /// Puts an item from aligned room where it belongs.
    ///
    /// # Safety
    /// As [`Road::bring`], the other way round.
    unsafe fn give(self, from: *const u8, to: *mut u8) {
        let mut raw = [0u128; 1];
        let raw = raw.as_mut_ptr().cast::<u8>();
        assert!(self.size <= ITEM, "a scalar");
        // SAFETY: by contract.
        unsafe {
            match self.cast {
                Some(cast) => {
                    cast(from, raw, 1);
                    copy_nonoverlapping(raw, to, self.size);
                }
                None => copy_nonoverlapping(from, to, self.size),
            }
        }
    }
}
