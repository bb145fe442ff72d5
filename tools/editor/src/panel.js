// One line of questions under the toolbar (a link's address, a caption, a picture's description):
// part of the page, not a window, so nothing is covered and nothing traps the keyboard.

/** Build the panel. open({label, value, onApply, onRemove}); onApply returns an error sentence or nothing. */
export function buildPanel(labels, backToText, uid) {
  const root = document.createElement("div");
  root.className = "editor-panel";
  root.hidden = true;
  root.setAttribute("role", "group");
  const label = document.createElement("label");
  const input = document.createElement("input");
  const error = document.createElement("p");
  input.type = "text";
  input.id = `${uid}-panel`;
  input.className = "editor-panel-input";
  input.autocomplete = "off";
  label.htmlFor = input.id;
  error.id = `${uid}-panel-error`;
  error.className = "editor-panel-error";
  error.setAttribute("role", "alert");
  const [apply, remove, cancel] = ["apply", "remove", "cancel"].map((name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `editor-button editor-panel-${name}`;
    button.textContent = labels[name];
    return button;
  });
  root.append(label, input, apply, remove, cancel, error);
  let question = {};

  const say = (sentence) => {
    error.textContent = sentence;
    if (sentence) {
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", error.id);
    } else {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
  };
  const close = () => {
    root.hidden = true;
    backToText();
  };
  const answer = () => {
    const problem = question.onApply(input.value.trim());
    if (problem) {
      say(problem);
      input.focus();
    } else close();
  };
  apply.addEventListener("click", answer);
  remove.addEventListener("click", () => {
    question.onRemove();
    close();
  });
  cancel.addEventListener("click", close);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && event.target === input && !event.isComposing) {
      event.preventDefault();
      answer();
    }
  });
  // What is typed here is not part of the form until it is applied.
  for (const type of ["input", "change"]) root.addEventListener(type, (event) => event.stopPropagation());

  return {
    root,
    open(asked) {
      question = asked;
      label.textContent = asked.label;
      root.setAttribute("aria-label", asked.label);
      input.value = asked.value || "";
      remove.hidden = !asked.onRemove;
      say("");
      root.hidden = false;
      input.focus();
      input.select();
    },
  };
}
