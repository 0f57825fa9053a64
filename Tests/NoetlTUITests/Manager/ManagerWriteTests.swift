import Foundation
import Testing

@testable import NoetlCore
@testable import NoetlTUI

@Suite("Manager: changing contexts")
struct ManagerWriteTests {
    private static let refusal = NoetlError(
        .configUnwritable, what: "Nothing was saved.", why: "The disk is full.", next: "Make room.")

    @Test("Enter makes the context the current one")
    func use() {
        var manager = ManagerDriver()
        manager.press(.down, .enter)
        #expect(manager.asked().last == "use staging")
        manager.take(
            .written(.use("staging"), .written(Contexts(current: "staging", all: Sample.managed.all))))
        #expect(manager.row("staging") == "› staging   *  expired")
        #expect(manager.text.contains("Switched to 'staging'."))
    }

    @Test("a write that fails is told whole, and the list is as it was")
    func failed() {
        var manager = ManagerDriver()
        manager.press(.down, .enter)
        manager.answerWrite(.failed(Self.refusal))
        #expect(manager.place == "failure")
        #expect(manager.text.contains("✗ Nothing was saved. The disk is full. Make room."))
        _ = manager.asked()
        manager.press(letter: "U")
        #expect(manager.asked().first?.hasPrefix("print Nothing was saved.|The disk is full.|Make room.") == true)
        manager.press(.enter, .enter)
        #expect(manager.place == "list")
    }

