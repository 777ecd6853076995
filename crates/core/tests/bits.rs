//! Bits packed and unpacked, bytes swapped, and bytes as other types, held to NumPy's results.

use numoxide_core::*;
use numoxide_testkit::calls::{Call, Results, check_calls};
use numoxide_testkit::conformance::difference;

fn one<T: Element>(result: Result<Array<T>>) -> Results {
    Ok(vec![result?.into()])
}

fn order(word: &str) -> BitOrder {
    if word == "big" { BitOrder::Big } else { BitOrder::Little }
}

fn pack<T: Bits>(view: &AnyView<'_>, words: &[&str]) -> Results {
    let aligned;
    let view = match view.downcast::<T>() {
        Ok(view) => view,
        Err(_) => {
            aligned = view.copy(Order::K)?;
            aligned.view().downcast()?
        }
    };
    let axis = words[1].parse::<isize>().ok();
    one(packbits::with(&view).axis(axis).bitorder(order(words[2])).run())
}

fn run(words: &[&str], arrays: &[AnyView<'_>]) -> Results {
    let view = &arrays[0];
    match words[0] {
        "packbits" => match view.dtype() {
            DType::Bool => pack::<bool>(view, words),
            DType::I16 => pack::<i16>(view, words),
            DType::U8 => pack::<u8>(view, words),
            other => Err(Error::DType { op: "packbits", dtype: other.to_string() }),
        },
        "unpackbits" => {
            let (view, axis) = (view.downcast::<u8>()?, words[1].parse::<isize>().ok());
            let call = unpackbits::with(&view).axis(axis).count(words[2].parse::<isize>().ok());
            one(call.bitorder(order(words[3])).run())
        }
        "byteswap" => {
            let swapped = view.byteswap()?;
            let shape = [swapped.shape(), &[swapped.itemsize()]].concat();
            one(Array::from_shape_vec(shape, swapped.tobytes(Order::C)?))
        }
        "view" => Ok(vec![view.view_as(DType::parse(words[1])?)?.copy(Order::C)?]),
        "getfield" => {
            let (dtype, offset) = (DType::parse(words[1])?, words[2].parse().unwrap());
            Ok(vec![view.getfield(dtype, offset)?.copy(Order::C)?])
        }
        other => panic!("{other}"),
    }
}

#[test]
fn bits_and_bytes_are_numpys() {
    check_calls("bits", 500, |call: &Call<'_>| match call.words[0] {
        // Whether items of another size fit depends on the layout.
        "view" => call.difference(run(&call.words, &[call.arrays[0].view()])),
        _ => call.difference_in_layouts(|views| run(&call.words, views), difference),
    });
}

#[test]
fn fields_are_views_for_reading_and_writing() {
    let dtype = DType::parse("[('x', 'f8'), ('grid', 'i2', (2, 2)), ('tag', 'S3'), ('ok', '?')]").unwrap();
    let mut a = AnyArray::zeros([3], dtype).unwrap();
    assert!(a.view_mut().unwrap().field("x").unwrap().downcast::<f64>().is_err(), "unaligned");
    Copyto::new(a.view_mut().unwrap().field("grid").unwrap(), &array![[1i16, 2], [3, 4]]).run().unwrap();
    Copyto::new(a.view_mut().unwrap().field("x").unwrap(), &array![0.5, 1.5, 2.5]).run().unwrap();
    let grid = a.field("grid").unwrap();
    assert_eq!(grid.shape(), [3, 2, 2]);
    assert_eq!(grid.as_ptr(), a.as_ptr().wrapping_add(8));
    assert_eq!(grid.downcast::<i16>().unwrap().to_vec()[8..], [1, 2, 3, 4]);
    let x = a.field("x").unwrap();
    assert!(x.downcast::<f64>().is_err() && Array::<f64>::try_from(x.clone()).is_err(), "20 bytes apart");
    assert_eq!(x.copy(Order::C).unwrap().downcast::<f64>().unwrap().to_vec(), [0.5, 1.5, 2.5]);
    let two = a.fields(&["tag", "x"]).unwrap();
    assert_eq!(two.as_ptr(), a.as_ptr());
    assert_eq!(two.to_string(), "[(b'', 0.5) (b'', 1.5) (b'', 2.5)]");
    assert!(a.fields(&["x", "y"]).is_err());
    assert!(a.to_string().starts_with("[(0.5, [[1, 2], [3, 4]], b'', False) "), "{a}");
}

#[test]
fn bytes_become_bools_only_if_they_are() {
    let bytes = AnyArray::from(array![0u8, 1, 1]);
    assert_eq!(bytes.view_as(DType::Bool).unwrap().downcast::<bool>().unwrap().to_vec(), [false, true, true]);
    assert!(AnyArray::from(array![0u8, 2]).view_as(DType::Bool).is_err());
    assert!(AnyArray::from(array![2i16]).getfield(DType::Bool, 0).is_err());
    let mut flags = AnyArray::from(array![true, false]);
    assert!(flags.setfield(&array![7u8], DType::U8, 0).is_err());
    flags.setfield(&array![false], DType::Bool, 0).unwrap();
    assert_eq!(flags.downcast::<bool>().unwrap().to_vec(), [false, false]);
    let mut words = AnyArray::from(array![0x0102i16, 0x0304]);
    let shared = words.clone();
    words.setfield(&array![7.9, 8.9], DType::U8, if cfg!(target_endian = "big") { 1 } else { 0 }).unwrap();
    assert_eq!(words.downcast::<i16>().unwrap().to_vec(), [0x0107, 0x0308]);
    assert_eq!(shared.downcast::<i16>().unwrap().to_vec(), [0x0102, 0x0304]);
    assert!(words.setfield(&array![1], DType::U8, 2).is_err());
    assert!(words.setfield(&array![1, 2, 3], DType::U8, 0).is_err());
}

#[test]
fn structs_swap_field_by_field() {
    let dtype = DType::parse("i2,U1,S2,?,2u4").unwrap();
    let bytes: Vec<u8> = vec![1, 2, 1, 2, 3, 4, 5, 6, 1, 1, 2, 3, 4, 5, 6, 7, 8];
    let a = AnyArray::from(Array::from_vec(bytes).unwrap()).view_as(dtype).unwrap();
    assert_eq!(a.shape(), [1]);
    let swapped = a.byteswap().unwrap().tobytes(Order::C).unwrap();
    assert_eq!(swapped, [2, 1, 4, 3, 2, 1, 5, 6, 1, 4, 3, 2, 1, 8, 7, 6, 5]);
    // The types with an order of bytes: i2, U1 and u4.
    let some =
        |flags: [bool; 3]| a.byteswap_of(&Swapped::Parts(flags.into())).unwrap().tobytes(Order::C).unwrap();
    assert_eq!(some([false, true, false]), [1, 2, 4, 3, 2, 1, 5, 6, 1, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(some([true, false, true]), [2, 1, 1, 2, 3, 4, 5, 6, 1, 4, 3, 2, 1, 8, 7, 6, 5]);
    assert_eq!(a.byteswap_of(&Swapped::Nothing).unwrap().tobytes(Order::C), a.tobytes(Order::C));
}
