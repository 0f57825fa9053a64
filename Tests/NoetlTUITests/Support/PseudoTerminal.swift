import Foundation

/// A terminal without a window: what a program draws on its device can be read here, and what is typed here arrives
/// there.
final class PseudoTerminal {
    // TIOCGPTN and TIOCSPTLCK, which are macros with casts.
    private static let getNumber: UInt = 0x8004_5430
    private static let unlock: UInt = 0x4004_5431
    private let master: Int32
    private let slave: Int32
    /// The path of the device.
    let device: String

    /// Opens a terminal of `rows` by `columns`.
    init(rows: UInt16 = 24, columns: UInt16 = 80) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var number: Int32 = 0
        var isLocked: Int32 = 0
        guard master >= 0, ioctl(master, Self.unlock, &isLocked) == 0, ioctl(master, Self.getNumber, &number) == 0
        else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ENOTTY)
        }
        device = "/dev/pts/\(number)"
        // Kept open, so that the modes can be read after the program under test is done.
        slave = open(device, O_RDWR | O_NOCTTY)
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        resize(rows: rows, columns: columns)
    }

    deinit {
        close(slave)
        close(master)
    }

    /// The modes, as `stty -g` prints them.
    var modes: [UInt32] {
        var modes = termios()
        tcgetattr(slave, &modes)
        let characters = withUnsafeBytes(of: modes.c_cc) { $0.map(UInt32.init) }
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag] + characters
    }

    /// Gives the window another size.
    func resize(rows: UInt16, columns: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// What was drawn since the last call.
    func output() -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(master, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer.prefix(count)
        }
    }

    /// Types `text`; what does not fit into the line's buffer at once is told by the count.
    @discardableResult
    func type(_ text: some StringProtocol) -> Int {
        let bytes = Array(text.utf8)
        return max(0, write(master, bytes, bytes.count))
    }
}
