import CCurl
import ConnectorKit
import HTTPTypes

extension EasyHandle {
    func setConstantOptions(_ settings: CurlSettings) {
        setLong(CURLOPT_NOSIGNAL, 1)
        // Otherwise a canceled call would keep the thread waiting for the resolver.
        setLong(CURLOPT_QUICK_EXIT, 1)

        setString(CURLOPT_PROTOCOLS_STR, "http,https")
        setLong(CURLOPT_FOLLOWLOCATION, 0)
        setLong(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        setLong(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))

        // An empty name stands for none; without it libcurl would ask the environment.
        setString(CURLOPT_PROXY, settings.proxy ?? "")
        setString(CURLOPT_NOPROXY, "")
        setLong(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)

        setLong(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        setLong(CURLOPT_HTTP09_ALLOWED, 0)
        setLong(CURLOPT_SSL_VERIFYPEER, 1)
        setLong(CURLOPT_SSL_VERIFYHOST, 2)
        if let file = settings.certificateAuthorities {
            setString(CURLOPT_CAINFO, file)
            curl_easy_setopt_string(pointer, CURLOPT_CAPATH, nil)
        }

        setLong(CURLOPT_MAXAGE_CONN, max(1, Int(settings.idleConnectionLife.components.seconds)))
        setString(CURLOPT_USERAGENT, "Gatehouse")
    }

    func setMethodAndBody(of call: HTTPCall) {
        if call.body.isEmpty && call.method != .post && call.method != .put && call.method != .patch {
            setLong(CURLOPT_HTTPGET, 1)
            if call.method == .head { setLong(CURLOPT_NOBODY, 1) }
        } else {
            // To libcurl, POST is any request with a body, an empty one included.
            setLong(CURLOPT_POST, 1)
            setBody(call.body)
        }
        curl_easy_setopt_string(pointer, CURLOPT_CUSTOMREQUEST, call.method.rawValue)
    }

    private func setBody(_ body: [UInt8]) {
        curl_easy_setopt_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        // libcurl copies: a pointer into a Swift array is good for the length of the closure only.
        if body.isEmpty {
            curl_easy_setopt_string(pointer, CURLOPT_COPYPOSTFIELDS, "")
        } else {
            body.withUnsafeBytes { _ = curl_easy_setopt_pointer(pointer, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
        }
    }

    private func setLong<Value: BinaryInteger>(_ option: CURLoption, _ value: Value) {
        let code = curl_easy_setopt_long(pointer, option, Int(value))
        precondition(code == CURLE_OK, "libcurl does not know option \(option.rawValue)")
    }

    private func setString(_ option: CURLoption, _ value: String) {
        let code = curl_easy_setopt_string(pointer, option, value)
        precondition(code == CURLE_OK, "libcurl does not know option \(option.rawValue)")
    }
}
