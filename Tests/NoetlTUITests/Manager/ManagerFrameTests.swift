import Foundation
import Testing

@testable import NoetlCore
@testable import NoetlTUI

/// Expects what the manager shows at each size to be the golden `<name>-<columns>x<rows>`.
private func expectFrames(_ name: String, _ manager: ManagerDriver) throws {
    for size in [Size(rows: 24, columns: 80), Size(rows: 40, columns: 120), Size(rows: 12, columns: 40)] {
        var manager = manager
        manager.take(.resized(size))
        try Golden.expect(manager.frame.text, is: "\(name)-\(size.columns)x\(size.rows)")
    }
}

@Suite("Frames of the manager")
struct ManagerFrameTests {
    private static let down = NoetlError(
        .network, what: "The session was not checked.",
        why: "Connection refused by staging.acme.com:443.", next: "Check the address.")

    /// A manager that knows all it can.
    private static var informed: ManagerDriver {
        var manager = ManagerDriver()
        manager.confirm("gke-prod", .valid, until: Sample.wallClock + 18_720)
        manager.confirm("staging", .unknown, problem: down)
        manager.take(.forwards(["kind-dev": Sample.running]))
        return manager
    }

    @Test("the list as it opens, and when the gateways have answered")
    func list() throws {
        try expectFrames("manager-opening", ManagerDriver())
        var manager = Self.informed
        try expectFrames("manager-list", manager)
        manager.press(.down)
        try expectFrames("manager-down", manager)
        manager.press(.end)
        try expectFrames("manager-forward", manager)
        manager.take(.forwards(["kind-dev": Sample.ended]))
        try expectFrames("manager-forward-ended", manager)
        try expectFrames("manager-empty", ManagerDriver(Contexts()))
    }

    @Test("styles: one accent, marks beside colours, one thing to read first")
    func styles() throws {
        try Golden.expect(Self.informed.frame.styles, is: "manager-list-80x24-styles")
    }

    @Test("the details on a narrow screen, and what a filter finds")
    func details() throws {
        var manager = Self.informed
        manager.press(.down, .tab)
        try expectFrames("manager-details", manager)
        manager = Self.informed
        manager.press(letter: "/")
        manager.press(.paste("prod"))
        try expectFrames("manager-filter", manager)
    }

    @Test("many contexts, and names from everywhere")
    func many() throws {
        let names = ["gke-prod", "会议-prod", "👍🏽 team", .hostile, "gke_acme_us-central1_production-cluster-7"]
        let strange = names.map { Context(name: $0, serverURL: "https://\($0).acme.com/base", session: nil) }
        try expectFrames("manager-names", ManagerDriver(Contexts(current: "会议-prod", all: strange)))
        let many = (1...1_000).map {
            Context(
                name: "context-\($0)", serverURL: "https://gateway-\($0).acme.com",
                session: CachedSession(token: Secret("0123456789abcdef"), expiresAt: Sample.wallClock + Double($0) * 60)
            )
        }
        try expectFrames("manager-1000", ManagerDriver(Contexts(current: "context-500", all: many)))
    }

    @Test("forms, with what is wrong with them")
    func forms() throws {
        var manager = Self.informed
        manager.press(.character("a"), .control("s"))
        try expectFrames("manager-add", manager)
        manager = Self.informed
        manager.press(.down, .character("e"), .down, .control("u"), .paste("cloud"), .control("s"))
        try expectFrames("manager-edit", manager)
        manager.press(.control("u"), .paste("local"), .control("s"))
        try expectFrames("manager-saving", manager)
        manager = Self.informed
        manager.press(letter: "r")
        try expectFrames("manager-rename", manager)
    }

    @Test("questions, a choice, a conflict and a failure")
    func questions() throws {
        var manager = Self.informed
        manager.press(letter: "D")
        try expectFrames("manager-delete", manager)
        manager.press(.escape, .character("o"))
        try expectFrames("manager-log-out", manager)
        manager.press(.escape, .character("t"))
        try expectFrames("manager-runtime", manager)
        manager = Self.informed
        manager.press(.down, .character("e"), .down, .control("u"), .paste("local"))
        manager.press(.down, .down, .down, .control("u"), .paste("mine-secret"), .down, .down)
        manager.press(.control("u"), .paste("https://mine.acme.com/an/audience/with/a/long/path/to/it"), .control("s"))
        let theirs = Context(
            name: "staging", runtime: "auto", auth0: Auth0Settings(clientSecret: Secret("their-secret")))
        manager.answerWrite(.conflict(theirs))
        try expectFrames("manager-conflict", manager)
        manager = Self.informed
        manager.take(
            .forwardStarted(
                "kind-dev", .success(.ended(status: 1, lines: ["error: context \"kind\" does not exist"]))))
        try expectFrames("manager-failure", manager)
    }

    @Test("help, a login and a context from a gateway over it")
    func overlays() throws {
        var manager = Self.informed
        manager.press(letter: "?")
        try expectFrames("manager-help", manager)
        manager = Self.informed
        manager.press(letter: "l")
        try expectFrames("manager-login", manager)
        manager = Self.informed
        manager.press(letter: "i")
        try expectFrames("manager-init", manager)
    }
}
