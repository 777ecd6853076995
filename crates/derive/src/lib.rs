//! `#[derive(Element)]`: structs as items of arrays.
//!
//! The struct must be `#[repr(C)]` or `#[repr(transparent)]`, `Copy`, without generics and without padding; its fields
//! must be elements themselves, or arrays of elements. All of this is checked at compile time.

use proc_macro::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Path, Result, Type, parse_macro_input, parse_quote};

/// Derives `Element` for a struct of elements and of arrays of them, `[f32; 3]` or `[[i16; 2]; 2]`, which are NumPy's subarrays.
///
/// Crates that depend on a part of numoxide instead of the whole say where the trait is:
/// `#[element(crate = numoxide_core)]`.
#[proc_macro_derive(Element, attributes(element))]
pub fn derive_element(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn expand(input: &DeriveInput) -> Result<proc_macro2::TokenStream> {
    let name = &input.ident;
    let root = root(input)?;
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(&input.generics, "an element has one memory layout: no generics"));
    }
    if !has_fixed_layout(input)? {
        return Err(Error::new_spanned(name, "an element needs #[repr(C)] or #[repr(transparent)]"));
    }
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(
            name,
            "only structs can be elements: not every bit pattern is a variant",
        ));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new_spanned(name, "the fields of an element need names"));
    };
    let names: Vec<_> = fields.named.iter().filter_map(|field| field.ident.as_ref()).collect();
    let texts: Vec<String> = names.iter().map(|name| name.to_string()).collect();
    let types: Vec<_> = fields.named.iter().map(|field| &field.ty).collect();
    let dtypes: Vec<_> = types.iter().map(|ty| dtype_of(ty, &root)).collect();
    Ok(quote! {
        const _: () = {
            const SUM: usize = 0 #(+ ::core::mem::size_of::<#types>())*;
            assert!(SUM == ::core::mem::size_of::<#name>(), "an element must not have padding");
        };

        // SAFETY: the layout is fixed, without padding, and described field by field; the fields are
        // elements, for which every bit pattern that their types promise is a value.
        unsafe impl #root::Element for #name {
            fn dtype() -> #root::DType {
                static DTYPE: ::std::sync::OnceLock<#root::DType> = ::std::sync::OnceLock::new();
                DTYPE.get_or_init(|| {
                    let fields = ::std::vec![#(#root::Field {
                        name: ::std::string::String::from(#texts),
                        dtype: #dtypes,
                        offset: ::core::mem::offset_of!(#name, #names),
                    }),*];
                    let (size, align) = (::core::mem::size_of::<#name>(), ::core::mem::align_of::<#name>());
                    let described = #root::StructType::new(fields, size, align);
                    #root::DType::Struct(::std::sync::Arc::new(described.expect("the compiler's own layout")))
                }).clone()
            }
        }
    })
}

/// The dtype of a field as an expression.
fn dtype_of(ty: &Type, root: &Path) -> proc_macro2::TokenStream {
    match ty {
        Type::Paren(inner) => dtype_of(&inner.elem, root),
        Type::Group(inner) => dtype_of(&inner.elem, root),
        // An array of arrays is one of more axes.
        Type::Array(_) => {
            let (mut items, mut sizes) = (ty, Vec::new());
            while let Some(array) = as_array(items) {
                sizes.push(&array.len);
                items = &array.elem;
            }
            let items = dtype_of(items, root);
            quote! {{
                let array = #root::Subarray::new(#items, &[#(#sizes),*]);
                #root::DType::Subarray(::std::sync::Arc::new(array.expect("an array of the compiler's size")))
            }}
        }
        _ => quote! { <#ty as #root::Element>::dtype() },
    }
}

fn as_array(ty: &Type) -> Option<&syn::TypeArray> {
    match ty {
        Type::Paren(inner) => as_array(&inner.elem),
        Type::Group(inner) => as_array(&inner.elem),
        Type::Array(array) => Some(array),
        _ => None,
    }
}

/// The crate that has the trait.
fn root(input: &DeriveInput) -> Result<Path> {
    let mut root: Path = parse_quote!(::numoxide);
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("element")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("crate") {
                root = meta.value()?.parse()?;
                return Ok(());
            }
            Err(meta.error("expected `crate = path`"))
        })?;
    }
    Ok(root)
}

/// Whether the compiler must keep the fields in order.
fn has_fixed_layout(input: &DeriveInput) -> Result<bool> {
    let mut fixed = false;
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("repr")) {
        attribute.parse_nested_meta(|meta| {
            fixed |= meta.path.is_ident("C") || meta.path.is_ident("transparent");
            if meta.input.peek(syn::token::Paren) {
                let _: proc_macro2::TokenStream = {
                    let content;
                    syn::parenthesized!(content in meta.input);
                    content.parse()?
                };
            }
            Ok(())
        })?;
    }
    Ok(fixed)
}
