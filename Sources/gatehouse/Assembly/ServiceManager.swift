import Foundation

/// Tells systemd how far the gateway is (sd_notify), over the datagram socket that it names. Without one, says nothing.
///
/// Source: systemd's manual, sd_notify(3): `READY=1`, `STOPPING=1`; a name that begins with `@` is an abstract socket.
enum ServiceManager {
    static func ready() { tell("READY=1") }
    static func stopping() { tell("STOPPING=1") }

    static func tell(_ state: String, socket name: String? = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"]) {
        guard let name, let first = name.utf8.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@") else {
            return
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(name.utf8)
        if first == UInt8(ascii: "@") { path[0] = 0 }
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                Array(state.utf8).withUnsafeBytes { sendto(descriptor, $0.baseAddress, $0.count, 0, address, length) }
            }
        }
    }
}
