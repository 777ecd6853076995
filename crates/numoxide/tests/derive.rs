//! User structs as items of arrays, by the derive.

use numoxide::Element;
use numoxide::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Element)]
#[repr(C)]
struct Reading {
    time: f64,
    sensor: u32,
    level: f32,
}

#[test]
fn a_struct_is_described_field_by_field() {
    assert_eq!(Reading::dtype().itemsize(), 16);
    let a = Array::from_vec(vec![
        Reading { time: 0.5, sensor: 7, level: -1.0 },
        Reading { time: 1.5, sensor: 8, level: 2.0 },
    ])
    .unwrap();
    let any = AnyArray::from(&a);
    assert_eq!(any.field("time").unwrap().downcast::<f64>().unwrap().to_vec(), [0.5, 1.5]);
    assert_eq!(any.field("level").unwrap().downcast::<f32>().unwrap().to_vec(), [-1.0, 2.0]);
    assert!(any.field("place").is_err());
    assert!(any.downcast::<f64>().is_err());
    let back: Array<Reading> = any.try_into().unwrap();
    assert_eq!(back.to_vec(), a.to_vec());
}

#[derive(Clone, Copy, Debug, PartialEq, Element)]
#[repr(C)]
struct Body {
    mass: f64,
    place: [f32; 3],
    turns: [[i16; 2]; 3],
}

#[test]
fn arrays_in_fields_are_subarrays() {
    // str(np.dtype([('mass', 'f8'), ('place', 'f4', 3), ('turns', 'i2', (3, 2))], align=True))
    let written = "{'names': ['mass', 'place', 'turns'], 'formats': ['<f8', ('<f4', (3,)), ('<i2', (3, 2))], \
                   'offsets': [0, 8, 20], 'itemsize': 32, 'aligned': True}";
    assert_eq!(Body::dtype().to_string(), written);
    assert_eq!(DType::parse(written).unwrap(), Body::dtype());
    let body = |k: i16| Body {
        mass: k.into(),
        place: [0, 1, 2].map(|j| f32::from(k + j)),
        turns: [[k, 1], [k, 2], [k, 3]],
    };
    let a = Array::from_vec((0..4).map(body).collect()).unwrap();
    let any = AnyArray::from(&a);
    let place = any.field("place").unwrap();
    assert_eq!(place.shape(), [4, 3]);
    assert_eq!(place.downcast::<f32>().unwrap().slice(s![2]).unwrap().to_vec(), [2.0, 3.0, 4.0]);
    let turns = any.field("turns").unwrap();
    assert_eq!(turns.shape(), [4, 3, 2]);
    assert_eq!(turns.downcast::<i16>().unwrap().slice(s![3, 1]).unwrap().to_vec(), [3, 2]);
    assert_eq!(Array::<Body>::try_from(any.clone()).unwrap().to_vec(), a.to_vec());
}

#[test]
fn structs_are_sliced_reversed_and_joined() {
    let a = Array::from_vec((0..4).map(|k| Reading { time: f64::from(k), sensor: 1, level: 0.0 }).collect())
        .unwrap();
    let reversed = a.slice(s![..;-2]).unwrap();
    let joined = numoxide::concatenate([&a, &reversed], 0).unwrap();
    assert_eq!(joined.iter().map(|item| item.time).collect::<Vec<_>>(), [0.0, 1.0, 2.0, 3.0, 3.0, 1.0]);
}
