// Comfort for those who have JavaScript: keys, the look, and facts lit in text and record together.
"use strict";
(() => {
  const root = document.documentElement;
  const looks = ["", "light", "dark", "contrast"];
  const look = (name) => { if (name) root.dataset.look = name; else delete root.dataset.look; };
  try { look(localStorage.getItem("look") || ""); } catch { /* a browser that keeps nothing shows the system's look */ }

  const items = () => [...document.querySelectorAll(".item, .rows > li, .list tbody tr, .card")];
  let at = -1;
  const move = (by) => {
    const all = items();
    if (!all.length) return;
    if (all[at]) all[at].classList.remove("here");
    at = Math.min(Math.max(at + by, 0), all.length - 1);
    all[at].classList.add("here");
    all[at].scrollIntoView({ block: "nearest" });
    const link = all[at].querySelector(".what, a");
    if (link) link.focus({ preventScroll: true });
  };
  const go = (selector) => { const a = document.querySelector(selector); if (a) a.click(); };
  // What a key of this page leads to: a button is pressed, a link followed; one within the page opens what it leads to and goes into its first field.
  const reach = (target) => {
    const href = target.getAttribute("href") || "";
    if (!href.startsWith("#")) { target.click(); return; }
    const there = document.getElementById(href.slice(1));
    if (there.tagName === "DETAILS") there.open = true;
    there.scrollIntoView({ block: "nearest" });
    (there.matches("input") ? there : there.querySelector("select, input:not([type=hidden])")).focus();
  };
  document.addEventListener("click", (e) => {
    const a = e.target.closest("a[data-key][href^='#']");
    if (a) { e.preventDefault(); reach(a); }
  });

  const keys = {
    "/": () => document.getElementById("q").focus(),
    "j": () => move(1), "k": () => move(-1),
    "n": () => go("a[rel=next]"), "p": () => go("a[rel=prev]"),
    "t": () => { location.href = "/"; }, "d": () => { location.href = "/dossier"; }, "s": () => { location.href = "/searches"; },
    "a": () => { location.href = "/articles"; }, "?": () => { location.href = "/help#keys"; },
    "m": () => {
      const next = looks[(looks.indexOf(root.dataset.look || "") + 1) % looks.length];
      look(next);
      try { localStorage.setItem("look", next); } catch { /* as above */ }
    },
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, select, textarea")) return;
    const here = document.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
    if (here) { e.preventDefault(); reach(here); return; }
    const act = keys[e.key];
    if (act) { e.preventDefault(); act(); }
  });

  // Why a fact was coded so is shown below its record.
  document.addEventListener("click", async (e) => {
    const a = e.target.closest("a.why");
    if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    const card = a.closest(".card");
    const shown = card.querySelector(".told-why");
    if (shown) { shown.remove(); a.setAttribute("aria-expanded", "false"); return; }
    try {
      const answer = await fetch(a.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const why = document.createElement("div");
      why.className = "told-why";
      why.append(...page.getElementById("why").childNodes);
      card.append(why);
      a.setAttribute("aria-expanded", "true");
    } catch { location.href = a.href; }
  });

  const lit = (id, on) => {
    const card = id && document.getElementById(id);
    if (card) card.classList.toggle("lit", on);
  };
  for (const type of ["mouseover", "mouseout", "focusin", "focusout"]) {
    document.addEventListener(type, (e) => {
      const a = e.target.closest && e.target.closest(".text a[href^='#']");
      if (a) lit(a.getAttribute("href").slice(1), type === "mouseover" || type === "focusin");
    });
  }
})();
