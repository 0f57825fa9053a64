/// Error correction codewords over GF(256) with the polynomial 0x11D (ISO/IEC 18004:2015, 7.5.2 and annex A).
struct ReedSolomon: Sendable {
    /// The generator's coefficients after the leading 1, highest power first.
    private let generator: [UInt8]

    /// For blocks with so many correction codewords.
    init(degree: Int) {
        var product = [UInt8](repeating: 0, count: max(0, degree - 1)) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in product.indices {
                product[index] = Self.multiply(product[index], root)
                if index + 1 < product.count { product[index] ^= product[index + 1] }
            }
            root = Self.multiply(root, 2)
        }
        generator = product
    }

    /// The correction codewords of one block: the remainder of its division by the generator.
    func correction(of data: [UInt8]) -> [UInt8] {
        data.reduce(into: [UInt8](repeating: 0, count: generator.count)) { remainder, byte in
            let factor = byte ^ remainder.removeFirst()
            remainder.append(0)
            for index in remainder.indices { remainder[index] ^= Self.multiply(generator[index], factor) }
        }
    }

    private static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        (0..<8).reversed().reduce(0) { product, bit in
            let doubled = product << 1 ^ (product >> 7) * 0x1D
            return doubled ^ (right >> UInt8(bit) & 1) * left
        }
    }
}
