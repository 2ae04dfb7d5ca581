"use strict";
// Comfort for the pages: each works without it.
(() => {
  const all = (what, inside = document) => Array.from(inside.querySelectorAll(what));

  // A slider over the days on which something changed moves the day's field.
  for (const slider of all("input.slider")) {
    const days = slider.dataset.days.split(" ");
    const field = document.getElementById(slider.dataset.for);
    if (!field) continue;
    slider.hidden = false;
    const tell = () => {
      const day = days[slider.value] || field.dataset.today || "";
      field.value = day;
      slider.setAttribute("aria-valuetext", day || field.labels[0].textContent);
    };
    slider.setAttribute("aria-valuetext", field.value || "–");
    slider.addEventListener("input", tell);
    slider.addEventListener("change", () => { tell(); slider.form.requestSubmit(); });
  }

  // Fields that nobody filled do not lengthen the address.
  for (const form of all("form[method=get]")) {
    form.addEventListener("submit", () => {
      for (const field of all("input[name]", form)) if (field.value === "" || field.value === field.dataset.today) field.disabled = true;
    });
  }
  addEventListener("pageshow", () => { for (const field of all("input:disabled")) field.disabled = false; });

  // Completion of the names of views and columns, chosen with the arrows.
  const editor = document.querySelector("textarea[data-complete]");
  if (editor) {
    const names = editor.dataset.complete.split(" ");
    const list = document.createElement("ul");
    list.className = "choices";
    list.id = "choices";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "SQL");
    list.hidden = true;
    editor.after(list);
    editor.setAttribute("aria-controls", "choices");
    editor.setAttribute("aria-autocomplete", "list");
    let chosen = -1;
    const word = () => /(?<![:@$A-Za-z_0-9])[A-Za-z_][A-Za-z_0-9]*$/.exec(editor.value.slice(0, editor.selectionStart))?.[0] ?? "";
    const close = () => { list.hidden = true; chosen = -1; editor.removeAttribute("aria-activedescendant"); };
    const mark = () => {
      all("li", list).forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
      if (chosen >= 0) editor.setAttribute("aria-activedescendant", `choice-${chosen}`);
    };
    const take = (name) => {
      editor.setRangeText(name, editor.selectionStart - word().length, editor.selectionStart, "end");
      close();
      editor.focus();
    };
    editor.addEventListener("input", () => {
      const begun = word().toLowerCase();
      const found = begun.length < 2 ? [] : names.filter((n) => n.startsWith(begun) && n !== begun).slice(0, 8);
      list.replaceChildren(...found.map((name, place) => {
        const item = document.createElement("li");
        item.id = `choice-${place}`;
        item.setAttribute("role", "option");
        item.textContent = name;
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(name); });
        return item;
      }));
      list.hidden = found.length === 0;
      chosen = -1;
    });
    editor.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { editor.form.requestSubmit(); return; }
      if (list.hidden) return;
      const items = all("li", list);
      if (event.key === "ArrowDown" || event.key === "ArrowRight" && chosen >= 0) chosen = (chosen + 1) % items.length;
      else if (event.key === "ArrowUp" || event.key === "ArrowLeft" && chosen >= 0) chosen = (chosen + items.length - 1) % items.length;
      else if ((event.key === "Tab" || event.key === "Enter") && chosen >= 0) { event.preventDefault(); take(items[chosen].textContent); return; }
      else if (event.key === "Tab") { close(); return; }
      else if (event.key === "Escape") { close(); return; }
      else return;
      event.preventDefault();
      mark();
    });
    editor.addEventListener("blur", close);
  }

  // What was written in a field is checked by the server before the form is sent.
  for (const form of all("form.entry[data-type]")) {
    form.addEventListener("change", async (event) => {
      const field = event.target;
      const isChecked = field.matches("input:not([type=file]), textarea")
        && (field.name.startsWith("f.") || ["effective", "source.url", "source.published"].includes(field.name));
      if (!isChecked) return;
      let note = document.getElementById(`${field.id}-told`);
      if (!note) {
        note = document.createElement("span");
        note.id = `${field.id}-told`;
        note.className = "told";
        note.setAttribute("role", "status");
        field.after(note);
        field.setAttribute("aria-describedby", note.id);
      }
      const asked = new URLSearchParams({ type: form.dataset.type, field: field.name, value: field.value });
      asked.set("lang", document.documentElement.lang);
      let told = {};
      try {
        const answer = await fetch(`/checked.json?${asked}`);
        if (answer.ok) told = await answer.json();
      } catch { /* The form is checked as a whole when it is sent. */ }
      // It may have been changed meanwhile, and be answered already.
      if (field.value !== asked.get("value")) return;
      note.textContent = told.fault ?? told.told ?? "";
      note.classList.toggle("bad", "fault" in told);
      field.setAttribute("aria-invalid", String("fault" in told));
    });
  }

  // What is still looked for is looked at again, where nothing is being written.
  const again = document.querySelector("a[data-again]");
  if (again) setTimeout(() => { if (!document.activeElement?.matches("input, select, textarea")) location.replace(again.href); }, 5000);

  // What a mark of a chart tells, beside the pointer.
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  for (const chart of all("svg.chart")) {
    // The browser's own word for a mark would stand beside this one.
    const told = new Map();
    for (const title of all(":scope * > title", chart)) {
      told.set(title.parentNode, title.textContent);
      title.remove();
    }
    chart.addEventListener("pointermove", (event) => {
      const text = told.get(event.target) ?? told.get(event.target.closest("a"));
      if (!text) { tip.hidden = true; return; }
      tip.textContent = text;
      tip.hidden = false;
      tip.style.left = `${Math.min(event.pageX + 12, document.documentElement.scrollWidth - tip.offsetWidth - 8)}px`;
      tip.style.top = `${event.pageY + 14}px`;
    });
    chart.addEventListener("pointerleave", () => { tip.hidden = true; });
  }

  // A file that is dropped on its field is as good as one that was chosen.
  for (const place of all(".drop")) {
    const field = place.querySelector("input[type=file]");
    place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("over"); });
    place.addEventListener("dragleave", () => place.classList.remove("over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("over");
      if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    });
  }
})();
