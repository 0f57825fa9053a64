import NoetlCore
import Testing

/// What the text of `--auth0` is taken for.
@Suite struct LoginInputTests {
    private static let token =
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2FjbWUudXMuYXV0aDAuY29tLyJ9.c2lnbmF0dXJl"

    @Test(arguments: [
        "you@example.com", "first.last@example.com", "a.b.c@example.com", "eyJhbGciOiJub25lIn0.b.c@example.com",
        "you+tag@example.com", "you_me@example.co.uk", "YOU@EXAMPLE.COM", "1@2.3", "o'brien@example.ie", "a-b@c-d.e",
        "you@sub.domain.example.com", "üser@exämple.de", "用户@例子.公司", "x@xn--bcher-kva.example", "!#$%&*@example.com",
        "first.last@eyJ.com", "you@192.168.0.1", "a@b.c", "\"quoted\"@example.com", "you@example.c", "http.//x@y.z",
        "httpsx@example.com", "ftp://you@example.com",
    ])
    func `A mail address is an email`(text: String) {
        #expect(LoginInput(inferring: text) == .email(text))
    }

    @Test(arguments: [" ", "\n", "\t", "\r\n", "  \n ", "\u{A0}"])
    func `White space around a value is dropped`(blank: String) {
        #expect(LoginInput(inferring: "\(blank)first.last@example.com\(blank)") == .email("first.last@example.com"))
        #expect(LoginInput(inferring: "\(blank)\(Self.token)\(blank)") == .token(Secret(Self.token)))
        #expect(
            LoginInput(inferring: "\(blank)https://a.example/#id_token=x\(blank)")
                == .callbackURL(Secret("https://a.example/#id_token=x")))
    }

    @Test(arguments: [
        token, "e30.e30.c2ln", "e30.bm90IGpzb24.AA", "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.-_-_",
        "eyJhbGciOiJub25lIn0.e30.AAAA",
    ])
    func `Three base64url parts with a header are a token`(text: String) {
        #expect(LoginInput(inferring: text) == .token(Secret(text)))
    }

    @Test(arguments: [
        "https://app.acme.com/login#id_token=x", "http://localhost:3000/cb?id_token=x", "HTTPS://APP.ACME.COM/",
        "Http://x", "https://", "http://", "https://you@example.com/", "https://a b", "https://app.acme.com/#error=x",
        "https://e30.e30.c2ln", "http://\(token)",
    ])
    func `An http address is a callback URL`(text: String) {
        #expect(LoginInput(inferring: text) == .callbackURL(Secret(text)))
    }

    @Test(arguments: [
        "", " ", "\n", "you", "you@", "@", "@example.com", "you@example", "you@@example.com", "you@a@example.com",
        "you@example.com you", "you @example.com", "you@ example.com", "you@exa mple.com", "you@exam\tple.com",
        "you@example.com\nme@example.com", "you\u{0}@example.com", "you@exa\u{1B}mple.com", "you@exam\u{A0}ple.com",
        "you@exam\u{2003}ple.com", "you.me@example", "a.b@c",
        "eyJ", "eyJ.eyJ", "eyJhbGciOiJSUzI1NiJ9", "eyJhbGciOiJSUzI1NiJ9.e30", "eyJhbGciOiJSUzI1NiJ9.e30.",
        ".e30.c2ln", "e30..c2ln", "e30.e30.c2ln.x", "e30.e30.c2ln.e30.e30", "W10.e30.c2ln", "first.last.name",
        "www.example.com", "1.2.3", "192.168.0.1", "a.b.c", "...", "..", ".", "e30.e30.c2l=", "e30.e30.c2l+",
        "e30.e 30.c2ln", "Bearer e30.e30.c2ln", "e30,e30,c2ln", "\u{FEFF}e30.e30.c2ln", "e30.e30.\u{200B}c2ln",
        "ftp://example.com", "https:/example.com", "https//example.com", "httpss://example.com", "//example.com",
        "example.com/login#id_token=x", "?id_token=x", "#id_token=x", "mailto:", "file:///etc/passwd",
        "javascript:alert(1)", "<https://example.com>", "'https://example.com'", "-", "--password", "password",
        "hunter2", "$(id)", "`id`", "😀", "日本語", "\u{202E}moc.elpmaxe", "null", "{}", "0",
    ])
    func `Anything else is not recognised`(text: String) {
        #expect(LoginInput(inferring: text) == nil)
    }

    @Test func `The error shows the three shapes and not the value`() {
        let error = NoetlError.unrecognisedInput
        #expect(error.code == .usage)
        #expect(error.why.contains("you@example.com"))
        #expect(error.why.contains("eyJ"))
        #expect(error.why.contains("#id_token="))
        #expect(error.lines.count <= 3)
    }
}
