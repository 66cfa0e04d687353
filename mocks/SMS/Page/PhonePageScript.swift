extension PhonePage {
    static let script = #"""
        import { attempt, call, dataURL, element, faultItem, make, pollEvery, problemItem, time } from "/mock/panel.js";

        const own = element("own");
        const business = element("business");
        const bubbles = element("bubbles");
        const notice = element("notice");
        const body = element("body");
        const picture = element("picture");
        let numbers = [];
        let shown = { key: "", count: 0 };

        function bubble(text) {
          const made = make("li", text.body, text.direction);
          if (text.automatic) made.classList.add("automatic");
          const speaker = text.direction === "sent" ? "You: " : text.automatic ? "Carrier: " : "Business: ";
          made.prepend(make("span", speaker, "hidden"));
          for (const [index, address] of text.media.entries()) {
            const link = document.createElement("a");
            const preview = new Image();
            preview.alt = `Media ${index + 1}`;
            preview.src = address;
            link.append(preview);
            link.href = address;
            link.target = "_blank";
            link.rel = "noreferrer";
            made.append(link);
          }
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

        function deliveryRow(delivery) {
          const row = document.createElement("tr");
          const what = delivery.operation === "webhook.inbound" ? "inbound text" : `status ${delivery.state}`;
          row.append(
            make("td", time(delivery.at)), make("td", what),
            make("td", delivery.outcome, delivery.succeeded ? "good" : "bad"), make("td", delivery.fault ?? ""));
          row.title = `${delivery.sid} to ${delivery.url}`;
          return row;
        }

        async function showCarrier() {
          const [deliveries, faults, problems] = await Promise.all(
            ["/mock/deliveries", "/mock/faults", "/mock/problems"].map((path) => call("GET", path)));
          element("deliveries").replaceChildren(...deliveries.map(deliveryRow));
          element("planned").replaceChildren(...faults.map(faultItem));
          element("problems").replaceChildren(...problems.map(problemItem));
        }

        async function showNumbers() {
          numbers = await call("GET", "/mock/numbers");
          const known = [...business.options].map((option) => option.value);
          if (known.join() !== numbers.map((number) => number.number).join()) {
            const chosen = business.value;
            business.replaceChildren(...numbers.map((number) => {
              const label = number.friendlyName === number.number
                ? number.number : `${number.number} ${number.friendlyName}`;
              return new Option(label, number.number);
            }));
            if (known.includes(chosen)) business.value = chosen;
          }
          showChosenNumber();
        }

        function showChosenNumber() {
          const number = numbers.find((number) => number.number === business.value);
          element("webhook").textContent = number?.smsURL ? `${number.smsMethod} ${number.smsURL}` : "none";
          if (number && document.activeElement !== element("optout")) {
            element("optout").value = number.optOutHandling;
          }
        }

        function showAttachments() {
          element("attachments").replaceChildren(...[...picture.files].map((file) => make("li", file.name)));
        }

        async function send() {
          const files = [...picture.files];
          if (!own.reportValidity() || (!body.value && !files.length)) return;
          const text = {
            from: own.value, to: business.value, body: body.value, media: await Promise.all(files.map(dataURL)),
          };
          body.value = "";
          picture.value = "";
          showAttachments();
          const receipt = await call("POST", "/mock/text", text);
          if (!receipt.deliveries.length) notice.textContent = "The number has no webhook.";
          else if (!receipt.delivered) notice.textContent = `Webhook failed: ${receipt.deliveries.at(-1).outcome}`;
        }

        element("compose").addEventListener("submit", (event) => {
          event.preventDefault();
          attempt(send);
          body.focus();
        });

        body.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          element("compose").requestSubmit();
        });

        picture.addEventListener("change", showAttachments);
        business.addEventListener("change", () => {
          showChosenNumber();
          attempt(showConversation);
        });
        own.addEventListener("input", () => attempt(showConversation));

        element("optout").addEventListener("change", (event) => attempt(() => call(
          "POST", `/mock/numbers/${encodeURIComponent(business.value)}`, { optOutHandling: event.target.value })));

        element("fault").addEventListener("submit", (event) => {
          event.preventDefault();
          const [operation, fault, code] = element("kind").value.split(" ");
          const often = element("times").value;
          const order = { operation, fault, milliseconds: 5000 };
          if (code) order[fault === "status" ? "status" : "code"] = Number(code);
          if (code === "429") order.retryAfter = 2;
          if (often) order.times = Number(often);
          else order.untilCleared = true;
          attempt(async () => {
            await call("POST", "/mock/faults", order);
            await showCarrier();
          });
        });

        element("clear").addEventListener("click", () => attempt(async () => {
          await call("DELETE", "/mock/faults");
          await showCarrier();
        }));

        async function poll() {
          try {
            await showNumbers();
            await Promise.all([showConversation(), showCarrier()]);
            if (notice.textContent === "The mock does not answer.") notice.textContent = "";
          } catch {
            notice.textContent = "The mock does not answer.";
          }
          setTimeout(poll, pollEvery);
        }

        poll();
        body.focus();
        """#
}
