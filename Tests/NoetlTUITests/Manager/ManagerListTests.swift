import Foundation
import Testing

@testable import NoetlCore
@testable import NoetlTUI

@Suite("Manager: the list")
struct ManagerListTests {
    @Test("it begins with what the file says, watches it, and asks for each session there is")
    func begin() {
        var manager = ManagerDriver()
        #expect(manager.asked() == ["watch the file", "ask for gke-prod staging", "look at 4 forwards"])
        #expect(manager.row("gke-prod") == "› gke-prod  *  5h 12m left")
        #expect(manager.row("staging") == "staging      expired")
        #expect(manager.row("bare") == "bare         no session")
        #expect(manager.text.contains("asking for 2 sessions"))
    }

    @Test("each answer is shown as it comes, with its mark; a gateway that is down is not an expired session")
    func validated() {
        var manager = ManagerDriver()
        let until = Sample.wallClock + 3 * 3_600
        manager.confirm("gke-prod", .valid, until: until)
        #expect(manager.row("gke-prod") == "› gke-prod  *  ✓ 3h left")
        #expect(manager.text.contains("confirmed by gateway"))
        #expect(manager.text.contains("Roles admin, user"))
        #expect(manager.text.contains("asking for 1 session"))
        let down = NoetlError(.network, what: "The session was not checked.", why: "Connection refused.")
        manager.confirm("staging", .unknown, problem: down)
        #expect(manager.row("staging") == "staging      ✗ gateway down")
        manager.press(.down)
        #expect(manager.text.contains("Reason Connection refused."))
        #expect(manager.text.contains("4 contexts"))
        manager.confirm("staging", .expired)
        #expect(manager.row("staging") == "› staging      ! expired")
        manager.confirm("staging", .unknown, problem: NoetlError(.tls, what: "No.", why: "Unknown authority."))
        #expect(manager.row("staging") == "› staging      ! not checked")
    }

    @Test("an answer about a session that is not the context's any more is not shown")
    func stale() {
        var manager = ManagerDriver()
        let newer = Sample.expired.with(session: .some(CachedSession(token: Secret("newer"))))
        manager.take(.contexts(.success(Sample.managed.with(newer))))
        let old = SessionStatus(context: "staging", gateway: nil, state: .expired, isConfirmed: true)
        manager.take(.validated(old, of: Sample.expired))
        #expect(manager.row("staging") == "staging      end not known")
    }

    @Test("a session whose context points at another gateway now is not sent there by itself")
    func moved() {
        var manager = ManagerDriver()
        manager.confirm("gke-prod", .valid)
        manager.confirm("staging", .expired)
        _ = manager.asked()
        let moved = Context(name: "staging", serverURL: "https://other.acme.com", session: Sample.expired.session)
        manager.take(.contexts(.success(Sample.managed.with(moved))))
        #expect(manager.asked() == [])
        #expect(manager.row("staging").hasSuffix("expired"))
    }

    @Test("time passes: minutes are counted down, and a session that ends is shown as expired at that second")
    func passing() {
        var manager = ManagerDriver()
        manager.confirm("gke-prod", .valid, until: Sample.wallClock + 90)
        #expect(manager.row("gke-prod").hasSuffix("✓ 1m left"))
        manager.take(.tick(Sample.start + .seconds(61)))
        #expect(manager.row("gke-prod").hasSuffix("✓ 29s left"))
        manager.take(.tick(Sample.start + .seconds(91)))
        #expect(manager.row("gke-prod").hasSuffix("! expired"))
    }

    @Test("R asks again, the one under the cursor first; without any session it says so")
    func again() {
        var manager = ManagerDriver()
        manager.confirm("gke-prod", .valid)
        manager.confirm("staging", .expired)
        manager.press(.down)
        _ = manager.asked()
        manager.press(letter: "R")
        #expect(manager.asked() == ["ask for staging gke-prod"])
        var bare = ManagerDriver(Contexts(all: [Sample.bare]))
        _ = bare.asked()
        bare.press(letter: "R")
        #expect(bare.asked() == [])
        #expect(bare.text.contains("No context has a session to ask for."))
    }

    @Test("the list follows the file: what is new is asked for, what is gone is gone, the cursor stays")
    func follow() {
        var manager = ManagerDriver()
        manager.confirm("gke-prod", .valid)
        manager.confirm("staging", .expired)
        manager.press(.down)
        _ = manager.asked()
        let newcomer = Context(
            name: "new", serverURL: "https://new.acme.com", session: CachedSession(token: Secret("fresh")))
        let contexts = Contexts(current: "new", all: [newcomer, Sample.expired, Sample.bare])
        manager.take(.contexts(.success(contexts)))
        #expect(manager.asked() == ["ask for new"])
        #expect(manager.app.selected?.name == "staging")
        #expect(manager.row("gke-prod") == "")
        #expect(manager.row("new") == "new      *  end not known")
        // What a gateway said of a session that is still there, still counts.
        #expect(manager.row("staging") == "› staging     ! expired")
    }

