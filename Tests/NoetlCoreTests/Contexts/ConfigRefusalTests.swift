import Testing

@testable import NoetlCore

/// What cannot be edited in place is refused, and the text stays.
@Suite struct ConfigRefusalTests {
    @Test(
        "an edit that would change other places is refused, naming the line",
        arguments: [
            ("contexts:\n  p: &p\n    server_url: a\n  q: *p\n", .apply([.serverURL: .set("b")], "p")),
            ("contexts:\n  p: &p\n    server_url: a\n  q: *p\n", .apply([.serverURL: .set("b")], "q")),
            ("contexts:\n  p: &p\n    server_url: a\n  q: *p\n", .delete("p")),
            ("contexts:\n  p:\n    server_url: &u a\n  q:\n    server_url: *u\n", .apply([.serverURL: .set("b")], "p")),
            ("contexts:\n  p: &p {server_url: a}\n  q:\n    <<: *p\n", .apply([.runtime: .set("b")], "p")),
            ("x: &c\n  p: {server_url: a}\ncontexts: *c\n", .apply([.serverURL: .set("b")], "p")),
            ("x: &c\n  p: {server_url: a}\ncontexts: *c\n", .apply([.serverURL: .set("b")], "new")),
            ("x: &c\n  p: {server_url: a}\ncontexts: *c\n", .delete("p")),
            ("x: &c\n  p: {server_url: a}\ncontexts: *c\n", .rename("p", "q")),
            ("contexts:\n  ? p\n  : server_url: a\n", .apply([.serverURL: .set("b")], "p")),
            ("contexts:\n  ? p\n  : server_url: a\n", .delete("p")),
        ] as [(String, ConfigEdit)])
    func refused(_ text: String, _ edit: ConfigEdit) throws {
        var file = try ConfigFile(text: text, path: "/h/config.yaml")
        let before = file.contexts
        let error = #expect(throws: NoetlError.self) { try edit.run(on: &file) }
        #expect(error?.code == .configUnwritable)
        #expect(error?.why.hasPrefix("Line ") ?? false)
        #expect(error?.lines.count == 3)
        #expect(file.text == text)
        #expect(file.contexts == before)
    }

    @Test(
        "an edit that makes no sense is refused",
        arguments: [
            (.delete("nope"), .contextNotFound), (.rename("nope", "x"), .contextNotFound),
            (.use("nope"), .contextNotFound),
            (.rename("p", "q"), .usage), (.rename("p", ""), .usage), (.rename("p", "a\nb"), .usage),
            (.apply([.serverURL: .clear], "p"), .usage), (.apply([.runtime: .set("auto")], "new"), .usage),
            (.apply([.serverURL: .set("u")], ""), .usage), (.apply([.kubeRemotePort: .set("x")], "p"), .usage),
            (.apply([.kubeRemotePort: .set(70000)], "p"), .usage), (.apply([.kubeRemotePort: .set(-1)], "p"), .usage),
        ] as [(ConfigEdit, NoetlError.Code)])
    func senseless(_ edit: ConfigEdit, _ code: NoetlError.Code) throws {
        let text = "contexts:\n  p:\n    server_url: a\n  q:\n    server_url: b\n"
        var file = try ConfigFile(text: text)
        let error = #expect(throws: NoetlError.self) { try edit.run(on: &file) }
        #expect(error?.code == code)
        #expect(file.text == text)
    }
}
