extension MessengerPage {
    static let script = #"""
        import {
          attempt, call, compose, element, fileLink, keepShowing, make, offer, planFaults, showRecords, time,
        } from "/mock/panel.js";

        const own = element("own");
        const page = element("page");
        const user = element("user");
        const app = element("app");
        const bubbles = element("bubbles");
        const notice = element("notice");
        let shown = "";
        let isBlocked = false;

        function act(action, more = {}) {
          return attempt(async () => {
            if (!own.reportValidity()) return;
            const order = { person: own.value, page: page.value, action, ...more };
            const receipt = await call("POST", "/mock/act", order);
            if (action !== "block" && action !== "unblock" && !receipt.deliveries.length) {
              notice.textContent = "Nobody gets this: no app follows it on this page.";
            } else if (receipt.deliveries.some((delivery) => !delivery.taken)) {
              notice.textContent = `Webhook failed: ${receipt.deliveries.at(-1).outcome}`;
            }
            await showConversation();
          });
        }

        function button(text, action) {
          const made = make("button", text);
          made.type = "button";
          made.addEventListener("click", action);
          return made;
        }

        function attachment(item) {
          if (item.address) return fileLink(item.address, item.type, ["image", "sticker"].includes(item.type));
          const payload = item.payload ?? {};
          const cards = payload.elements ?? [{ title: payload.text, buttons: payload.buttons }];
          const place = payload.coordinates && `location ${payload.coordinates.lat}, ${payload.coordinates.long}`;
          const all = make("span", item.type === "template" ? "" : place ?? item.type);
          for (const card of cards) {
            const made = make("span", [card.title, card.subtitle].filter(Boolean).join(" – "), "card");
            const row = make("span", "", "small");
            for (const choice of card.buttons ?? []) {
              row.append(button(choice.title ?? choice.type, () => {
                if (choice.type === "postback") act("press", { title: choice.title, payload: choice.payload });
                else if (choice.url) window.open(choice.url, "_blank", "noreferrer");
              }));
            }
            if (row.childNodes.length) made.append(row);
            if (item.type === "template") all.append(made);
          }
          return all;
        }

        function bubble(message) {
          const text = message.deleted ? "Unsent" : message.text ?? "";
          const made = make("li", text, message.direction);
          if (message.deleted) made.classList.add("deleted");
          made.prepend(make("span", message.direction === "sent" ? "You: " : "Page: ", "hidden"));
          if (!message.deleted) made.append(...message.attachments.map(attachment));
          const notes = [
            time(message.at), message.edits ? `edited ${message.edits}×` : "", message.tag ?? "",
            message.reaction ?? "", message.app && message.app !== app.value ? `by app ${message.app}` : "",
            message.direction === "received" && message.read ? "read" : "",
          ];
          made.append(make("span", notes.filter(Boolean).join(" · "), "meta"));
          const row = make("span", "", "small");
          if (!message.deleted) {
            row.append(button(message.reaction ? "Unreact" : "❤️", () => message.reaction
              ? act("unreact", { mid: message.mid }) : act("react", { mid: message.mid, emoji: "❤️" })));
          }
          if (message.direction === "sent" && !message.deleted) {
            if (message.text) {
              row.append(button("Edit", () => {
                const changed = prompt("New text", message.text);
                if (changed) act("edit", { mid: message.mid, text: changed });
              }));
            }
            row.append(button("Unsend", () => act("unsend", { mid: message.mid })));
          }
          made.append(row);
          return made;
        }

        async function showConversation() {
          if (!own.value || !page.value) return;
          const query = new URLSearchParams({ person: own.value, page: page.value });
          const answer = await call("GET", `/mock/conversation?${query}`);
          isBlocked = answer.blocked;
          element("block").textContent = isBlocked ? "Unblock" : "Block";
          const mark = JSON.stringify([own.value, page.value, app.value, answer]);
          if (mark === shown) return;
          shown = mark;
          bubbles.replaceChildren(...answer.messages.map(bubble));
          if (answer.typing) bubbles.append(make("li", "…"));
          bubbles.scrollTop = bubbles.scrollHeight;
          const last = answer.messages.at(-1);
          const replies = last?.direction === "received" ? last.quickReplies : [];
          element("replies").replaceChildren(...replies.map((reply) => button(reply.title ?? reply.content_type, () =>
            act("text", { text: reply.title ?? "", payload: reply.payload }))));
        }

