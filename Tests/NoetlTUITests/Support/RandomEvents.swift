import Foundation

@testable import NoetlCore
@testable import NoetlTUI

extension AppEvent {
    /// Anything that can happen to a wizard, and much that cannot.
    static func random(for app: App, using generator: inout SeededGenerator) throws -> AppEvent {
        // News is of the login under way more often than of another.
        let attempt =
            Int.random(in: 0..<3, using: &generator) > 0
            ? app.attempt : Int.random(in: 0...app.attempt + 1, using: &generator)
        switch Int.random(in: 0..<22, using: &generator) {
        case 0: return .resized(.random(using: &generator))
        case 1: return .tick(Sample.start + .milliseconds(Int.random(in: -5000...400_000, using: &generator)))
        case 2, 3: return .login(try .random(using: &generator), attempt: attempt)
        case 4: return .loginFailed(.random(using: &generator), attempt: attempt)
        case 5: return .browser(.random(using: &generator) ? .success(.hostile) : .failure(BrowserFailure(.hostile)))
        case 6, 7: return .contract(.random(using: &generator), attempt: attempt)
        case 8:
            let name = app.plan.context?.name ?? "gke-prod"
            return .written(.save(ContextChange(), name: name, isNew: false), .random(using: &generator))
        case 9, 10: return .key(.escape)
        case 11, 12, 13: return .key(.enter)
        case 14, 15: return .key(.character("ourlvdfUmcnyq?/jkQ".randomElement(using: &generator) ?? "o"))
        case 20, 21: return .finding(.random(using: &generator), attempt: attempt)
        case 16:
            let texts = ["you@example.com", "https://gateway.new.com", "acme.us.auth0.com", "a.b.c", "gke-prod"]
            return .key(.paste(texts.randomElement(using: &generator) ?? ""))
        default:
            let key = Key.random(using: &generator)
            return .key(key == .control("c") ? .tab : key)
        }
    }
}

extension Size {
    /// Any size, mostly one that a screen fits into.
    static func random(using generator: inout SeededGenerator) -> Size {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: Size(rows: .random(in: 1...60, using: &generator), columns: .random(in: 1...200, using: &generator))
        case 1: Size(rows: .random(in: 1...13, using: &generator), columns: .random(in: 1...45, using: &generator))
        default: Size(rows: .random(in: 12...26, using: &generator), columns: .random(in: 40...82, using: &generator))
        }
    }
}

extension LoginEvent {
    fileprivate static func random(using generator: inout SeededGenerator) throws -> LoginEvent {
        let polls: [PollResult] = [.pending, .slowDown, .unreachable]
        let problems: [LoginReplies.PasteProblem] = [.notTheRedirect, .stranger, .malformed]
        let verdicts: [AllowlistVerdict] = [.accepted, .rejected, .unknown(answer: .hostile)]
        switch Int.random(in: 0..<15, using: &generator) {
        case 12:
            return .allowlist(
                AllowlistNews(
                    verdict: verdicts.randomElement(using: &generator) ?? .rejected, redirect: LoopbackRedirect(),
                    application: try Sample.application(), holdsBrowser: .random(using: &generator)))
        case 13: return .openingBrowser
        case 14:
            return .confirmUser(
                UserChange(
                    context: .hostile, saved: .hostile, arrived: .hostile, canStartOver: .random(using: &generator)))
        case 0: return .exposed(gateway: try ServerURL("http://gateway.plain.com"))
        case 1, 2: return try Sample.preflight()
        case 3, 4: return try Sample.deviceCode()
        case 5: return .browserAsked(program: .hostile)
        case 6: return .browserDidNotOpen(reason: .hostile)
        case 7: return .turnedAway(count: .random(in: 1...Int.max, using: &generator))
        case 8: return .pasteRefused(problems.randomElement(using: &generator) ?? .stranger)
        case 9: return .polled(polls.randomElement(using: &generator) ?? .pending, pause: .seconds(5))
        case 10: return try Sample.exchanging()
        default: return .loggedIn(try Sample.outcome(savedOn: .random(using: &generator) ? .hostile : nil))
        }
    }
}

extension NoetlError {
    fileprivate static func random(using generator: inout SeededGenerator) -> NoetlError {
        let code = Code.allCases.randomElement(using: &generator) ?? .network
        let long = String(repeating: .hostile + " ", count: .random(in: 0...12, using: &generator))
        return NoetlError(code, what: long, why: long, next: .hostile)
    }
}

extension DoctorFinding? {
    fileprivate static func random(using generator: inout SeededGenerator) -> Self {
        guard Int.random(in: 0..<6, using: &generator) > 0 else { return nil }
        let states: [DoctorFinding.State] = [.ok, .warning, .problem]
        let long = String(repeating: .hostile + " ", count: .random(in: 0...12, using: &generator))
        return DoctorFinding(
            DoctorFinding.Check.allCases.randomElement(using: &generator) ?? .config,
            states.randomElement(using: &generator) ?? .ok, long, why: long, next: .hostile)
    }
}

extension Result<RuntimeContract, NoetlError> {
    fileprivate static func random(using generator: inout SeededGenerator) -> Self {
        let domains = [nil, "acme.us.auth0.com", String.hostile]
        guard Int.random(in: 0..<4, using: &generator) > 0 else { return .failure(.random(using: &generator)) }
        return .success(
            Sample.contract(
                domain: domains.randomElement(using: &generator) ?? nil,
                client: .random(using: &generator) ? .hostile : nil))
    }
}

extension ContextWrite.Result {
    static func random(using generator: inout SeededGenerator) -> Self {
        let results = [Contexts(), Sample.contexts, Contexts(current: .hostile, all: [Sample.bare])]
        guard .random(using: &generator) else { return .failed(.random(using: &generator)) }
        return .written(results.randomElement(using: &generator) ?? Contexts())
    }
}
