//! Sorts of every kind of input, selections, searches and sets.

use numoxide::{Array, SortKind, Sortable, argsort, isin, partition, searchsorted, sort, unique};

use crate::case::Cases;
use crate::data::{integers, random, random_as};

pub fn add_to(cases: &mut Cases) {
    sorts(cases, "f8", 1e6, |x| x);
    sorts(cases, "f4", 1e6, |x| x as f32);
    sorts(cases, "i8", 1e6, |x| x as i64);
    sorts(cases, "i4", 1e6, |x| x as i32);
    sorts(cases, "u1", 255.0, |x| x as u8);
    selections(cases);
    sets(cases);
}

/// An input in the order that `cases.tsv` names, of numbers below `most`.
fn input<T: Sortable>(order: &str, n: usize, most: f64, of: impl Fn(f64) -> T + Copy) -> Array<T> {
    let a = random_as(n, move |x| of(x * most));
    let sorted = || sort(&a).unwrap();
    match order {
        "nearly" => {
            let mut a = sorted();
            let places = integers(0, n as i64, n / 100, |i| i);
            for (i, j) in places.iter().zip(places.to_vec().iter().rev()) {
                a[*i] = a[*j];
            }
            a
        }
        "reversed" => Array::from_vec(sorted().to_vec().into_iter().rev().collect()).unwrap(),
        "few" => integers(0, 10, n, move |i| of(i as f64)),
        "equal" => Array::full([n], of(7.0)).unwrap(),
        _ => a,
    }
}

fn sorts<T: Sortable>(
    cases: &mut Cases,
    dtype: &'static str,
    most: f64,
    of: impl Fn(f64) -> T + Copy + 'static,
) {
    for order in ["sort", "nearly", "reversed", "few", "equal"] {
        cases.case(format!("sort.{order}.{dtype}"), move |n| {
            let a = input(order, n, most, of);
            move || sort(&a).unwrap()
        });
        let name = if order == "sort" { "argsort".to_owned() } else { format!("argsort_{order}") };
        cases.case(format!("sort.{name}.{dtype}"), move |n| {
            let a = input(order, n, most, of);
            move || argsort(&a).unwrap()
        });
    }
}

fn small_integers(n: usize) -> Array<i64> {
    integers(0, 1000, n, |i| i)
}

fn selections(cases: &mut Cases) {
    cases.case("sort.stable.i8", |n| {
        let a = small_integers(n);
        move || sort::with(&a).kind(SortKind::Stable).run().unwrap()
    });
    cases.case("sort.partition.f8", |n| {
        let a = random(n);
        move || partition(&a, n / 2).unwrap()
    });
    cases.case("index.searchsorted", |n| {
        let (s, q) = (sort(random(n)).unwrap(), random(n));
        move || searchsorted(&s, &q).unwrap()
    });
}

fn sets(cases: &mut Cases) {
    cases.case("sort.unique.i8", |n| {
        let a = small_integers(n);
        move || unique(&a).unwrap()
    });
    cases.case("sort.isin.i8", |n| {
        let most = if n > 1000 { n as i64 } else { 1000 };
        let (a, b) = (integers(0, most, n, |i| i), integers(0, most, 1000, |i| i));
        move || isin(&a, &b).unwrap()
    });
}
