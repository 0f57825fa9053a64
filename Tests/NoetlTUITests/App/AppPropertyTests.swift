import Foundation
import Testing

@testable import NoetlCore
@testable import NoetlTUI

@Suite("Wizard: whatever happens")
struct AppPropertyTests {
    @Test(
        "2,000 random events never trap, never leave the frame, and there is always a way out",
        arguments: [UInt64(1), 2, 3, 4])
    func anything(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var app = try Self.wizard(using: &generator)
        var seen: Set<String> = []
        for round in 0..<2000 {
            _ = app.update(try .random(for: app, using: &generator))
            seen.insert(app.screen.kind)
            let frame = Self.frame(of: app)
            // Looking at every cell costs more than drawing.
            if round % 4 == 0 { FrameCheck.expectSound(frame, "seed \(seed), round \(round), \(app.screen.kind)") }
            if round % 10 == 0 { checkWaysOut(of: app, "seed \(seed), round \(round), \(app.screen.kind)") }
            if app.end != nil || round % 100 == 99 { app = try Self.wizard(using: &generator) }
        }
        // Otherwise the walk was no walk.
        #expect(seen.count >= 10, "only \(seen)")
    }

    private func checkWaysOut(of app: App, _ place: String) {
        var byControlC = app
        _ = byControlC.update(.key(.control("c")))
        if byControlC.end == nil { Issue.record("Ctrl-C does not leave: \(place)") }
        var byEscape = app
        _ = byEscape.update(.resized(Size(rows: 24, columns: 80)))
        for _ in 0..<60 where byEscape.end == nil { _ = byEscape.update(.key(.escape)) }
        if byEscape.end == nil { Issue.record("Esc does not lead out: \(place) \(byEscape.screen.kind)") }
    }

    private static func frame(of app: App) -> Surface {
        var surface = Surface(app.size)
        app.draw(on: &surface)
        return surface
    }

    private static func wizard(using generator: inout SeededGenerator) throws -> App {
        let hostile = Context(
            name: .hostile, serverURL: .hostile, auth0: Auth0Settings(domain: .hostile, clientID: .hostile))
        let many = Contexts(current: "bare", all: Sample.contexts.all + [hostile])
        let modes: [WizardSettings.Mode?] = [
            nil, nil, nil, .device, .pkce(hint: .hostile), .password(email: nil), .proof(nil),
        ]
        var settings = WizardSettings.sample(
            [Contexts(), Sample.contexts, many].randomElement(using: &generator) ?? many,
            flag: [nil, nil, "bare", .hostile].randomElement(using: &generator) ?? nil,
            mode: modes.randomElement(using: &generator) ?? nil)
        settings.draft.savesSession = .random(using: &generator)
        settings.browserObstacle = .random(using: &generator) ? .hostile : nil
        var app = App(settings, size: Size(rows: 24, columns: 80), now: Sample.start)
        _ = app.begin()
        return app
    }
}
