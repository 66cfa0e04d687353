/// Which address shows which screen. Each is loaded when it is first wanted.
export const routes = [
    ["/", () => import("./inbox/inbox.js")],
    ["/sign-in", () => import("./account/sign-in.js")],
    ["/forgotten", () => import("./account/forgotten.js")],
    ["/reset", () => import("./account/reset.js")],
    ["/account", () => import("./account/account.js")],
    ["/account/second-factor", () => import("./account/second-factor.js")],

    ["/inbox", () => import("./inbox/inbox.js")],
    ["/inbox/:conversation", () => import("./inbox/inbox.js")],
    ["/notifications", () => import("./notifications/notifications.js")],
    ["/notifications/:id", () => import("./notifications/notification.js")],
    ["/customers", () => import("./customers/customers.js")],
    ["/customers/:kind/:address", () => import("./customers/customer.js")],

    ["/contact-points", () => import("./contact-points/list.js")],
    ["/contact-points/:id", () => import("./contact-points/contact-point.js")],
    ["/contact-points/:id/:tab", () => import("./contact-points/contact-point.js")],
    ["/settings", () => import("./settings/tenant.js")],

    ["/health", () => import("./platforms/health.js")],
    ["/connections/:id", () => import("./platforms/connection.js")],
    ["/connecting/returned", () => import("./platforms/returned.js")],

    ["/users", () => import("./people/users.js")],
    ["/users/:id", () => import("./people/user.js")],
    ["/roles", () => import("./people/roles.js")],
    ["/api-keys", () => import("./people/api-keys.js")],

    ["/events", () => import("./records/events.js")],
    ["/subscribers", () => import("./records/subscribers.js")],
    ["/subscribers/:id", () => import("./records/subscriber.js")],
    ["/audit", () => import("./records/audit.js")],
    ["/rejected", () => import("./records/rejected.js")],
    ["/rejected/:id", () => import("./records/rejected-request.js")],
];
