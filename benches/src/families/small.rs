//! Single operations on tiny arrays, where the overhead of a call is all there is.

use numoxide::{array, concatenate, cross, dot, linalg, s};

use crate::case::Cases;
use crate::data::{matrix, random};

pub fn add_to(cases: &mut Cases) {
    cases.fixed("small.index2d", || {
        let a = matrix(9, 9);
        move || a[[3, 4]]
    });
    cases.fixed("small.slice2d", || {
        let a = matrix(9, 9);
        move || a.slice(s![1..5, ..;2]).unwrap()
    });
    cases.fixed("small.reshape", || {
        let a = random(12);
        move || a.reshape([3, 4]).unwrap()
    });
    cases.fixed("small.transpose", || {
        let a = matrix(3, 4);
        move || a.t()
    });
    cases.fixed("small.array3", || || array![1.0, 2.0, 3.0]);
    cases.fixed("small.dot3", || {
        let (a, b) = (random(3), random(3));
        move || dot(&a, &b).unwrap()
    });
    cases.fixed("small.cross", || {
        let (a, b) = (random(3), random(3));
        move || cross(&a, &b).unwrap()
    });
    cases.fixed("small.norm", || {
        let a = random(3);
        move || linalg::norm(&a).unwrap()
    });
    cases.fixed("small.concat", || {
        let (a, b) = (random(3), random(3));
        move || concatenate([&a, &b], 0).unwrap()
    });
}
