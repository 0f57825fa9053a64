import Foundation
import NoetlCore
import Testing

/// Lengths of time in words.
@Suite struct AgoTests {
    @Test(
        arguments: [
            (0, "0s"), (-5, "0s"), (0.9, "0s"), (1, "1s"), (59, "59s"), (60, "1m"), (61, "1m 1s"), (250, "4m 10s"),
            (3_600, "1h"), (3_601, "1h"), (28_740, "7h 59m"), (86_399, "23h 59m"), (86_400, "1d"), (273_600, "3d 4h"),
            (86_461, "1d"), (1e11, "1157407d 9h"), (1e300, "1157407d 9h"), (.infinity, "1157407d 9h"),
            (-.infinity, "0s"),
        ] as [(TimeInterval, String)])
    func `A length is told in its two largest units`(seconds: TimeInterval, text: String) {
        #expect(Ago.text(seconds) == text)
    }

    @Test func `What is no number is no crash`() {
        #expect(Ago.text(.nan) == "0s")
    }
}
