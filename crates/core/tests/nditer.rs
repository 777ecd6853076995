//! The iterator, held to NumPy's steps over operands of many layouts.

use numoxide_core::layout::{Slice, SliceSpec};
use numoxide_core::*;
use numoxide_testkit::calls::{Results, check_calls};

fn listed(text: &str) -> Vec<isize> {
    text.split(',').filter_map(|number| number.parse().ok()).collect()
}

/// An operand as the words of make_nditer.py say it.
struct Operand {
    array: AnyArray,
    dtype: Option<DType>,
    writes: bool,
    axes: Option<Vec<isize>>,
}

fn operand(text: &str, k: usize) -> Operand {
    let [shape, axes, steps, dtype, op_axes] = text.split('/').collect::<Vec<_>>()[..] else {
        panic!("{text}")
    };
    let shape = listed(shape);
    let len: isize = shape.iter().product();
    let first = 100 * k as i64;
    let counted = Array::from_shape_iter(&shape, first..first + len as i64).unwrap();
    let steps: Vec<SliceSpec> =
        listed(steps).into_iter().map(|step| SliceSpec::Slice(Slice::new(None, None, step))).collect();
    let array = counted.transpose(listed(axes)).unwrap().slice(&steps).unwrap();
    let (writes, dtype) = (dtype.starts_with('w'), dtype.trim_start_matches('w'));
    let dtype = match dtype {
        "f8" => Some(DType::F64),
        "f4" => Some(DType::F32),
        "i4" => Some(DType::I32),
        _ => None,
    };
    let array = if writes { array.copy(Order::K).unwrap() } else { array };
    Operand { array: array.into(), dtype, writes, axes: (op_axes != "-").then(|| listed(op_axes)) }
}

fn numbers(view: &AnyView<'_>) -> Vec<f64> {
    view.astype(DType::F64).unwrap().downcast::<f64>().unwrap().to_vec()
}

/// Adds to each item of the last operand, or to its only one, those of the first.
fn add_first(step: &mut Step<'_, '_>, last: usize) -> Result<()> {
    let added = numbers(&step.input(0)?);
    let mut target = step.output(last)?;
    let mut sum = numbers(&target.view());
    if sum.len() == added.len() {
        sum.iter_mut().zip(&added).for_each(|(sum, added)| *sum += added);
    } else {
        sum[0] += added.iter().sum::<f64>();
    }
    let shape = target.shape().to_vec();
    let sum = Array::from_shape_vec(shape, sum)?;
    Copyto::new(target.view_mut(), &sum).casting(Casting::Unsafe).run()
}

fn iterate(words: &[&str]) -> Results {
    let flags: Vec<&str> = words[1].split('+').collect();
    let has = |flag: &str| flags.contains(&flag);
    let mut operands: Vec<Operand> =
        words[4..].iter().enumerate().map(|(k, text)| operand(text, k)).collect();
    let writes = operands.iter().position(|operand| operand.writes);
    let count = operands.len();
    let mut builder = nditer().casting(Casting::SameKind);
    for operand in &mut operands {
        builder = match (operand.writes, &operand.dtype) {
            (false, None) => builder.read(&operand.array),
            (false, Some(dtype)) => builder.read_as(&operand.array, dtype.clone()),
            (true, None) => builder.write(operand.array.view_mut()?),
            (true, Some(dtype)) => builder.write_as(operand.array.view_mut()?, dtype.clone()),
        };
        if let Some(axes) = &operand.axes {
            builder = builder.axes(axes);
        }
    }
    builder = builder.order(match words[0] {
        "C" => Order::C,
        "F" => Order::F,
        "A" => Order::A,
        _ => Order::K,
    });
    builder = if has("multi_index") { builder.multi_index() } else { builder };
    builder = if has("c_index") { builder.c_index() } else { builder };
    builder = if has("f_index") { builder.f_index() } else { builder };
    builder = if has("external_loop") { builder.external_loop() } else { builder };
    builder = if has("reduce_ok") { builder.reduce_ok() } else { builder };
    builder = if has("zerosize_ok") { builder.zerosize_ok() } else { builder };
    builder = if has("buffered") { builder.buffered(words[2].parse().unwrap()) } else { builder };
    let mut it = builder.build()?;
    if words[3] != "-" {
        let range = listed(words[3]);
        it.set_iterrange(range[0] as usize..range[1] as usize)?;
    }
    let (mut lengths, mut items) = (Vec::new(), vec![Vec::new(); count]);
    let (mut multi, mut index) = (Vec::new(), Vec::new());
    while let Some(mut step) = it.step() {
        lengths.push(step.len() as i64);
        for (k, items) in items.iter_mut().enumerate() {
            items.extend(numbers(&step.input(k)?));
        }
        multi.extend(
            step.multi_index().iter().flat_map(|index| index.iter().map(|&at| at as i64).collect::<Vec<_>>()),
        );
        index.extend(step.index().map(|at| at as i64));
        if let Some(last) = writes {
            add_first(&mut step, last)?;
        }
    }
    assert!(it.finished());
    drop(it);
    let mut results = Vec::new();
    if has("buffered") && has("external_loop") {
        // How full a buffer gets is left open.
        let buffersize: i64 = words[2].parse().unwrap();
        assert!(lengths.iter().all(|&length| length <= buffersize));
    } else {
        results.push(AnyArray::from(Array::from_vec(lengths)?));
    }
    match writes {
        Some(_) => {}
        None => results.extend(items.into_iter().map(|items| AnyArray::from(Array::from(items)))),
    }
    results.extend(
        [multi, index].into_iter().filter(|list| !list.is_empty()).map(|list| Array::from(list).into()),
    );
    if let Some(k) = writes {
        results.push(operands[k].array.astype(DType::F64)?);
    }
    Ok(results)
}

