import CCurl
import ConnectorKit
import Glibc

extension EasyHandle {
    func installCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()

        curl_easy_setopt_pointer(pointer, CURLOPT_HEADERDATA, context)
        curl_easy_setopt_write_function(pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let context else { return 0 }
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return EasyHandle.of(context).record.readHead(line) ? line.count : 0
        }

        curl_easy_setopt_pointer(pointer, CURLOPT_WRITEDATA, context)
        curl_easy_setopt_write_function(pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let context else { return 0 }
            let bytes = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return EasyHandle.of(context).read(bytes) ? bytes.count : 0
        }

        curl_easy_setopt_pointer(pointer, CURLOPT_PREREQDATA, context)
        curl_easy_setopt_prerequest_function(pointer) { context, _, _, _, _ in
            guard let context else { return CURL_PREREQFUNC_ABORT }
            return EasyHandle.of(context).record.offer() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }

        curl_easy_setopt_pointer(pointer, CURLOPT_OPENSOCKETDATA, context)
        curl_easy_setopt_open_socket_function(pointer) { context, _, address in
            guard let context, let address else { return CURL_SOCKET_BAD }
            return EasyHandle.of(context).openSocket(to: address)
        }
    }

    private func read(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let exchange else { return false }
        let maximum = exchange.call.maximumReplyBytes
        guard let sink = exchange.sink else { return record.readBody(bytes, upTo: maximum) }
        return record.passOn(bytes, to: status == 200 ? sink : nil, upTo: maximum)
    }

    private func openSocket(to address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        // There is no second sending, so there need not be a second connection either.
        if record.wasOffered { return CURL_SOCKET_BAD }
        guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr),
            let ip = IPAddress(UnsafeRawPointer(address) + offset), policy.permits(ip)
        else {
            record.sawRefusedAddress = true
            return CURL_SOCKET_BAD
        }
        record.sawPermittedAddress = true
        return socket(
            address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
    }
}
