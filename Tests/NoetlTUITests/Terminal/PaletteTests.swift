import Foundation
import NoetlCore
import Testing

@testable import NoetlTUI

@Suite("Palette")
struct PaletteTests {
    @Test(
        "how many colours are used",
        arguments: [
            (0, [:], Palette.Depth.none), (-1, [:], .none), (8, [:], .named), (16, [:], .named), (88, [:], .named),
            (256, [:], .indexed), (1 << 24, [:], .indexed), (256, ["NO_COLOR": "1"], .none),
            (256, ["NO_COLOR": ""], .indexed),
            (256, ["CLICOLOR": "0"], .none), (256, ["CLICOLOR": "1"], .indexed),
        ] as [(Int, [String: String], Palette.Depth)])
    func depth(colors: Int, environment: [String: String], depth: Palette.Depth) {
        #expect(Palette(colors: colors, environment: Environment(environment)).depth == depth)
    }

    @Test("without colours nothing has one, and what matters still stands out")
    func monochrome() {
        let palette = Palette(colors: 0, environment: Environment([:]))
        for style in Style.allCases { #expect(palette.look(of: style).color == nil) }
        #expect(palette.look(of: .selected).attributes.contains(.bold))
        #expect(palette.look(of: .match) != palette.look(of: .selected))
        #expect(palette.look(of: .paper).attributes == .reverse)
    }

    @Test("colours only for what is chosen or typed and for verdicts", arguments: [8, 16, 256])
    func colors(count: Int) {
        let palette = Palette(colors: count, environment: Environment([:]))
        #expect(palette.look(of: .plain) == Palette.Look())
        #expect(palette.look(of: .strong).color == nil)
        #expect(Set([Style.accent, .selected, .match].map { palette.look(of: $0).color }).count == 1)
        #expect(Set([Style.accent, .good, .warning, .bad].map { palette.look(of: $0).color }).count == 4)
        if count < 256 { for style in Style.allCases { #expect(palette.look(of: style).color ?? 0 < 8) } }
    }

    @Test("the 256 tones can be read on black and on white", arguments: Style.allCases)
    func contrast(style: Style) {
        let look = Palette(colors: 256, environment: Environment([:])).look(of: style)
        guard let color = look.color else { return }
        let luminance = Self.luminance(of: Int(color))
        if let background = look.background {
            #expect((Self.luminance(of: Int(background)) + 0.05) / (luminance + 0.05) > 15)
            return
        }
        #expect(1.05 / (luminance + 0.05) > 3.5)
        #expect((luminance + 0.05) / 0.05 > 3.5)
    }

    /// The relative luminance of WCAG 2 of a colour of the 256.
    private static func luminance(of color: Int) -> Double {
        let channels =
            color >= 232
            ? Array(repeating: (color - 232) * 10 + 8, count: 3)
            : [(color - 16) / 36, (color - 16) / 6 % 6, (color - 16) % 6].map { $0 == 0 ? 0 : $0 * 40 + 55 }
        let linear = channels.map { value -> Double in
            let share = Double(value) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}