#[test]
fn every_iteration_takes_numpys_steps() {
    check_calls("nditer", 700, |call| call.difference(iterate(&call.words)));
}

#[test]
fn arrays_are_made_in_the_order_of_the_others() {
    let a = array![[1.0f32, 2.0, 3.0], [4.0, 5.0, 6.0]];
    let t = a.t();
    let mut it = nditer().read(&t).allocate(None).build().unwrap();
    while let Some(mut step) = it.step() {
        let value = 2.0 * step.item::<f32>(0).unwrap();
        step.set(1, value).unwrap();
    }
    let [doubled] = it.into_arrays().try_into().unwrap_or_else(|_| panic!("one array"));
    assert_eq!((doubled.strides(), doubled.shape()), (t.strides(), &[3, 2][..]));
    assert_eq!(doubled.downcast::<f32>().unwrap().to_vec(), [2.0, 8.0, 4.0, 10.0, 6.0, 12.0]);
    // np.nditer([a, None], ['reduce_ok'], op_axes=[None, [1, -1]]) is no order of the axes of one operand.
    let sums = nditer().read(&a).allocate(DType::F64).axes([-1, 0]).reduce_ok().external_loop();
    let mut it = sums.buffered(0).build().unwrap();
    while let Some(mut step) = it.step() {
        let run: Vec<f32> = step.read::<f32>(0).unwrap().to_vec();
        let mut sums = step.write::<f64>(1).unwrap();
        sums.iter_mut().zip(run).for_each(|(sum, x)| *sum += f64::from(x));
    }
    assert_eq!(it.into_arrays()[0].downcast::<f64>().unwrap().to_vec(), [5.0, 7.0, 9.0]);
    assert!(nditer().read(&a).allocate(None).axes([0, 0]).reduce_ok().build().is_err());
    assert!(nditer().read(&a).allocate(None).axes([0, -1]).build().is_err());
}

#[test]
fn the_iteration_tells_about_itself() {
    let a = array![[0, 1, 2], [3, 4, 5]];
    let t = a.t();
    let mut it = nditer().read(&t).multi_index().f_index().build().unwrap();
    assert_eq!((it.ndim(), it.itersize(), it.nop(), it.iterrange()), (2, 6, 1, 0..6));
    assert_eq!((&it.shape()[..], it.has_index(), it.has_multi_index()), (&[3, 2][..], true, true));
    assert!(!it.finished() && it.dtypes().eq([&DType::I32]));
    it.step().unwrap();
    let second = it.step().unwrap();
    assert_eq!((second.item::<i32>(0).unwrap(), second.index(), second.iterindex()), (1, Some(1), 1));
    it.goto_multi_index([2, 1]).unwrap();
    assert_eq!(it.step().unwrap().item::<i32>(0).unwrap(), 5);
    assert!(it.step().is_none() && it.finished());
    it.goto_iterindex(3).unwrap();
    let mut copy = it.copy().unwrap();
    assert_eq!(copy.step().unwrap().multi_index().unwrap()[..], [0, 1]);
    assert!(
        it.goto_iterindex(6).is_err()
            && it.goto_multi_index([3, 0]).is_err()
            && it.goto_multi_index(0).is_err()
    );
    it.reset();
    assert_eq!(it.step().unwrap().item::<i32>(0).unwrap(), 0);
    assert_eq!((it.operand(0).unwrap().shape(), it.itview(0).unwrap().shape()), (&[3, 2][..], &[2, 3][..]));
    assert!(it.operand(1).is_none());
    assert!(format!("{it:?}").contains("loops: [2, 3]"));
}

