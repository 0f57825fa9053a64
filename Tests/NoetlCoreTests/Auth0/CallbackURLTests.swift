import NoetlCore
import Testing

@testable import NoetlCore

/// The token in an address that an application was redirected to.
@Suite struct CallbackURLTests {
    private func token(_ text: String) throws -> String { try CallbackURL.token(in: Secret(text)).reveal() }

    @Test(arguments: [
        ("https://app.acme.com/login#id_token=abc", "abc"),
        ("https://app.acme.com/login#access_token=def", "def"),
        ("https://app.acme.com/login?id_token=abc", "abc"),
        ("https://app.acme.com/login?access_token=def", "def"),
        ("https://app.acme.com/login#access_token=def&id_token=abc", "abc"),
        ("https://app.acme.com/login?id_token=abc#access_token=def", "abc"),
        ("https://app.acme.com/login?id_token=query#id_token=fragment", "fragment"),
        ("https://app.acme.com/login?x=1#state=s&token_type=Bearer&id_token=abc&expires_in=7200", "abc"),
        ("https://app.acme.com/#id_token=a%2Eb%2Ec", "a.b.c"),
        ("https://app.acme.com/#%69d_token=abc", "abc"),
        ("https://app.acme.com/#id_token=a%3D%26b", "a=&b"),
        ("https://app.acme.com/#id_token=&access_token=def", "def"),
        ("https://app.acme.com/#id_token=abc&code=xyz", "abc"),
        ("https://app.acme.com/#id_token=a=b", "a=b"),
        ("  https://app.acme.com/#id_token=abc \n", "abc"),
        ("http://localhost:3000/#id_token=abc", "abc"),
        ("https://app.acme.com#id_token=abc", "abc"),
    ])
    func `The token is found`(address: String, expected: String) throws {
        #expect(try token(address) == expected)
    }

    @Test(arguments: [
        "", "https://app.acme.com/login", "https://app.acme.com/login#", "https://app.acme.com/login?",
        "https://app.acme.com/#token=abc", "https://app.acme.com/#id_token", "https://app.acme.com/#id_token=",
        "https://app.acme.com/#ID_TOKEN=abc", "https://app.acme.com/id_token=abc", "https://app.acme.com/#id_token=%zz",
        "https://app.acme.com/#x=%ff&id_token=abc", "https://app.acme.com/?%=&#id_token=abc",
    ])
    func `An address without a readable token is a usage error that does not echo it`(address: String) {
        #expect { try token(address) } throws: { error in
            guard let error = error as? NoetlError, error.code == .usage else { return false }
            return !error.lines.joined().contains("abc") && error.next.contains("id_token")
        }
    }

    @Test(arguments: [
        "https://app.acme.com/?code=secret-code&state=s", "https://app.acme.com/#code=secret-code",
    ])
    func `A code is explained`(address: String) {
        #expect { try token(address) } throws: { error in
            guard let error = error as? NoetlError, error.code == .usage else { return false }
            let text = error.lines.joined(separator: "\n")
            return text.contains("only be redeemed by the login that asked for it") && !text.contains("secret-code")
                && text.contains("--browser-pkce")
        }
    }

    @Test(arguments: [
        (
            "https://a.example/#error=access_denied&error_description=User%20said%20no", NoetlError.Code.denied,
            "User said no"
        ),
        ("https://a.example/?error=login_required", .auth0Error, "login_required"),
        ("https://a.example/?error=unauthorized&error_description=Please+verify", .auth0Error, "Please verify"),
        ("https://a.example/?error=x&code=y", .auth0Error, ": x."),
    ])
    func `An error in the address is Auth0's error`(address: String, code: NoetlError.Code, said: String) {
        #expect { try token(address) } throws: { error in
            guard let error = error as? NoetlError else { return false }
            return error.code == code && error.lines.joined(separator: "\n").contains(said)
        }
    }

    @Test func `A hostile error is cleaned`() {
        #expect {
            try token("https://a.example/#error=%1B%5B31mx%0Ay&error_description=%C2%9B2J%E2%80%AEevil%0D%0Anext")
        } throws: { error in
            guard let error = error as? NoetlError else { return false }
            return error.lines.allSatisfy { line in
                line.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x202E
                }
            }
        }
    }
}
