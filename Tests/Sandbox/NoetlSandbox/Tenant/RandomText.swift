/// Unguessable identifiers from the system's generator.
enum RandomText {
    /// That many characters of an alphabet.
    static func characters(_ count: Int, of alphabet: String) -> String {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array(alphabet)
        return String((0..<count).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
    }

    /// A code or opaque token as Auth0 makes them.
    static func token(_ count: Int = 43) -> String {
        characters(count, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
    }

    /// A gateway session token: 32 hexadecimal digits.
    static func sessionToken() -> String {
        characters(32, of: "0123456789abcdef")
    }

    /// A user code in two groups of four consonants, which spell nothing (RFC 8628 section 6.1).
    static func userCode() -> String {
        let letters = characters(8, of: "BCDFGHJKLMNPQRSTVWXZ")
        return "\(letters.prefix(4))-\(letters.suffix(4))"
    }
}
