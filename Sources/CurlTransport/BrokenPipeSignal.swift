import Glibc

/// A write to a connection that is closed raises SIGPIPE in the thread that writes, which would end the program:
/// libcurl guards its own writes, but not those of OpenSSL. Blocked, it is a mere error.
enum BrokenPipeSignal {
    /// For the calling thread.
    static func block() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
