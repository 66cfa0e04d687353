/// What the pages of the mocks have in common, in two parts with a file each.
public enum PanelPage {
    /// Imported by the pages' own scripts from `/mock/panel.js`.
    public static let script = #"""
        export const pollEvery = 700;
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

        export function dataURL(file) {
          return new Promise((resolve, reject) => {
            const reader = new FileReader();
            reader.onload = () => resolve(reader.result);
            reader.onerror = () => reject(reader.error);
            reader.readAsDataURL(file);
          });
        }

        export async function attempt(act) {
          try {
            element("notice").textContent = "";
            await act();
          } catch (error) {
            element("notice").textContent = error.message;
          }
        }

        export function faultItem(rule) {
          const often = rule.times === null ? "until cleared" : `${rule.times}×`;
          const whom = rule.subject === null ? "" : ` for ${rule.subject}`;
          return make("li", `${rule.operation}${whom}: ${rule.fault}, ${often}`);
        }

        export const problemItem = (problem) =>
          make("li", `${problem.code}: ${problem.explanation} (${problem.subject})`);
        """#
}
