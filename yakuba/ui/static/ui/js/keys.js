// Staff pages: a link or button with data-key="x" answers to that key; j and k walk the rows of a table
// marked data-rows; ? opens the list of keys. Keys do nothing while somebody types, and can be switched off
// (people who speak their input would set them off by accident).

const SWITCH = "yakuba-keys";
const on = () => localStorage.getItem(SWITCH) !== "off";

const targets = () => Array.from(document.querySelectorAll("[data-key]"));
const rows = () => Array.from(document.querySelectorAll("[data-rows] .row-link"));
const typing = (node) => node.isContentEditable || node.matches("input:not([type=checkbox], [type=radio]), select, textarea");

// A box to type in on this page goes before a link that leads to one elsewhere.
const answering = (key) => {
  const found = targets().filter((node) => node.dataset.key === key);
  return found.find((node) => node.matches("input")) ?? found[0];
};

const walk = (by) => {
  const links = rows();
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
  next?.focus();
  next?.closest("tr")?.scrollIntoView({ block: "nearest" });
};

const hints = () => {
  const keys = new Set(targets().map((node) => node.dataset.key));
  const named = [...keys].map((key) => [key, answering(key).dataset.keyLabel || answering(key).textContent.trim()]);
  const walking = rows().length ? [["j", "次の行"], ["k", "前の行"], ["Enter", "開く"]] : [];
  return [...walking, ...named, ["?", "この一覧"]];
};

const row = ([key, text]) => {
  const term = document.createElement("dt");
  const mark = document.createElement("kbd");
  mark.textContent = key;
  term.append(mark);
  const words = document.createElement("dd");
  words.textContent = text;
  return [term, words];
};

const button = (text, act) => {
  const made = document.createElement("button");
  made.className = "btn secondary";
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
};

const openHelp = () => {
  document.querySelector(".key-help")?.remove();
  const dialog = document.createElement("dialog");
  dialog.className = "key-help";
  const title = document.createElement("h2");
  title.id = "key-help-title";
  title.textContent = "近道キー";
  dialog.setAttribute("aria-labelledby", title.id);
  const list = document.createElement("dl");
  list.className = "keys";
  list.append(...hints().flatMap(row));
  const choice = button(on() ? "近道キーを使わない" : "近道キーを使う", () => {
    localStorage.setItem(SWITCH, on() ? "off" : "on");
    dialog.close();
  });
  const buttons = document.createElement("div");
  buttons.className = "buttons";
  buttons.append(button("閉じる", () => dialog.close()), choice);
  dialog.append(title, list, buttons);
  document.body.append(dialog);
  dialog.showModal();
};

document.querySelectorAll("[data-key-bar]").forEach((bar) => {
  bar.hidden = false;
  bar.querySelector("button").addEventListener("click", openHelp);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) {
    return;
  }
  if (!on() || document.querySelector("dialog[open]")) {
    return;
  }
  if (event.key === "?") {
    event.preventDefault();
    openHelp();
    return;
  }
  const target = answering(event.key);
  if (target) {
    event.preventDefault();
    target.focus();
    target.click();
    return;
  }
  if (rows().length && (event.key === "j" || event.key === "k")) {
    event.preventDefault();
    walk(event.key === "j" ? 1 : -1);
  }
});