#[test]
fn flags_change_on_the_way() {
    let a = array![[0, 1, 2], [3, 4, 5]];
    let mut it = nditer().read(&a).multi_index().build().unwrap();
    it.step().unwrap();
    it.remove_axis(0).unwrap();
    assert_eq!((&it.shape()[..], it.itersize()), (&[3][..], 3));
    assert!(it.enable_external_loop().is_err() && it.remove_axis(1).is_err());
    it.remove_multi_index().unwrap();
    it.enable_external_loop().unwrap();
    assert_eq!(it.step().unwrap().read::<i32>(0).unwrap().to_vec(), [0, 1, 2]);
    assert!(it.remove_axis(0).is_err() && it.multi_index().is_none() && it.index().is_none());
}

#[test]
fn what_is_only_read_is_not_written_to() {
    let (a, mut b) = (array![1, 2], array![0, 0]);
    let mut it = nditer().read(&a).write(b.view_mut()).build().unwrap();
    assert!(it.copy().is_err());
    let mut step = it.step().unwrap();
    assert!(matches!(step.set(0, 9), Err(Error::ReadOnly { .. })));
    assert!(step.set(1, 9.0).is_err() && step.set(2, 9).is_err() && step.item::<f64>(0).is_err());
    step.set(1, 9).unwrap();
    drop(it);
    assert_eq!((a.to_vec(), b.to_vec()), (vec![1, 2], vec![9, 0]));
    assert!(nditer().build().is_err());
    // NumPy reads what is not there.
    let none = Array::<i32>::zeros([0, 3]).unwrap();
    assert!(nditer().read(&none).axes([1, -1]).zerosize_ok().build().is_err());
    assert!(nditer().read(&none).axes([1, 0]).zerosize_ok().build().is_ok());
    assert!(nditer().read(&a).itershape([3, 2]).build().is_ok_and(|it| it.itersize() == 6));
    assert!(nditer().read(&a).itershape([3, 3]).build().is_err());
    assert!(nditer().read(&a).read(&array![1.0f32]).common_dtype().buffered(0).build().is_ok());
    assert!(nditer().read(&a).read(&array![1.0f32]).common_dtype().build().is_err());
}

#[test]
fn buffers_are_written_back_when_the_iteration_ends_early() {
    let mut a = array![1i32, 2, 3, 4, 5];
    let mut it = nditer().write_as(a.view_mut(), DType::F64).casting(Casting::SameKind);
    assert!(it.build().is_err());
    it = nditer().write_as(a.view_mut(), DType::F64).casting(Casting::Unsafe).buffered(2);
    let mut it = it.build().unwrap();
    it.step().unwrap().set(0, 7.9).unwrap();
    drop(it);
    assert_eq!(a.to_vec(), [7, 2, 3, 4, 5]);
}

#[test]
fn iterations_are_nested() {
    // np.nested_iters(np.arange(12).reshape(2, 3, 2), [[1], [2, 0]])
    let a = Array::from_shape_vec([2, 3, 2], (0..12).collect::<Vec<i32>>()).unwrap();
    let parts: Vec<(usize, Vec<i32>)> =
        nested_iters(&a, 1).unwrap().map(|(at, part)| (at[0], part.to_vec())).collect();
    assert_eq!(parts, [(0, vec![0, 1, 6, 7]), (1, vec![2, 3, 8, 9]), (2, vec![4, 5, 10, 11])]);
    assert_eq!(nested_iters(&a, [2, 0]).unwrap().len(), 4);
    assert_eq!(nested_iters(&a, [2, 0]).unwrap().nth(1).unwrap().1.to_vec(), [6, 8, 10]);
    assert!(nested_iters(&a, [0, 0]).is_err() && nested_iters(&a, 3).is_err());
}
