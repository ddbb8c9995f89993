// Question pages: warn before typed answers are lost, count characters, check files before they are sent.

// The words stand in the page, in its language: ui/parts/form_words.html.
const words = document.getElementById("form-words")?.dataset ?? {};
const told = (word, values) => Object.entries(values).reduce(
  (text, [name, value]) => text.replaceAll(`[${name}]`, value), words[word] ?? "");

const forms = document.querySelectorAll("form[data-unsaved]");
let dirty = false;
forms.forEach((form) => {
  form.addEventListener("input", () => { dirty = true; });
});
// On window, so that it runs after every other listener that may have stopped the sending.
window.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) {
    dirty = false;
  }
});
window.addEventListener("beforeunload", (event) => {
  if (dirty) {
    event.preventDefault();
  }
});

document.querySelectorAll("[data-counter-for]").forEach((counter) => {
  const control = document.getElementById(counter.dataset.counterFor);
  const limit = Number(control?.dataset.max);
  if (!limit) {
    return;
  }
  const show = () => {
    // What is sent counts a line break as one character, as the town's limit does.
    const left = limit - Array.from(control.value).length;
    counter.textContent = left < 0 ? told("over", { n: -left, most: limit }) : told("left", { n: left, most: limit });
    counter.classList.toggle("field-error", left < 0);
  };
  control.addEventListener("input", show);
  show();
});

const MB = 1024 * 1024;
const size = (bytes) => bytes < MB ? `${Math.ceil(bytes / 1024)}KB` : `${(bytes / MB).toFixed(1)}MB`;

const complaint = (input) => {
  const files = Array.from(input.files);
  const limit = Number(input.dataset.maxMb);
  const most = Number(input.dataset.maxFiles);
  const big = files.find((file) => limit && file.size > limit * MB);
  if (big) {
    return told("big", { size: size(big.size), most: limit, name: big.name });
  }
  if (most && files.length > most) {
    return told("many", { n: files.length, most });
  }
  return "";
};

document.querySelectorAll("[data-upload]").forEach((box) => {
  const input = box.querySelector("input[type=file]");
  const state = box.querySelector(".file-state");
  const form = input.form;
  input.addEventListener("change", () => {
    const wrong = complaint(input);
    const total = Array.from(input.files).reduce((sum, file) => sum + file.size, 0);
    state.textContent = wrong || (input.files.length ? told("chosen", { n: input.files.length, size: size(total) }) : "");
    state.classList.toggle("field-error", Boolean(wrong));
  });
  form?.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !input.files.length) {
      return;
    }
    if (complaint(input)) {
      event.preventDefault();
      input.focus();
      return;
    }
    state.textContent = words.sending;
    box.append(document.createElement("progress"));
    box.querySelector("progress").setAttribute("aria-label", words.progress);
  });
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("[data-upload] progress").forEach((bar) => bar.remove());
});
