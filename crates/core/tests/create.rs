//! Creation functions held to NumPy's answers, bit for bit.

use numoxide_core::layout::{Slice, SliceSpec};
use numoxide_core::*;
use numoxide_testkit::calls::{Results, check_calls};
use numoxide_testkit::conformance::array_of;
use numoxide_testkit::golden::Entry;

fn one<T: Element>(array: Result<Array<T>>) -> Results {
    Ok(vec![array?.into()])
}

/// The only item of an array.
fn item<T: Element>(array: &AnyArray) -> T {
    array.downcast::<T>().unwrap().to_vec()[0]
}

fn ranges<T: Steps>(words: &[&str], arrays: &[AnyArray]) -> Results {
    let items: Vec<T> = arrays.iter().map(item).collect();
    if words[0] == "arange" {
        return one(arange(items[0], items[1], items[2]));
    }
    let (start, stop) = (arrays[0].downcast::<T>()?, arrays[1].downcast::<T>()?);
    let (num, endpoint) = (words[1].parse::<usize>().unwrap(), words[2] == "True");
    let (values, step) = Linspace::new(start, stop, num).endpoint(endpoint).run_with_step::<T>()?;
    // Without intervals the step is a NaN.
    Ok(if num > usize::from(endpoint) { vec![values.into(), step.into()] } else { vec![values.into()] })
}

fn geometric<T: Logarithmic>(words: &[&str], arrays: &[AnyArray]) -> Results {
    let space = Geomspace::new(item::<T>(&arrays[0]), item::<T>(&arrays[1]), words[1].parse().unwrap());
    one(space.endpoint(words[2] == "True").run())
}

fn many(arrays: Vec<Array<i64>>) -> Results {
    Ok(arrays.into_iter().map(AnyArray::from).collect())
}

fn pair((rows, columns): (Array<i64>, Array<i64>)) -> Results {
    many(vec![rows, columns])
}

/// `start:stop:step`, word by word.
fn spans(words: &[&str]) -> Vec<Span<i64>> {
    let span = |word: &&str| {
        let numbers: Vec<i64> = word.split(':').map(|number| number.parse().unwrap()).collect();
        Span::Step(numbers[0], numbers[1], numbers.get(2).copied().unwrap_or(1))
    };
    words[1..].iter().map(span).collect()
}

/// `r_` and `c_` of ranges or of arrays.
fn joined(words: &[&str], arrays: &[AnyArray]) -> Results {
    let rows = words[0] == "r_";
    one(match spans(words)[..] {
        [a] if rows => r_![a],
        [a] => c_![a],
        [a, b] if rows => r_![a, b],
        [a, b] => c_![a, b],
        [a, b, c] if rows => r_![a, b, c],
        [a, b, c] => c_![a, b, c],
        _ => {
            let [a, b] = [0, 1].map(|k| arrays[k].downcast::<i64>().unwrap());
            if rows { r_![a, &b] } else { c_![a, &b] }
        }
    })
}

fn buffer(words: &[&str], bytes: &[u8]) -> Results {
    fn of<T: Number>(bytes: &[u8], count: Option<usize>, offset: usize) -> Results {
        // In memory that is aligned for every type.
        let mut room = vec![0u128; bytes.len() / 16 + 1];
        let room: &mut [u8] = bytemuck::cast_slice_mut(&mut room);
        room[..bytes.len()].copy_from_slice(bytes);
        one(frombuffer::<T>(&room[..bytes.len()], count, offset)?.to_owned())
    }
    let (count, offset) = (words[2].parse().ok(), words[3].parse().unwrap());
    match words[1] {
        "u1" => of::<u8>(bytes, count, offset),
        "i2" => of::<i16>(bytes, count, offset),
        "u4" => of::<u32>(bytes, count, offset),
        "f2" => of::<f16>(bytes, count, offset),
        "f4" => of::<f32>(bytes, count, offset),
        "f8" => of::<f64>(bytes, count, offset),
        _ => of::<Complex<f64>>(bytes, count, offset),
    }
}

/// Powers and logarithms are NumPy's up to the last places, in which its own machines differ.
fn nearly(result: &AnyArray, wanted: &Entry) -> Option<String> {
    let close = |a: Complex<f64>, b: Complex<f64>| {
        (a - b).l1_norm() <= 1e-14 * b.l1_norm() || (a.is_nan() && b.is_nan())
    };
    let found: Array<Complex<f64>> = result.astype(DType::C128).unwrap().try_into().unwrap();
    let expected: Array<Complex<f64>> = array_of(wanted).astype(DType::C128).unwrap().try_into().unwrap();
    if found.shape() != expected.shape() || found.iter().zip(&expected).any(|(&a, &b)| !close(a, b)) {
        return Some(format!("{:?}, NumPy {:?}", found.to_vec(), expected.to_vec()));
    }
    None
}

