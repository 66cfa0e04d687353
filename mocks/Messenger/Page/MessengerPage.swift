/// The page on which a person plays the Messenger user, in two parts with a file each.
enum MessengerPage {
    /// What it and the login dialog need beyond the style of all pages.
    static let style = #"""
        #bubbles li.deleted { opacity: .6; font-style: italic; }
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
        #done { min-height: 1.4rem; margin: .25rem 0 -.75rem; font-size: .85rem; color: var(--good); }
        main.dialog {
          display: block; max-width: 34rem; min-height: 0; margin: 2rem auto; background: var(--card); border-radius: 1rem;
        }
        .dialog fieldset { border: 1px solid var(--line); border-radius: .6rem; margin: 1rem 0; }
        .dialog label { display: block; font-size: 1rem; color: var(--ink); padding: .2rem 0; }
        .dialog input { width: auto; }
        .dialog a { color: var(--mine); }
        .dialog small, .hint { color: var(--soft); }
        .hint { margin: .25rem 0 0; font-size: .85rem; }
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
