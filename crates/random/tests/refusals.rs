//! What NumPy refuses, and what it makes of the oddest parameters that it takes.

mod calls;

use calls::{distribution, methods};
use numoxide_core::*;
use numoxide_random::*;
use numoxide_testkit::calls::{Call, check_calls};

/// What a method of the macro gives, or none if it refuses its parameters.
fn any<T: Element>(drawn: numoxide_random::Result<Array<T>>) -> Option<AnyArray> {
    drawn.ok().map(AnyArray::from)
}

/// The method's two numbers for one set of parameters.
fn two(words: &[&str], parameters: &[AnyArray]) -> Option<AnyArray> {
    let views: Vec<AnyView<'_>> = parameters.iter().map(AnyArray::view).collect();
    match words[0] {
        "generator" => distribution!(&mut default_rng(5).unwrap(), words[1], &views, 2),
        _ => distribution!(&mut RandomState::new(5).unwrap(), words[1], &views, 2),
    }
}

/// The items as what they print, which tells the zeros apart and takes one NaN for another.
fn items(array: &AnyArray) -> Vec<String> {
    let view = array.view();
    match (view.downcast::<f64>(), view.downcast::<i64>()) {
        (Ok(x), _) => x.iter().map(|x| format!("{x:?}")).collect(),
        (_, Ok(x)) => x.iter().map(|x| format!("{x:?}")).collect(),
        _ => panic!("no numbers of {}", array.dtype()),
    }
}

/// The item at a place, as a scalar and as an array of one.
fn parameter(column: &AnyArray, at: usize) -> [AnyArray; 2] {
    let view = column.view();
    match (view.downcast::<f64>(), view.downcast::<i64>()) {
        (Ok(x), _) => [Array::scalar(x[at]).unwrap().into(), Array::from_vec(vec![x[at]]).unwrap().into()],
        (_, Ok(x)) => [Array::scalar(x[at]).unwrap().into(), Array::from_vec(vec![x[at]]).unwrap().into()],
        _ => panic!("no parameters of {}", column.dtype()),
    }
}

fn differences(one: &Call<'_>) -> Option<String> {
    let wanted = one.results();
    let (refused, numbers) = (wanted[0].view().downcast::<bool>().unwrap().to_vec(), items(&wanted[1]));
    let mut found = Vec::new();
    for (at, (&refused, numbers)) in refused.iter().zip(numbers.chunks_exact(2)).enumerate() {
        let numpys = (!refused).then(|| numbers.to_vec());
        for form in 0..2 {
            let parameters: Vec<AnyArray> =
                one.arrays.iter().map(|column| parameter(column, at)[form].clone()).collect();
            let ours = two(&one.words, &parameters).map(|drawn| items(&drawn));
            if ours != numpys {
                let parameters: Vec<_> = parameters.iter().flat_map(items).collect();
                found.push(format!("{parameters:?} gives {ours:?}, NumPy {numpys:?}"));
            }
        }
    }
    (!found.is_empty()).then(|| format!("{} differ\n  {}", found.len(), found.join("\n  ")))
}

#[test]
fn what_numpy_refuses_and_the_oddest_that_it_takes() {
    check_calls("random_refusals", 58, differences);
}

#[test]
fn legacy_rejections_that_never_accept() {
    let mut rng = RandomState::new(5).unwrap();
    for kappa in [3e16, 1e19, f64::MAX, f64::INFINITY] {
        assert!(rng.vonmises(0.0, kappa, 1).is_err(), "{kappa}");
    }
    assert!(rng.zipf(1025.0, 1).is_err() && rng.zipf(f64::INFINITY, 1).is_err());
    assert!(rng.vonmises(0.0, 1e16, 1).is_ok() && rng.zipf(1024.9, 1).is_ok());
}
