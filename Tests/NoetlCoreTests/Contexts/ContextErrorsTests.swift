import Testing

@testable import NoetlCore

/// The words of the errors that other rooms and scripts rely on.
@Suite struct ContextErrorsTests {
    @Test(
        "a missing context says where its name came from",
        arguments: [
            (ContextSource.flag, " (from --context flag)"), (.environment, " (from NOETL_CONTEXT)"),
            (.current, " (the current context)"), (.argument, ""),
        ])
    func notFound(_ source: ContextSource, _ words: String) {
        let error = NoetlError.contextNotFound("nope", source: source)
        #expect(error.code == .contextNotFound)
        #expect(
            error.lines == [
                "Context 'nope'\(words) not found.",
                "  Configured contexts:  noetl context list",
                "  Create it:            noetl context add nope --server-url=...",
            ])
    }

    @Test("a name that is nearly right is suggested on the first line, and the lines stay three")
    func suggestion() {
        let contexts = Contexts(all: [Context(name: "staging"), Context(name: "prod\u{1B}[31m")])
        let error = NoetlError.contextNotFound("stagign", source: .flag, among: contexts)
        #expect(error.what == "Context 'stagign' (from --context flag) not found. Did you mean 'staging'?")
        #expect(error.lines.count == 3)
        #expect(
            NoetlError.contextNotFound("prod[31", source: .argument, among: contexts).what
                == "Context 'prod[31' not found. Did you mean 'prod[31m'?")
    }

    @Test(
        "the command to paste quotes what a shell would read otherwise",
        arguments: [("a b", "'a b'"), ("it's", "'it'\\''s'"), ("$(x)", "'$(x)'"), ("世界", "世界"), ("a/b:c", "a/b:c")])
    func shellQuoting(_ name: String, _ word: String) {
        let next = NoetlError.contextNotFound(name, source: .flag).next
        #expect(next == "  Create it:            noetl context add \(word) --server-url=...")
    }

    @Test("secrets in a change show in no description")
    func hiddenChange() {
        let change = ContextChange([.sessionToken: .set("canary"), .auth0ClientSecret: .set("canary")])
        var dumped = "\(change) \(String(reflecting: change))"
        dump(change, to: &dumped)
        #expect(!dumped.contains("canary"))
    }
}
