/// What the pages of the mocks have in common, in three parts with a file each.
public enum PanelPage {
    /// Imported by the pages' own scripts from `/mock/panel.js`.
    public static let script = #"""
        export const element = (id) => document.getElementById(id);

        export async function call(method, path, value) {
          const options = { method };
          if (value !== undefined) {
            options.headers = { "Content-Type": "application/json" };
            options.body = JSON.stringify(value);
          }
          const answer = await fetch(path, options);
          const content = await answer.json();
          if (!answer.ok) throw new Error(content.error ?? `HTTP ${answer.status}`);
          return content;
        }

        export function make(tag, text, ...classes) {
          const made = document.createElement(tag);
          made.textContent = text;
          made.classList.add(...classes);
          return made;
        }

        export const time = (at) => new Date(at).toLocaleTimeString();

        // A file in a bubble: a picture that is shown, or its name.
        export function fileLink(address, name, isPicture) {
          const link = make("a", isPicture ? "" : name);
          if (isPicture) {
            const picture = new Image();
            picture.alt = name;
            picture.src = address;
            link.append(picture);
          }
          link.href = address;
          link.target = "_blank";
          link.rel = "noreferrer";
          return link;
        }

        export async function attempt(act) {
          try {
            element("notice").textContent = "";
            await act();
          } catch (error) {
            element("notice").textContent = error.message;
          }
        }

        // Puts other choices into a list; what is chosen stays so.
        export function offer(list, choices) {
          const known = [...list.options].map((option) => option.textContent);
          if (known.join() === choices.map((choice) => choice.label).join()) return;
          const chosen = list.value;
          list.replaceChildren(...choices.map((choice) => new Option(choice.label, choice.value)));
          if (choices.some((choice) => choice.value === chosen)) list.value = chosen;
        }

        // Shows how things are, again and again.
        export async function keepShowing(show) {
          const notice = element("notice");
          const silence = "The mock does not answer.";
          try {
            await show();
            if (notice.textContent === silence) notice.textContent = "";
          } catch {
            notice.textContent = silence;
          }
          setTimeout(() => keepShowing(show), 700);
        }

        function dataURL(file) {
          return new Promise((resolve, reject) => {
            const reader = new FileReader();
            reader.onload = () => resolve(reader.result);
            reader.onerror = () => reject(reader.error);
            reader.readAsDataURL(file);
          });
        }

        // Where one writes; Return sends. Not before it is clear who writes.
        export function compose(own, send) {
          const [body, files] = [element("body"), element("files")];
          const showFiles = () =>
            element("attachments").replaceChildren(...[...files.files].map((file) => make("li", file.name)));
          element("compose").addEventListener("submit", (event) => {
            event.preventDefault();
            const [text, chosen] = [body.value, [...files.files]];
            if (!own.reportValidity() || (!text && !chosen.length)) return;
            body.value = "";
            files.value = "";
            showFiles();
            attempt(async () => send(text, await Promise.all(chosen.map(dataURL))));
            body.focus();
          });
          body.addEventListener("keydown", (event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            element("compose").requestSubmit();
          });
          files.addEventListener("change", showFiles);
          body.focus();
        }

        // What can be planned to go wrong: an operation, a fault, and numbers that belong to it.
        export function planFaults(show) {
          element("fault").addEventListener("submit", (event) => {
            event.preventDefault();
            const [operation, fault, ...numbers] = element("kind").value.split(" ");
            const order = { operation, fault, milliseconds: 5000 };
            for (const number of numbers) {
              const [name, value] = number.split("=");
              order[name] = Number(value);
            }
            if (element("times").value) order.times = Number(element("times").value);
            else order.untilCleared = true;
            attempt(async () => {
              await call("POST", "/mock/faults", order);
              await show();
            });
          });
          element("clear").addEventListener("click", () => attempt(async () => {
            await call("DELETE", "/mock/faults");
            await show();
          }));
        }

        // Faults, webhooks and problems. What a webhook was about is told by `describe`: `what`, `good` and `more`.
        export async function showRecords(describe) {
          const [deliveries, faults, problems] = await Promise.all(
            ["/mock/deliveries", "/mock/faults", "/mock/problems"].map((path) => call("GET", path)));
          element("deliveries").replaceChildren(...deliveries.map((delivery) => {
            const { what, good, more } = describe(delivery);
            const row = document.createElement("tr");
            row.append(
              make("td", time(delivery.at)), make("td", what),
              make("td", delivery.outcome, good ? "good" : "bad"), make("td", delivery.fault ?? ""));
            row.title = more;
            return row;
          }));
          element("planned").replaceChildren(...faults.map(faultItem));
          element("problems").replaceChildren(...problems.map((problem) =>
            make("li", `${problem.code}: ${problem.explanation} (${problem.subject})`)));
        }

        function faultItem(rule) {
          const often = rule.times === null ? "until cleared" : `${rule.times}×`;
          const whom = rule.subject === null ? "" : ` for ${rule.subject}`;
          return make("li", `${rule.operation}${whom}: ${rule.fault}, ${often}`);
        }
        """#
}
