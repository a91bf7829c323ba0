/* Where what was typed is not what reports print: everyday words, words run together, a slip of
   one character or syllable, places without reports. Asks the exact engine (search-query.js) again
   and tells what it did: `ask` gives {results, text, notes}; search.js shows the notes. */
(function () {
  "use strict";
  var M = window.mingzhang, Engine = M.Engine;
  var SHELVES = 64, FEW = 150, BLOCKS = 6, BEST = 3, LONG = 16;
  var HAN = /^[\u3400-\u9fff]+$/;

  function lines(text) { return text ? text.split("\n").map(function (line) { return line.split(" "); }) : []; }
  function total(results) { return Object.keys(results.counts).reduce(function (n, k) { return n + results.counts[k]; }, 0); }
  function escaped(text) { return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }
  function longest(list) { return Array.from(new Set(list)).filter(Boolean).sort(function (a, b) { return b.length - a.length; }); }

  /* What the site itself can answer: search.js sets them from the words of the page. */
  Engine.prototype.pages = [];
  Engine.prototype.terms = [];

  /* The words of everyday speech, and what cuts a question into words. */
  Engine.prototype.speech = function () {
    var self = this;
    if (self.official) return self;
    self.official = new Map();
    lines(self.data.said).forEach(function (f) {
      self.official.set(self.plain(f[0]), f.slice(1).map(function (name) { return { shown: name, folded: self.plain(name) }; }));
    });
    self.prepare();
    self.calls = new Map(); // what names of departments and places are called, as shown
    self.entities.forEach(function (e) {
      var place = e.path[e.path.length - 1], kind = place && e.folded.startsWith(place.name) ? e.folded.slice(place.name.length) : e.folded;
      [e.folded, kind, self.usual(kind, [])].forEach(function (name) { if (name.length > 1) self.calls.set(name, "department"); });
    });
    self.places.forEach(function (place) { self.calls.set(place.name, "place"); self.calls.set(place.short, "place"); });
    var names = Array.from(self.calls.keys());
    self.official.forEach(function (official, said) {
      names.push(said);
      official.forEach(function (name) { names.push(name.folded); });
    });
    var asked = [].concat.apply([], self.pages.map(function (page) { return page.slice(2).map(function (say) { return self.plain(say); }); }));
    var filler = longest(self.data.filler), ends = longest(self.data.years);
    self.cut = new RegExp("(?:19|20)[0-9]{2}(?:" + ends.map(escaped).join("|") + ")?|" +
      longest(names.concat(asked, filler.filter(function (f) { return f.length > 1; }))).map(escaped).join("|"), "g");
    self.filler = new Set(filler);
    self.edge = new RegExp("^(?:" + filler.map(escaped).join("|") + ")+|(?:" + filler.map(escaped).join("|") + ")+$", "g");
    return self;
  };

  Engine.prototype.plain = function (text) { return M.unquoted(this.fold(text)); };

  /* A question without what people put around it. */
  Engine.prototype.bareQuestion = function (text) {
    var all = this.speech().plain(text).replace(/\s+/g, "");
    return all.replace(this.edge, "") || all;
  };

  /* A word that is nowhere in one piece, cut at names, years and everyday words; filler goes. */
  Engine.prototype.cutUp = function (word) {
    var self = this.speech(), out = [], at = 0;
    out.known = true; // all of it are names, years, everyday words and filler
    function rest(text) {
      text = text.replace(self.edge, "");
      if (text) { out.push(text); out.known = false; }
    }
    word.replace(self.cut, function (found, start) {
      rest(word.slice(at, start));
      at = start + found.length;
      if (!self.filler.has(found)) out.push(found);
      return found;
    });
    rest(word.slice(at));
    return out;
  };

  /* The same without the words that a page of the site answers, where others are left. */
  Engine.prototype.pieces = function (word) {
    var self = this, all = self.cutUp(word), left = all.filter(function (piece) { return !self.asksFor(piece) || self.data.topics[piece]; });
    if (!left.length) return all;
    left.known = all.known;
    return left;
  };

  /* Pages of the site that answer a word. */
  Engine.prototype.asksFor = function (word) {
    var self = this;
    return self.pages.filter(function (page) { return page.slice(2).some(function (say) { return self.plain(say) === word; }); })[0];
  };

  /* Places that have no report and that a word is or begins with: {place, rest}. */
  Engine.prototype.uncovered = function (word) {
    var self = this.speech();
    if (word.length < 2 || !HAN.test(word.slice(0, 2)) || self.places.size === 0) return Promise.resolve(null);
    return self.files("place/" + (word.charCodeAt(0) % SHELVES).toString(36)).then(function (text) {
      var known = new Set(), best = null;
      self.places.forEach(function (place) { known.add(place.name); known.add(place.short); });
      lines(text).forEach(function (f) {
        f.slice(1).forEach(function (name) {
          if (!word.startsWith(name) || known.has(name) || best && best.name.length > name.length) return;
          if (best && best.name === name) best.wholes.push(f[0]);
          else best = { name: name, wholes: [f[0]], rest: word.slice(name.length) };
        });
      });
      // Only a whole word, or a place before the name of a department: a place is part of many words.
      return best && (!best.rest || self.names(best.rest)) ? best : null;
    }, function () { return null; });
  };

  Engine.prototype.names = function (text) {
    return this.calls.has(text) || this.data.endings.some(function (end) { return text.length > 1 && text.endsWith(end); });
  };

  /* What one word alone finds. */
  Engine.prototype.alone = function (word, options) { return this.query(word, options); };

  /* ---- slips ---- */

  /* The piece of `text` nearest to `asked` (Sellers; exchanged neighbours count once):
     {price, from, to}. `price(a, b)` is what it costs to take b for a. */
  function nearest(asked, text, price, whole) {
    var m = asked.length, n = text.length, rows = [[], [], []], starts = [[], [], []], i, j;
    for (i = 0; i <= n; i++) { rows[0][i] = whole ? i : 0; starts[0][i] = whole ? 0 : i; }
    for (j = 1; j <= m; j++) {
      var now = j % 3, last = (j - 1) % 3, before = (j + 1) % 3;
      rows[now] = [j]; starts[now] = [0];
      for (i = 1; i <= n; i++) {
        var best = rows[last][i - 1] + price(asked[j - 1], text[i - 1]), from = starts[last][i - 1];
        if (rows[last][i] + 1 < best) { best = rows[last][i] + 1; from = starts[last][i]; }
        if (rows[now][i - 1] + 1 < best) { best = rows[now][i - 1] + 1; from = starts[now][i - 1]; }
        if (i > 1 && j > 1 && asked[j - 1] === text[i - 2] && asked[j - 2] === text[i - 1] && rows[before][i - 2] + 1 < best) {
          best = rows[before][i - 2] + 1; from = starts[before][i - 2];
        }
        rows[now][i] = best; starts[now][i] = from;
      }
    }
    var row = rows[m % 3], end = whole ? n : 0;
    if (!whole) for (i = 1; i <= n; i++) if (row[i] < row[end]) end = i;
    return { price: row[end], from: starts[m % 3][end], to: end };
  }

  /* Characters that are read alike are taken for each other sooner than others. */
  function alike(table) {
    function loose(reading) { return reading.replace(/^([zcs])h/, "$1").replace(/ng$/, "n"); }
    return function (a, b) {
      if (a === b) return 0;
      var x = table.get(a), y = table.get(b);
      if (x && y && x.some(function (r) { return y.indexOf(r) >= 0; })) return 0.5;
      if (x && y && x.some(function (r) { return y.some(function (s) { return loose(r) === loose(s); }); })) return 0.7;
      return 1;
    };
  }

  function plainly(a, b) { return a === b ? 0 : 1; }

  /* One syllable left out, added to or changed: the letters before and after it are those of the
     name. Otherwise the letters themselves, at most one or two amiss. */
  function spelled(letters, syllables) {
    var whole = syllables.join(""), head = 0, i, tail, near;
    if (whole === letters) return 0;
    for (i = 0; i < syllables.length && syllables.length > 2; i++) {
      tail = whole.slice(head + syllables[i].length);
      if (letters.startsWith(whole.slice(0, head)) && letters.endsWith(tail) && letters.length >= whole.length - syllables[i].length &&
        letters.length <= head + tail.length + 6) return 1;
      head += syllables[i].length;
    }
    near = nearest(letters, whole, plainly, true).price;
    return near <= (letters.length > 7 ? 2 : 1) ? near : 9;
  }

  /* Names near to a word that is nowhere, nearest first: [{text, price, order}]. */
  Engine.prototype.near = function (word) {
    var self = this.speech();
    if (word.length < 2 || word.length > 40 || /[0-9]/.test(word)) return Promise.resolve([]);
    return Promise.all([self.latin(), self.files("sounds")]).then(function (read) {
      var table = read[0];
      lines(read[1]).forEach(function (f) {
        Array.from(f[1]).forEach(function (ch) {
          var all = table.get(ch);
          if (!all) table.set(ch, [f[0]]);
          else if (all.indexOf(f[0]) < 0) all.push(f[0]);
        });
      });
      return table;
    }).then(function (table) {
      var found = new Map(), latin = /^[a-z]+$/.test(word), price = alike(table);
      function enter(text, cost, order) {
        var known = found.get(text);
        if (text && text !== word && (!known || known.price > cost)) found.set(text, { text: text, price: cost, order: order });
      }
      function read(name) {
        return Array.from(name).map(function (ch) { return (table.get(ch) || [""])[0]; }).filter(Boolean);
      }
      // Two characters are a slip only of a character that sounds alike: else all words are near.
      var most = latin ? 2 : word.length < 3 ? 0.7 : 1;
      self.calls.forEach(function (kind, name) {
        var cost = latin ? spelled(word, read(name)) : nearest(word, name, price, true).price;
        if (cost <= most) enter(name, cost, kind === "place" ? 0 : 1);
      });
      if (latin) self.entities.forEach(function (e) {
        var cost = nearest(word, e.slug, plainly, true).price;
        if (word.length > 3 && cost <= 1) enter(e.folded, cost, 2);
      });
      self.official.forEach(function (names, said) {
        if (!latin && nearest(word, said, price, true).price <= most) enter(said, nearest(word, said, price, true).price, 3);
      });
      return Promise.all(self.parts.map(function (part) {
        return latin ? self.soundNames(part, word) : self.printedNames(part, word);
      })).then(function (records) {
        [].concat.apply([], records).forEach(function (record) {
          var text = self.plain(record.text).replace(/^[0-9]+/, "");
          if (latin) {
            var cost = spelled(word, read(text));
            if (cost <= most) enter(text, cost, 4 + record.kind);
            return;
          }
          var near = nearest(word, text, price, false);
          if (near.price <= most && near.to - near.from > 1 && (word.length > 3 || near.to - near.from === text.length)) enter(text.slice(near.from, near.to), near.price, 4 + record.kind);
        });
        var all = Array.from(found.values()), name = Math.min.apply(null, all.map(function (one) { return one.order < 4 ? one.price : 9; }));
        // A piece of a longer text is meant only where no name is as near.
        return all.filter(function (one) { return one.order < 4 || one.price < name; }).sort(function (a, b) {
          return a.price - b.price || a.order - b.order || Math.abs(a.text.length - word.length) - Math.abs(b.text.length - word.length) || (a.text < b.text ? -1 : 1);
        }).slice(0, BEST);
      });
    });
  };

  /* Texts with names that hold one half of a word: of two halves a single slip spares one. */
  Engine.prototype.printedNames = function (part, word) {
    var middle = Math.ceil(word.length / 2), halves = [word.slice(0, middle), word.slice(middle), word.slice(0, middle - 1)];
    return gather(part, halves.filter(function (half) { return half.length > (word.length > 3 ? 1 : 0); }).map(function (half) { return ["n", half]; }));
  };

  Engine.prototype.soundNames = function (part, word) {
    var cuts = [["p", word.slice(0, Math.max(3, word.length >> 1))]], at;
    for (at = Math.max(2, (word.length >> 1) - 3); at <= Math.min(word.length - 4, (word.length >> 1) + 4); at++) cuts.push(["p", word.slice(at)]);
    return word.length < 5 ? Promise.resolve([]) : gather(part, cuts);
  };

  /* The records of the first texts that hold one of the strings. */
  function gather(part, strings) {
    function some(find) {
      if (find.ids) return find.ids;
      return Promise.all(find.blocks.slice(0, BLOCKS).map(find.block)).then(function (lists) { return [].concat.apply([], lists); });
    }
    return Promise.all(strings.map(function (pair) {
      return part.find(pair[0], pair[1].slice(0, M.DEEP), function () { return true; }).then(some);
    })).then(function (lists) {
      var ids = M.sorted([].concat.apply([], lists));
      return Promise.all(Array.from(ids).slice(0, FEW).map(function (id) { return part.record(id); }));
    });
  }

  /* ---- asking ---- */

  /* Each everyday word by the first of its official ones that is found at all. */
  Engine.prototype.swapped = function (words, options, notes) {
    var self = this.speech();
    return Promise.all(words.map(function (word) {
      var names = self.official.get(word);
      if (!names) return word;
      if (names.every(function (n) { return n.folded.includes(word); })) {
        notes.push({ key: "official", links: names.map(function (n) { return { query: n.shown }; }) });
        return word;
      }
      return self.alone(word, {}).then(function (own) {
        if (own.counts.department) return null; // a name of theirs comes first
        return names.reduce(function (chosen, name) {
          return chosen.then(function (one) {
            if (one) return one;
            return self.alone(name.folded, {}).then(function (r) { return total(r) ? name : null; });
          });
        }, Promise.resolve(null));
      }).then(function (name) {
        if (!name) return word;
        notes.push({ key: "swapped", said: word, official: name.shown });
        return name.folded;
      });
    }));
  };

  Engine.prototype.ask = function (text, options) {
    var self = this.speech(), o = options || {}, notes = [], typed = self.words(text).map(function (w) { return w.folded; });
    function answer(results, words) { return { results: results, text: words.join(" "), notes: notes }; }
    if (o.exact || !typed.length) return self.query(text, o).then(function (r) { return answer(r, typed); });
    return self.swapped(typed, o, notes).then(function (words) {
      return self.query(words.join(" "), o).then(function (first) {
        return self.placed(typed, first, notes).then(function () {
          return total(first) ? answer(first, words) : self.again(typed, words, o, notes, answer, first);
        });
      });
    });
  };

  /* Words that are places without reports are told, whatever else is found. */
  Engine.prototype.placed = function (words, results, notes) {
    var self = this;
    return Promise.all(words.map(function (word) {
      if (words.length === 1 && (results.counts.department || results.counts.place)) return null;
      return self.uncovered(word);
    })).then(function (found) {
      found.forEach(function (one) { if (one) notes.push({ key: "uncovered", place: one.wholes.slice(0, BEST), gone: one }); });
      return found;
    });
  };

  /* Nothing was found: words run together, places without reports, slips; in this order. */
  Engine.prototype.again = function (typed, words, o, notes, answer, nothing) {
    var self = this, away = [];
    return Promise.all(words.map(function (word) {
      return self.uncovered(word).then(function (gone) {
        if (gone) { away.push(gone); return gone.rest ? [gone.rest] : []; }
        return self.alone(word, {}).then(function (r) {
          var pieces = total(r) ? [word] : self.pieces(word);
          if (total(r) || pieces.known) return pieces;
          return self.near(word).then(function (near) { return near.length ? [word] : pieces; });
        });
      });
    })).then(function (lists) {
      return self.swapped([].concat.apply([], lists), o, notes);
    }).then(function (parts) {
      if (!parts.length) return answer(nothing, words);
      return Promise.all(parts.map(function (word) {
        return self.alone(word, {}).then(function (r) {
          if (total(r)) return { word: word, text: word };
          return self.uncovered(word).then(function (gone) {
            if (gone) {
              notes.push({ key: "uncovered", place: gone.wholes.slice(0, BEST), gone: gone });
              return { word: word, text: gone.rest };
            }
            return self.near(word).then(function (near) { return { word: word, text: near.length ? near[0].text : word, near: near }; });
          });
        });
      })).then(function (found) {
        found = found.filter(function (one) { return one.text; });
        var fixed = found.map(function (one) { return one.text; });
        if (!fixed.length) return answer(nothing, words);
        return self.query(fixed.join(" "), o).then(function (results) {
          var slips = found.filter(function (one) { return one.near && one.near.length; });
          slips.forEach(function (slip) {
            notes.push({
              key: "meant", said: slip.word, shown: fixed.join(" "),
              links: slip.near.map(function (near) {
                return { label: near.text, query: found.map(function (one) { return one === slip ? near.text : one.text; }).join(" ") };
              })
            });
          });
          if (!slips.length && !away.length && total(results) && parts.join("") !== words.join("")) notes.push({ key: "parted", said: typed.join(" "), words: fixed.join(" ") });
          if (total(results) || fixed.length < 2) return answer(results, fixed);
          return Promise.all(fixed.map(function (word) { return self.alone(word, o); })).then(function (all) {
            var links = [];
            all.forEach(function (r, i) { if (total(r)) links.push({ label: fixed[i] + " (" + total(r) + ")", query: fixed[i] }); });
            if (links.length) notes.push({ key: "apart", links: links });
            return answer(results, fixed);
          });
        });
      });
    });
  };

  /* Pages of the site and terms of the glossary that a question asks for, as a whole or in a word
     of it: {page, name} or {anchor, term}. */
  Engine.prototype.pagesFor = function (text) {
    var self = this.speech(), all = self.plain(text).replace(/\s+/g, ""), found = new Map();
    if (all.length > LONG * 2) return [];
    var words = [all, self.bareQuestion(text)].concat(self.words(text).map(function (w) { return w.folded; }), self.cutUp(all));
    words.forEach(function (word) {
      var page = self.asksFor(word);
      if (page) found.set(page[0], { page: page[0], name: page[1] });
      self.terms.forEach(function (term) {
        if (self.plain(term[1]) === word) found.set(term[0], { anchor: term[0], term: term[1] });
      });
    });
    return Array.from(found.values()).slice(0, BEST);
  };
})();
