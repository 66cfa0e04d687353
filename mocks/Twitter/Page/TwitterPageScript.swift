extension TwitterPage {
    static let script = #"""
        import {
          attempt, call, compose, element, fileLink, keepShowing, make, offer, planFaults, showRecords, time,
        } from "/mock/panel.js";

        const own = element("own");
        const account = element("account");
        const app = element("app");
        const bubbles = element("bubbles");
        const notice = element("notice");
        const silent = ["follow", "unfollow", "block", "unblock", "close", "open"];
        let shown = "";
        let relation = {};

        function act(action, more = {}) {
          return attempt(async () => {
            if (!own.reportValidity()) return;
            const order = { person: own.value, account: account.value, action, ...more };
            const receipt = await call("POST", "/mock/act", order);
            if (!silent.includes(action) && !receipt.deliveries.length) {
              notice.textContent = "Nobody is told: no valid webhook is subscribed.";
            } else if (receipt.deliveries.some((delivery) => !delivery.taken)) {
              notice.textContent = `Webhook failed: ${receipt.deliveries.at(-1).outcome}`;
            }
            await Promise.all([showState(), showConversation()]);
          });
        }

        function button(text, action) {
          const made = make("button", text);
          made.type = "button";
          made.addEventListener("click", action);
          return made;
        }

        function bubble(message) {
          const made = make("li", message.text, message.direction);
          made.prepend(make("span", message.direction === "sent" ? "You: " : "Business: ", "hidden"));
          if (message.media) {
            made.append(fileLink(message.media.address, message.media.type, message.media.type !== "video"));
          }
          for (const link of message.buttons) {
            const anchor = make("a", link.label, "card");
            anchor.href = link.url;
            anchor.target = "_blank";
            anchor.rel = "noreferrer";
            made.append(anchor);
          }
          const notes = [
            time(message.at), message.direction === "received" && message.byHand ? "by hand" : "",
            message.chosen === null ? "" : "tapped", message.read ? "read" : "",
          ];
          made.append(make("span", notes.filter(Boolean).join(" · "), "meta"));
          return made;
        }

        async function showConversation() {
          if (!own.value || !account.value) return;
          const query = new URLSearchParams({ person: own.value, account: account.value });
          const answer = await call("GET", `/mock/conversation?${query}`);
          relation = { ...relation, following: answer.following, blocked: answer.blocked };
          element("follow").textContent = relation.following ? "Unfollow" : "Follow";
          element("block").textContent = relation.blocked ? "Unblock" : "Block";
          const mark = JSON.stringify([own.value, account.value, answer]);
          if (mark === shown) return;
          shown = mark;
          bubbles.replaceChildren(...answer.messages.map(bubble));
          if (answer.typing) bubbles.append(make("li", "…"));
          bubbles.scrollTop = bubbles.scrollHeight;
          const last = answer.messages.at(-1);
          const options = last?.direction === "received" ? last.options : [];
          element("replies").replaceChildren(
            ...options.map((option) => button(option.label, () => act("tap", { label: option.label }))));
        }

        function facts(business, thisApp) {
          const [webhook] = thisApp.webhooks;
          const level = business.tokens[thisApp.id];
          const granted = [level, business.delegated.includes(thisApp.id) ? "OAuth 2.0" : ""].filter(Boolean);
          const trouble = [
            business.suspended ? "suspended" : "", business.locked ? "locked" : "",
            business.phone ? "has to verify its phone number" : "",
          ].filter(Boolean);
          const subscribed = thisApp.webhooks.some((item) => item.accounts.includes(business.id));
          const types = thisApp.activities.filter((item) => item.account === business.id).map((item) => item.type);
          return [
            ["Account", trouble.join(", ") || "in order"],
            ["Takes messages from", business.dms === "all" ? "everybody" : "whom it follows, and who was written to"],
            ["Token of the app", granted.join(", ") || "none"],
            ["App", [thisApp.permission, thisApp.suspended ? "suspended" : ""].filter(Boolean).join(", ")],
            ["Access", thisApp.access.join(", ") || "none"],
            ["Webhook", webhook ? `${webhook.url} (${webhook.valid ? "valid" : "invalid"})` : "none"],
            ["Last challenge passed", webhook ? time(webhook.lastSuccess) : "never"],
            ["Subscribed", [subscribed ? "Account Activity" : "", ...types].filter(Boolean).join(", ") || "no"],
            ["Sends left", business.sends.map((item) =>
              `${item.remaining} of ${item.of} by ${item.limit === "send" ? "v2" : "v1.1"}`
              + (item.remaining < item.of ? ` until ${new Date(item.reset).toLocaleString()}` : "")).join("; ")],
          ];
        }

        async function showState() {
          const state = await call("GET", "/mock/state");
          const people = state.accounts.filter((item) => !item.business);
          const businesses = state.accounts.filter((item) => item.business);
          element("people").replaceChildren(...people.map((item) => new Option(item.name, item.screenName)));
          offer(account, businesses.map((item) => ({ label: item.name, value: item.id })));
          offer(app, state.apps.map((item) => ({ label: item.name, value: item.id })));
          const me = state.accounts.find((item) => [item.screenName, item.id].includes(own.value));
          relation.closed = me?.closed ?? false;
          element("openness").textContent = relation.closed ? "Open my messages" : "Close my messages";
          const business = businesses.find((item) => item.id === account.value);
          const thisApp = state.apps.find((item) => item.id === app.value);
          if (!business || !thisApp) return;
          element("state").replaceChildren(
            ...facts(business, thisApp).flatMap(([name, fact]) => [make("dt", name), make("dd", fact)]));
        }

        const showWebhooks = () => showRecords((delivery) => {
          const shape = delivery.shape && delivery.shape !== "activity" ? ` (${delivery.shape})` : "";
          return { what: delivery.what + shape, good: delivery.taken, more: `to ${delivery.url}` };
        });

        compose(own, (text, media) => act("text", { text, media }));

        for (const input of [own, account]) {
          input.addEventListener("change", () => attempt(() => Promise.all([showState(), showConversation()])));
        }
        app.addEventListener("change", () => attempt(showState));

        document.querySelector(".bar").addEventListener("click", (event) => {
          const { id, dataset } = event.target;
          if (id === "follow") act(relation.following ? "unfollow" : "follow");
          else if (id === "block") act(relation.blocked ? "unblock" : "block");
          else if (id === "openness") act(relation.closed ? "open" : "close");
          else if (dataset.act) act(dataset.act);
        });

        document.querySelector(".carrier").addEventListener("click", (event) => {
          const { what, limit } = event.target.dataset;
          if (!what) return;
          const order = { what, account: account.value, app: app.value, person: own.value, limit };
          if (what === "ownerWrites") {
            order.text = prompt("Answer", "We answered from X's own app.");
            if (!order.text) return;
          }
          attempt(async () => {
            const { result } = await call("POST", "/mock/break", order);
            const more = result ? ` New value: ${result}` : "";
            element("done").textContent = `${time(new Date())} ${event.target.textContent}: done.${more}`;
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
