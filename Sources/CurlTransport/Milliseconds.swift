extension Duration {
    /// More than three weeks, and no more milliseconds than libcurl can count.
    static let longestForCurl = Duration.seconds(2_000_000)

    /// At least one, since none means no limit to libcurl.
    var curlMilliseconds: Int {
        let (seconds, attoseconds) = min(max(self, .zero), .longestForCurl).components
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
