//! Casts of text, bytes, raw items and structs, held to NumPy's.

use numoxide_core::*;
use numoxide_testkit::{Golden, golden};

fn dtype(text: &str) -> DType {
    DType::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The types of the tables.
fn dtypes(file: &Golden) -> Vec<DType> {
    (0..).map_while(|n| file.get(&format!("dtype.{n}"))).map(|entry| dtype(entry.text())).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect()
}

/// Items one after the other.
fn items(dtype: DType, hex: &str) -> AnyArray {
    if dtype.itemsize() == 0 {
        return AnyArray::zeros([2], dtype).unwrap();
    }
    AnyArray::from(Array::from_vec(bytes(hex)).unwrap()).view_as(dtype).unwrap()
}

#[test]
fn the_rules_are_numpys() {
    for file in tables() {
        check_rules(&file);
    }
}

/// The golden files of casts.
fn tables() -> [Golden; 2] {
    [golden("casts"), golden("time")]
}

fn check_rules(file: &Golden) {
    const RULES: [Casting; 5] =
        [Casting::No, Casting::Equiv, Casting::Safe, Casting::SameKind, Casting::Unsafe];
    let all = dtypes(file);
    assert!(all.len() >= 50, "{}", all.len());
    for (n, from) in all.iter().enumerate() {
        let levels = file.entry(&format!("level.{n}")).text().chars();
        for (to, level) in all.iter().zip(levels) {
            let wanted = level.to_digit(10).map(|level| RULES[level as usize]);
            for rule in RULES {
                let allowed = wanted.is_some_and(|wanted| rule >= wanted);
                assert_eq!(can_cast(from, to, rule), allowed, "{from} to {to}, {rule}");
            }
        }
    }
}

#[test]
fn promotion_is_numpys() {
    tables().iter().for_each(check_promotion);
}

fn check_promotion(file: &Golden) {
    let all = dtypes(file);
    for (n, from) in all.iter().enumerate() {
        let promoted = file.entry(&format!("promote.{n}")).text().split('\t');
        for (to, wanted) in all.iter().zip(promoted) {
            let found = promote_types(from, to).map_or("-".to_owned(), |dtype| dtype.to_string());
            assert_eq!(found, wanted, "{from} with {to}");
        }
    }
}

/// How our cast differs from NumPy's.
fn difference(words: &[&str], backwards: bool) -> Option<String> {
    let (from, to) = (dtype(words[0]), dtype(words[2]));
    let array = items(from, words[1]);
    let step = if backwards { -1 } else { 1 };
    let found = array.slice(s![..;step]).unwrap().astype(to);
    match (words[3], found) {
        ("error", Err(_)) => None,
        ("error", Ok(found)) => Some(format!("gives {found:?}; NumPy an error")),
        (_, Err(error)) => Some(error.to_string()),
        (wanted, Ok(found)) => {
            let wanted_bytes = bytes(words[4]);
            let found_bytes = found.slice(s![..;step]).unwrap().tobytes(Order::C).unwrap();
            let same = found.dtype().to_string() == wanted && found_bytes == wanted_bytes;
            (!same).then(|| format!("{} {found_bytes:x?}; NumPy {wanted} {wanted_bytes:x?}", found.dtype()))
        }
    }
}

#[test]
fn casts_are_numpys() {
    tables().iter().for_each(check_casts);
}

fn check_casts(file: &Golden) {
    let (mut found, mut count) = (Vec::new(), 0);
    while let Some(entry) = file.get(&format!("cast.{count}")) {
        let words: Vec<&str> = entry.text().split('\t').collect();
        for backwards in [false, true] {
            found.extend(difference(&words, backwards).map(|what| format!("cast.{count} {words:?}: {what}")));
        }
        count += 1;
    }
    assert!(count > 1500, "{count}");
    assert!(found.is_empty(), "{} of {count}:\n{}", found.len(), found[..found.len().min(30)].join("\n"));
}

#[test]
fn casts_keep_the_order_of_axes() {
    let a = AnyArray::from(array![[1, 2, 3], [4, 5, 6]]).t();
    let text = a.astype(DType::Str(0)).unwrap();
    assert_eq!((text.shape(), text.strides()), (&[3, 2][..], &[44, 132][..]));
    assert_eq!(text.to_string(), "[['1' '4']\n ['2' '5']\n ['3' '6']]");
    let again = text.view().astype_with(DType::I32, Casting::Unsafe, Order::C).unwrap();
    assert_eq!((again.to_string(), again.strides()), (a.to_string(), &[8, 4][..]));
    assert!(text.astype_with(DType::I32, Casting::SameKind).is_err());
    assert_eq!(AnyArray::zeros([0, 3], DType::F32).unwrap().astype(DType::Bytes(0)).unwrap().shape(), [0, 3]);
}

#[test]
fn mixed_text_and_numbers_are_joined_as_text() {
    let numbers = AnyArray::from(array![1i64, -20]);
    let words = numbers.astype(DType::Str(2)).unwrap();
    assert_eq!(words.to_string(), "['1' '-2']");
    let both = AnyArray::concatenate(&[&numbers, &words], 0).unwrap();
    assert_eq!((both.to_string().as_str(), both.dtype()), ("['1' '-20' '1' '-2']", &DType::Str(21)));
    let chosen = AnyArray::where_([true, false], &words, &numbers).unwrap();
    assert_eq!(chosen.to_string(), "['1' '-20']");
}

#[test]
fn strings_become_text_and_come_back() {
    let words = array![["größe", ""], ["a", "日本"]];
    let strings: Array<String> = words.iter().map(|word| word.to_string()).collect();
    let text = AnyArray::from_text(strings.reshape([2, 2]).unwrap()).unwrap();
    assert_eq!((text.shape(), text.dtype()), (&[2, 2][..], &DType::Str(5)));
    assert_eq!(text.t().to_text().unwrap().to_vec(), ["größe", "a", "", "日本"]);
    assert_eq!(
        AnyArray::from_text::<String>(Array::from_vec(vec![]).unwrap()).unwrap().dtype(),
        &DType::Str(1)
    );
    let bytes = AnyArray::from_text(array!["ab", "c"]).unwrap().astype(DType::Bytes(0)).unwrap();
    assert_eq!(bytes.to_text().unwrap().to_vec(), ["ab", "c"]);
    assert!(AnyArray::from(array![1]).to_text().is_err());
}

#[test]
fn copyto_casts_what_it_copies_and_nothing_else() {
    let words = AnyArray::from_text(array!["7", "x", "-9"]).unwrap();
    let mut a = AnyArray::from(array![[1i32, 2, 3], [4, 5, 6]]);
    let copied = |a: &mut AnyArray, mask: [bool; 3]| {
        Copyto::new(a.view_mut().unwrap(), &words).where_(&mask).casting(Casting::Unsafe).run()
    };
    assert!(copied(&mut a, [true, true, false]).is_err());
    copied(&mut a, [true, false, true]).unwrap();
    assert_eq!(a.to_string(), "[[ 7  2 -9]\n [ 7  5 -9]]");
    assert!(Copyto::new(a.view_mut().unwrap(), &words).run().is_err(), "by default within a kind");
    let mut none = AnyArray::zeros([0, 3], DType::I32).unwrap();
    Copyto::new(none.view_mut().unwrap(), &words).casting(Casting::Unsafe).run().unwrap();
    let mut text = AnyArray::zeros([3], DType::Str(2)).unwrap();
    Copyto::new(text.view_mut().unwrap(), &array![123, 4, 5]).run().unwrap();
    assert_eq!(text.to_string(), "['12' '4' '5']");
}
