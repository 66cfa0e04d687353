extension PanelPage {
    /// A phone, and beside it what a person does to the platform.
    public static let style = #"""
        :root {
          color-scheme: light dark;
          --back: #e9ecf1; --card: #fff; --ink: #16181d; --soft: #5d6675; --line: #d5dae2;
          --mine: #1769e0; --mine-ink: #fff; --theirs: #e8eaee; --bad: #b3261e; --good: #146c2e;
          font: 16px/1.45 system-ui, sans-serif;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --back: #101216; --card: #1b1e24; --ink: #eceff4; --soft: #a0a9b8; --line: #353b46;
            --mine: #2f7bf0; --theirs: #2e333c; --bad: #ff8a80; --good: #7fd79a;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--ink); }
        main {
          display: grid; grid-template-columns: minmax(300px, 400px) minmax(0, 640px); gap: 2rem;
          justify-content: center; padding: 1.5rem; min-height: 100vh; align-items: start;
        }
        .phone {
          position: sticky; top: 1.5rem; display: flex; flex-direction: column; height: min(820px, calc(100vh - 3rem));
          background: var(--card); border: 10px solid #20242b; border-radius: 44px; overflow: hidden;
          box-shadow: 0 18px 50px rgb(0 0 0 / .25);
        }
        .phone header {
          display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; padding: 1.25rem 1.25rem .75rem;
          border-bottom: 1px solid var(--line);
        }
        label { display: grid; gap: .2rem; font-size: .8rem; color: var(--soft); }
        input, select, textarea, button { font: inherit; color: inherit; }
        input, select, textarea {
          width: 100%; padding: .4rem .6rem; color: var(--ink); background: transparent;
          border: 1px solid var(--line); border-radius: .6rem;
        }
        option, optgroup { color: var(--ink); background: var(--card); }
        input:invalid { border-color: var(--bad); }
        :focus-visible { outline: 3px solid var(--mine); outline-offset: 2px; }
        #bubbles {
          flex: 1; margin: 0; padding: 1rem; overflow-y: auto; list-style: none; display: flex;
          flex-direction: column; gap: .5rem;
        }
        #bubbles:focus-visible { outline-offset: -3px; }
        #bubbles li {
          max-width: 80%; padding: .5rem .8rem; border-radius: 1.1rem; background: var(--theirs);
          align-self: flex-start; border-bottom-left-radius: .3rem; overflow-wrap: anywhere; white-space: pre-wrap;
        }
        #bubbles li.sent {
          align-self: flex-end; background: var(--mine); color: var(--mine-ink);
          border-radius: 1.1rem; border-bottom-right-radius: .3rem;
        }
        #bubbles li.automatic { background: transparent; border: 1px dashed var(--soft); }
        #bubbles time { display: block; font-size: .7rem; opacity: .8; }
        #bubbles a { color: inherit; display: block; }
        #bubbles img { display: block; max-width: 100%; max-height: 14rem; border-radius: .6rem; }
        #notice { min-height: 1.4rem; margin: 0; padding: 0 1.25rem; font-size: .85rem; color: var(--bad); }
        #compose {
          display: flex; flex-wrap: wrap; align-items: end; gap: .5rem; padding: .75rem 1rem 1.25rem;
          border-top: 1px solid var(--line);
        }
        #attachments { flex-basis: 100%; margin: 0; padding: 0; list-style: none; font-size: .85rem; }
        #compose .text { flex: 1; }
        #body { resize: none; border-radius: 1.2rem; padding: .5rem .9rem; max-height: 8rem; field-sizing: content; }
        .attach { position: relative; }
        .attach svg, #compose button {
          width: 2.4rem; height: 2.4rem; padding: .5rem; border-radius: 50%; border: 0; cursor: pointer;
        }
        .attach svg { background: var(--theirs); color: var(--ink); }
        .attach input { position: absolute; inset: 0; opacity: 0; cursor: pointer; }
        .attach:focus-within { outline: 3px solid var(--mine); outline-offset: 2px; border-radius: 50%; }
        #compose button { background: var(--mine); color: var(--mine-ink); }
        svg { fill: none; stroke: currentColor; stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        .carrier { background: var(--card); border-radius: 1rem; padding: 1.25rem 1.5rem; }
        h1 { margin: 0; font-size: 1.3rem; }
        h2 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
        .row { display: flex; flex-wrap: wrap; gap: .75rem; margin: .75rem 0; }
        .row label { flex: 1 1 10rem; }
        .carrier button {
          padding: .35rem .8rem; border: 1px solid var(--line); border-radius: .6rem; background: transparent;
          font-size: .9rem; cursor: pointer;
        }
        .carrier button:hover { border-color: var(--mine); }
        code { overflow-wrap: anywhere; }
        .table { max-height: 22rem; overflow: auto; border: 1px solid var(--line); border-radius: .6rem; }
        table { width: 100%; border-collapse: collapse; font-size: .85rem; }
        th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        th { position: sticky; top: 0; background: var(--card); color: var(--soft); }
        .bad { color: var(--bad); }
        .good { color: var(--good); }
        #problems, #planned { margin: 0; padding-left: 1.2rem; font-size: .85rem; overflow-wrap: anywhere; }
        #problems:empty::before, #planned:empty::before { content: "None."; color: var(--soft); margin-left: -1.2rem; }
        #bubbles .meta { display: block; font-size: .7rem; opacity: .8; }
        .small { display: flex; flex-wrap: wrap; gap: .35rem; margin-top: .35rem; }
        .small button, #replies button, .bar button {
          padding: .15rem .7rem; border: 1px solid currentColor; border-radius: 1rem; background: transparent;
          font-size: .8rem; cursor: pointer;
        }
        .card {
          display: block; margin-top: .35rem; padding: .4rem .6rem; border: 1px solid var(--soft); border-radius: .6rem;
        }
        #replies, .bar { display: flex; flex-wrap: wrap; gap: .4rem; padding: .4rem 1rem; }
        #replies:empty { padding: 0; }
        #state {
          display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem; margin: .75rem 0 0;
          font-size: .85rem; overflow-wrap: anywhere;
        }
        #state dt { color: var(--soft); }
        #state dd { margin: 0; }
        #done {
          min-height: 1.4rem; margin: .25rem 0 -.75rem; font-size: .85rem; color: var(--good); overflow-wrap: anywhere;
        }
        .hint { margin: .25rem 0 0; font-size: .85rem; color: var(--soft); }
        @media (max-width: 760px) {
          main { grid-template-columns: minmax(0, 1fr); padding: .75rem; }
          .phone { position: static; height: 80vh; border-width: 6px; border-radius: 30px; }
        }
        """#

    /// Pages on which somebody logs in and lets an app in.
    public static let dialogStyle = #"""
        main.dialog {
          display: block; max-width: 34rem; min-height: 0; margin: 2rem auto; background: var(--card); border-radius: 1rem;
        }
        .dialog a { color: var(--mine); }
        .dialog small { color: var(--soft); }
        .dialog ul.choice { list-style: none; padding: 0; }
        .dialog .choice li {
          display: flex; justify-content: space-between; padding: .5rem 0; border-top: 1px solid var(--line);
        }
        .dialog button {
          padding: .5rem 1rem; border: 0; border-radius: .6rem; background: var(--mine); color: var(--mine-ink);
          cursor: pointer;
        }
        .dialog button.plain { background: var(--theirs); color: var(--ink); }
        """#
}
