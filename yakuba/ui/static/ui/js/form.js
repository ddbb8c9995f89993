// Question pages: warn before typed answers are lost, count characters, check files before they are sent.

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
    counter.textContent = left < 0 ? `${-left}字多いです（${limit}字まで）` : `あと${left}字（${limit}字まで）`;
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
    return `＊「${big.name}」は${size(big.size)}あります。1つ${limit}MBまでです。小さいファイルを選び直してください。`;
  }
  if (most && files.length > most) {
    return `＊${files.length}個選ばれています。${most}個まで選べます。`;
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
    state.textContent = wrong || (input.files.length ? `${input.files.length}個（${size(total)}）を選びました。` : "");
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
    state.textContent = "送っています。画面が変わるまでお待ちください。";
    box.append(document.createElement("progress"));
    box.querySelector("progress").setAttribute("aria-label", "ファイルを送っています");
  });
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("[data-upload] progress").forEach((bar) => bar.remove());
});
