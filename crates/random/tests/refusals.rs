//! What NumPy refuses, and what it makes of the oddest parameters that it takes.

mod calls;

use calls::{distribution, methods};
use numoxide_core::*;
use numoxide_random::*;
use numoxide_testkit::calls::{Call, Results, check_calls};

/// What a method of the macro gives, or none if it refuses its parameters.
fn any<T: Element>(drawn: numoxide_random::Result<Array<T>>) -> Option<AnyArray> {
    drawn.ok().map(AnyArray::from)
}

/// The method's numbers for one set of parameters.
fn drawn(words: &[&str], seed: usize, parameters: &[AnyArray], count: isize) -> Option<AnyArray> {
    let views: Vec<AnyView<'_>> = parameters.iter().map(AnyArray::view).collect();
    match words[0] {
        "generator" => distribution!(&mut default_rng(seed).unwrap(), words[1], &views, count),
        _ => distribution!(&mut RandomState::new(seed).unwrap(), words[1], &views, count),
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
    let count = numbers.len() / refused.len();
    for (at, (&refused, numbers)) in refused.iter().zip(numbers.chunks_exact(count)).enumerate() {
        let numpys = (!refused).then(|| numbers.to_vec());
        for form in 0..2 {
            let parameters: Vec<AnyArray> =
                one.arrays.iter().map(|column| parameter(column, at)[form].clone()).collect();
            let ours = drawn(&one.words, at, &parameters, count as isize).map(|drawn| items(&drawn));
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

/// What the methods of both streams have in common, of the stream `$rng`.
macro_rules! common {
    ($rng:ident, $one:ident, $n:ident, $doubles:ident, $whole:ident; $($name:pat_param $(if $guard:expr)? => $own:expr,)*) => {
        match $one.words[1] {
            "choice" => any($rng.choice_of($n(0) as usize).run($n(1))),
            "sample" => any($rng.choice_of($n(0) as usize).replace(false).run($n(1))),
            "choice_p" => any($rng.choice_of(2).p($doubles(0)).run($n(1))),
            "sample_p" => any($rng.choice_of(2).replace(false).p($doubles(0)).run($n(1))),
            "multinomial" => any($rng.multinomial($n(0) as i64, $doubles(0), 3)),
            "dirichlet" => any($rng.dirichlet($doubles(0), 3)),
            "standard_gamma" => any($rng.standard_gamma($doubles(0), $n(0)).map(|x| x.slice(s![-1..]).unwrap())),
            "shuffle" => {
                let mut x = $doubles(0).copy(Order::C).unwrap();
                $rng.shuffle(&mut x).ok().map(|()| AnyArray::from(x))
            }
            "normal" => any($rng.normal($doubles(0), $doubles(1), &$one.shape()[..])),
            "poisson" => any($rng.poisson($doubles(0), &$one.shape()[..])),
            $($name $(if $guard)? => $own,)*
            other => panic!("no call of {other}"),
        }
    };
}

/// What is asked beyond the parameters of a distribution.
struct Asked<'a> {
    words: &'a [&'a str],
    arrays: &'a [AnyArray],
}

impl Asked<'_> {
    /// The shape that the third word says.
    fn shape(&self) -> Vec<isize> {
        self.words[2].split(',').filter(|&part| part != "-").map(|part| part.parse().unwrap()).collect()
    }

    /// The answer, and the next number of the stream.
    fn answer(&self) -> Option<[AnyArray; 2]> {
        let n = |k: usize| self.words[2 + k].parse::<isize>().unwrap();
        let views: Vec<AnyView<'_>> = self.arrays.iter().map(AnyArray::view).collect();
        let doubles = |k: usize| views[k].downcast::<f64>().unwrap();
        let whole = |k: usize| views[k].downcast::<i64>().unwrap();
        if self.words[0] == "legacy" {
            let mut rng = RandomState::new(9).unwrap();
            let answer = common! { rng, self, n, doubles, whole;
                "permutation" => any(rng.permutation(doubles(0))),
                "randint" => any(rng.randint(whole(0), whole(1), None)),
            };
            return Some([answer?, any(rng.random(None))?]);
        }
        let mut rng = default_rng(9).unwrap();
        let answer = common! { rng, self, n, doubles, whole;
            "permutation" => any(rng.permutation(doubles(0), 0)),
            "gamma_f4" => {
                let nan = StandardGamma::<f32>::new(f32::NAN).unwrap();
                any(rng.draw(&nan, n(0)).map(|x| x.slice(s![-1..]).unwrap()))
            },
            "permutation_axis" => any(rng.permutation(doubles(0), n(0))),
            "permuted" if self.words[2] == "_" => any(rng.permuted(doubles(0), None)),
            "permuted" => any(rng.permuted(doubles(0), n(0))),
            "choice_axis" => any(rng.choice_with(&doubles(0)).axis(n(0)).run([2, 2])),
            "integers" => any(rng.integers(whole(0), whole(1), None)),
            "count" => any(rng.multivariate_hypergeometric(whole(0), n(0) as i64, 2, true)),
            "marginals" => any(rng.multivariate_hypergeometric(whole(0), n(0) as i64, 2, false)),
            "multinomial_of" if self.words[2] == "_" => any(rng.multinomial(whole(0), doubles(1), None)),
            "multinomial_of" => any(rng.multinomial(whole(0), doubles(1), &self.shape()[..])),
        };
        Some([answer?, any(rng.random(None))?])
    }
}

#[test]
fn selections_orders_and_rows_at_the_edge() {
    check_calls("random_others", 500, |one: &Call<'_>| {
        let asked = Asked { words: &one.words, arrays: &one.arrays };
        let refused = numoxide_core::Error::Axis { op: "refused", axis: 0, ndim: 0 };
        let answer: Results = asked.answer().map(Vec::from).ok_or(refused);
        one.difference(answer)
    });
}
