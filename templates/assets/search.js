/* The search page: reads the form, shows the results, keeps the state in the address.
   Nothing of the index is read before something is typed. */
(function () {
  "use strict";
  var form = document.getElementById("find");
  if (!form || !window.mingzhang) return;
  var words = JSON.parse(document.getElementById("words").textContent);
  var root = form.dataset.root, home = form.dataset.home, SIZE = 10, LONG = 90, OTHERS = 20, WAIT = 250;
  var found = document.getElementById("found"), status = document.getElementById("count");
  var list = document.getElementById("hits"), kinds = document.getElementById("kinds");
  var turn = document.getElementById("turn"), engine = null, asked = 0, timer = 0, page = 1;
  var sieve = form.querySelector(".sieve"), wide = matchMedia("(min-width:64em)");
  var notes = document.getElementById("notes");
  var fields = ["q", "exact", "kind", "place", "level", "year", "findings", "order"];

  function say(key, values) {
    return words[key].replace(/\{(\w+)\}/g, function (all, name) { return values[name]; });
  }

  function make(tag, text, attributes) {
    var node = document.createElement(tag);
    if (text) node.textContent = text;
    Object.keys(attributes || {}).forEach(function (name) { node.setAttribute(name, attributes[name]); });
    return node;
  }

  /* Where the words stand in a text: [from, to] in the text as shown. */
  function marks(text, asked) {
    var folded = engine.fold(text), kept = [], bare = "", all = [], i;
    var short = mingzhang.bare(mingzhang.unquoted(folded));
    for (i = 0; i < folded.length; i++) if (folded[i] === short[bare.length]) { bare += folded[i]; kept.push(i); }
    asked.forEach(function (w) {
      var at, size = w.folded.length;
      for (at = folded.indexOf(w.folded); at >= 0; at = folded.indexOf(w.folded, at + size)) all.push([at, at + size]);
      if (all.length) return;
      at = short.indexOf(w.bare);
      if (at >= 0 && kept.length === short.length) all.push([kept[at], kept[at + w.bare.length - 1] + 1]);
    });
    return all.sort(function (a, b) { return a[0] - b[0]; });
  }

  function marked(node, text, asked) {
    var all = marks(text, asked), from = 0, to = text.length;
    if (text.length > LONG) {
      from = Math.max(0, (all.length ? all[0][0] : 0) - 20);
      to = Math.min(text.length, from + LONG);
    }
    if (from) node.append("…");
    all.forEach(function (m) {
      if (m[0] < from || m[0] >= to) return;
      node.append(text.slice(from, m[0]));
      node.append(make("mark", text.slice(m[0], m[1])));
      from = m[1];
    });
    node.append(text.slice(from, Math.max(from, to)));
    if (to < text.length) node.append("…");
    return node;
  }

  function reportPath(base, report) { return base + "d/" + report.entity.division + "/" + report.entity.slug + "/" + report.year + "/"; }

  function address(hit) {
    var place = hit.place, line = /^(.*\/)?(L\d+)$/.exec(place);
    if (line) return reportPath(root, hit.report) + "source/" + (line[1] || "") + "index.html#" + line[2];
    return reportPath(home, hit.report) + "index.html#" + encodeURI(place);
  }

  function where(hit, kind) {
    var parts = [hit.report.entity.name + " " + hit.report.year], line = /(?:^|\/)L(\d+)$/.exec(hit.place);
    if (kind === "figure") parts.push(hit.label.split(" ").slice(1).join(" "));
    else if (hit.label) parts.push(hit.label);
    if (line) parts.push(say("line", { n: line[1] }));
    if (hit.amount && kind !== "figure") parts.push(money(hit.amount));
    return parts.join(" · ");
  }

  function money(amount) {
    var f = amount.split(".");
    f[0] = f[0].replace(/\B(?=(\d{3})+(?!\d))/g, ",");
    return f.join(".") + " " + words.unit;
  }

  function row(kind, href, label, asked) {
    var item = make("li"), head = make("p");
    head.append(make("span", words[kind], { "class": "tag" }), " ");
    head.append(marked(make("a", "", { href: href, lang: "zh" }), label, asked)); // reports are Chinese
    item.append(head);
    return item;
  }

  function department(item, asked) {
    var base = home + "d/" + item.entity.division + "/" + item.entity.slug + "/", p = make("p", "", { "class": "src" });
    var one = item.dated && item.years.length === 1 ? item.years[0].year : ""; // name and year: that page itself
    if (item.topic && !one) one = item.years[0].year; // a number of a year: the newest
    var li = row("department", base + (one ? one + "/" : "") + "index.html" + (item.topic ? "#" + (item.topic === "main" ? "" : "tile-") + item.topic : ""), item.entity.name + (one ? " " + one : ""), asked);
    p.append(item.entity.path.map(function (place) { return place.name; }).join(" › "));
    item.years.forEach(function (report) { p.append(" · ", make("a", report.year, { href: base + report.year + "/index.html" })); });
    var amount = item.years[0].amount;
    if (amount) p.append(" · " + words.expenditure + " " + money(amount));
    li.append(p);
    return li;
  }

  function others(item, kind) {
    var box = make("details"), ul = make("ul"), rest = item.hits.slice(1), shown = 0;
    box.append(make("summary", say("others", { n: rest.length })), ul);
    function more() {
      rest.slice(shown, shown + OTHERS).forEach(function (hit) {
        var li = make("li");
        li.append(make("a", where(hit, kind), { href: address(hit) }));
        ul.append(li);
      });
      shown += OTHERS;
      if (shown < rest.length) {
        var button = make("button", say("more", { n: Math.min(OTHERS, rest.length - shown) }), { type: "button", "class": "btn" });
        button.addEventListener("click", function () { button.remove(); more(); });
        box.append(button);
      }
    }
    box.addEventListener("toggle", function () { if (!shown) more(); });
    return box;
  }

  function show(item, asked) {
    if (item.type === "department") return department(item, asked);
    if (item.type === "place") return row("place_kind", home + "r/" + item.place.code + "/index.html", item.place.name, asked);
    if (item.type === "year") return row("year_kind", "#" + new URLSearchParams({ q: "", year: item.year }), item.year, asked);
    var kind = mingzhang.KINDS[item.record.kind], hit = item.hits[0];
    var code = kind === "code" && /^\d+/.exec(item.record.text);
    // A code leads to the page that compares it; where reports print it stands below.
    var li = row(kind, code ? home + (code[0][0] === "2" ? "f/" : "e/") + code[0] + "/index.html" : address(hit), item.record.text, asked);
    var place = make("p", code ? "" : where(hit, kind), { "class": "src" });
    if (code) place.append(make("a", where(hit, kind), { href: address(hit) }));
    li.append(place);
    if (item.hits.length > 1) li.append(others(item, kind));
    return li;
  }

  /* What was done with the words that were typed, and where else to look. */
  function remark(note) {
    var p = make("p");
    if (note.key === "swapped" || note.key === "parted") {
      p.append(say(note.key, note) + " ");
      p.append(again(say("instead", { said: note.said || note.official }), form.elements.q.value, "1"));
      if (note.key === "parted") p.lastChild.remove();
    } else if (note.key === "uncovered") {
      p.append(say("uncovered", { place: note.place.join(words.comma) }) + " ");
      p.append(make("a", words.coverage, { href: home + "coverage/index.html" }));
    } else {
      p.append(say(note.key, note));
      note.links.forEach(function (link) { p.append(again(link.label || link.query, link.query, "")); });
      if (note.shown) p.append(say("meant_shown", { text: note.shown }));
    }
    return p;
  }

  function again(label, query, exact) {
    var button = make("button", label, { type: "button", lang: "zh" });
    button.addEventListener("click", function () {
      form.elements.q.value = query; form.elements.exact.value = exact; page = 1;
      run();
    });
    return button;
  }

  function answers(text) {
    var found = engine.pagesFor(text), p = make("p", found.length ? words.pages_for : "");
    found.forEach(function (one) {
      p.append(one.page ? make("a", one.name, { href: root + one.page })
        : make("a", say("explained", one), { href: root + "about/glossary/index.html#" + one.anchor }));
    });
    return p;
  }

  function options() {
    var all = {};
    fields.forEach(function (name) { all[name] = form.elements[name].value; });
    return all;
  }

  function keep(all) {
    var state = new URLSearchParams();
    fields.forEach(function (name) { if (all[name]) state.set(name, all[name]); });
    if (page > 1) state.set("page", page);
    history.replaceState(null, "", "#" + state);
  }

  function recall() {
    var state = new URLSearchParams(location.hash.length > 1 ? location.hash.slice(1) : location.search);
    fields.forEach(function (name) { form.elements[name].value = state.get(name) || ""; });
    page = Math.max(1, parseInt(state.get("page"), 10) || 1);
  }

  function tally(counts, all) {
    kinds.textContent = "";
    ["department", "place", "year"].concat(mingzhang.KINDS).forEach(function (kind) {
      if (!counts[kind]) return;
      var word = words[kind === "place" || kind === "year" ? kind + "_kind" : kind];
      var button = make("button", word + " " + counts[kind], { type: "button", "aria-pressed": String(all.kind === kind) });
      button.addEventListener("click", function () {
        form.elements.kind.value = all.kind === kind ? "" : kind;
        page = 1;
        run();
      });
      var li = make("li");
      li.append(button);
      kinds.append(li);
    });
  }

  function run() {
    var all = options(), turnNumber = ++asked;
    clearTimeout(timer);
    keep(all);
    found.hidden = !all.q.trim();
    if (found.hidden) { list.textContent = kinds.textContent = status.textContent = notes.textContent = ""; return Promise.resolve(); }
    sieve.hidden = false;
    if (wide.matches || fields.some(function (name) { return ["q", "exact", "kind"].indexOf(name) < 0 && all[name]; })) sieve.open = true;
    if (!engine) status.textContent = words.reading;
    return (engine ? Promise.resolve(engine) : mingzhang.open(form.dataset.index)).then(function (opened) {
      engine = opened;
      engine.pages = words.pages; engine.terms = words.terms;
      return engine.ask(all.q, all);
    }).then(function (answer) {
      var results = answer.results;
      return results.page((page - 1) * SIZE, page * SIZE + 1).then(function (items) {
        if (turnNumber !== asked) return;
        var total = Object.keys(results.counts).reduce(function (n, kind) {
          return n + (!all.kind || all.kind === kind ? results.counts[kind] : 0);
        }, 0), query = engine.words(answer.text);
        notes.textContent = "";
        notes.append(answers(all.q));
        answer.notes.forEach(function (note) { notes.append(remark(note)); });
        tally(results.counts, all);
        list.textContent = "";
        list.start = (page - 1) * SIZE + 1;
        items.slice(0, SIZE).forEach(function (item) { list.append(show(item, query)); });
        turn.hidden = page === 1 && items.length <= SIZE;
        document.getElementById("back").disabled = page === 1;
        document.getElementById("on").disabled = items.length <= SIZE;
        document.getElementById("at").textContent = say("page", { n: page });
        status.textContent = total ? say("count", { n: total }) : notes.textContent ? words.none_so : words.none;
        form.dataset.done = turnNumber;
      });
    }).catch(function (error) {
      if (turnNumber === asked) { list.textContent = kinds.textContent = notes.textContent = ""; status.textContent = say("failed", { file: error.message }); }
    });
  }

  function flip(by) {
    page += by;
    run().then(function () { document.getElementById("found-t").scrollIntoView(); });
  }

  form.addEventListener("submit", function (event) { event.preventDefault(); page = 1; run(); });
  form.addEventListener("input", function (event) {
    if (event.isComposing) return; // the input method is still choosing characters
    if (event.target.id === "q") form.elements.exact.value = "";
    clearTimeout(timer);
    page = 1;
    timer = setTimeout(run, event.target.id === "q" ? WAIT : 0);
  });
  form.elements.q.addEventListener("compositionend", function () { clearTimeout(timer); page = 1; timer = setTimeout(run, WAIT); });
  document.getElementById("back").addEventListener("click", function () { flip(-1); });
  document.getElementById("on").addEventListener("click", function () { flip(1); });
  addEventListener("hashchange", function () { recall(); run(); });
  recall();
  if (form.elements.q.value.trim()) run();
})();
