// Reloads the page when the site has changed, and lays problems over it. Only `sachstand serve` adds it.
(function () {
  "use strict";
  var own = document.currentScript;
  var version = Number(own.dataset.version);
  var source = null;
  var host = null;

  function element(name, className, text) {
    var made = document.createElement(name);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function show(problems) {
    if (host) host.remove();
    host = null;
    if (!problems || !problems.length) return;
    host = document.createElement("div");
    var root = host.attachShadow({ mode: "open" });
    var style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("live.css", own.src).href;
    var box = element("section", "box");
    box.setAttribute("role", "alertdialog");
    box.setAttribute("aria-label", "Errors");
    var head = element("header", "head");
    head.append(element("h1", "", problems.length === 1 ? "1 error" : problems.length + " errors"));
    var close = element("button", "", "Hide");
    close.type = "button";
    close.addEventListener("click", function () { show(null); });
    head.append(close);
    box.append(head);
    if (document.documentElement.dataset.site !== "none") {
      box.append(element("p", "note", "The last good site is still shown. This goes away when the errors do."));
    }
    var list = element("ol", "list");
    problems.slice(0, 50).forEach(function (problem) {
      var item = element("li", "");
      var place = problem.file || "the site";
      if (problem.file && problem.line) place += ":" + problem.line + ":" + problem.column;
      item.append(element("p", "place", place), element("p", "message", problem.message));
      if (problem.help) item.append(element("p", "help", problem.help));
      item.append(element("p", "code", problem.code));
      list.append(item);
    });
    box.append(list);
    if (problems.length > 50) box.append(element("p", "note", "And more: the terminal lists all."));
    root.append(style, box);
    document.body.append(host);
  }

  // A browser keeps few connections to one server open, so pages that nobody sees have none.
  function connect() {
    if (document.hidden) {
      if (source) source.close();
      source = null;
    } else if (!source) {
      source = new EventSource(new URL("events", own.src).href);
      source.onmessage = function (event) {
        var news = JSON.parse(event.data);
        if (news.version !== version) location.reload();
        else show(news.problems);
      };
    }
  }

  document.addEventListener("visibilitychange", connect);
  window.addEventListener("pagehide", function () { if (source) source.close(); source = null; });
  window.addEventListener("pageshow", connect);
  connect();
})();
