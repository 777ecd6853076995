//! Operators: meaning, reuse of temporaries, assignment, promotion, events.

use numoxide_core::errstate::{self, Action, ErrState, Event, errstate};
use numoxide_core::operators::{ADD, DIVIDE, MULTIPLY};
use numoxide_core::ufunc::{Options, Weak};
use numoxide_core::{AnyArray, Array, Copyto, DType, Error, Order, Scalar, c128, f16, s};

fn array<T: Scalar, const N: usize>(values: [T; N]) -> Array<T> {
    Array::from_vec(values.to_vec()).unwrap()
}

#[test]
fn broadcasting_and_scalars() {
    let a = Array::<f64>::from_shape_vec([2, 3], vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
    let row = array([10.0, 20.0, 30.0]);
    assert_eq!((&a + &row).to_vec(), [11.0, 22.0, 33.0, 14.0, 25.0, 36.0]);
    assert_eq!((2.0 * &a - 1.0).to_vec(), [1.0, 3.0, 5.0, 7.0, 9.0, 11.0]);
    assert_eq!((a.t() / a.t().slice(s![.., ..1]).unwrap()).to_vec(), [1.0, 4.0, 1.0, 2.5, 1.0, 2.0]);
    assert_eq!((-&a).to_vec()[0], -1.0);
    assert_eq!((array([7, -7]) / array([2, 2])).to_vec(), [3.5, -3.5]);
}

#[test]
#[should_panic(expected = "add: operands could not be broadcast together with shapes [2] [3]")]
fn operators_panic_with_the_error_of_the_named_function() {
    let _ = &array([1, 2]) + &array([1, 2, 3]);
}

#[test]
fn integers_follow_numpy_at_the_edges() {
    // np.array([7, -7, 7, -7, 1, -2**63]) // np.array([2, 2, -2, -2, 0, -1]), and %
    let a = array([7, -7, 7, -7, 1, i64::MIN]);
    let b = array([2, 2, -2, -2, 0, -1]);
    let floor: Array<i64> = floor_divide(&a, &b);
    assert_eq!(floor.to_vec(), [3, -4, -4, 3, 0, i64::MIN]);
    assert_eq!((&a % &b).to_vec(), [1, 1, -1, -1, 0, 0]);
    assert_eq!((array([1u8, 200]) << array([8u8, 1])).to_vec(), [0, 144]);
    assert_eq!((array([-5i32, 5]) >> array([64, 40])).to_vec(), [-1, 0]);
    assert_eq!((array([250u8]) + 10).to_vec(), [4]);
}

fn floor_divide(a: &Array<i64>, b: &Array<i64>) -> Array<i64> {
    let (a, b): (AnyArray, AnyArray) = (a.into(), b.into());
    let result = numoxide_core::operators::FLOOR_DIVIDE.call(&[&a.view(), &b.view()]);
    result.unwrap().one().unwrap().try_into().unwrap()
}

#[test]
fn temporaries_lend_their_memory() {
    let a = array([1.0, 2.0]);
    let sum = &a + &a;
    let place = sum.as_ptr();
    let result = &a * sum + &a;
    assert_eq!(result.as_ptr(), place);
    assert_eq!(result.to_vec(), [3.0, 10.0]);
    let shared = result.clone();
    let next = result + 1.0;
    assert_ne!(next.as_ptr(), shared.as_ptr());
    assert_eq!(shared.to_vec(), [3.0, 10.0]);
}

#[test]
fn assignment_is_in_place_unless_shared() {
    let mut a = Array::from_shape_vec([2, 2], vec![1, 2, 3, 4]).unwrap();
    let place = a.as_ptr();
    a += 1;
    a *= [[2, 3]];
    assert_eq!((a.as_ptr(), a.to_vec()), (place, vec![4, 9, 8, 15]));
    let before = a.clone();
    a += &before.t();
    assert_eq!(a.to_vec(), [8, 17, 17, 30]);
    assert_eq!(before.to_vec(), [4, 9, 8, 15]);
    let mut column = a.slice_mut(s![.., 1]).unwrap();
    column -= [10, 20];
    assert_eq!(a.to_vec(), [8, 7, 17, 10]);
}

/// Whatever replaces its first operand is what the operator gives of a copy of it.
macro_rules! replaces {
    ($n:expr, $start:expr, $ty:ty, $number:expr; $($op:tt $assign:tt),+) => {{
        let items = |by: usize| {
            let items = (0..$n + $start).map(|i| (i * by % 90 + 1) as $ty).collect::<Vec<_>>();
            Array::from_vec(items).unwrap()
        };
        let (a, b) = (items(7), items(11));
        let (from, other) = (a.slice(s![$start..]).unwrap(), b.slice(s![$start..]).unwrap());
        $(
            let mut all = a.copy(Order::K).unwrap();
            let mut part = all.slice_mut(s![$start..]).unwrap();
            part $assign &other;
            assert_eq!(part.view().to_vec(), (&from $op &other).to_vec(), "{} items {}", $n, stringify!($assign));
            let mut all = a.copy(Order::K).unwrap();
            let mut part = all.slice_mut(s![$start..]).unwrap();
            part $assign $number;
            assert_eq!(part.view().to_vec(), (&from $op $number).to_vec(), "{} items {} a number", $n, stringify!($assign));
            let mut all = a.copy(Order::K).unwrap();
            let mut back = all.slice_mut(s![$start..;-1]).unwrap();
            back $assign &b.slice(s![$start..;-1]).unwrap();
            assert_eq!(back.view().to_vec(), (&a.slice(s![$start..;-1]).unwrap() $op &b.slice(s![$start..;-1]).unwrap()).to_vec());
        )+
    }};
}

#[test]
fn what_replaces_its_operand_does_so_in_any_layout() {
    let items = |n: usize, by: usize| (0..n).map(|i| (i * by % 97) as f64).collect::<Vec<_>>();
    for (rows, columns) in [(3, 5), (40, 700), (700, 40), (2, 9000)] {
        let a = Array::from_shape_vec([rows, columns], items(rows * columns, 7)).unwrap();
        let b = Array::from_shape_vec([rows, columns], items(rows * columns, 13)).unwrap();
        let turned = Array::from_shape_vec([columns, rows], items(rows * columns, 11)).unwrap();
        let others = [
            b.clone(),
            b.slice(s![..1]).unwrap(),
            b.slice(s![.., ..1]).unwrap(),
            b.slice(s![..;-1, ..;-1]).unwrap(),
            turned.t(),
        ];
        for other in others {
            let mut whole = a.copy(Order::K).unwrap();
            whole -= &other;
            assert_eq!(whole.to_vec(), (&a - &other).to_vec(), "{rows} x {columns}");
            let mut turned = a.t().copy(Order::K).unwrap();
            turned *= &other.t();
            assert_eq!(turned.to_vec(), (a.t() * other.t()).to_vec(), "{rows} x {columns}, by columns");
            let mut every = a.copy(Order::K).unwrap();
            let mut second = every.slice_mut(s![.., ..;2]).unwrap();
            let part = other.slice(s![.., ..;2]).unwrap();
            second -= &part;
            assert_eq!(second.view().to_vec(), (a.slice(s![.., ..;2]).unwrap() - part).to_vec());
        }
    }
}

#[test]
fn what_replaces_its_operand_is_what_the_operator_gives() {
    for n in [1, 7, 64, 513, 1025, 5000, 70_001] {
        for start in [0, 3] {
            replaces!(n, start, f64, 2.5; + +=, - -=, * *=, / /=);
            replaces!(n, start, f32, 2.5; + +=, - -=, * *=, / /=);
            replaces!(n, start, i32, 3; + +=, - -=, * *=, % %=, & &=, | |=, ^ ^=);
            replaces!(n, start, u8, 3; + +=, - -=, * *=, & &=);
        }
    }
}

#[test]
fn half_precision_rounds_once_per_operation() {
    let (one, tiny) = (f16::from_f32(1.0), f16::from_f32(0.0004883));
    assert_eq!((array([one]) + array([tiny])).to_vec(), [f16::from_f32(1.0)]);
    assert_eq!((array([one; 3000]) * array([f16::from_f32(3.0)])).to_vec(), [f16::from_f32(3.0); 3000]);
}

#[test]
fn run_time_types_promote_by_nep_50() {
    let i8s = AnyArray::from(array([1i8, 2]));
    let f32s = AnyArray::from(array([0.5f32, 1.5]));
    let u64s = AnyArray::from(array([1u64, 2]));
    assert_eq!((&i8s + &f32s).dtype(), &DType::F32);
    assert_eq!((&i8s + &u64s).dtype(), &DType::F64);
    assert_eq!((&i8s + 1).dtype(), &DType::I8);
    assert_eq!((&i8s + 1.0).dtype(), &DType::F64);
    assert_eq!((2.0 * &f32s).dtype(), &DType::F32);
    assert_eq!((&f32s * c128::new(0.0, 1.0)).dtype(), &DType::C64);
    assert_eq!((&i8s / &i8s).dtype(), &DType::F64);
    assert!(Weak::Int(300).beside(&DType::I8).is_err());
    assert!(Weak::Int(-1).beside(&DType::U64).is_err());
}

#[test]
fn out_where_dtype_and_casting() {
    let a = AnyArray::from(array([1i32, 2, 3]));
    let mut out = AnyArray::from(array([0i64, 0, 0]));
    let mask = array([true, false, true]);
    let options =
        Options { out: vec![out.view_mut().unwrap()], mask: Some(mask.view()), ..Default::default() };
    MULTIPLY.call_with(&[&a.view(), &a.view()], options).unwrap();
    assert_eq!(out.downcast::<i64>().unwrap().to_vec(), [1, 0, 9]);

    let mut small = AnyArray::from(array([0i32; 3]));
    let options = Options { out: vec![small.view_mut().unwrap()], ..Default::default() };
    let error = DIVIDE.call_with(&[&a.view(), &a.view()], options).err().unwrap();
    assert!(matches!(error, Error::Cast { op: "divide", from: DType::F64, to: DType::I32, .. }));

    let options = Options { dtype: Some(DType::F32), order: Some(Order::F), ..Default::default() };
    assert_eq!(ADD.call_with(&[&a.view(), &a.view()], options).unwrap().one().unwrap().dtype(), &DType::F32);
    let options = Options { dtype: Some(DType::Bool), ..Default::default() };
    assert!(matches!(
        ADD.call_with(&[&a.view(), &a.view()], options).err(),
        Some(Error::Cast { op: "add", .. })
    ));
}

#[test]
fn events_are_ignored_collected_or_raised() {
    let (a, b) = (array([1.0f64, 0.0, 1e300]), array([0.0, 0.0, 1e-300]));
    assert!((&a / &b).to_vec()[2].is_infinite());
    let events = errstate(ErrState::COLLECT, || {
        let _ = &a / &b;
        errstate::collected()
    });
    assert_eq!((events.divide, events.invalid, events.over, events.under), (1, 1, 1, 0));
    let raise = ErrState { invalid: Action::Raise, ..ErrState::IGNORE };
    let (a, b): (AnyArray, AnyArray) = (a.into(), b.into());
    let error = errstate(raise, || DIVIDE.call(&[&a.view(), &b.view()]).err());
    assert_eq!(error, Some(Error::FloatingPoint { op: "divide", event: Event::Invalid }));
}

#[test]
fn strange_layouts_give_the_same_numbers() {
    let a = Array::from_shape_vec([60, 70], (0..4200).map(f64::from).collect()).unwrap();
    let b = Array::from_shape_vec([70, 60], (0..4200).map(|x| f64::from(x) * 0.5).collect()).unwrap();
    let views = [
        (a.view(), b.t().copy(Order::C).unwrap()),
        (a.slice(s![..;-1, ..;-1]).unwrap().view(), b.t().copy(Order::F).unwrap()),
        (a.slice(s![..1, ..]).unwrap().broadcast_to([60, 70]).unwrap().view(), b.t()),
    ]
    .map(|(a, b)| (a.to_owned().unwrap(), a.view().to_owned().unwrap(), b));
    for (plain, _, b) in &views {
        let sum = plain + b;
        let expected: Vec<f64> = plain.iter().zip(b.iter()).map(|(x, y)| x + y).collect();
        assert_eq!(sum.iter().copied().collect::<Vec<_>>(), expected);
    }
    let t = &a.t() + &b;
    let expected: Vec<f64> = a.t().iter().zip(b.iter()).map(|(x, y)| x + y).collect();
    assert_eq!(t.iter().copied().collect::<Vec<_>>(), expected);
}

/// Numbers of a type, told apart by their places.
fn numbers<T: Scalar>(shape: &[usize], by: usize) -> Array<T> {
    let n: usize = shape.iter().product();
    let items = (0..n).map(|i| ((i * by + i / 97) % 61) as f64).collect();
    Array::from_shape_vec(shape, items).unwrap().astype::<T>().unwrap()
}

/// `a + b` and `a += b` beside sums of the items that broadcasting puts together, which are made one by one. The shapes have as many
/// axes.
fn check_sum<T: Scalar + std::ops::Add<Output = T>>(a: &[usize], b: &[usize])
where
    for<'a> &'a Array<T>: std::ops::Add<&'a Array<T>, Output = Array<T>>,
    for<'a> Array<T>: std::ops::AddAssign<&'a Array<T>>,
{
    let (x, y) = (numbers::<T>(a, 7), numbers::<T>(b, 13));
    let shape: Vec<usize> = a.iter().zip(b).map(|(&a, &b)| a.max(b)).collect();
    let item = |array: &Array<T>, flat: &[T], place: &[usize]| {
        let at = place
            .iter()
            .zip(array.shape())
            .fold(0, |at, (&i, &size)| at * size + if size == 1 { 0 } else { i });
        flat[at]
    };
    let (flat_x, flat_y) = (x.to_vec(), y.to_vec());
    let n: usize = shape.iter().product();
    let expected: Vec<T> = (0..n)
        .map(|mut rest| {
            let mut place = vec![0; shape.len()];
            for axis in (0..shape.len()).rev() {
                (place[axis], rest) = (rest % shape[axis], rest / shape[axis]);
            }
            item(&x, &flat_x, &place) + item(&y, &flat_y, &place)
        })
        .collect();
    assert!((&x + &y).to_vec() == expected, "{a:?} + {b:?} of {}", T::DTYPE);
    let mut whole = x.broadcast_to(&shape[..]).unwrap().copy(Order::C).unwrap();
    whole += &y;
    assert!(whole.to_vec() == expected, "{a:?} += {b:?} of {}", T::DTYPE);
}

#[test]
fn short_rows_beside_what_is_repeated() {
    // Around what a line and a block of the engine hold.
    for n in [2, 3, 5, 8, 16, 17, 31, 64, 65, 127, 128, 129, 255, 256, 257, 511, 513, 2047, 2048, 2049] {
        for rows in [2, 3, 7, 90] {
            for (a, b) in [
                ([1, rows, n], [1, 1, n]),
                ([1, rows, n], [1, rows, 1]),
                ([1, 1, n], [1, rows, 1]),
                ([1, rows, n], [1, rows, n]),
                ([3, rows, n], [3, 1, n]),
                ([3, rows, n], [1, rows, n]),
                ([3, rows, 1], [1, rows, n]),
                ([3, 1, n], [1, rows, 1]),
            ] {
                check_sum::<u8>(&a, &b);
                check_sum::<i16>(&a, &b);
                check_sum::<f32>(&a, &b);
                check_sum::<f64>(&a, &b);
                check_sum::<c128>(&a, &b);
            }
        }
    }
}

/// The sum of arrays of two types, beside that of the same numbers as `f64`, which all results hold.
fn check_mixed<A: Scalar, B: Scalar>(a: &[usize], b: &[usize]) {
    let (x, y): (AnyArray, AnyArray) = (numbers::<A>(a, 7).into(), numbers::<B>(b, 13).into());
    let sum = (&x + &y).astype(DType::F64).unwrap();
    let expected = numbers::<f64>(a, 7) + numbers::<f64>(b, 13);
    assert_eq!(
        Array::<f64>::try_from(sum).unwrap().to_vec(),
        expected.to_vec(),
        "{a:?} {} + {b:?} {}",
        A::DTYPE,
        B::DTYPE
    );
}

#[test]
fn operands_of_two_types_beside_each_other() {
    for n in [1, 2, 3, 16, 17, 65, 511, 1025, 2049] {
        for rows in [1, 2, 3, 90] {
            for (a, b) in [
                ([rows, n], [rows, n]),
                ([rows, n], [1, n]),
                ([rows, n], [rows, 1]),
                ([1, n], [rows, 1]),
                ([rows, 1], [1, n]),
                ([rows, n], [1, 1]),
            ] {
                check_mixed::<f32, f64>(&a, &b);
                check_mixed::<u8, f32>(&a, &b);
                check_mixed::<i64, f32>(&a, &b);
                check_mixed::<f16, f32>(&a, &b);
                check_mixed::<i8, i32>(&a, &b);
                check_mixed::<u8, f16>(&a, &b);
            }
            check_mixed::<f32, f64>(&[rows, n], &[]);
            check_mixed::<u8, f64>(&[n], &[]);
        }
    }
}

#[test]
fn many_short_rows_beside_what_is_repeated() {
    // More than is kept in the cache, and enough for several threads.
    for n in [3, 8, 50] {
        let rows = (17 << 20) / 8 / n;
        check_sum::<f64>(&[rows, n], &[1, n]);
        check_sum::<f64>(&[1, n], &[rows, 1]);
        check_sum::<f64>(&[rows, n], &[rows, 1]);
        check_sum::<f64>(&[7, rows / 7, n], &[7, 1, n]);
        check_sum::<u8>(&[rows * 8, n], &[1, n]);
    }
}

#[test]
fn short_rows_that_are_not_aligned() {
    let dtype = DType::parse("[('tag', '?'), ('rows', 'f8', (40, 12))]").unwrap();
    let mut record = AnyArray::zeros([1], dtype).unwrap();
    let (rows, row) = (numbers::<f64>(&[1, 40, 12], 7), numbers::<f64>(&[12], 5));
    Copyto::new(record.view_mut().unwrap().field("rows").unwrap(), &rows).run().unwrap();
    let unaligned = record.field("rows").unwrap();
    assert!(!unaligned.as_ptr().addr().is_multiple_of(8));
    let sum: Array<f64> = (&unaligned + AnyArray::from(row.clone())).try_into().unwrap();
    assert_eq!(sum.to_vec(), (rows + row).to_vec());
}
