internal import MockPlatform
private import Synchronization

extension MockTwilio {
    /// `GET …/IncomingPhoneNumbers.json`.
    func listNumbers(_ request: MockRequest) -> MockReply {
        let page = ListPage(request)
        let wanted = request.query["PhoneNumber"]
        let account = accountSid
        let matching = numbers.filter { number in wanted.map { number.number.contains($0) } ?? true }
        let start = page.after ?? page.skipping
        let shown = matching.dropFirst(start).prefix(page.size)
        let next = start + shown.count < matching.count ? start + shown.count : nil
        return .json(page.json("incoming_phone_numbers", shown.map { $0.json(account: account) }, next: next))
    }

    /// `GET …/IncomingPhoneNumbers/{sid}.json`.
    func fetchNumber(_ sid: String, _ request: MockRequest) throws(TwilioError) -> MockReply {
        let number = state.withLock { state in state.numberBySid[sid].flatMap { state.numbers[$0] } }
        guard let number else { throw .notFound(request.path) }
        return .json(number.json(account: accountSid))
    }

    /// `POST …/IncomingPhoneNumbers/{sid}.json`: parameters that are absent stay as they are, empty ones clear.
    func updateNumber(_ sid: String, _ request: MockRequest) throws(TwilioError) -> MockReply {
        let form = request.form
        for name in ["SmsUrl", "SmsFallbackUrl", "StatusCallback"] {
            guard let url = form[name], !url.isEmpty else { continue }
            guard WebAddress(url) != nil else { throw TwilioError(21502, "\(name) is not a valid URL: \(url)") }
        }
        for name in ["SmsMethod", "SmsFallbackMethod"] {
            guard let method = form[name], !method.isEmpty else { continue }
            guard ["GET", "POST"].contains(method) else {
                throw TwilioError(21403, "\(name) is not a valid method: \(method)")
            }
        }
        guard let number = state.withLock({ $0.numberBySid[sid] }) else { throw .notFound(request.path) }
        let now = clock.now
        update(number) { number in
            number.smsURL = form["SmsUrl"] ?? number.smsURL
            number.smsMethod = form["SmsMethod"].flatMap { $0.isEmpty ? "POST" : $0 } ?? number.smsMethod
            number.smsFallbackURL = form["SmsFallbackUrl"] ?? number.smsFallbackURL
            number.smsFallbackMethod =
                form["SmsFallbackMethod"].flatMap { $0.isEmpty ? "POST" : $0 } ?? number.smsFallbackMethod
            number.smsApplicationSid = form["SmsApplicationSid"] ?? number.smsApplicationSid
            number.statusCallback = form["StatusCallback"] ?? number.statusCallback
            number.friendlyName = form["FriendlyName"] ?? number.friendlyName
            number.updated = now
        }
        return try fetchNumber(sid, request)
    }
}

extension MockNumber {
    /// The IncomingPhoneNumber resource.
    fileprivate func json(account: String) -> JSON {
        [
            "sid": .string(sid), "account_sid": .string(account), "phone_number": .string(number),
            "friendly_name": .string(friendlyName),
            "capabilities": ["voice": true, "sms": .bool(sms), "mms": .bool(mms), "fax": false],
            "sms_url": .string(smsURL), "sms_method": .string(smsMethod),
            "sms_fallback_url": .string(smsFallbackURL), "sms_fallback_method": .string(smsFallbackMethod),
            "sms_application_sid": .string(smsApplicationSid), "voice_url": "", "voice_method": "POST",
            "voice_fallback_url": "", "voice_fallback_method": "POST", "voice_application_sid": "",
            "voice_caller_id_lookup": false, "voice_receive_mode": "voice",
            "status_callback": .string(statusCallback), "status_callback_method": "POST", "status": "in-use",
            "type": .string(kind == .tollFree ? "toll-free" : "local"), "origin": "twilio", "beta": false,
            "address_requirements": "none", "address_sid": nil, "identity_sid": nil, "bundle_sid": nil,
            "trunk_sid": nil, "emergency_status": "Active", "emergency_address_sid": nil,
            "emergency_address_status": "unregistered", "api_version": "2010-04-01",
            "date_created": .string(TwilioDate.format(created)),
            "date_updated": .string(TwilioDate.format(updated)),
            "uri": .string("/2010-04-01/Accounts/\(account)/IncomingPhoneNumbers/\(sid).json"),
        ]
    }
}
