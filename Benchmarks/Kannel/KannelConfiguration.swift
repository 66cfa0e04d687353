/// Kannel as a gateway from HTTP to HTTP: an SMS centre of the kind `http` on one side, a service and a user on the
/// other, and a spool of messages on the disk. Source: the Kannel 1.4.5 User's Guide.
///
/// No log of accesses; logs hold warnings and worse only. As many calls to the SMS centre are under way at once as
/// Gatehouse has.
struct KannelConfiguration {
    let folder: String
    let adminPort = Port.next()
    let boxPort = Port.next()
    /// Where the SMS centre delivers what customers wrote.
    let centrePort = Port.next()
    /// Where a user sends from.
    let sendPort = Port.next()
    /// Who plays both other ends.
    let sink: String

    init(in folder: String, sink: String) {
        self.folder = folder
        self.sink = sink
    }

    var text: String {
        """
        group = core
        admin-port = \(adminPort)
        admin-password = bench
        admin-allow-ip = "127.0.0.1"
        smsbox-port = \(boxPort)
        box-allow-ip = "127.0.0.1"
        log-file = "\(folder)/bearerbox.log"
        log-level = 2
        store-type = spool
        store-location = "\(folder)/spool"

        group = smsc
        smsc = http
        smsc-id = bench
        system-type = generic
        port = \(centrePort)
        send-url = "\(sink)/kannel?from=%p&to=%P&text=%a"
        status-success-regex = "ok"
        max-pending-submits = 64

        group = smsbox
        bearerbox-host = 127.0.0.1
        sendsms-port = \(sendPort)
        log-file = "\(folder)/smsbox.log"
        log-level = 2

        group = sendsms-user
        username = bench
        password = bench

        group = sms-service
        keyword = default
        catch-all = yes
        get-url = "\(sink)/kannel?from=%p&to=%P&text=%a"
        max-messages = 0

        """
    }
}
