//! Creation functions held to NumPy's answers, bit for bit.

use numoxide_core::*;
use numoxide_testkit::conformance::{array_of, difference};
use numoxide_testkit::golden::golden;

type Results = Result<Vec<AnyArray>>;

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
        ("like", _) => {
            let memory: Vec<usize> = words[1][1..].bytes().map(|axis| usize::from(axis - b'0')).collect();
            let mut back = vec![0; memory.len()];
            memory.iter().enumerate().for_each(|(place, &axis)| back[axis] = place);
            let a = arrays[0].downcast::<f64>()?;
            let a = transpose(&transpose(&a, memory)?.copy(Order::C)?, back)?;
            let order = match words[2] {
                "C" => Order::C,
                "F" => Order::F,
                "A" => Order::A,
                _ => Order::K,
            };
            let made = NewArray::like(&a).order(order).zeros::<f64>()?;
            one(Array::from_vec(made.strides().iter().map(|&stride| stride as i64).collect()))
        }
        ("frombuffer", _) => {
            let bytes = arrays[0].downcast::<u8>()?.to_vec();
            one(frombuffer::<u8>(&bytes, size(1), size(2).unwrap())?.to_owned())
        }
        (other, _) => panic!("no function `{other}`"),
    }
}

#[test]
fn every_call_gives_what_numpy_gives() {
    let file = golden("create");
    let (mut found, mut n) = (Vec::new(), 0);
    while let Some(entry) = file.get(&format!("f{n}")) {
        let words: Vec<&str> = entry.text().split(' ').collect();
        let arrays: Vec<AnyArray> =
            (0..).map_while(|k| file.get(&format!("f{n}.{k}"))).map(array_of).collect();
        let error = file.get(&format!("f{n}.error"));
        let difference = match call(&words, &arrays) {
            Err(_) if error.is_some() => None,
            Err(error) => Some(error.to_string()),
            Ok(_) if error.is_some() => error.map(|error| format!("NumPy: {}", error.text())),
            Ok(results) => results
                .iter()
                .enumerate()
                .find_map(|(k, result)| difference(result, file.entry(&format!("f{n}.r{k}")))),
        };
        found.extend(difference.map(|difference| format!("f{n} {words:?}: {difference}")));
        n += 1;
    }
    assert!(n > 500, "{n}");
    assert!(found.is_empty(), "{}:\n{}", found.len(), found.join("\n"));
}
