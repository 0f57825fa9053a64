import Foundation
import Testing

@testable import NoetlCore

@Suite("Fields of a context")
struct ContextFieldTests {
    @Test(
        "what is typed is checked, and written as it should be",
        arguments: [
            (ContextField.serverURL, "https://gateway.acme.com//", ContextChange.Edit.set("https://gateway.acme.com")),
            (.auth0Domain, "https://ACME.us.auth0.com/", .set("acme.us.auth0.com")), (.auth0Domain, "", .clear),
            (.auth0RedirectURI, "http://127.0.0.1:8765/callback/", .set("http://127.0.0.1:8765/callback/")),
            (.auth0RedirectURI, "", .clear), (.runtime, "local", .set("local")), (.runtime, "", .clear),
            (.kubeRemotePort, "8082", .set("8082")), (.kubeRemotePort, "0", .clear), (.kubeRemotePort, "", .clear),
            (.auth0ClientSecret, "hush\u{7}", .set("hush\u{7}")), (.kubeNamespace, "会议", .set("会议")),
        ])
    func accepted(field: ContextField, text: String, edit: ContextChange.Edit) throws {
        #expect(try field.edit(text, from: "the form") == edit)
    }

    @Test(
        "what cannot be is refused with where it came from",
        arguments: [
            (ContextField.serverURL, "", "the form"), (.serverURL, "gateway.acme.com", "the form"),
            (.auth0Domain, "acme.com/path", "the form"), (.auth0RedirectURI, "127.0.0.1:8765", "the form"),
            (.runtime, "cloud", "cloud"), (.kubeRemotePort, "70000", "70000"), (.kubeRemotePort, "-1", "-1"),
            (.auth0Audience, "a\u{1B}[2J", "the form"),
        ])
    func refused(field: ContextField, text: String, names: String) {
        let error = #expect(throws: NoetlError.self) { try field.edit(text, from: "the form") }
        #expect(error?.code == .usage)
        #expect(error?.lines.joined(separator: " ").contains(names) == true)
    }

    @Test("every field that is written can be read back")
    func values() throws {
        var file = try ConfigFile(text: "")
        var change = ContextChange()
        for field in ContextField.allCases { change[field] = .set("local") }
        change[.serverURL] = .set("https://gateway.acme.com")
        change[.kubeRemotePort] = .set("8082")
        change[.sessionExpiresAt] = .set("2026-11-26T06:49:06Z")
        try file.apply(change, to: "a")
        let context = try #require(file.contexts["a"])
        for field in ContextField.allCases {
            guard case .replace(let written)? = change[field] else { continue }
            #expect(context.value(of: field) == written, "\(field)")
        }
        for field in ContextField.allCases where ![.serverURL, .runtime].contains(field) {
            #expect(Context(name: "b", serverURL: "u", runtime: "auto").value(of: field) == nil, "\(field)")
        }
    }

    @Test("a conflict is a field that both have changed, and not in the same way")
    func conflicts() {
        let base = Context(name: "a", serverURL: "https://a.acme.com", auth0: Auth0Settings(audience: "old"))
        let theirs = Context(
            name: "a", serverURL: "https://b.acme.com", auth0: Auth0Settings(domain: "d", audience: "new"))
        let conflicts = { (edits: [ContextField: ContextChange.Edit]) in
            ContextChange(edits).conflicts(from: base, with: theirs)
        }
        #expect(conflicts([.auth0Audience: .set("mine")]) == [.auth0Audience])
        #expect(conflicts([.auth0Audience: .set("new")]) == [])
        #expect(conflicts([.auth0Audience: .clear]) == [.auth0Audience])
        #expect(conflicts([.auth0ClientID: .set("mine")]) == [])
        #expect(conflicts([.serverURL: .set("https://b.acme.com"), .auth0Domain: .set("e")]) == [.auth0Domain])
        #expect(ContextChange([.auth0Audience: .set("x")]).conflicts(from: base, with: base) == [])
    }
}
