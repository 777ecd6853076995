//! Every method of `Generator` held to NumPy's numbers, and to where NumPy's stream stands afterwards.

mod calls;

use calls::{any, distribution, last, methods};
use numoxide_core::*;
use numoxide_random::*;
use numoxide_testkit::calls::{Call, Results, check_calls};

fn integers(rng: &mut Generator, size: &[usize], views: &[AnyView<'_>]) -> AnyArray {
    macro_rules! of {
        ($($dtype:ident $ty:ty;)*) => {
            match views[0].dtype() {
                $(DType::$dtype => {
                    let (low, high) = (views[0].downcast::<$ty>().unwrap(), views[1].downcast::<$ty>().unwrap());
                    any(rng.integers_with(&low, &high).endpoint(true).run(size).and_then(last))
                })*
                other => panic!("no integers of {other}"),
            }
        };
    }
    of! { Bool bool; I8 i8; I16 i16; I32 i32; I64 i64; U8 u8; U16 u16; U32 u32; U64 u64; }
}

fn gamma_f32(rng: &mut Generator, n: isize, views: &[AnyView<'_>]) -> AnyArray {
    let shape = views[0].downcast::<f32>().unwrap().to_vec()[0];
    any(rng.draw(&StandardGamma::<f32>::new(shape).unwrap(), n).and_then(last))
}

fn draw(rng: &mut Generator, words: &[&str], views: &[AnyView<'_>]) -> AnyArray {
    let mut parts = words[0].split(':');
    let name = parts.next().unwrap();
    let numbers: Vec<isize> = parts.map(|part| part.parse().unwrap()).collect();
    let n = numbers.first().copied().unwrap_or(0);
    let count = n as usize;
    let doubles = |k: usize| views[k].downcast::<f64>().unwrap();
    match name {
        "random" => any(rng.random(n).and_then(last)),
        "random_f4" => any(rng.draw(&Unit::<f32>::default(), n).and_then(last)),
        "standard_normal" => any(rng.standard_normal(n).and_then(last)),
        "standard_normal_f4" => any(rng.draw(&StandardNormal::<f32>::default(), n).and_then(last)),
        "standard_exponential" => any(rng.standard_exponential(n).and_then(last)),
        "standard_exponential_f4" => any(rng.draw(&StandardExponential::<f32>::default(), n).and_then(last)),
        "inverse" => any(rng.draw(&StandardExponentialInverse::<f64>::default(), n)),
        "inverse_f4" => any(rng.draw(&StandardExponentialInverse::<f32>::default(), n).and_then(last)),
        "standard_gamma_f4" => gamma_f32(rng, 40, views),
        "gamma_f4" => gamma_f32(rng, n, views),
        "integers" => integers(rng, &[21], views),
        "integers_cut" => integers(rng, &[count], views),
        "integers_rows" => integers(rng, &[3, 5], views),
        "bytes" => any(Array::from_vec(rng.bytes(count))),
        "permutation_of" => any(rng.permutation_of(count)),
        "permutation" => any(rng.permutation(doubles(0), n)),
        "permuted" if numbers.is_empty() => any(rng.permuted(doubles(0), None)),
        "permuted" => any(rng.permuted(doubles(0), n)),
        "shuffle" => {
            let mut x = doubles(0).copy(Order::C).unwrap();
            rng.shuffle(&mut x.view_mut()).unwrap();
            AnyArray::from(x)
        }
        "shuffle_axis" => {
            let mut x = doubles(0).copy(Order::C).unwrap();
            rng.shuffle_axis(&mut x, n).unwrap();
            AnyArray::from(x)
        }
        "permutation_long" => any(rng.permutation_of(count).and_then(last)),
        "choice_axis" if n == 1 => any(rng.choice_with(&doubles(0)).axis(1).run([3, 2])),
        "choice_axis" => any(rng.choice_with(&doubles(0)).axis(n).run(2)),
        "sample_of" if n == 2 => any(rng.choice_with(&doubles(0)).axis(2).replace(false).run(numbers[1])),
        "sample_of" => {
            any(rng.choice_with(&doubles(0)).axis(n).replace(false).shuffle(false).run(numbers[1]))
        }
        "choice_of_p" => any(rng.choice_with(&doubles(0)).p(doubles(1)).run(n)),
        "binomial_long" => {
            any(rng.binomial(views[0].downcast::<i64>().unwrap(), doubles(1), 5000).and_then(last))
        }
        "integers_long" => any(rng.integers(0_i64, 3 << 30, 5000).and_then(last)),
        "integers_long_i4" => any(rng.integers(-5_i32, 1 << 30, 5000).and_then(last)),
        "choice" => any(rng.choice_of(count).run(numbers[1])),
        "choice_p" => any(rng.choice_of(count).p(doubles(0)).run(numbers[1])),
        "sample" => any(rng.choice_of(count).replace(false).run(numbers[1])),
        "sample_sorted" => any(rng.choice_of(count).replace(false).shuffle(false).run(numbers[1])),
        "sample_p" => any(rng.choice_of(count).replace(false).p(doubles(0)).run(numbers[1])),
        "choice_of" => any(rng.choice(doubles(0), [3, 2])),
        "dirichlet" => any(rng.dirichlet(doubles(0), 7)),
        "multinomial" if n == 4000 => {
            any(rng.multinomial(4000, doubles(0), 1001).map(|rows| rows.slice(s![-7..]).unwrap()))
        }
        "multinomial" => any(rng.multinomial(n as i64, doubles(0), 7)),
        "multinomial_of" => any(rng.multinomial(views[0].downcast::<i64>().unwrap(), doubles(1), None)),
        "dirichlet_long" => any(rng.dirichlet(doubles(0), 1001).map(|rows| rows.slice(s![-7..]).unwrap())),
        "mvhg_count" | "mvhg_marginals" => {
            let colors = views[0].downcast::<i64>().unwrap();
            any(rng.multivariate_hypergeometric(colors, n as i64, 6, name == "mvhg_count"))
        }
        name => distribution!(rng, name, views),
    }
}

fn call(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let mut rng = default_rng(words[1].parse::<u64>().unwrap()).unwrap();
    if words[2] == "half" {
        rng.integers(0, 10, None).unwrap();
    }
    let result = draw(&mut rng, words, views);
    Ok(vec![result, any(rng.random(None))])
}

#[test]
fn every_method_draws_what_numpy_draws() {
    check_calls("random", 300, differs);
}

fn differs(one: &Call<'_>) -> Option<String> {
    let views: Vec<AnyView<'_>> = one.arrays.iter().map(AnyArray::view).collect();
    one.difference(call(&one.words, &views))
}
