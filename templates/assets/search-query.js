/* What a reader types, turned into exact results: folding, short names, pinyin, several words,
   filters, order. Uses search-index.js; search.js shows what comes out. */
(function () {
  "use strict";
  var M = window.mingzhang, KINDS = M.KINDS;
  var BATCH = 24, FEW = 60;

  function Engine(parts, data, files) {
    var self = this, vocabulary = data.short;
    self.parts = parts; self.data = data; self.files = files; self.folds = new Map(); self.readings = null;
    parts.forEach(function (part) {
      for (var i = 0; i < part.fold.length; i += 2) self.folds.set(part.fold[i], part.fold[i + 1]);
    });
    self.short = new Map(vocabulary.split("\n").map(function (line) { return line.split(" ").reverse(); }));
    self.full = new RegExp(Array.from(self.short.keys()).sort(function (a, b) { return b.length - a.length; })
      .map(function (name) { return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }).join("|"), "g");
    self.places = new Map();
    parts.forEach(function (part) { Object.keys(part.places).forEach(function (code) { self.places.set(code, part.places[code]); }); });
    self.years = [];
    self.entities = self.merge();
  }

  /* Departments of all parts, each once, with the reports of all years. */
  Engine.prototype.merge = function () {
    var self = this, known = new Map(), years = new Set();
    self.parts.forEach(function (part) {
      part.entities.forEach(function (e) {
        var id = e.division + "/" + e.slug, all = known.get(id);
        if (all) all.years = all.years.concat(e.years).sort(function (a, b) { return b.year - a.year; });
        else { all = e; known.set(id, e); e.folded = M.unquoted(self.fold(e.name)); }
        e.all = all;
        e.years.forEach(function (r) { years.add(r.year); r.entity = all; });
      });
    });
    self.years = Array.from(years).filter(Boolean).sort().reverse();
    return Array.from(known.values());
  };

  Engine.prototype.fold = function (text) {
    var out = "", i, ch, code;
    for (i = 0; i < text.length; i++) {
      ch = text[i]; code = ch.charCodeAt(0);
      if (code >= 0xff01 && code <= 0xff5e) ch = String.fromCharCode(code - 0xfee0);
      ch = this.folds.get(ch) || ch;
      var lower = ch.toLowerCase();
      out += lower.length === 1 ? lower : ch;
    }
    return out;
  };

  /* The year that a word names, with or without an ending, or nothing. */
  Engine.prototype.year = function (folded) {
    var rest = folded.slice(4);
    return /^(19|20)[0-9]{2}/.test(folded) && (!rest || this.data.years.indexOf(rest) >= 0) ? folded.slice(0, 4) : "";
  };

  Engine.prototype.words = function (text) {
    var self = this;
    return text.replace(/\u3000/g, " ").split(/\s+/).map(function (w) {
      var folded = M.unquoted(self.fold(w)).replace(/[\u0000-\u001f\u007f\u200b-\u200f\ufeff]/g, "");
      return { folded: folded, bare: M.bare(folded), year: self.year(folded), latin: /^[a-z]+$/.test(folded), numeric: /^[0-9][0-9.,]*$/.test(folded) };
    }).filter(function (w) { return w.folded; });
  };

  Engine.prototype.holds = function (word, text) {
    var folded = M.unquoted(this.fold(text)), bare = M.bare(folded);
    return folded.includes(word.folded) || bare.includes(word.folded) || bare.includes(word.bare);
  };

  /* Short names and places without their ending, the same way in the name and in the query. */
  Engine.prototype.usual = function (text, places) {
    var short = this.short;
    text = text.replace(this.full, function (full) { return short.get(full); });
    places.forEach(function (place) {
      if (place.short !== place.name && text.includes(place.name)) text = text.replace(place.name, place.short);
    });
    return text;
  };

  Engine.prototype.pathOf = function (division) {
    var self = this;
    return [division.slice(0, 2) + "0000", division.slice(0, 4) + "00", division].map(function (code) {
      return self.places.get(code);
    }).filter(function (place, i, all) { return place && all.indexOf(place) === i; });
  };

  Engine.prototype.prepare = function () {
    var self = this;
    if (self.ready) return;
    self.entities.forEach(function (e) {
      e.path = self.pathOf(e.division);
      e.usual = self.usual(e.folded, e.path);
      e.label = e.path.map(function (p) { return p.name; }).join("");
    });
    self.ready = true;
  };

  Engine.prototype.latin = function () {
    var self = this;
    if (!self.readings) self.readings = Promise.all(self.parts.map(function (part) { return part.load("readings"); })).then(function (all) {
      var table = new Map();
      all.join("\n").split("\n").forEach(function (line) {
        var f = line.split(" ");
        if (f.length > 1) table.set(f[0], f.slice(1));
      });
      return table;
    });
    return self.readings;
  };

  Engine.prototype.money = function () {
    return Promise.all(this.parts.map(function (part) { return part.amounts(); }));
  };

  /* How well a name answers a word: 0 not at all, higher is better. */
  Engine.prototype.fit = function (word, name, usual, table) {
    if (name === word.folded) return 9;
    if (usual && usual === word.usual) return 8;
    var at = name.indexOf(word.folded);
    if (at >= 0) return at === 0 ? 6 : 5;
    if (usual && word.usual && (at = usual.indexOf(word.usual)) >= 0) return at === 0 ? 4 : 3;
    if (table && word.latin && (at = M.spells(table, name, word.folded)) >= 0) return at === 0 ? 2 : 1;
    if (table && word.latin && usual && M.spells(table, usual, word.folded) >= 0) return 1;
    return 0;
  };

  Engine.prototype.named = function (words, allow, table) {
    var self = this, found = [], places = [], years = [];
    self.prepare();
    words.forEach(function (w) { w.usual = self.usual(w.folded, Array.from(self.places.values())); });
    self.entities.forEach(function (e) {
      var score = 0, years = e.years.filter(allow), dated = false, topic = "", every;
      if (!years.length) return;
      every = words.every(function (w) {
        var fit = self.fit(w, e.folded, e.usual, table);
        // The name in every address of a department, whole or begun.
        if (/^[a-z][a-z0-9-]+$/.test(w.folded) && e.slug.startsWith(w.folded)) fit = Math.max(fit, e.slug === w.folded ? 7 : 2);
        score += fit;
        if (fit) return true;
        if (words.length < 2) return false;
        if (e.label.includes(w.folded)) return true;
        var same = years.filter(function (r) { return r.year === w.year; });
        if (same.length) { years = same; dated = true; }
        if (self.data.topics[w.folded]) { topic = self.data.topics[w.folded]; return true; }
        return same.length > 0;
      });
      if (every && (score || words.length > 1 && !topic || dated && topic)) found.push({ type: "department", entity: e, years: years, score: score, dated: dated, topic: topic });
    });
    found.sort(function (a, b) {
      return b.score - a.score || a.entity.name.length - b.entity.name.length ||
        (a.entity.division < b.entity.division ? -1 : a.entity.division > b.entity.division ? 1 : a.entity.slug < b.entity.slug ? -1 : 1);
    });
    if (words.length === 1) {
      self.places.forEach(function (place) {
        var fit = self.fit(words[0], place.name, place.short, table);
        if (fit) places.push({ type: "place", place: place, score: fit });
      });
      places.sort(function (a, b) { return b.score - a.score || (a.place.code < b.place.code ? -1 : 1); });
      years = self.years.filter(function (y) { return y === words[0].year; }).map(function (y) { return { type: "year", year: y }; });
    }
    return { department: found, place: places, year: years };
  };

  /* Everything one word finds in one part: a list of finds (one per index), each exact. */
  Engine.prototype.finds = function (part, word, table) {
    var self = this, jobs = [];
    function holds(text) { return self.holds(word, text); }
    function both(letter) {
      if (word.bare === word.folded) return part.find(letter, word.folded, holds);
      return Promise.all([part.find(letter, word.bare, holds), part.find(letter, word.folded, holds)]).then(function (two) {
        if (!two[0].ids) return two[0];
        if (!two[1].ids) return two[1];
        var ids = M.sorted(two[0].ids.concat(two[1].ids));
        return { ids: ids, counts: part.count(ids), blocks: [] };
      });
    }
    if (word.latin && word.folded.length > 1) {
      jobs.push(Promise.all([both("n").then(all), part.find("p", word.folded, function (text) {
        return M.spells(table, self.fold(text), word.folded) >= 0;
      }).then(all)]).then(function (two) {
        var ids = M.sorted(two[0].concat(two[1]));
        return { ids: ids, counts: part.count(ids), blocks: [] };
      }));
    } else jobs.push(both("n"));
    if (word.numeric) jobs.push(part.find("f", word.bare, function (text) { return text.startsWith(word.bare); }));
    jobs.push(both("t"));
    return Promise.all(jobs);
  };

  /* All texts of a find, ascending. */
  function all(find) {
    if (find.ids) return Promise.resolve(find.ids);
    return inTurn(find.blocks, find.block).then(function (lists) { return M.sorted([].concat.apply([], lists)); });
  }

  /* Promises a few at a time, so that a slow line is not flooded. */
  function inTurn(list, job) {
    var out = [], at = 0;
    function next() {
      if (at >= list.length) return Promise.resolve(out);
      var some = list.slice(at, at + BATCH);
      at += BATCH;
      return Promise.all(some.map(function (x) { return job(x); })).then(function (got) { out = out.concat(got); return next(); });
    }
    return next();
  }

  function total(counts) { return counts.reduce(function (a, b) { return a + b; }, 0); }

  /* Texts that hold one word themselves while the other words name the department, place or year. */
  Engine.prototype.together = function (part, words, table) {
    var self = this;
    function labelled(report, w) {
      return report.year === w.year || report.entity.folded.includes(w.folded) ||
        report.entity.label.includes(w.folded) || (w.usual && report.entity.usual.includes(w.usual));
    }
    return Promise.all(words.map(function (w) { return self.finds(part, w, table); })).then(function (found) {
      var sizes = found.map(function (finds) { return finds.reduce(function (n, f) { return n + total(f.counts); }, 0); });
      var free = words.map(function (w) { return part.reports.some(function (r) { return labelled(r, w); }); });
      var must = words.map(function (w, i) { return i; }).filter(function (i) { return !free[i]; })
        .sort(function (a, b) { return sizes[a] - sizes[b]; })[0];
      function texts(i) { return Promise.all(found[i].map(all)).then(function (l) { return M.sorted([].concat.apply([], l)); }); }
      function keep(records, held) {
        var hits = [];
        records.forEach(function (record) {
          var inText = words.map(function (w, i) { return held(record, w, i); });
          part.hits(record).forEach(function (hit) {
            if (words.every(function (w, i) { return inText[i] || labelled(hit.report, w); })) hits.push(hit);
          });
        });
        return hits;
      }
      function record(id) { return part.record(id); }
      if (must !== undefined && sizes[must] <= FEW) return texts(must).then(function (ids) {
        return inTurn(ids, record).then(function (records) {
          return keep(records, function (r, w) { return self.holds(w, r.text) || (w.latin && M.spells(table, self.fold(r.text), w.folded) >= 0); });
        });
      });
      return Promise.all([part.ranks(), Promise.all(words.map(function (w, i) { return texts(i); }))]).then(function (both) {
        var ends = both[0], sets = both[1].map(function (ids) { return new Set(ids); });
        var pool = must === undefined ? M.sorted([].concat.apply([], both[1])) : both[1][must];
        var wanted = pool.filter(function (id) {
          var where = part.where(id), report = null;
          if (where.unique >= 0) report = part.reports[M.rankOf(ends[where.kind], where.unique)];
          return words.every(function (w, i) { return sets[i].has(id) || (report ? labelled(report, w) : free[i]); });
        });
        return inTurn(wanted, record).then(function (records) {
          return keep(records, function (r, w, i) { return sets[i].has(r.id); });
        });
      });
    });
  };

  function Results(named, counts, list, next) {
    this.named = named; this.counts = counts; this.list = list; this.next = next;
  }

  /* Items from..to of the results; a text that many reports print is one item with many hits. */
  Results.prototype.page = function (from, to) {
    var self = this;
    function more() {
      if (self.list.length >= to || !self.next) return Promise.resolve();
      return self.next().then(function (some) {
        if (!some) { self.next = null; return null; }
        self.list = self.list.concat(some);
        return more();
      });
    }
    return more().then(function () {
      return Promise.all(self.list.slice(from, to).map(function (item) {
        if (item.type === "department") return item.years[0].part.amounts().then(function () { return item; });
        if (item.type !== "text" || item.hits) return item;
        return item.part.record(item.id).then(function (record) {
          item.record = record; item.hits = item.part.hits(record);
          return item;
        });
      }));
    });
  };

  /* options: kind, place, level, year, findings ("with"/"without"), order ("amount"/"year"). */
  Engine.prototype.query = function (text, options) {
    var self = this, o = options || {}, words = self.words(text);
    var picky = Boolean(o.place || o.level || o.year || o.findings);
    function allow(report) {
      var e = report.entity, place = self.places.get(e.division), stem = (o.place || "").replace(/0000$|00$/, "");
      return (!stem || e.division.startsWith(stem)) && (!o.year || report.year === o.year) &&
        (!o.level || (place && place.level) === o.level) &&
        (!o.findings || (o.findings === "with") === report.findings > 0);
    }
    if (!words.length) return Promise.resolve(new Results({ department: [], place: [], year: [] }, {}, [], null));
    var latin = words.some(function (w) { return w.latin; });
    var money = o.order === "amount" ? self.money() : null;
    return Promise.all([latin ? self.latin() : null, money]).then(function (both) {
      var table = both[0];
      var named = self.named(words, allow, table), counts = {}, head = [];
      Object.keys(named).forEach(function (k) { counts[k] = named[k].length; });
      KINDS.forEach(function (k) { counts[k] = 0; });
      if (o.order === "amount") named.department.sort(function (a, b) { return Number(b.years[0].amount || 0) - Number(a.years[0].amount || 0); });
      if (o.order === "year") named.department.sort(function (a, b) { return b.years[0].year - a.years[0].year; });
      if (!o.kind || o.kind === "department") head = head.concat(named.department);
      if (!o.kind || o.kind === "place") head = head.concat(named.place);
      if (!o.kind || o.kind === "year") head = head.concat(named.year);
      var wanted = !o.kind || KINDS.indexOf(o.kind) >= 0, kind = KINDS.indexOf(o.kind);
      if (words.length > 1) return Promise.all(self.parts.map(function (part) { return self.together(part, words, table); })).then(function (lists) {
        var hits = [].concat.apply([], lists).filter(function (h) { return allow(h.report); });
        hits.forEach(function (h) { counts[KINDS[h.record.kind]]++; });
        hits = hits.filter(function (h) { return wanted && (kind < 0 || h.record.kind === kind); });
        return new Results(named, counts, head.concat(arrange(hits, o.order)), null);
      });
      return Promise.all(self.parts.map(function (part) { return self.finds(part, words[0], table); })).then(function (found) {
        var flat = [];
        found[0].forEach(function (_, n) { found.forEach(function (finds, i) { flat.push({ part: self.parts[i], find: finds[n] }); }); });
        if (!picky && !o.order) {
          flat.forEach(function (f) { f.find.counts.forEach(function (n, k) { counts[KINDS[k]] += n; }); });
          return new Results(named, counts, head, wanted ? stream(flat, kind) : null);
        }
        return Promise.all(flat.map(function (f) { return self.sift(f.part, f.find, allow, picky, o.order, kind, counts); })).then(function (lists) {
          return new Results(named, counts, head.concat(arrange([].concat.apply([], wanted ? lists : []), o.order)), null);
        });
      });
    });
  };

  /* Results by relevance, block after block, only as far as they are shown. */
  function stream(flat, kind) {
    var queue = [], seen = new Set();
    flat.forEach(function (f) {
      if (kind >= 0 && !f.find.counts[kind]) return;
      if (f.find.ids) queue.push({ part: f.part, get: function () { return Promise.resolve(f.find.ids); } });
      else f.find.blocks.forEach(function (n) { queue.push({ part: f.part, get: function () { return f.find.block(n); } }); });
    });
    return function () {
      var step = queue.shift();
      if (!step) return Promise.resolve(null);
      return step.get().then(function (ids) {
        return ids.filter(function (id) {
          var name = step.part.name + id, fresh = !seen.has(name);
          seen.add(name);
          return fresh && (kind < 0 || step.part.kindOf(id) === kind);
        }).map(function (id) { return { type: "text", part: step.part, id: id }; });
      });
    };
  }

  /* All hits of a find that the filters let through. A text of one report needs no record. */
  Engine.prototype.sift = function (part, find, allow, picky, order, kind, counts) {
    return Promise.all([all(find), part.ranks()]).then(function (both) {
      var ends = both[1], hits = [], fetch = [];
      both[0].forEach(function (id) {
        var where = part.where(id), report, amounts;
        if (where.unique >= 0) {
          report = part.reports[M.rankOf(ends[where.kind], where.unique)];
          if (!allow(report)) return;
          counts[KINDS[where.kind]]++;
        }
        if (kind >= 0 && where.kind !== kind && where.unique >= 0) return;
        amounts = order === "amount" && (where.kind < 2 || where.kind === 6);
        if (where.unique >= 0 && !amounts) hits.push({ id: id, part: part, kind: where.kind, report: report });
        else fetch.push(id);
      });
      return inTurn(fetch, function (id) { return part.record(id); }).then(function (records) {
        records.forEach(function (record) {
          part.hits(record).filter(function (h) { return allow(h.report); }).forEach(function (h) {
            if (record.lines.length > 2) counts[KINDS[record.kind]]++;
            if (kind < 0 || record.kind === kind) hits.push(h);
          });
        });
        return hits;
      });
    });
  };

  /* Hits as items: by relevance one item per text, otherwise every hit on its own, in order. */
  function arrange(hits, order) {
    var items = [], known = new Map();
    function value(h) { return Number(h.amount || h.report.amount || 0); }
    if (order) {
      hits.sort(function (a, b) {
        return (order === "amount" ? value(b) - value(a) : b.report.year - a.report.year) || a.report.rank - b.report.rank;
      });
      return hits.map(function (h) { return item(h, true); });
    }
    hits.sort(function (a, b) { return id(a) - id(b); });
    hits.forEach(function (h) {
      var key = (h.part || h.record.part).name + id(h), one = known.get(key);
      if (one) one.hits.push(h);
      else { one = item(h, true); known.set(key, one); items.push(one); }
    });
    return items;
  }

  function id(h) { return h.record ? h.record.id : h.id; }

  function item(h) {
    return h.record ? { type: "text", part: h.record.part, id: h.record.id, record: h.record, hits: [h] } : { type: "text", part: h.part, id: h.id };
  }

  M.Engine = Engine;
  M.open = function (root) {
    var files = M.Files(root);
    return files("parts").then(function (data) {
      return Promise.all(data.parts.map(function (name) {
        return files(name + "/names").then(function (names) {
          var part = new M.Part(name, files, names);
          part.fold = names.fold;
          return part;
        });
      })).then(function (parts) { return new Engine(parts, data, files); });
    });
  };
})();
