import NoetlCore
import Testing

/// Percent-encoding against RFC 3986.
@Suite struct PercentEncodingTests {
    @Test func `Exactly the unreserved characters of RFC 3986 2_3 stay`() {
        let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        for value in UInt8(0)...127 {
            let character = String(Unicode.Scalar(value))
            let hexadecimal = String(value, radix: 16, uppercase: true)
            let escaped = "%" + (hexadecimal.count < 2 ? "0" : "") + hexadecimal
            #expect(PercentEncoding.encode(character) == (unreserved.contains(character) ? character : escaped))
        }
    }

    @Test(arguments: [
        ("", ""), ("a b", "a%20b"), ("a+b", "a%2Bb"), ("ü", "%C3%BC"), ("€", "%E2%82%AC"), ("😀", "%F0%9F%98%80"),
        ("%41", "%2541"), ("p+ss & w=rd% \u{FC}\"'", "p%2Bss%20%26%20w%3Drd%25%20%C3%BC%22%27"),
        ("http://127.0.0.1:8765/callback", "http%3A%2F%2F127.0.0.1%3A8765%2Fcallback"), ("\r\n", "%0D%0A"),
    ])
    func `Everything else is encoded as UTF-8`(text: String, encoded: String) throws {
        #expect(PercentEncoding.encode(text) == encoded)
        let pairs = try #require(PercentEncoding.pairs(of: "x=\(encoded)"))
        #expect(pairs.map(\.value) == [text])
    }

    @Test func `Pairs are joined in their order`() {
        #expect(PercentEncoding.query([]) == "")
        #expect(PercentEncoding.query([("b", "1"), ("a", "x y"), ("b", "")]) == "b=1&a=x%20y&b=")
    }

    @Test(arguments: [
        ("", []), ("&", []), ("a", ["a:"]), ("a=", ["a:"]), ("=b", [":b"]), ("a=b=c", ["a:b=c"]),
        ("a=1&&b=2&", ["a:1", "b:2"]),
        ("a=1&a=2", ["a:1", "a:2"]), ("a+b=c+d", ["a b:c d"]), ("a=%2B", ["a:+"]), ("%61=%62", ["a:b"]),
        ("a=%c3%bc", ["a:ü"]),
    ])
    func `A query is read into pairs`(query: String, expected: [String]) throws {
        let pairs = try #require(PercentEncoding.pairs(of: query))
        #expect(pairs.map { "\($0.name):\($0.value)" } == expected)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%ff", "%c3=x", "a=%C3%28", "a=1&b=%G0", "a=%u0041"])
    func `A broken escape spoils the query`(query: String) {
        #expect(PercentEncoding.pairs(of: query) == nil)
    }
}
