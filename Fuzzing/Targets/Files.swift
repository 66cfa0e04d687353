import Foundation
import Gateway

@testable import GatewayHTTP

extension FuzzTarget {
    /// Only the beginning counts, and nothing that a browser could run is ever shown.
    static let mediaTypes = FuzzTarget("media-types") { bytes in
        let type = MediaType(sniffing: bytes)
        let beginning = bytes.prefix(MediaType.sniffedBytes)
        hold(MediaType(sniffing: Array(beginning)) == type, "only the beginning counts")
        hold(MediaType(sniffing: beginning + [0x3C]) == type || bytes.count < MediaType.sniffedBytes, "and all of it")
        guard type == .plainText || type == .vCard else { return }
        hold(!beginning.contains(0) && !type.mayBeShown, "a text is text, and is not shown")
        let text = String(decoding: beginning, as: UTF8.self).lowercased()
        hold(!["<script", "<html", "<svg", "<?xml"].contains(where: text.contains), "no markup passes for text")
    }

    /// A name that somebody has given a file can add nothing to a header, and comes back whole.
    static let fileNames = FuzzTarget("file-names") { bytes in
        let name = bytes.text
        let text = ContentDisposition.text("attachment", name: name)
        hold(text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "a header of visible ASCII")
        hold(text.utf8.count(where: { $0 == UInt8(ascii: "\"") }) == 2, "two quotes")
        hold(text.utf8.count(where: { $0 == UInt8(ascii: ";") }) == 2, "three parts")
        let whole = text.split(separator: "''", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
        hold(
            String(whole).removingPercentEncoding?.utf8.elementsEqual(name.utf8) == true, "the whole name comes back")
        let shown = MediaType.png.fileName(name)
        hold(shown.lowercased().hasSuffix(".png"), "it ends as its bytes begin")
        hold(MediaType.png.fileName(shown) == shown, "and stays as it is")
    }
}