fn call(words: &[&str], arrays: &[AnyArray]) -> Results {
    let int = |k: usize| words[k].parse::<isize>().unwrap();
    let size = |k: usize| words[k].parse::<usize>().ok();
    let integers = |k: usize| arrays[k].downcast::<i64>().unwrap();
    match (words[0], arrays.first().map(AnyArray::dtype)) {
        ("arange" | "linspace", Some(DType::F64)) => ranges::<f64>(words, arrays),
        ("arange" | "linspace", Some(DType::F32)) => ranges::<f32>(words, arrays),
        ("arange" | "linspace", Some(DType::F16)) => ranges::<f16>(words, arrays),
        ("arange" | "linspace", Some(DType::C128)) => ranges::<Complex<f64>>(words, arrays),
        ("arange" | "linspace", Some(DType::I8)) => ranges::<i8>(words, arrays),
        ("arange" | "linspace", Some(DType::I32)) => ranges::<i32>(words, arrays),
        ("arange" | "linspace", _) => ranges::<i64>(words, arrays),
        ("identity", _) => one(identity::<i64>(size(1).unwrap())),
        ("eye", _) => one(eye::<i64>(size(1).unwrap(), size(2), int(3))),
        ("tri", _) => one(tri::<i64>(size(1).unwrap(), size(2), int(3))),
        ("vander", _) => one(vander(integers(0), size(1), words[2] == "True")),
        ("indices", _) => {
            one(indices(words[1].split(',').filter_map(|n| n.parse().ok()).collect::<Vec<usize>>()))
        }
        ("meshgrid", _) => {
            let axes: Vec<Array<i64>> = (0..arrays.len()).map(integers).collect();
            let indexing = if words[1] == "xy" { Indexing::Xy } else { Indexing::Ij };
            let grids = Meshgrid::new(axes).indexing(indexing).sparse(words[2] == "True").run()?;
            Ok(grids.into_iter().map(AnyArray::from).collect())
        }
        ("like" | "alike", _) => {
            let memory: Vec<usize> = words[1][1..].bytes().map(|axis| usize::from(axis - b'0')).collect();
            let mut back = vec![0; memory.len()];
            memory.iter().enumerate().for_each(|(place, &axis)| back[axis] = place);
            let a = Array::<f64>::zeros([2, 3, 4])?;
            let part: Vec<SliceSpec> =
                words[3..].iter().map(|size| Slice::new(None, size.parse().ok(), 1).into()).collect();
            let a = transpose(&transpose(&a, memory)?.copy(Order::C)?, back)?.slice(part)?;
            let order = match words[2] {
                "C" => Order::C,
                "F" => Order::F,
                "A" => Order::A,
                _ => Order::K,
            };
            let made = NewArray::like(&a).order(order).zeros::<f64>()?;
            let (copy, any) = (a.copy(order)?, AnyView::from(&a).copy(order)?);
            assert_eq!(copy.strides(), any.strides(), "{words:?}");
            let cast = AnyView::from(&a).astype_with(DType::I16, Casting::Unsafe, order)?;
            let sum = &a + &a;
            let strides = [made.strides(), copy.strides(), cast.strides(), sum.strides()];
            let count = if words[0] == "like" { 1 } else { strides.len() };
            let told =
                |strides: &[isize]| Array::from_vec(strides.iter().map(|&stride| stride as i64).collect());
            strides[..count].iter().map(|strides| Ok(told(strides)?.into())).collect()
        }
        ("buffer", _) => buffer(words, &arrays[0].tobytes(Order::C)?),
        ("mgrid", _) => one(mgrid(spans(words))),
        ("ogrid", _) => Ok(ogrid(spans(words))?.into_iter().map(AnyArray::from).collect()),
        ("r_" | "c_", _) => joined(words, arrays),
        ("full_like", _) => one(full_like(integers(0), 7)),
        ("ones_like", _) => one(ones_like(integers(0))),
        ("zeros_like", _) => one(zeros_like(integers(0))),
        ("empty_like", _) => one(empty_like(integers(0))),
        ("asfortranarray", _) => {
            let array = asfortranarray(integers(0))?;
            assert!(array.is_f_contiguous());
            one(Ok(array))
        }
        ("ascontiguousarray", _) => {
            let array = ascontiguousarray(integers(0).copy(Order::F)?)?;
            assert!(array.is_c_contiguous());
            one(Ok(array))
        }
        ("asarray" | "asanyarray", _) => one(asarray(integers(0))),
        ("require", _) => {
            let order = if words[1] == "F" { Order::F } else { Order::C };
            let array = require(integers(0), order)?;
            assert!(if order == Order::F { array.is_f_contiguous() } else { array.is_c_contiguous() });
            one(Ok(array))
        }
        ("logspace", _) => {
            let bounds: (f64, f64) = (item(&arrays[0]), item(&arrays[1]));
            let space = Logspace::new(bounds.0, bounds.1, size(1).unwrap()).base(size(2).unwrap() as f64);
            one(space.endpoint(words[3] == "True").run::<f64>())
        }
        ("geomspace", Some(DType::C128)) => geometric::<Complex<f64>>(words, arrays),
        ("geomspace", _) => geometric::<f64>(words, arrays),
        ("diag_indices_from", _) => many(diag_indices_from(integers(0))?),
        ("tril_indices_from", _) => pair(tril_indices_from(integers(0), int(1))?),
        ("triu_indices_from", _) => pair(triu_indices_from(integers(0), int(1))?),
        ("frombuffer", _) => {
            let bytes = arrays[0].downcast::<u8>()?.to_vec();
            one(frombuffer::<u8>(&bytes, size(1), size(2).unwrap())?.to_owned())
        }
        (other, _) => panic!("no function `{other}`"),
    }
}

#[test]
fn every_call_gives_what_numpy_gives() {
    check_calls("create", 700, |made| {
        let results = call(&made.words, &made.arrays);
        match made.words[0] {
            "logspace" | "geomspace" => made.difference_by(results, nearly),
            _ => made.difference(results),
        }
    });
}
