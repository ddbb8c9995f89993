// Every page: focus on the list of errors, one submission per click, a clear word when the line is down.

const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a");
  const control = link && document.getElementById(link.hash.slice(1));
  if (control) {
    event.preventDefault();
    control.closest(".field, .part")?.scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  }
});

const say = (form, text) => {
  let box = form.querySelector("[data-offline]");
  if (!text) {
    box?.remove();
    return;
  }
  if (!box) {
    box = document.createElement("div");
    box.className = "notice error offline";
    box.dataset.offline = "";
    box.setAttribute("role", "alert");
    const mark = document.createElement("span");
    mark.className = "notice-mark";
    mark.setAttribute("aria-hidden", "true");
    const words = document.createElement("p");
    words.className = "notice-title";
    box.append(mark, words);
    form.append(box);
  }
  box.querySelector(".notice-title").textContent = text;
};

const guarded = () => document.querySelectorAll("form[data-guard]");
const OFFLINE = document.body.dataset.offline;

const release = (form) => {
  delete form.dataset.sent;
  form.querySelectorAll("[data-held]").forEach((button) => {
    button.removeAttribute("aria-disabled");
    delete button.dataset.held;
  });
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-guard]")) {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (!navigator.onLine) {
    event.preventDefault();
    say(form, OFFLINE);
    return;
  }
  form.dataset.sent = "1";
  // aria-disabled, not disabled: a disabled button would drop its own name and value from what is sent.
  form.querySelectorAll("button:not([type=button])").forEach((button) => {
    button.setAttribute("aria-disabled", "true");
    button.dataset.held = "";
  });
  // A page that does not come within 20 seconds must not leave the person with a dead button; the server
  // takes a repeated submission only once.
  setTimeout(() => release(form), 20000);
});

window.addEventListener("pageshow", () => guarded().forEach(release));
window.addEventListener("offline", () => guarded().forEach((form) => say(form, OFFLINE)));
window.addEventListener("online", () => guarded().forEach((form) => say(form, "")));