    @Test("adding: name and address are needed, each problem stands at its field, and what was typed stays")
    func add() {
        var manager = ManagerDriver()
        _ = manager.asked()
        manager.press(letter: "a")
        manager.press(.control("s"))
        #expect(manager.text.contains("! A name has 1 to 253 characters"))
        manager.press(.paste("staging"), .control("s"))
        #expect(manager.text.contains("! There is a context of that name already."))
        manager.press(.control("u"), .paste("new"), .control("s"))
        #expect(manager.text.contains("! '' does not start with https:// or http://."))
        manager.press(.paste("https://new.acme.com/"), .tab, .control("u"), .paste("cloud"), .control("s"))
        #expect(manager.text.contains("! 'cloud' was given. Use local, distributed or auto."))
        manager.press(.control("u"), .paste("local"))
        #expect(manager.asked() == [])
        manager.press(.control("s"))
        guard case .write(.save(let change, "new", isNew: true))? = manager.lastEffect else {
            Issue.record("\(manager.asked())")
            return
        }
        #expect(
            change == ContextChange([.serverURL: .set("https://new.acme.com"), .runtime: .set("local")]))
        #expect(manager.text.contains("Saving"))
        manager.answerWrite(.failed(Self.refusal))
        #expect(manager.place == "form for a new one")
        #expect(manager.text.contains("! The disk is full. Make room."))
        #expect(manager.text.contains("https://new.acme.com/"))
        manager.press(.control("s"))
        let added = Context(name: "new", serverURL: "https://new.acme.com", runtime: "local")
        manager.confirmWrite(Contexts(current: "gke-prod", all: Sample.managed.all + [added]))
        #expect(manager.place == "list")
        #expect(manager.app.selected?.name == "new")
        #expect(manager.text.contains("Context 'new' added. Press l to log in."))
    }

    @Test("editing writes only what was changed, an empty field clears, and nothing changed writes nothing")
    func edit() {
        var manager = ManagerDriver()
        manager.press(.down)
        _ = manager.asked()
        manager.press(letter: "e")
        #expect(manager.text.contains("Client secret •••••••••"))
        manager.press(.control("s"))
        #expect(manager.place == "list")
        #expect(manager.text.contains("Nothing was changed."))
        manager.press(letter: "e")
        manager.press(.down, .down, .down, .down, .control("u"), .down, .down, .control("u"), .paste("other"))
        manager.press(.control("s"))
        guard case .write(.edit(let change, let base))? = manager.lastEffect else {
            Issue.record("\(manager.asked())")
            return
        }
        #expect(base == Sample.expired)
        #expect(change == ContextChange([.auth0ClientSecret: .clear, .auth0Audience: .set("other")]))
        manager.confirmWrite(Sample.managed)
        #expect(manager.place == "list")
        #expect(manager.text.contains("Saved 'staging'."))
    }

    @Test("a form that is being typed survives changes of the file, and Esc leaves it while it is being saved")
    func formStays() {
        var manager = ManagerDriver()
        manager.press(letter: "e")
        manager.press(.end, .paste("/base"))
        manager.take(.contexts(.success(Sample.managed.without("gke-prod"))))
        #expect(manager.text.contains("https://gateway.acme.com/base"))
        manager.press(.control("s"), .character("x"), .enter)
        #expect(manager.place == "form of settings")
        manager.press(.escape)
        #expect(manager.place == "list")
        // The answer comes when the form is gone.
        manager.take(.written(.edit(ContextChange(), base: Sample.prod), .failed(Self.refusal)))
        #expect(manager.place == "failure")
    }

    @Test("two programs change the same setting: both values are shown, and mine or theirs is kept")
    func conflict() {
        let theirs = Sample.expired.with(audience: "https://theirs.acme.com", runtime: "auto")
        var manager = Self.editingAudience("https://mine.acme.com")
        manager.answerWrite(.conflict(theirs))
        #expect(manager.place == "conflict")
        #expect(manager.text.contains("Audience + mine https://mine.acme.com - theirs https://theirs.acme.com"))
        #expect(!manager.text.contains("Runtime"))
        var mine = manager
        mine.press(letter: "m")
        guard case .write(.edit(let change, let base))? = mine.lastEffect else {
            Issue.record("\(mine.asked())")
            return
        }
        #expect(base == theirs)
        #expect(change == ContextChange([.auth0Audience: .set("https://mine.acme.com")]))
        mine.confirmWrite(Sample.managed)
        #expect(mine.place == "list")
        _ = manager.asked()
        var back = manager
        back.press(.escape)
        #expect(back.text.contains("Audience https://mine.acme.com"))
        manager.press(letter: "t")
        #expect(manager.asked() == [])
        #expect(manager.place == "list")
        #expect(manager.text.contains("The other program's settings count."))
    }

    @Test("taking theirs still saves what only this form has changed")
    func theirs() {
        var manager = Self.editingAudience("https://mine.acme.com") { $0.press(.up, .control("u")) }
        manager.answerWrite(.conflict(Sample.expired.with(audience: "https://theirs.acme.com")))
        manager.press(letter: "t")
        guard case .write(.edit(let change, _))? = manager.lastEffect else {
            Issue.record("\(manager.asked())")
            return
        }
        #expect(change == ContextChange([.auth0RedirectURI: .clear]))
        #expect(manager.text.contains("https://theirs.acme.com"))
    }

    @Test("a secret in a conflict is not shown")
    func secretConflict() {
        var manager = ManagerDriver()
        manager.press(.down, .character("e"), .down, .down, .down, .down, .control("u"), .paste("mine-secret"))
        manager.press(.control("s"))
        let theirs = Context(
            name: "staging", auth0: Auth0Settings(clientSecret: Secret("their-secret")))
        manager.answerWrite(.conflict(theirs))
        #expect(manager.text.contains("Client secret + mine [redacted] - theirs [redacted]"))
    }

    @Test("a context that was deleted while its form was open is created again only after a yes")
    func deletedMeanwhile() {
        var manager = Self.editingAudience("https://mine.acme.com")
        manager.answerWrite(.conflict(nil))
        #expect(manager.place == "question of recreating")
        _ = manager.asked()
        var no = manager
        no.press(.enter)
        #expect(no.asked() == [])
        manager.press(letter: "y")
        #expect(
            manager.asked() == [
                "create staging: auth0Audience auth0ClientID auth0ClientSecret auth0Domain auth0RedirectURI runtime "
                    + "serverURL"
            ])
    }

    @Test("renaming keeps what is known of the session")
    func rename() {
        var manager = ManagerDriver()
        manager.confirm("gke-prod", .valid, until: Sample.wallClock + 3_600)
        manager.confirm("staging", .expired)
        manager.press(letter: "r")
        manager.press(.control("u"), .paste("staging"), .enter)
        #expect(manager.text.contains("! There is a context of that name already."))
        manager.press(.control("u"), .paste("live"), .enter)
        #expect(manager.asked().last == "rename gke-prod to live")
        let live = Context(
            name: "live", serverURL: Sample.prod.serverURL, auth0: Sample.prod.auth0, session: Sample.prod.session)
        manager.take(
            .written(
                .rename("gke-prod", to: "live"),
                .written(Contexts(current: "live", all: [live] + Sample.managed.all.dropFirst()))))
        #expect(manager.row("live") == "› live      *  ✓ 1h left")
        #expect(manager.text.contains("'gke-prod' is called 'live' now."))
        #expect(manager.asked() == [])
        manager.press(letter: "r")
        manager.press(.enter)
        #expect(manager.text.contains("Nothing was changed."))
    }

    @Test("deleting and logging out name what goes, and default to no")
    func destroying() {
        var manager = ManagerDriver()
        manager.take(.forwards(["gke-prod": Sample.running]))
        _ = manager.asked()
        manager.press(letter: "D")
        #expect(manager.text.contains("Delete context 'gke-prod'?"))
        #expect(manager.text.contains("It is the current context; none will be current then."))
        #expect(manager.text.contains("Its port-forward runs and would go on"))
        manager.press(.enter)
        #expect(manager.place == "list")
        manager.press(letter: "o")
        #expect(manager.text.contains("Log out of 'gke-prod'?"))
        manager.press(.escape)
        #expect(manager.asked() == [])
        manager.press(.character("o"), .character("y"))
        #expect(manager.asked() == ["log out of gke-prod"])
        manager.take(
            .written(
                .logOut("gke-prod"),
                .written(Sample.managed.with(Sample.prod.with(session: .some(nil))))))
        #expect(manager.row("gke-prod").hasPrefix("› gke-prod  *  no session"))
        #expect(manager.text.contains("the gateway keeps the session until it expires"))
        manager.press(letter: "o")
        #expect(manager.text.contains("'gke-prod' has no session to log out of."))
        manager.press(.character("D"), .character("y"))
        #expect(manager.asked() == ["delete gke-prod"])
        manager.take(.written(.delete("gke-prod"), .written(Sample.managed.without("gke-prod"))))
        #expect(manager.text.contains("Deleted 'gke-prod'. No context is current now; Enter makes one so."))
        #expect(manager.app.selected?.name == "staging")
    }

    @Test("the runtime is chosen from three")
    func runtime() {
        var manager = ManagerDriver()
        manager.press(.end, .character("t"))
        #expect(manager.text.contains("› local"))
        _ = manager.asked()
        manager.press(.character("/"), .down, .enter)
        #expect(manager.asked() == ["change kind-dev: runtime"])
        manager.press(.character("t"), .escape)
        #expect(manager.place == "list")
    }

    private static func editingAudience(
        _ text: String, _ more: (inout ManagerDriver) -> Void = { _ in }
    ) -> ManagerDriver {
        var manager = ManagerDriver()
        manager.press(.down, .character("e"), .down, .down, .down, .down, .down, .down, .control("u"), .paste(text))
        more(&manager)
        manager.press(.control("s"))
        return manager
    }
}
