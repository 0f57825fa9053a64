import NoetlCore
import Testing

@testable import NoetlTUI

@Suite("Wizard: the mouse")
struct AppMouseTests {
    /// Clicks on the first row that shows `text`.
    private static func click(_ text: String, in wizard: inout AppDriver) throws {
        let lines = wizard.frame.text.split(separator: "\n", omittingEmptySubsequences: false)
        let row = try #require(lines.firstIndex { $0.contains(text) }, "\(text)")
        wizard.press(.click(row: row, column: 6))
    }

    @Test("it is the terminal's, until a key or the settings say otherwise")
    func toggle() throws {
        var wizard = AppDriver()
        #expect(wizard.asked() == [])
        wizard.press(letter: "m")
        wizard.press(letter: "m")
        #expect(wizard.asked() == ["use the mouse", "leave the mouse"])
        var settings = WizardSettings.sample(flag: "gke-prod", mode: .pkce(hint: nil))
        settings.usesMouse = true
        wizard = AppDriver(settings)
        #expect(wizard.asked() == ["use the mouse", "log in: pkce, gke-prod"])
        wizard.hear(try Sample.preflight())
        wizard.press(letter: "?")
        #expect(wizard.text.contains("m use the mouse, or leave it to the terminal"))
        wizard.press(.escape)
        wizard.press(letter: "m")
        #expect(wizard.asked() == ["leave the mouse"])
    }

    @Test("where letters are text, and where m is another mode, it stays that")
    func otherMeanings() {
        var wizard = AppDriver()
        wizard.press(letter: "/")
        wizard.press(letter: "m")
        wizard = AppDriver(.sample(flag: "gke-prod", mode: .password(email: nil)))
        wizard.press(letter: "m")
        #expect(wizard.text.contains("Email m"))
        #expect(wizard.asked() == [])
        wizard = AppDriver(.sample(flag: "gke-prod", mode: .device))
        wizard.fail(NoetlError(.network, what: "No."))
        _ = wizard.asked()
        wizard.press(letter: "?")
        #expect(wizard.text.contains("m log in another way") && !wizard.text.contains("mouse"))
        wizard.press(.escape)
        wizard.press(letter: "m")
        #expect(wizard.place == "modes" && wizard.asked() == [])
    }

    @Test("a click moves the cursor, and is Enter on the choice that has it")
    func choosing() throws {
        for size in [Size(rows: 24, columns: 80), Size(rows: 40, columns: 120), Size(rows: 12, columns: 40)] {
            var wizard = AppDriver(size: size)
            try Self.click("plain", in: &wizard)
            #expect(wizard.place == "picker" && wizard.frame.text.contains("› plain"))
            try Self.click("gke-prod", in: &wizard)
            try Self.click("› gke-prod", in: &wizard)
            #expect(wizard.place == "modes")
            try Self.click("Email and password", in: &wizard)
            #expect(wizard.frame.text.contains("› Email and password"))
            try Self.click("Code on any device", in: &wizard)
            try Self.click("› Code on any device", in: &wizard)
            #expect(wizard.asked() == ["log in: device, gke-prod"])
        }
    }

    @Test("a click beside everything is nothing")
    func beside() {
        var wizard = AppDriver()
        let before = wizard.frame
        for row in [0, 1, 2, 3, 5, 9, 20, 23, 500] { wizard.press(.click(row: row, column: 3)) }
        #expect(wizard.frame == before && wizard.place == "picker")
        wizard.press(.enter)
        let modes = wizard.frame
        for row in [0, 1, 2, 3, 4, 8, 21, 23, 500] { wizard.press(.click(row: row, column: 3)) }
        #expect(wizard.frame == modes && wizard.place == "modes")
    }

    @Test("a click in the list that is filtered means what is shown there")
    func filtered() throws {
        var wizard = AppDriver()
        wizard.press(letter: "/")
        wizard.press(.paste("a"), .pageDown)
        try Self.click("bare", in: &wizard)
        #expect(wizard.frame.text.contains("› bare"))
    }
}
