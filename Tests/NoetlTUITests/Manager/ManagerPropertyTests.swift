import Foundation
import Testing

@testable import NoetlCore
@testable import NoetlTUI

@Suite("Manager: whatever happens")
struct ManagerPropertyTests {
    @Test(
        "2,000 random events never trap, never leave the frame, and there is always a way out",
        arguments: [UInt64(11), 12, 13, 14])
    func anything(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var manager = Self.manager(using: &generator)
        var seen: Set<String> = []
        for round in 0..<2000 {
            _ = manager.update(try Self.event(for: manager, using: &generator))
            seen.insert(manager.layer?.kind ?? "list")
            let place = "seed \(seed), round \(round), \(manager.layer?.kind ?? "list")"
            if round % 4 == 0 { FrameCheck.expectSound(Self.frame(of: manager), place) }
            if round % 10 == 0, manager.end == nil { checkWaysOut(of: manager, place) }
            if manager.end != nil || round % 200 == 199 { manager = Self.manager(using: &generator) }
        }
        // Otherwise the walk was no walk.
        #expect(seen.count >= 10, "only \(seen)")
    }

    private func checkWaysOut(of manager: Manager, _ place: String) {
        var byControlC = manager
        _ = byControlC.update(.key(.control("c")))
        if byControlC.end != .cancelled { Issue.record("Ctrl-C does not leave: \(place)") }
        var byEscape = manager
        _ = byEscape.update(.resized(Size(rows: 24, columns: 80)))
        for _ in 0..<60 where byEscape.end == nil { _ = byEscape.update(.key(.escape)) }
        if byEscape.end == nil { Issue.record("Esc does not lead out: \(place)") }
    }

    private static func frame(of manager: Manager) -> Surface {
        var surface = Surface(manager.size)
        manager.draw(on: &surface)
        return surface
    }

    private static func manager(using generator: inout SeededGenerator) -> Manager {
        let hostile = Context(
            name: .hostile, serverURL: .hostile, auth0: Auth0Settings(domain: .hostile, clientID: .hostile),
            session: CachedSession(token: Secret(.hostile), user: .hostile))
        let all = [Contexts(), Sample.managed, Contexts(current: .hostile, all: Sample.managed.all + [hostile])]
        let settings = ManagerSettings(
            contexts: all.randomElement(using: &generator) ?? Sample.managed, wallClock: Sample.wallClock)
        var manager = Manager(settings, size: Size(rows: 24, columns: 80), now: Sample.start)
        _ = manager.begin()
        return manager
    }

    /// Anything that can happen to a manager, and much that cannot.
    private static func event(for manager: Manager, using generator: inout SeededGenerator) throws -> AppEvent {
        if case .wizard(let app)? = manager.layer, .random(using: &generator) {
            return try .random(for: app, using: &generator)
        }
        let name = manager.board.selected ?? "gke-prod"
        if case .form(let form, .edit(let base))? = manager.layer, .random(using: &generator) {
            // A form that is left alone is never sent, and one that was sent is always answered.
            guard form.isAtWork else { return .key(.random(using: &generator) ? .control("s") : .paste("/new")) }
            let answers: [ContextWrite.Result] = [
                .conflict(Sample.expired.with(audience: .hostile)), .conflict(nil), .random(using: &generator),
            ]
            let change = ContextChange([.auth0Audience: .set("mine"), .serverURL: .set("https://a.acme.com")])
            return .written(.edit(change, base: base), answers.randomElement(using: &generator) ?? .conflict(nil))
        }
        switch Int.random(in: 0..<22, using: &generator) {
        case 0: return .resized(.random(using: &generator))
        case 1: return .tick(Sample.start + .seconds(Int.random(in: 0...40_000, using: &generator)))
        case 2, 3: return .written(write(about: name, manager, using: &generator), .random(using: &generator))
        case 4: return .written(write(about: name, manager, using: &generator), .conflict(Sample.expired))
        case 5: return .contexts(.random(using: &generator) ? .success(Sample.managed) : .failure(.hostile))
        case 6: return .contexts(.success(Contexts(current: .hostile, all: [Sample.bare, Sample.prod])))
        case 7:
            let states: [SessionStatus.State] = [.valid, .expired, .unknown, .none]
            let status = SessionStatus(
                context: name, gateway: .hostile, state: states.randomElement(using: &generator) ?? .valid,
                user: GatewayUser(email: .hostile, roles: [.hostile]),
                problem: .random(using: &generator) ? .hostile : nil)
            return .validated(status, of: manager.contexts[name] ?? Sample.prod)
        case 8: return .forwards([name: .random(using: &generator) ? Sample.running : Sample.ended])
        case 9: return .forwardStarted(name, .success(.ended(status: 1, lines: [.hostile])))
        case 10: return .forwardStopped(name, .failure(.hostile))
        case 11, 12: return .key(.escape)
        case 13: return .key(.enter)
        case 14: return .key(.control("s"))
        case 15: return .key(.click(row: .random(in: 0..<30, using: &generator), column: 5))
        case 16, 17, 18: return .key(.character("loaierDtpyURmytn?/jk".randomElement(using: &generator) ?? "e"))
        case 19: return .key(.paste(.random(using: &generator) ? .hostile : "https://gateway.new.com"))
        default:
            let key = Key.random(using: &generator)
            return .key(key == .control("c") ? .tab : key)
        }
    }

    private static func write(
        about name: String, _ manager: Manager, using generator: inout SeededGenerator
    ) -> ContextWrite {
        let writes: [ContextWrite] = [
            .use(name), .logOut(name), .delete(name), .rename(name, to: "renamed"),
            .save(ContextChange([.runtime: .set("local")]), name: name, isNew: .random(using: &generator)),
            .edit(ContextChange(), base: manager.contexts[name] ?? Sample.prod),
        ]
        return writes.randomElement(using: &generator) ?? .use(name)
    }
}

extension NoetlError {
    fileprivate static let hostile = NoetlError(.network, what: .hostile, why: .hostile, next: .hostile)
}
