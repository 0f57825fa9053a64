import NoetlCore
import Testing

@testable import NoetlCore

/// What the query of a redirect amounts to.
@Suite struct ExpectedCallbackTests {
    private let expected = ExpectedCallback(state: Secret("st-1_A"), issuer: "https://acme.us.auth0.com/")

    @Test(arguments: [
        ("code=abc&state=st-1_A", "abc"), ("state=st-1_A&code=abc", "abc"), ("code=a%2Bb%20c&state=st-1_A", "a+b c"),
        ("code=abc&state=st-1_A&iss=https%3A%2F%2Facme.us.auth0.com%2F", "abc"), ("code=abc&state=st%2D1_A", "abc"),
        ("%63ode=abc&%73tate=st-1_A", "abc"), ("code=abc&state=st-1_A&x=1&y", "abc"),
        ("&&code=abc&&state=st-1_A&", "abc"),
        ("code=abc&state=st-1_A&error_description=odd", "abc"), ("code=a=b&state=st-1_A", "a=b"),
    ])
    func `A code with the right state ends the wait`(query: String, code: String) {
        #expect(expected.judge(query: query) == .code(Secret(code)))
    }

    @Test(arguments: [
        "", "code=abc", "code=abc&state=", "code=abc&state", "code=abc&state=ST-1_A", "code=abc&state=st-1_A%00",
        "code=abc&state=st-1_", "code=abc&state=st-1_AA", "code=abc&state=+st-1_A", "code=abc&State=st-1_A",
        "code=abc&state=st-1_A&state=st-1_A", "code=abc&state=st-1_A&state=other", "code=abc&state=other&state=st-1_A",
        "code=abc&state[]=st-1_A", "error=access_denied", "error=access_denied&state=other", "code=abc&state=st-1_A%",
        "code=%zz&state=st-1_A", "code=%ff&state=st-1_A", "code=abc&state=st-1_A%ff", "code=abc;state=st-1_A",
    ])
    func `Without the one right state it is a stranger's`(query: String) {
        #expect(expected.judge(query: query) == .stranger)
    }

    @Test(arguments: [
        "state=st-1_A", "state=st-1_A&code", "state=st-1_A&code=", "state=st-1_A&error=", "state=st-1_A&Code=abc",
        "state=st-1_A&code=a&code=b", "state=st-1_A&code=a&code=a", "state=st-1_A&error=a&error=b",
        "state=st-1_A&code=a&error=b", "state=st-1_A&code=a&error=", "state=st-1_A&error_description=x",
        "state=st-1_A&iss=https%3A%2F%2Facme.us.auth0.com%2F", "state=st-1_A&iss=https%3A%2F%2Fevil.example%2F",
        "state=st-1_A&code=a&iss=x&iss=x",
    ])
    func `With the right state, not exactly one code or error is malformed`(query: String) {
        #expect(expected.judge(query: query) == .malformed)
    }

    @Test(arguments: [
        ("https%3A%2F%2Fevil.example%2F", "https://evil.example/"),
        ("https%3A%2F%2Facme.us.auth0.com", "https://acme.us.auth0.com"),
        ("", ""), ("HTTPS://ACME.US.AUTH0.COM/", "HTTPS://ACME.US.AUTH0.COM/"),
    ])
    func `Another issuer ends the wait with an error`(sent: String, issuer: String) {
        #expect(expected.judge(query: "state=st-1_A&code=abc&iss=\(sent)") == .refused(.wrongIssuer(issuer)))
        #expect(expected.judge(query: "state=st-1_A&error=x&iss=\(sent)") == .refused(.wrongIssuer(issuer)))
    }

    @Test(
        arguments: [
            ("error=access_denied", nil), ("error=access_denied&error_description=", ""),
            ("error=access_denied&error_description=User+said%20no", "User said no"),
            ("error=access_denied&error_description=first&error_description=second", "first"),
        ] as [(String, String?)])
    func `An error with the right state ends the wait`(query: String, description: String?) {
        #expect(
            expected.judge(query: query + "&state=st-1_A")
                == .refused(.error("access_denied", description: description)))
    }
}
