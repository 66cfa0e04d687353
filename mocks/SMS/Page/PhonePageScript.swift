extension PhonePage {
    static let script = #"""
        import {
          attempt, call, compose, element, fileLink, keepShowing, make, offer, planFaults, showRecords, time,
        } from "/mock/panel.js";

        const own = element("own");
        const business = element("business");
        const bubbles = element("bubbles");
        const notice = element("notice");
        let numbers = [];
        let shown = { key: "", count: 0 };

        function bubble(text) {
          const made = make("li", text.body, text.direction);
          if (text.automatic) made.classList.add("automatic");
          const speaker = text.direction === "sent" ? "You: " : text.automatic ? "Carrier: " : "Business: ";
          made.prepend(make("span", speaker, "hidden"));
          made.append(...text.media.map((address, index) => fileLink(address, `Media ${index + 1}`, true)));
          made.append(make("time", time(text.at)));
          return made;
        }

        async function showConversation() {
          if (!own.checkValidity() || !own.value) return;
          const key = `${own.value} ${business.value}`;
          const path = `/mock/phones/${encodeURIComponent(own.value)}/messages`;
          const texts = (await call("GET", path)).filter((text) => text.number === business.value);
          if (key !== `${own.value} ${business.value}`) return;
          if (key !== shown.key || texts.length < shown.count) {
            bubbles.replaceChildren();
            shown = { key, count: 0 };
          }
          const atEnd = bubbles.scrollHeight - bubbles.scrollTop - bubbles.clientHeight < 40;
          bubbles.append(...texts.slice(shown.count).map(bubble));
          if (texts.length > shown.count && atEnd) bubbles.scrollTop = bubbles.scrollHeight;
          shown.count = texts.length;
        }

        const showCarrier = () => showRecords((delivery) => ({
          what: delivery.operation === "webhook.inbound" ? "inbound text" : `status ${delivery.state}`,
          good: delivery.succeeded, more: `${delivery.sid} to ${delivery.url}`,
        }));

        async function showNumbers() {
          numbers = await call("GET", "/mock/numbers");
          offer(business, numbers.map(({ number, friendlyName }) => ({
            label: friendlyName === number ? number : `${number} ${friendlyName}`, value: number,
          })));
          showChosenNumber();
        }

        function showChosenNumber() {
          const number = numbers.find((number) => number.number === business.value);
          element("webhook").textContent = number?.smsURL ? `${number.smsMethod} ${number.smsURL}` : "none";
          if (number && document.activeElement !== element("optout")) {
            element("optout").value = number.optOutHandling;
          }
        }

        compose(own, async (body, media) => {
          const receipt = await call("POST", "/mock/text", { from: own.value, to: business.value, body, media });
          if (!receipt.deliveries.length) notice.textContent = "The number has no webhook.";
          else if (!receipt.delivered) notice.textContent = `Webhook failed: ${receipt.deliveries.at(-1).outcome}`;
        });

        business.addEventListener("change", () => {
          showChosenNumber();
          attempt(showConversation);
        });
        own.addEventListener("input", () => attempt(showConversation));

        element("optout").addEventListener("change", (event) => attempt(() => call(
          "POST", `/mock/numbers/${encodeURIComponent(business.value)}`, { optOutHandling: event.target.value })));

        planFaults(showCarrier);
        keepShowing(async () => {
          await showNumbers();
          await Promise.all([showConversation(), showCarrier()]);
        });
        """#
}
