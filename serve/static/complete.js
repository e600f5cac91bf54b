// Ways to go on while a query is written: a combobox (WAI-ARIA) over /complete. Without this script the field is a plain one.
"use strict";
for (const field of document.querySelectorAll("input[data-complete]")) {
  const list = document.createElement("ul");
  list.id = field.id + "-ways";
  list.className = "ways";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Ways to go on");
  field.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) field.setAttribute(name, value);

  let ways = { start: 0, items: [] }, upTo = 0, at = -1, asked = 0, timer = 0;
  const close = () => {
    clearTimeout(timer);
    asked++;
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (i) => {
    at = i;
    [...list.children].forEach((li, j) => li.setAttribute("aria-selected", String(j === i)));
    if (i < 0) { field.removeAttribute("aria-activedescendant"); return; }
    field.setAttribute("aria-activedescendant", list.children[i].id);
    list.children[i].scrollIntoView({ block: "nearest" });
  };
  const take = (i) => {
    const text = ways.items[i].text, rest = field.value.slice(upTo);
    field.value = field.value.slice(0, ways.start) + text + rest.replace(/^ /, "");
    const end = ways.start + text.length;
    field.setSelectionRange(end, end);
    close();
    if (text.endsWith(":")) ask(true);
  };
  const show = () => {
    list.replaceChildren(...ways.items.map((item, i) => {
      const li = document.createElement("li");
      li.id = list.id + i;
      li.setAttribute("role", "option");
      li.setAttribute("aria-selected", "false");
      li.append(item.name);
      if (item.hint) { const hint = document.createElement("span"); hint.className = "dim"; hint.textContent = item.hint; li.append(" ", hint); }
      li.addEventListener("mousedown", (e) => { e.preventDefault(); take(i); });
      return li;
    }));
    at = -1;
    field.removeAttribute("aria-activedescendant");
    list.hidden = !ways.items.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
  };
  // now: also where nothing has been written of the part yet.
  const ask = (now, then) => {
    clearTimeout(timer);
    const me = ++asked, end = field.selectionStart, text = field.value.slice(0, end);
    if (!now && (!text || /[\s()]$/.test(text))) { close(); return; }
    timer = setTimeout(async () => {
      try {
        const answer = await fetch("/complete?q=" + encodeURIComponent(text), { headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(answer.statusText);
        const got = await answer.json();
        if (me !== asked) return;
        ways = got;
        upTo = end;
        show();
        if (then && ways.items.length) then();
      } catch { if (me === asked) close(); /* a query can be written without help */ }
    }, now ? 0 : 120);
  };
  field.addEventListener("input", () => ask(false));
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (e) => {
    if (e.isComposing || e.ctrlKey || e.metaKey) return;
    const n = list.hidden ? 0 : ways.items.length;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      const step = e.key === "ArrowDown" ? 1 : -1;
      if (!n) ask(true, () => choose(step > 0 ? 0 : ways.items.length - 1));
      else choose(at + step >= n ? -1 : at + step < -1 ? n - 1 : at + step);
    } else if (n && (e.key === "Enter" || e.key === "Tab") && at >= 0) { e.preventDefault(); take(at); }
    else if (n && e.key === "Escape") { e.preventDefault(); close(); }
  });
}
