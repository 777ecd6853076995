//! Every method of `RandomState` held to NumPy's numbers, and to the state that NumPy has afterwards.

mod calls;

use calls::{any, distribution, last, methods};
use numoxide_core::*;
use numoxide_random::*;
use numoxide_testkit::calls::{Call, Results, check_calls};

fn integers(rng: &mut RandomState, size: isize, endpoint: bool, views: &[AnyView<'_>]) -> AnyArray {
    macro_rules! of {
        ($($dtype:ident $ty:ty;)*) => {
            match views[0].dtype() {
                $(DType::$dtype => {
                    let (low, high) = (views[0].downcast::<$ty>().unwrap(), views[1].downcast::<$ty>().unwrap());
                    let drawn =
                        if endpoint { rng.random_integers(low, high, size) } else { rng.randint(low, high, size) };
                    any(drawn.and_then(last))
                })*
                other => panic!("no integers of {other}"),
            }
        };
    }
    of! { Bool bool; I8 i8; I16 i16; I32 i32; I64 i64; U8 u8; U16 u16; U32 u32; U64 u64; }
}

fn draw(rng: &mut RandomState, word: &str, views: &[AnyView<'_>]) -> AnyArray {
    let mut parts = word.split(':');
    let name = parts.next().unwrap();
    let numbers: Vec<isize> = parts.map(|part| part.parse().unwrap()).collect();
    let n = numbers.first().copied().unwrap_or(0);
    let count = n as usize;
    let doubles = |k: usize| views[k].downcast::<f64>().unwrap();
    match name {
        "random_sample" => any(rng.random_sample(n)),
        "random" => any(rng.random(n)),
        "rand" => any(rng.rand(n)),
        "randn" => any(rng.randn(n)),
        "standard_normal" => any(rng.standard_normal(n)),
        "standard_exponential" => any(rng.standard_exponential(n)),
        "tomaxint" => any(rng.tomaxint(n)),
        "randint" => integers(rng, 21, false, views),
        "randint_cut" => integers(rng, n, true, views),
        "randint_bool" => any(rng.random_integers(false, true, 70)),
        "random_integers" => {
            let (low, high) = (views[0].downcast::<i64>().unwrap(), views[1].downcast::<i64>().unwrap());
            any(rng.random_integers(low, high, 9))
        }
        "bytes" => any(Array::from_vec(rng.bytes(count))),
        "permutation_of" => any(rng.permutation_of(count).and_then(last)),
        "permutation" => any(rng.permutation(doubles(0))),
        "shuffle" => {
            let mut x = doubles(0).copy(Order::C).unwrap();
            rng.shuffle(&mut x.view_mut()).unwrap();
            AnyArray::from(x)
        }
        "choice" => any(rng.choice_of(count).run(numbers[1])),
        "choice_p" => any(rng.choice_of(count).p(doubles(0)).run(numbers[1])),
        "sample" => any(rng.choice_of(count).replace(false).run(numbers[1])),
        "sample_p" => any(rng.choice_of(count).replace(false).p(doubles(0)).run(numbers[1])),
        "choice_from" => any(rng.choice(doubles(0), [3, 2])),
        "dirichlet" => any(rng.dirichlet(doubles(0), 7)),
        "multinomial" => any(rng.multinomial(n as i64, doubles(0), 7)),
        name => distribution!(rng, name, views),
    }
}

fn call(words: &[&str], views: &[AnyView<'_>]) -> Results {
    if words[0] == "seed" {
        let seed = views[0].downcast::<u32>().unwrap().to_vec();
        let mut rng = RandomState::new(&seed).unwrap();
        let key = rng.get_state().1;
        return Ok(vec![any(rng.random_sample(5)), any(Array::from_vec(key))]);
    }
    let mut rng = RandomState::new(words[1].parse::<u32>().unwrap()).unwrap();
    if words[2] == "gauss" {
        rng.standard_normal(None).unwrap();
    }
    let result = draw(&mut rng, words[0], views);
    let (_, key, pos, has_gauss, gauss) = rng.get_state();
    let state = [key[0].into(), key[623].into(), pos as i64, has_gauss.into()];
    let gauss = any(Array::scalar(gauss));
    Ok(vec![result, any(Array::from_vec(state.to_vec())), gauss, any(rng.standard_normal(None))])
}

#[test]
fn every_method_draws_what_numpy_draws() {
    check_calls("legacy", 300, differs);
}

fn differs(one: &Call<'_>) -> Option<String> {
    let views: Vec<AnyView<'_>> = one.arrays.iter().map(AnyArray::view).collect();
    one.difference(call(&one.words, &views))
}

#[test]
fn the_functions_are_the_methods_of_one_stream() {
    let mut rng = RandomState::new(7).unwrap();
    numoxide_random::seed(7).unwrap();
    assert_eq!(normal(1.0, 2.0, 3).unwrap().to_vec(), rng.normal(1.0, 2.0, 3).unwrap().to_vec());
    assert_eq!(get_state(), rng.get_state());
    assert_eq!(randint(0, 10, 5).unwrap().to_vec(), rng.randint(0, 10, 5).unwrap().to_vec());
    assert_eq!(choice([1.0, 2.0], 4).unwrap().to_vec(), rng.choice([1.0, 2.0], 4).unwrap().to_vec());
    assert_eq!(permutation([1, 2, 3]).unwrap().to_vec(), rng.permutation([1, 2, 3]).unwrap().to_vec());
    assert_eq!(
        multinomial(9, [0.5, 0.5], 2).unwrap().to_vec(),
        rng.multinomial(9, [0.5, 0.5], 2).unwrap().to_vec()
    );
    assert_eq!(bytes(5), rng.bytes(5));
    assert_eq!(ranf(2).unwrap().to_vec(), rng.random_sample(2).unwrap().to_vec());
    assert_eq!(sample(2).unwrap().to_vec(), rng.random_sample(2).unwrap().to_vec());
    let (mut x, mut y) = ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]);
    shuffle(&mut x[..]).unwrap();
    rng.shuffle(&mut y[..]).unwrap();
    assert_eq!(x, y);
    let kept = get_state();
    let next = gamma(2.0, 1.0, 3).unwrap().to_vec();
    set_state(kept).unwrap();
    assert_eq!(gamma(2.0, 1.0, 3).unwrap().to_vec(), next);
}

#[test]
fn seeds_and_states_that_numpy_refuses() {
    assert!(RandomState::new(-1).is_err());
    assert!(RandomState::new(1_u64 << 32).is_err());
    assert!(RandomState::new(Vec::<u32>::new()).is_err());
    let mut rng = RandomState::new(1).unwrap();
    let (_, key, pos, has_gauss, gauss) = rng.get_state();
    assert!(rng.set_state(("PCG64".into(), key.clone(), pos, has_gauss, gauss)).is_err());
    assert!(rng.set_state(("MT19937".into(), key[1..].to_vec(), pos, has_gauss, gauss)).is_err());
    assert!(rng.choice_of(3).replace(false).run(4).is_err());
    assert!(rng.dirichlet([0.0, 1.0], 2).is_err());
    assert!(rng.hypergeometric(3, 4, 0, 2).is_err());
}
