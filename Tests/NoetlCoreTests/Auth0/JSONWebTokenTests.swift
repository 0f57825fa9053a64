import Foundation
import NoetlCore
import Testing

@testable import NoetlCore

/// Which texts have the shape of a token.
@Suite struct JSONWebTokenTests {
    @Test(arguments: [
        "e30.e30.c2ln", "e30.x-_9.AAAA", SampleToken.make(payload: SampleToken.payload()),
        SampleToken.make(header: #" { "alg" : "ES256" } "#, payload: "not json"),
        SampleToken.make(header: #"{"alg":"RS256","kid":"ü"}"#, payload: SampleToken.payload()),
    ])
    func `Three base64url parts with a JSON object at the front are a token`(text: String) {
        #expect(JSONWebToken.hasShape(text))
    }

    @Test(arguments: [
        "", ".", "..", "...", "e30", "e30.e30", "e30.e30.", ".e30.e30", "e30..e30", "e30.e30.c2ln.x", "e30.e30.c2ln.",
        "W10.e30.c2ln", "bnVsbA.e30.c2ln", "InRleHQi.e30.c2ln", "MQ.e30.c2ln", "eyI.e30.c2ln", "first.last.name",
        "e30.e30.c2l+", "e30.e30.c2l/", "e30.e30.c2ln=", "e30.e30.c2ln ", " e30.e30.c2ln", "e30.e 30.c2ln",
        "e30.e30.c2ln\n", "e30.ü.c2ln", "1.2.3", "10.0.0.1",
    ])
    func `Anything else is none`(text: String) {
        #expect(!JSONWebToken.hasShape(text))
        #expect(JSONWebToken(text) == nil)
    }

    @Test func `The claims a login looks at are read`() throws {
        let token = SampleToken.make(
            payload: #"{"iss":"i","aud":["a","b"],"exp":12.5,"nonce":"n","more":[{}]}"#)
        let jwt = try #require(JSONWebToken(token))
        #expect(jwt.algorithm == "RS256")
        #expect(jwt.claims.iss == "i")
        #expect(jwt.claims.aud?.values == ["a", "b"])
        #expect(jwt.claims.exp == 12.5)
        #expect(jwt.claims.nonce == "n")
    }
}
