"""Canonical JSON, base64url and hex (§1.3, §1.4)."""

from __future__ import annotations

from tests.protocol.cases.maker import Maker, fixed


def canonical() -> Maker:
    """Return the cases of §1.3."""
    m = Maker(
        "canonical", "JSON that has one form only: what is read must be what would be written"
    )
    good = {
        "empty object": "{}",
        "sorted keys": '{"a":1,"b":2}',
        "digits and underscore before letters": '{"a":0,"a0":1,"a10":2,"a9":3,"a_b":4,"aa":5}',
        "key that JavaScript uses": '{"constructor":"x","prototype":{"a":1}}',
        "literals": '{"a":true,"b":false,"c":null}',
        "greatest integer": '{"a":9007199254740991}',
        "zero": '{"a":0}',
        "nested": '{"a":[{"b":[]},{},[[]]]}',
        "eight deep": '{"a":[[[[[[{}]]]]]]}',
        "short escapes": '{"a":"\\"\\\\\\b\\t\\n\\f\\r"}',
        "other controls in lower-case hex": '{"a":"\\u0000\\u001f\\u000b"}',
        "slash is not escaped": '{"a":"/"}',
        "U+007F stands for itself": '{"a":"\u007f"}',
        "U+2028 and U+2029 stand for themselves": '{"a":"\u2028\u2029"}',
        "U+FEFF inside a string": '{"a":"\ufeff"}',
        "noncharacters": '{"a":"\ufffe\uffff"}',
        "astral plane": '{"a":"\U0001f5f3\U0010ffff"}',
        "not normalised": '{"a":"e\u0301 \u00e9"}',
    }
    for name, text in good.items():
        m.case(name, "read_canonical", "is the canonical form", raw_hex={"text": text})
    bad = {
        "nothing": ("", "there is no object"),
        "array at the top": ("[]", "one object at the top"),
        "string at the top": ('"a"', "one object at the top"),
        "number at the top": ("1", "one object at the top"),
        "null at the top": ("null", "one object at the top"),
        "space after colon": ('{"a": 1}', "no white space between tokens"),
        "newline at the end": ("{}\n", "no white space, no trailing byte"),
        "space before": (" {}", "no white space"),
        "trailing object": ("{}{}", "trailing bytes"),
        "trailing zero byte": ("{}\0", "trailing byte"),
        "byte order mark": ("\ufeff{}", "no byte order mark"),
        "unsorted keys": ('{"b":1,"a":2}', "keys are sorted"),
        "keys in numeric order": ('{"a9":0,"a10":1}', "keys are sorted as text"),
        "key of digits": ('{"0":1}', "keys begin with a-z"),
        "key with underscore first": ('{"_a":1}', "keys begin with a-z"),
        "__proto__": ('{"__proto__":{}}', "keys begin with a-z"),
        "doubled key": ('{"a":1,"a":1}', "a key stands once"),
        "doubled key, other value": ('{"a":1,"a":2}', "a key stands once"),
        "upper-case key": ('{"A":1}', "of the form [a-z][a-z0-9_]*"),
        "empty key": ('{"":1}', "of the form [a-z][a-z0-9_]*"),
        "key with hyphen": ('{"a-b":1}', "of the form [a-z][a-z0-9_]*"),
        "key with newline at its end": ('{"a\\n":1}', "the pattern has no loose end"),
        "key outside ASCII": ('{"\u00e9":1}', "of the form [a-z][a-z0-9_]*"),
        "escaped key": ('{"\\u0061":1}', "nothing is escaped without need"),
        "float": ('{"a":1.5}', "integers only"),
        "float of whole value": ('{"a":1.0}', "integers only"),
        "exponent": ('{"a":1e2}', "integers only"),
        "negative": ('{"a":-1}', "not below 0"),
        "negative zero": ('{"a":-0}', "0 has one form"),
        "leading zero": ('{"a":01}', "no JSON number"),
        "plus sign": ('{"a":+1}', "no JSON number"),
        "2^53": ('{"a":9007199254740992}', "at most 2^53 - 1"),
        "2^53 + 1": ('{"a":9007199254740993}', "at most 2^53 - 1; a double rounds it"),
        "fraction that a double rounds": ('{"a":9007199254740990.9}', "integers only"),
        "5,000 digits": ('{"a":' + "9" * 5000 + "}", "at most 2^53 - 1"),
        "1e999": ('{"a":1e999}', "no infinity"),
        "NaN": ('{"a":NaN}', "not JSON, though a parser may take it"),
        "Infinity": ('{"a":Infinity}', "not JSON, though a parser may take it"),
        "minus Infinity": ('{"a":-Infinity}', "not JSON, though a parser may take it"),
        "True": ('{"a":True}', "not JSON"),
        "undefined": ('{"a":undefined}', "not JSON"),
        "trailing comma": ('{"a":1,}', "not JSON"),
        "comment": ('{"a":1/**/}', "not JSON"),
        "single quotes": ("{'a':1}", "not JSON"),
        "cut": ('{"a":1', "not JSON"),
        "nine deep": ('{"a":[[[[[[[1]]]]]]]}', "depth at most 8; a scalar counts too"),
        "nine deep, empty array": ('{"a":[[[[[[[[]]]]]]]]}', "depth at most 8"),
        "20,000 deep": ('{"a":' + "[" * 20_000, "a parser must not fall over"),
        "escaped slash": ('{"a":"\\/"}', "the shortest escapes"),
        "long escape of newline": ('{"a":"\\u000a"}', "the shortest escapes"),
        "upper-case hex": ('{"a":"\\u001F"}', "lower-case hex"),
        "escaped letter": ('{"a":"\\u0061"}', "the shortest escapes"),
        "escaped U+007F": ('{"a":"\\u007f"}', "the shortest escapes"),
        "escaped U+2028": ('{"a":"\\u2028"}', "the shortest escapes"),
        "escaped pair of surrogates": ('{"a":"\\ud83d\\uddf3"}', "the shortest escapes"),
        "lone high surrogate": ('{"a":"\\ud800"}', "well-formed Unicode"),
        "lone low surrogate": ('{"a":"\\udc00"}', "well-formed Unicode"),
        "surrogates the wrong way round": ('{"a":"\\udc00\\ud800"}', "well-formed Unicode"),
        "raw control": ('{"a":"\t"}', "controls are escaped"),
        "raw newline": ('{"a":"\n"}', "controls are escaped"),
    }
    for name, (text, comment) in bad.items():
        m.case(name, "read_canonical", comment, expect="CanonicalError", raw_hex={"text": text})
    for name, raw, comment in (
        ("overlong UTF-8", b'{"a":"\xc0\xaf"}', "the shortest UTF-8"),
        ("surrogate in UTF-8", b'{"a":"\xed\xa0\x80"}', "no surrogates in UTF-8"),
        ("above U+10FFFF", b'{"a":"\xf4\x90\x80\x80"}', "no code point"),
        ("Latin-1", b'{"a":"\xe9"}', "not UTF-8"),
        ("cut UTF-8", b'{"a":"\xc3"}', "not UTF-8"),
        ("UTF-16", '{"a":1}'.encode("utf-16-le"), "not UTF-8, though a parser may guess it"),
        ("UTF-16 with mark", '{"a":1}'.encode("utf-16"), "not UTF-8, though a parser may guess it"),
        ("UTF-8 mark in bytes", b"\xef\xbb\xbf{}", "no byte order mark"),
    ):
        m.case(name, "read_canonical", comment, expect="CanonicalError", raw_hex=raw.hex())
    m.case(
        "written",
        "write_canonical",
        "keys sorted, nothing escaped without need",
        value={"b": [1, {"d": None, "c": True}], "a": '\u2028/"\\\x07\x7f\U0001f5f3'},
    )
    for name, value, comment in (
        ("written: lone surrogate", {"a": "x\ud800"}, "has no canonical form"),
        ("written: key", {"A": 1}, "has no canonical form"),
        ("written: negative", {"a": -1}, "has no canonical form"),
        ("written: 2^53", {"a": 2**53}, "has no canonical form"),
        ("written: half", {"a": 0.5}, "has no canonical form"),
        ("written: too deep", {"a": [[[[[[[[]]]]]]]]}, "has no canonical form"),
    ):
        m.case(name, "write_canonical", comment, expect="CanonicalError", value=value)
    return m


