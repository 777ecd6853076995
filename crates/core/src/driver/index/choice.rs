//! Items chosen from several operands, place by place.

use std::mem::MaybeUninit;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use numoxide_simd::select::choose;

use super::super::copy::ItemOps;
use super::super::gather::by_size;
use super::super::{Elementwise, Loop, MAX_OPERANDS, Operand};
use super::{Place, in_any_order};

/// The loop of a choice between two, by a mask.
///
/// # Safety
/// As [`LoopFn`](super::super::LoopFn), for a mask, two inputs and an output of the size of `T`.
unsafe fn where_loop<T: Copy>(_: *const (), operands: *const *mut u8, n: usize) {
    // SAFETY: by contract; the engine hands out aligned runs.
    unsafe {
        choose(
            from_raw_parts(*operands, n),
            from_raw_parts((*operands.add(1)).cast::<T>(), n),
            from_raw_parts((*operands.add(2)).cast::<T>(), n),
            from_raw_parts_mut((*operands.add(3)).cast::<MaybeUninit<T>>(), n),
        );
    }
}

/// Fills `dst` with the items of `yes` where the mask is true, with those of `no` elsewhere.
///
/// # Safety
/// All must have one shape; the mask must hold bytes that are 0 or 1; `dst` must be fresh memory.
pub(crate) unsafe fn where_items(
    ops: &ItemOps,
    mask: Place<'_>,
    yes: Place<'_>,
    no: Place<'_>,
    dst: Place<'_>,
) {
    let size = ops.size;
    let run = by_size!(size, |T| Some(where_loop::<T> as super::super::LoopFn), None);
    // SAFETY: by contract.
    unsafe {
        let Some(run) = run.filter(|_| ops.is_bytes()) else {
            return where_one_by_one(ops, &[mask, yes, no, dst]);
        };
        let operand = |(memory, layout), size| Operand::new(memory, layout, size);
        let inputs = [operand(mask, 1), operand(yes, size), operand(no, size)];
        let outputs = [operand(dst, size)];
        Elementwise { inner: Loop::new(run), inputs: &inputs, outputs: &outputs, mask: None }.run();
    }
}

/// # Safety
/// As [`where_items`].
unsafe fn where_one_by_one(ops: &ItemOps, places: &[Place<'_>; 4]) {
    if places[3].1.is_empty() {
        return;
    }
    ops.run(&in_any_order(places), &|ptrs, strides, n| {
        for i in 0..n as isize {
            let at = |k: usize| ptrs[k].wrapping_offset(i * strides[k]);
            // SAFETY: the plan visits the items of all four.
            unsafe { ops.copy_run(if *at(0) != 0 { at(1) } else { at(2) }, 0, at(3), 0, 1) };
        }
    });
}

/// Fills `dst` at each place with the item of that one of `choices` that `index` names.
///
/// # Safety
/// All must have one shape; `index` must hold `i64` that are places of `choices`; `dst` must be fresh memory.
pub(crate) unsafe fn choose_items(ops: &ItemOps, index: Place<'_>, choices: &[Place<'_>], dst: Place<'_>) {
    if dst.1.is_empty() {
        return;
    }
    // As many at a time as the plan takes beside the index and the target.
    for (group, choices) in choices.chunks(MAX_OPERANDS - 2).enumerate() {
        let first = (group * (MAX_OPERANDS - 2)) as i64;
        let count = choices.len();
        let places: Vec<Place<'_>> =
            [index].into_iter().chain(choices.iter().copied()).chain([dst]).collect();
        let target = places.len() - 1;
        let plan = in_any_order(&places);
        let typed = by_size!(ops.size, |T| Some(choose_run::<T> as ChooseRun), None);
        if let Some(run) = typed.filter(|_| ops.is_bytes()) {
            // SAFETY: the plan visits the items of all, which have the size of the run's type.
            ops.run(&plan, &|ptrs, strides, n| unsafe { run(ptrs, strides, n, first, count) });
            continue;
        }
        ops.run(&plan, &|ptrs, strides, n| {
            for i in 0..n as isize {
                let at = |k: usize| ptrs[k].wrapping_offset(i * strides[k]);
                // SAFETY: the plan visits the items of all.
                unsafe {
                    let choice = at(0).cast::<i64>().read_unaligned() - first;
                    if (0..count as i64).contains(&choice) {
                        ops.copy_run(at(1 + choice as usize), 0, at(target), 0, 1);
                    }
                }
            }
        });
    }
}

/// [`choose_run`] of a type.
type ChooseRun = unsafe fn(&[*mut u8], &[isize], usize, i64, usize);

/// Chooses along a run: an index, `count` choices of which the first is number `first`, and the target.
///
/// # Safety
/// All must be readable, the target writable, for `n` items of the size of `T`, the index for `i64`.
unsafe fn choose_run<T: Copy>(ptrs: &[*mut u8], strides: &[isize], n: usize, first: i64, count: usize) {
    let size = size_of::<T>() as isize;
    let in_rows = strides[0] == 8 && strides[1..count + 2].iter().all(|&stride| stride == size);
    for i in 0..n {
        // Steps that the compiler knows spare it the multiplications.
        let at = |k: usize, size: isize| match in_rows {
            true => ptrs[k].wrapping_offset(i as isize * size),
            false => ptrs[k].wrapping_offset(i as isize * strides[k]),
        };
        // SAFETY: by contract.
        unsafe {
            let choice = at(0, 8).cast::<i64>().read_unaligned().wrapping_sub(first) as usize;
            if choice < count {
                let value = at(1 + choice, size).cast::<T>().read_unaligned();
                at(count + 1, size).cast::<T>().write_unaligned(value);
            }
        }
    }
}