    @Test("a file that cannot be read any more keeps the list and says why, until it can be read again")
    func unreadable() {
        var manager = ManagerDriver()
        let error = NoetlError(.configInvalid, what: "It is not valid.", why: "Line 3, column 5: found a tab.")
        manager.take(.contexts(.failure(error)))
        #expect(manager.text.contains("The config file cannot be read: Line 3, column 5: found a tab."))
        #expect(manager.row("staging") != "")
        manager.take(.contexts(.success(Sample.managed)))
        #expect(!manager.text.contains("cannot be read"))
    }

    @Test("no context at all: it says what to do")
    func empty() {
        var manager = ManagerDriver(Contexts())
        #expect(manager.text.contains("There is no context yet. Press i to set one up"))
        for letter: Character in "loerDtpyU" { manager.press(letter: letter) }
        #expect(manager.place == "list")
        manager.press(letter: "i")
        #expect(manager.place == "wizard: new context")
    }

    @Test(
        "ways out", arguments: [(Key.character("q"), ManagerEnd.left), (.escape, .left), (.control("c"), .cancelled)])
    func leaving(key: Key, end: ManagerEnd) {
        var manager = ManagerDriver()
        manager.press(key)
        #expect(manager.app.end == end)
        var killed = ManagerDriver()
        killed.take(.terminate(signal: SIGTERM))
        #expect(killed.app.end == .signalled(SIGTERM))
    }

    @Test("a filter takes the letters; Enter uses what it found, Esc shows all again")
    func filter() {
        var manager = ManagerDriver()
        _ = manager.asked()
        manager.press(letter: "/")
        manager.press(.paste("stag"))
        #expect(manager.text.contains("1 of 4"))
        manager.press(.enter)
        #expect(manager.asked() == ["use staging"])
        manager.press(.escape)
        #expect(manager.app.end == nil)
        #expect(manager.row("bare") != "")
    }

    @Test("details: the values whole outside the full screen, secrets masked everywhere")
    func details() {
        var manager = ManagerDriver()
        manager.press(.down)
        #expect(manager.text.contains("Client secret [redacted]"))
        #expect(manager.text.contains("Token 012345...cdef"))
        _ = manager.asked()
        manager.press(letter: "U")
        let lines = manager.asked().first ?? ""
        #expect(lines.contains("|Redirect URI: http://127.0.0.1:8765/callback|"))
        #expect(!lines.contains("hush-hush"))
        #expect(!lines.contains("0123456789abcdef"))
        #expect(manager.app.isOutside)
        manager.press(letter: "q")
        #expect(manager.app.end == nil)
        #expect(!manager.app.isOutside)
    }

    @Test("one pane at a time on a narrow screen; Tab and the arrows lead there and back")
    func narrow() {
        var manager = ManagerDriver(size: Size(rows: 12, columns: 40))
        #expect(!manager.text.contains("Auth0 tenant"))
        manager.press(.tab)
        #expect(manager.text.contains("Auth0 tenant acme.us.auth0.com"))
        manager.press(.escape)
        #expect(manager.app.end == nil)
        manager.press(.right)
        manager.press(.end)
        #expect(manager.text.contains("↑"))
        manager.press(.left)
        #expect(!manager.text.contains("Auth0 tenant"))
    }

    @Test("copying the gateway's URL")
    func copy() {
        var manager = ManagerDriver()
        _ = manager.asked()
        manager.press(letter: "y")
        #expect(manager.asked() == ["copy https://gateway.acme.com"])
        #expect(manager.text.contains("sent to the terminal's clipboard"))
    }

    @Test("the mouse: off until m, a press moves the cursor, a second one uses")
    func mouse() {
        var manager = ManagerDriver()
        _ = manager.asked()
        manager.press(letter: "m")
        #expect(manager.asked() == ["use the mouse"])
        manager.press(.click(row: 5, column: 6))
        #expect(manager.app.selected?.name == "bare")
        #expect(manager.asked() == [])
        manager.press(.click(row: 5, column: 60))
        #expect(manager.asked() == [])
        manager.press(.click(row: 5, column: 6))
        #expect(manager.asked() == ["use bare"])
        manager.press(.click(row: 23, column: 6), .click(row: 2, column: 6))
        #expect(manager.asked() == [])
        #expect(ManagerDriver(mouse: true).app.usesMouse)
        var on = ManagerDriver(mouse: true)
        #expect(on.asked().first == "use the mouse")
        on.press(letter: "m")
        #expect(on.asked() == ["leave the mouse"])
    }

    @Test("too small for anything: q and Ctrl-C leave, nothing else counts")
    func tooSmall() {
        var manager = ManagerDriver(size: Size(rows: 5, columns: 30))
        manager.press(letter: "D")
        manager.press(.enter)
        #expect(manager.place == "list")
        manager.press(letter: "q")
        #expect(manager.app.end == .left)
    }
}
