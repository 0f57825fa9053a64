import Testing

@testable import NoetlTUI

/// What holds for every frame of every screen.
enum FrameCheck {
    /// Expects a whole frame with nothing outside it, or the notice that it is too small.
    static func expectSound(_ frame: Surface, _ place: String) {
        if !frame.isSound { Issue.record("unsound frame: \(place)") }
        guard ScreenFrame.fits(frame.size) else { return }
        let lines = (0..<frame.size.rows).map { Array(frame.row($0)) }
        if lines.contains(where: { $0.first?.glyph != .blank || $0.last?.glyph != .blank }) {
            Issue.record("something in the margin: \(place)\n\(frame.text)")
        }
        let rules = lines.count { $0.dropFirst().dropLast().allSatisfy { $0.glyph == .narrow("─") } }
        // A QR code takes the room of the rules, where it would not fit otherwise.
        let wanted = frame.text.contains("no QR code") ? 0...2 : 2...2
        if !wanted.contains(rules) || lines.suffix(2).allSatisfy({ $0.allSatisfy { $0.glyph == .blank } }) {
            Issue.record("the frame is broken: \(place)\n\(frame.text)")
        }
    }
}
