/// The page on which a person plays the Twitter user, in two parts with a file each.
enum TwitterPage {
    /// What it and the pages of a log-in need beyond the style of all pages.
    static let style = #"""
        #bubbles .meta { display: block; font-size: .7rem; opacity: .8; }
        #replies button, .bar button {
          padding: .15rem .7rem; border: 1px solid currentColor; border-radius: 1rem; background: transparent;
          font-size: .8rem; cursor: pointer;
        }
        #replies, .bar { display: flex; flex-wrap: wrap; gap: .4rem; padding: .4rem 1rem; }
        #replies:empty { padding: 0; }
        .card {
          display: block; margin-top: .35rem; padding: .3rem .6rem; border: 1px solid currentColor; border-radius: .6rem;
        }
        #state {
          display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem; margin: .75rem 0 0;
          font-size: .85rem; overflow-wrap: anywhere;
        }
        #state dt { color: var(--soft); }
        #state dd { margin: 0; }
        #done { min-height: 1.4rem; margin: .25rem 0 -.75rem; font-size: .85rem; color: var(--good); overflow-wrap: anywhere; }
        main.dialog {
          display: block; max-width: 34rem; min-height: 0; margin: 2rem auto; background: var(--card); border-radius: 1rem;
        }
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
        #pin { font-size: 2rem; letter-spacing: .2em; }
        """#
}
