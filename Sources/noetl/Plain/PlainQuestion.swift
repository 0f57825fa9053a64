import Foundation
import NoetlCore

/// Questions on a terminal that only ever goes on downwards: for screen readers, and terminals without a full screen.
enum PlainQuestion {
    /// One answer of a numbered list.
    struct Answer<Value> {
        /// What stands behind the number.
        let line: String
        /// What choosing it means; nil for what cannot be chosen, which has no number.
        let value: Value?
    }

    /// Lists the answers with their numbers, and asks until one of them is given.
    ///
    /// - Parameter preset: the index of the answer that Enter alone means; nil when it means none.
    /// - Throws: `cancelled`.
    static func choose<Value>(
        _ question: String, _ answers: [Answer<Value>], preset: Int? = nil
    ) async throws(NoetlError) -> Value {
        Console.note(question)
        var values: [Value] = []
        var presetNumber: Int?
        for (index, answer) in answers.enumerated() {
            guard let value = answer.value else {
                Console.note("  Not here: \(answer.line)")
                continue
            }
            values.append(value)
            if index == preset { presetNumber = values.count }
            Console.note("  \(values.count). \(answer.line)")
        }
        while true {
            let typed = try await HiddenInput.line("Number\(presetNumber.map { " [\($0)]" } ?? ""): ")
                .trimmingCharacters(in: .whitespaces)
            let number = typed.isEmpty ? presetNumber : Int(typed)
            if let number, values.indices.contains(number - 1) { return values[number - 1] }
            Console.note("Type a number from 1 to \(values.count).")
        }
    }

    /// Asks for a line of text until `check` finds nothing wrong with it; Enter alone means `preset`.
    ///
    /// - Throws: `cancelled`.
    static func text(
        _ question: String, preset: String = "", check: (String) -> String?
    ) async throws(NoetlError) -> String {
        while true {
            let typed = try await HiddenInput.line(preset.isEmpty ? "\(question): " : "\(question) [\(preset)]: ")
                .trimmingCharacters(in: .whitespaces)
            let answer = typed.isEmpty ? preset : typed
            guard let problem = check(answer) else { return answer }
            Console.note(problem)
        }
    }

    /// Asks for something that is not echoed, until there is something.
    ///
    /// - Throws: `cancelled`.
    static func secret(_ question: String, problem: String) async throws(NoetlError) -> Secret {
        while true {
            let typed = try await HiddenInput.secret("\(question) (not shown): ")
            if !typed.isEmpty { return typed }
            Console.note(problem)
        }
    }

    /// Asks yes or no; Enter alone means `preset`.
    ///
    /// - Throws: `cancelled`.
    static func isYes(_ question: String, preset: Bool) async throws(NoetlError) -> Bool {
        while true {
            let typed = try await HiddenInput.line("\(question) [\(preset ? "Y/n" : "y/N")] ")
            switch typed.trimmingCharacters(in: .whitespaces).lowercased() {
            case "": return preset
            case "y", "yes": return true
            case "n", "no": return false
            default: Console.note("Type y for yes or n for no.")
            }
        }
    }
}
