import NoetlCore
import Testing

/// Environment variables, and the context that they select.
@Suite struct EnvironmentTests {
    @Test func `An empty variable is an unset one`() {
        let environment = Environment(["A": "x", "B": ""])
        #expect(environment["A"] == "x")
        #expect(environment["B"] == nil)
        #expect(environment["C"] == nil)
    }

    @Test(
        arguments: [
            ("f", "e", "f"), (nil, "e", "e"), (nil, "", nil), (nil, nil, nil), ("f", nil, "f"),
        ] as [(String?, String?, String?)])
    func `The flag names the context before the environment does`(flag: String?, variable: String?, name: String?) {
        let environment = Environment(variable.map { ["NOETL_CONTEXT": $0] } ?? [:])
        #expect(ContextSelection(flag: flag, environment: environment).name == name)
    }

    @Test func `A context that is not there is named with where the name came from`() {
        let contexts = Contexts(current: "gone", all: [Context(name: "a")])
        let cases: [(String?, [String: String], String)] = [
            ("x", [:], "'x' (from --context flag) not found"),
            (nil, ["NOETL_CONTEXT": "y"], "'y' (from NOETL_CONTEXT)"),
            (nil, [:], "'gone' (the current context)"),
        ]
        for (flag, variables, said) in cases {
            let selection = ContextSelection(flag: flag, environment: Environment(variables))
            #expect { try selection.resolve(in: contexts) } throws: { error in
                guard let error = error as? NoetlError else { return false }
                return error.code == .contextNotFound && error.what.contains(said)
            }
        }
    }
}
