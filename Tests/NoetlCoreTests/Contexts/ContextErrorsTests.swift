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
