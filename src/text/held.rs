//! Small files in the address of their link (RFC 2397): one of its own for every record would be most files of a site.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but what an address may hold as it is (RFC 3986, section 2), and HTML between double quotes too.
const ODD: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b'-')
    .remove(b'.')
    .remove(b'/')
    .remove(b':')
    .remove(b';')
    .remove(b'=')
    .remove(b'?')
    .remove(b'@')
    .remove(b'_')
    .remove(b'~');

/// The address of a text of this media type.
pub fn address(media_type: &str, text: &str) -> String {
    let mut address = String::with_capacity(media_type.len() + text.len() * 3 / 2 + 32);
    address.extend(["data:", media_type, ";charset=utf-8,"]);
    address.extend(utf8_percent_encode(text, ODD));
    address
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn nothing_in_an_address_ends_it() {
        let held = address("text/csv", "a,\"ä & <b>'\r\n");
        assert_eq!(held, "data:text/csv;charset=utf-8,a,%22%C3%A4%20%26%20%3Cb%3E'%0D%0A");
    }
}