def encoding() -> Maker:
    """Return the cases of §1.4."""
    m = Maker(
        "encoding", "base64url without padding and lower-case hex, each with one form per value"
    )
    m.case("nothing", "from_base64url", "no bytes, no text", text="", length=0)
    for length in (1, 2, 3, 32, 64):
        raw = fixed("encoding", length)
        m.case(f"write {length}", "to_base64url", "without padding", raw_hex=raw.hex())
    m.case("alphabet", "to_base64url", "the alphabet of URLs", raw_hex="fbefbefbf0ffff")
    m.case("read alphabet", "from_base64url", "the alphabet of URLs", text="----____", length=6)
    for name, text, length, comment in (
        ("other alphabet", "++++////", 6, "+ and / belong to another alphabet"),
        ("padding", "QQ==", 1, "no padding"),
        ("one padding", "QUE=", 2, "no padding"),
        ("loose bits in two", "QR", 1, "unused bits are zero"),
        ("loose bits in three", "QUF", 2, "unused bits are zero"),
        ("loose bits with padding", "QR==", 1, "unused bits are zero, no padding"),
        ("one character left", "QUFBQ", 3, "no such length"),
        ("space before", " QUFB", 3, "no white space"),
        ("space inside", "QU FB", 3, "no white space"),
        ("newline at the end", "QUFB\n", 3, "no white space"),
        ("too short", "QUFB", 4, "exact length"),
        ("too long", "QUFB", 2, "exact length"),
        ("empty", "", 1, "exact length"),
        ("outside ASCII", "QUF\u00e9", 3, "not in the alphabet"),
        ("full-width", "\uff31UFB", 3, "not in the alphabet"),
        ("lone surrogate", "QUF\ud800", 3, "not in the alphabet"),
        ("zero byte", "QUF\0", 3, "not in the alphabet"),
    ):
        m.case(
            f"base64url: {name}",
            "from_base64url",
            comment,
            expect="EncodingError",
            text=text,
            length=length,
        )
    m.case("hex", "from_hex", "lower case", text="00ff1a", length=3)
    m.case("hex of nothing", "from_hex", "no bytes, no text", text="", length=0)
    for name, text, length, comment in (
        ("upper case", "00FF1A", 3, "lower case"),
        ("too short", "00ff", 3, "exact length"),
        ("too long", "00ff1a00", 3, "exact length"),
        ("odd", "00ff1", 3, "exact length"),
        ("prefix", "0x00ff", 3, "not hex"),
        ("space", "00 f1a", 3, "not hex"),
        ("newline at the end", "00ff1\n", 3, "not hex"),
        ("other digits", "00ff1\u0661", 3, "digits of ASCII only"),
    ):
        m.case(
            f"hex: {name}", "from_hex", comment, expect="EncodingError", text=text, length=length
        )
    return m