        async function showState() {
          const state = await call("GET", "/mock/state");
          element("people").replaceChildren(...state.people.map((name) => new Option(name)));
          offer(page, state.pages.map((item) => ({ label: item.name, value: item.id })));
          offer(user, state.users.map((item) => ({ label: item.name, value: item.id })));
          offer(app, state.apps.map((item) => ({ label: item.name, value: item.id })));
          const thisApp = state.apps.find((item) => item.id === app.value);
          const thisPage = state.pages.find((item) => item.id === page.value);
          const thisUser = state.users.find((item) => item.id === user.value);
          if (!thisApp || !thisPage || !thisUser) return;
          const fields = thisPage.subscriptions[thisApp.id];
          const query = new URLSearchParams({ person: own.value, page: page.value });
          const { owner, psid } = await call("GET", `/mock/conversation?${query}`);
          const tokens = thisUser.tokens[thisApp.id];
          const facts = [
            ["Webhook", thisApp.callback ?? "none"],
            ["Page follows", fields ? fields.join(", ") || "nothing" : "not subscribed"],
            ["Role of the user", (thisUser.tasks[thisPage.id] ?? []).join(", ") || "none"],
            ["Tokens of the user", tokens ? `${tokens.valid} valid, ${tokens.all - tokens.valid} ended` : "none"],
            ["App allowed", thisUser.grants[thisApp.id]?.join(", ") ?? "no"],
            ["Thread control", owner ?? (thisPage.defaultApp ? `idle, for ${thisPage.defaultApp}` : "nobody's")],
            ["My page-scoped id", psid ?? "none yet"],
            ["Page", [thisPage.published ? "published" : "unpublished", thisPage.restricted ? "restricted" : ""]
              .filter(Boolean).join(", ")],
            ["App", [thisApp.live ? "live" : "in development", thisApp.proof ? "proofs required" : ""]
              .filter(Boolean).join(", ")],
          ];
          element("state").replaceChildren(...facts.flatMap(([name, fact]) => [make("dt", name), make("dd", fact)]));
        }

        const showWebhooks = () => showRecords((delivery) => {
          const standby = delivery.channel === "standby" ? " (standby)" : "";
          const often = delivery.events > 1 ? ` ×${delivery.events}` : "";
          return { what: delivery.what + standby + often, good: delivery.taken, more: `to ${delivery.url}` };
        });

        compose(own, (text, media) => act("text", { text, media }));

        for (const input of [own, page]) input.addEventListener("change", () => attempt(showConversation));
        for (const input of [page, user, app]) input.addEventListener("change", () => attempt(showState));

        document.querySelector(".bar").addEventListener("click", (event) => {
          const action = event.target.dataset.act;
          if (action === "follow") {
            const ref = prompt("Reference of the link", "spring-sale");
            if (ref) act("follow", { ref });
          } else if (action === "block") act(isBlocked ? "unblock" : "block");
          else if (action) act(action);
        });

        document.querySelector(".carrier").addEventListener("click", (event) => {
          const what = event.target.dataset.what;
          if (!what) return;
          const order = { what, user: user.value, page: page.value, app: app.value, person: own.value };
          if (what === "inboxAnswer") {
            order.text = prompt("Answer", "We answered from the inbox.");
            if (!order.text) return;
          }
          attempt(async () => {
            await call("POST", "/mock/break", order);
            element("done").textContent = `${time(new Date())} ${event.target.textContent}: done.`;
            await Promise.all([showState(), showConversation(), showWebhooks()]);
          });
        });

        planFaults(showWebhooks);
        keepShowing(async () => {
          await showState();
          await Promise.all([showConversation(), showWebhooks()]);
        });
        """#
}
