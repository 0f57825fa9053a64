/// The QR code of the address with the code in it, for a phone that shall sign in.
extension DevicePanel {
    private static let gap = 3
    private static let columnsForWords = 24

    /// Shows the code or puts it away; where it cannot be shown, says why.
    mutating func toggleQRCode(on size: Size) {
        guard let qrCode else {
            notice =
                facts.completeAddress.isEmpty
                ? "The tenant gave no address with the code in it, which a QR code would need."
                : "This terminal has no characters to draw a QR code with."
            return
        }
        guard fits(qrCode, on: size) else {
            let frame = frame(hints: Self.qrHints, hasRules: false)
            let missing = frame.smallest(for: Size(rows: qrCode.rows, columns: qrCode.columns))
            notice = "The QR code needs a window of \(missing.columns) columns and \(missing.rows) rows."
            return
        }
        wantsQRCode.toggle()
    }

    /// Whether the code can be shown whole on a screen of this size.
    func fits(_ code: QRCode, on size: Size) -> Bool {
        let area = frame(hints: Self.qrHints, hasRules: false).content(of: size)
        return code.rows <= area.rows && code.columns <= area.columns
    }

    /// Draws the code, and beside it what it is for.
    func draw(_ code: QRCode, on surface: inout Surface) {
        let area = frame(hints: Self.qrHints, hasRules: false).draw(on: &surface)
        for (index, line) in code.inked.enumerated() {
            surface.write(line, row: area.row + index, column: area.column, style: .paper)
        }
        var words = area.indented(by: code.columns + Self.gap)
        guard words.columns >= Self.columnsForWords else { return }
        words = words.dropping(rows: 1)
        let steps = ["Scan this with a phone, and check that it shows the same code:"]
        for line in steps.flatMap({ Paragraph($0).lines(columns: words.columns) }) {
            surface.write(line, row: words.row, column: words.column)
            words = words.dropping(rows: 1)
        }
        drawSmallCode(on: &surface, in: words.dropping(rows: 1))
        drawPoll(on: &surface, in: words.dropping(rows: 4))
    }

    private static let qrHints = KeyHints([
        .init("Q", "no QR code", short: "no QR"), .init("o", "open again", short: "open"),
        .init("?", "help", isEssential: true), .init("esc", "back", isEssential: true),
        .init("^C", "quit", isEssential: true),
    ])
}
