/* A switch for more contrast at the foot of every page, remembered on this device. Without script,
   and before anything is switched, the page follows the system. */
(function () {
  "use strict";
  var sheet = document.getElementById("contrast"), words = document.currentScript.dataset;
  var list = document.querySelector("footer.bot nav ul"), system = sheet && sheet.media, on = false;
  if (!sheet || !list) return;

  function remembered() { try { return localStorage.getItem("contrast") === "more"; } catch (e) { return false; } }
  function remember() { try { localStorage.setItem("contrast", on ? "more" : ""); } catch (e) { /* not allowed: for this page only */ } }
  function show() {
    sheet.media = on ? "all" : system;
    button.setAttribute("aria-pressed", String(on));
  }

  var item = document.createElement("li"), button = document.createElement("button");
  button.type = "button";
  button.textContent = words.name;
  button.style.font = "inherit"; // no rule of a stylesheet: most readers never meet the button
  button.style.minHeight = "1.5rem";
  button.addEventListener("click", function () { on = !on; remember(); show(); });
  item.append(button);
  list.append(item);
  on = remembered();
  show();
})();
