/* The search index in the browser: reads the files of search/ as scripts and answers queries.
   Counterpart of finalaccounts/site/search/: see part.py and blocks.py for the forms. No DOM
   besides the script elements; search.js is the page. Exposes `mingzhang.open(root)`. */
(function () {
  "use strict";
  var DEEP = 12, PIECE = 64, ONE = 88, TWO = 1900, END = "\x7f";
  var KINDS = ["code", "project", "finding", "heading", "explanation", "text", "figure"];
  var INDEXES = { n: [0, 4], t: [4, 6], f: [6, 7], p: [0, 2] };
  var asked = {}, answers = {};

  window.mz = function (name, value) { answers[name](value); };

  function Files(root) {
    return function load(name) {
      var key = root + name;
      if (!asked[key]) asked[key] = new Promise(function (done, failed) {
        var script = document.createElement("script");
        answers[name] = done;
        script.src = key + ".js";
        script.onload = function () { script.remove(); };
        script.onerror = function () { delete asked[key]; failed(new Error(name)); };
        document.head.appendChild(script);
      });
      return asked[key];
    };
  }

  function numbers(s) {
    var at = 0;
    return {
      more: function () { return at < s.length; },
      next: function () {
        var c = s.charCodeAt(at++);
        if (c < 128) return c - 36;
        if (c < 2048) return c - 128 + ONE;
        return (c - 2048) * TWO + s.charCodeAt(at++) - 128 + ONE + TWO;
      },
      take: function (n) { at += n; return s.slice(at - n, at); }
    };
  }

  function sorted(list) {
    var all = Uint32Array.from(list).sort(), out = [], i;
    for (i = 0; i < all.length; i++) if (!i || all[i] !== all[i - 1]) out.push(all[i]);
    return out;
  }

  /* Rows of a directory: lcp, new, characters, shared, and (`kinds` numbers each) the counts of
     the strings that span the block before and this one and were not told before. */
  function directory(text, kinds) {
    var read = numbers(text), keys = [], shared = [], counts = new Map(), key = "", agree = 0;
    while (read.more()) {
      var head = read.next(), same = head >> 4, next = key.slice(0, same) + read.take(head & 15), now = read.next();
      if (kinds) for (var n = Math.min(same, now, agree) + 1; n <= now; n++) {
        var row = [];
        for (var k = 0; k < kinds; k++) row.push(read.next());
        counts.set(next.slice(0, n), row);
      }
      keys.push(next); shared.push(now);
      key = next; agree = now;
    }
    return { keys: keys, shared: shared, counts: counts };
  }

  /* The last row whose key does not follow q, or the one after when q only begins there. */
  function last(dir, q) {
    var low = 0, high = dir.keys.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (dir.keys[middle] <= q) low = middle + 1; else high = middle;
    }
    return Math.max(0, low - 1);
  }

  function goesOn(dir, row, q) { return row < dir.keys.length && dir.keys[row].startsWith(q) && dir.shared[row] >= q.length; }

  function beginsAfter(dir, row, q) { return row + 1 < dir.keys.length && dir.keys[row + 1].startsWith(q) && dir.shared[row + 1] < q.length; }

  /* Texts of a block: `sure` hold q, `maybe` hold only the leaf that q begins with. */
  function scan(text, q) {
    var read = numbers(text), gram = "", sure = [], maybe = [];
    while (read.more()) {
      var head = read.next(), many, at = 0, list = null;
      gram = gram.slice(0, head >> 4) + read.take(head & 15);
      many = read.next();
      if (gram.startsWith(q)) list = sure;
      else if (q.startsWith(gram)) list = maybe;
      else if (gram.replace(END, "") > q) break;
      for (; many; many--) { at += read.next(); if (list) list.push(at); }
    }
    return { sure: sure, maybe: maybe };
  }

  /* A folded text without its quotation marks (fold.py, QUOTES). */
  function unquoted(text) { return text.replace(/[\u2018\u2019\u201c\u201d\u300c-\u300f\u301d-\u301f"']/g, ""); }

  /* A text without the separators of thousands in its numbers (fold.py, without_separators). */
  function bare(text) { return text.replace(/([0-9]),(?=[0-9]{3}(?![0-9]))/g, "$1"); }

  function Part(name, files, data) {
    var self = this;
    self.name = name;
    self.load = function (file) { return files(name + "/" + file); };
    self.kinds = data.k; self.size = data.n;
    self.places = {}; self.entities = []; self.reports = [];
    data.p.split("\n").forEach(function (line) {
      var f = line.split(" ");
      if (f[0]) self.places[f[0]] = { code: f[0], level: f[1], name: f[2], short: f[3] || f[2], path: [] };
    });
    var division = "", year = "", entity = -1;
    data.e.split("\n").forEach(function (line) {
      var f = line.split(" ");
      if (f.length < 3) return;
      division = f[0] || division;
      var name = f[2][0] === "~" ? self.places[division].name + f[2].slice(1) : f[2];
      self.entities.push({ division: division, slug: f[1], name: name, years: [] });
    });
    if (self.entities.length) data.r.split("\n").forEach(function (line, rank) {
      var f = line.split(" ");
      if (f[1]) { year = f[1]; entity = -1; }
      entity += f[0] ? parseInt(f[0], 36) : 1;
      var report = { entity: self.entities[entity], year: year, findings: parseInt(f[2] || "0", 36), rank: rank, part: self };
      self.reports.push(report); report.entity.years.push(report);
    });
    self.dirs = {};
  }

  /* The expenditure of every report: only read when it is shown or orders the results. */
  Part.prototype.amounts = function () {
    var part = this;
    return part.load("amounts").then(function (text) {
      text.split("\n").forEach(function (amount, rank) { if (part.reports[rank]) part.reports[rank].amount = amount; });
    });
  };

  Part.prototype.kindOf = function (id) {
    for (var k = this.kinds.length - 1; k > 0; k--) if (id >= this.kinds[k][0]) break;
    return k;
  };

  /* How often a text occurs, and the file and place of its record. */
  Part.prototype.where = function (id) {
    var k = this.kindOf(id), kind = this.kinds[k], at = id - kind[0], steps = kind[1], i, file;
    for (i = 0; i < steps.length; i += 2) {
      if (at < steps[i]) break;
      at -= steps[i];
    }
    var times = i < steps.length ? steps[i + 1] : 1;
    if (times > 1) {
      at = id - kind[0];
      for (i = 0; at >= kind[3][i]; i++) at -= kind[3][i];
      file = kind[2] + i;
    } else {
      file = kind[2] + kind[3].length + Math.floor(at / kind[4]);
      i = at; at = at % kind[4];
    }
    return { kind: k, times: times, file: file, at: at, unique: times === 1 ? i : -1 };
  };

  Part.prototype.record = function (id) {
    var part = this, where = part.where(id);
    return part.load("x/" + where.file.toString(36)).then(function (shelf) {
      var lines = shelf[where.at].split("\n"), first = lines[0];
      return { id: id, part: part, kind: where.kind, text: first, lines: lines };
    });
  };

  Part.prototype.hits = function (record) {
    var part = this;
    if (!record.hits) record.hits = record.lines.slice(1).map(function (line) {
      var f = line.split(" ");
      return { record: record, report: part.reports[parseInt(f[0], 36)], place: f[1], amount: f[2] || "", label: f.slice(3).join(" ") };
    });
    return record.hits;
  };

  Part.prototype.piece = function (letter, n) {
    var part = this, name = letter + "/_" + n.toString(36), kinds = INDEXES[letter][1] - INDEXES[letter][0];
    if (!part.dirs[name]) part.dirs[name] = part.load(name).then(function (text) { return directory(text, kinds); });
    return part.dirs[name];
  };

  /* The blocks from..to that hold what begins with q, and its counts when they are several. */
  Part.prototype.range = function (letter, q) {
    var part = this;
    if (!part.dirs[letter]) part.dirs[letter] = part.load(letter).then(function (text) { return directory(text, 0); });
    return part.dirs[letter].then(function (root) {
      if (!root.keys.length) return null;
      var first = last(root, q), final;
      if (beginsAfter(root, first, q)) first++;
      for (final = first; goesOn(root, final + 1, q);) final++;
      var numbers = [];
      for (var n = first; n <= final; n++) numbers.push(n);
      return Promise.all(numbers.map(function (n) { return part.piece(letter, n); })).then(function (pieces) {
        var from = last(pieces[0], q), to, counts = null, end = pieces[pieces.length - 1];
        if (beginsAfter(pieces[0], from, q)) from++;
        to = pieces.length > 1 ? -1 : from;
        while (goesOn(end, to + 1, q)) to++;
        pieces.forEach(function (piece) { counts = counts || piece.counts.get(q) || null; });
        return { from: first * PIECE + from, to: final * PIECE + to, counts: counts };
      });
    });
  };

  Part.prototype.count = function (ids) {
    var counts = KINDS.map(function () { return 0; }), part = this;
    ids.forEach(function (id) { var w = part.where(id); counts[w.kind] += w.times; });
    return counts;
  };

  /* One string in one index: exact counts by kind, and the texts, block by block. */
  Part.prototype.find = function (letter, q, holds) {
    var part = this;
    return part.range(letter, q).then(function (span) {
      if (!span) return { counts: part.count([]), ids: [], blocks: [] };
      var blocks = [], b;
      for (b = span.from; b <= span.to; b++) blocks.push(b);
      function block(n) {
        return part.load(letter + "/" + n.toString(36)).then(function (text) {
          var found = scan(text, q);
          return Promise.all(found.maybe.map(function (id) { return part.record(id); })).then(function (records) {
            return found.sure.concat(records.filter(function (r) { return holds(r.text); }).map(function (r) { return r.id; }));
          }).then(sorted);
        });
      }
      if (blocks.length > 1) {
        var counts = part.count([]), row = span.counts;
        row.forEach(function (n, k) { counts[INDEXES[letter][0] + k] = n; });
        return { counts: counts, ids: null, blocks: blocks, block: block };
      }
      return block(blocks[0]).then(function (ids) { return { counts: part.count(ids), ids: ids, blocks: [] }; });
    });
  };

  /* Report number of a text that occurs once. */
  Part.prototype.ranks = function () {
    var part = this;
    if (!part.rankTable) part.rankTable = part.load("reports").then(function (rows) {
      return rows.map(function (row) {
        var read = numbers(row), ends = [], sum = 0;
        while (read.more()) { sum += read.next(); ends.push(sum); }
        return ends;
      });
    });
    return part.rankTable;
  };

  function rankOf(ends, at) {
    var low = 0, high = ends.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (ends[middle] <= at) low = middle + 1; else high = middle;
    }
    return low;
  }

  /* Latin letters against Han characters: every reading, whole or its first letter, the last begun. */
  function spells(readings, text, q) {
    text = Array.from(text);
    function from(at, done) {
      if (done === q.length) return true;
      if (at >= text.length) return false;
      var ch = text[at], all = readings.get(ch);
      // What has no reading (digits, brackets) may be typed or left out.
      if (!all) return ch === q[done] && from(at + 1, done + 1) || done > 0 && from(at + 1, done);
      for (var i = 0; i < all.length; i++) {
        var r = all[i];
        if (q.startsWith(r, done) && from(at + 1, done + r.length)) return true;
        if (r.length > 1 && r.startsWith(q.slice(done))) return true;
        if (r.length > 1 && r[0] === q[done] && from(at + 1, done + 1)) return true;
      }
      return false;
    }
    for (var start = 0; start < text.length; start++) if (from(start, 0)) return start;
    return -1;
  }

  window.mingzhang = {
    KINDS: KINDS, DEEP: DEEP, INDEXES: INDEXES, END: END,
    Files: Files, Part: Part, sorted: sorted, bare: bare, unquoted: unquoted, spells: spells, rankOf: rankOf
  };
})();
