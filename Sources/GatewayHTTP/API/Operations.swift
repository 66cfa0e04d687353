import Gateway

/// Every operation of the API.
struct Operations {
    let gateway: GatewayParts
    let cookies: BrowserCookies

    var all: [Operation] {
        let outlook = ConversationOutlook(gateway.surroundings.connectors)
        let groups: [[Operation]] = [
            InstallationOperations(gateway: gateway).all,
            PlatformOperations(connectors: gateway.surroundings.connectors).all,
            PlatformAppOperations(surroundings: gateway.surroundings, apps: gateway.apps).all,
            ContactPointOperations(contactPoints: gateway.contactPoints).all,
            ContactPointRoleOperations(contactPoints: gateway.contactPoints).all,
            TimerOperations(timers: gateway.timers, connectors: gateway.surroundings.connectors).all,
            ClientSettingsOperations(settings: gateway.clientSettings).all,
            AvailabilityOperations(rules: gateway.availabilityRules).all,
            AgentOperations(agents: gateway.people.agents).all,
            ConnectionOperations(connections: gateway.connections).all,
            TraceOperations().all,
            ChecklistOperations(checklists: gateway.checklists).all,
            ConnectingOperations(connecting: gateway.connecting).all,
            StopListOperations(administration: gateway.stopListAdministration).all,
            StopListFileOperations(
                exports: gateway.stopListExport, imports: gateway.stopListImport, clock: gateway.surroundings.clock
            ).all,
            CustomerOperations(
                customers: gateway.customers, erasure: gateway.erasure, surroundings: gateway.surroundings,
                links: gateway.mediaLinks, outlook: outlook
            ).all,
            ConversationOperations(
                conversations: gateway.conversations, customers: gateway.customers, surroundings: gateway.surroundings,
                outbound: gateway.outbound, previews: gateway.previews, links: gateway.mediaLinks,
                outlook: outlook
            ).all,
            IndicatorOperations(indicators: gateway.indicators).all,
            TranscriptOperations(transcripts: gateway.transcripts, mailer: gateway.transcriptMailer).all,
            OwnershipOperations(ownership: gateway.ownership, outlook: outlook).all,
            MessageOperations(
                optOuts: gateway.possibleOptOuts, unproven: gateway.heldSends, links: gateway.mediaLinks
            ).all,
            NotificationOperations(
                notifications: gateway.notifications, intake: gateway.notificationIntake,
                withdrawals: gateway.withdrawals, previews: gateway.previews, window: gateway.sendingWindow,
                store: gateway.store, links: gateway.mediaLinks
            ).all,
            SendingOperations(window: gateway.sendingWindow, caps: gateway.sendingCaps).all,
            MediaOperations(uploads: gateway.mediaUploads, links: gateway.mediaLinks).all,
            RoleOperations(roles: gateway.roles).all,
            APIKeyOperations(keys: gateway.keys).all,
            UserOperations(people: gateway.people).all,
            MeOperations(people: gateway.people).all,
            SessionOperations(people: gateway.people, store: gateway.store, cookies: cookies).all,
            PasswordOperations(people: gateway.people, store: gateway.store, cookies: cookies).all,
            SecondFactorOperations(factors: gateway.people.secondFactors, cookies: cookies).all,
            LogOperations(
                stream: EventStream(
                    follower: gateway.follower, store: gateway.store, links: gateway.mediaLinks,
                    outlook: outlook, typing: gateway.customerTyping),
                clock: gateway.surroundings.clock
            ).all,
            SubscriberOperations(
                subscribers: gateway.subscribers, deliverer: gateway.deliverer, store: gateway.store,
                clock: gateway.surroundings.clock
            ).all,
            RejectedOperations(
                inbound: gateway.inbound, quarantine: gateway.quarantine, store: gateway.store,
                clock: gateway.surroundings.clock
            ).all,
        ]
        return groups.flatMap(\.self)
    }
}
