// Everything can be read and asked without this; it makes three things quicker: a list of hits
// that follows what is typed, colours in the query, and a network in which one body stands out.
// Text from the store is set as text and never as markup.

const KINDS = {
  document: "文件", task: "任务", body: "机构", region: "区划", programme: "行动计划",
  industry: "产业", indicator: "指标", facility: "设施", person: "人员", other: "其他",
};

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

// --- Search as you type ------------------------------------------------------------------

function suggestions(input, list) {
  let timer = 0;
  let asked = 0;
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  };
  const choose = (place) => {
    const items = [...list.children];
    if (!items.length) return;
    chosen = (place + items.length) % items.length;
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === chosen)));
    items[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[chosen].id);
  };
  const show = (hits) => {
    list.replaceChildren(
      ...hits.map((hit, n) => {
        const item = element("li", hit.name.slice(0, 80));
        item.id = `hit-${n}`;
        item.dataset.href = hit.href;
        item.setAttribute("role", "option");
        const more = hit.text === hit.name ? "" : ` ${hit.text.slice(0, 60)}`;
        item.append(element("small", `${KINDS[hit.kind] ?? hit.kind}${more}`));
        return item;
      }),
    );
    list.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    chosen = -1;
  };
  const ask = async () => {
    const text = input.value.trim();
    const number = ++asked;
    if (!text) return close();
    const answer = await fetch(`/search.json?q=${encodeURIComponent(text)}`).catch(() => null);
    if (answer?.ok && number === asked) show(await answer.json());
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1));
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.href);
    } else if (event.key === "Escape") {
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (item) location.assign(item.dataset.href);
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
}

// "/" goes to the search field, as on many sites.
document.addEventListener("keydown", (event) => {
  const inField = event.target.closest?.("input, textarea, select");
  if (event.key === "/" && !inField && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("q")?.focus();
  }
});

const search = document.getElementById("q");
if (search) suggestions(search, document.getElementById("hits"));

// --- The query editor --------------------------------------------------------------------

const TOKENS = new RegExp(
  [
    "(?<note>#[^\\n]*)",
    "(?<iri><[^<>\"{}|^`\\s]*>)",
    "(?<text>\"\"\"[\\s\\S]*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*')",
    "(?<var>[?$]\\w+)",
    "(?<name>[A-Za-z][\\w-]*:[\\w.\\-%]*)",
    "(?<word>\\b(?:BASE|PREFIX|SELECT|DISTINCT|REDUCED|CONSTRUCT|DESCRIBE|ASK|FROM|NAMED|WHERE|" +
      "ORDER|BY|ASC|DESC|LIMIT|OFFSET|GROUP|HAVING|OPTIONAL|GRAPH|UNION|FILTER|MINUS|BIND|VALUES|" +
      "AS|NOT|EXISTS|IN|UNDEF|COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT|STR|LANG|DATATYPE|BOUND|" +
      "IF|COALESCE|CONTAINS|STRSTARTS|STRENDS|REGEX|REPLACE|YEAR|MONTH|true|false|a)\\b)",
  ].join("|"),
  "gi",
);

function coloured(code) {
  const parts = [];
  let at = 0;
  for (const found of code.matchAll(TOKENS)) {
    if (found.index > at) parts.push(code.slice(at, found.index));
    const [kind] = Object.entries(found.groups).find(([, value]) => value !== undefined);
    parts.push(element("span", found[0], `t-${kind}`));
    at = found.index + found[0].length;
  }
  parts.push(`${code.slice(at)}\n`);
  return parts;
}

function editor(box) {
  const area = box.querySelector("textarea");
  const shown = box.querySelector("pre");
  const paint = () => {
    shown.firstElementChild.replaceChildren(...coloured(area.value));
    shown.scrollTop = area.scrollTop;
  };
  area.addEventListener("input", paint);
  area.addEventListener("scroll", () => {
    shown.scrollTop = area.scrollTop;
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      area.form.requestSubmit();
    }
  });
  box.classList.add("on");
  paint();
  const share = document.getElementById("share");
  share?.addEventListener("click", (event) => {
    if (!navigator.clipboard) return;
    event.preventDefault();
    const address = new URL("/query", location.href);
    address.searchParams.set("query", area.value);
    navigator.clipboard.writeText(address.href).then(
      () => { document.getElementById("said").textContent = "链接已复制 copied"; },
      () => location.assign(address.href),
    );
  });
}

document.querySelectorAll(".editor").forEach(editor);

// --- The network -------------------------------------------------------------------------

function highlight(figure) {
  const edges = [...figure.querySelectorAll("a[data-a]")];
  const dots = [...figure.querySelectorAll("a[data-n]")];
  const light = (place) => {
    const near = new Set([place]);
    for (const edge of edges) {
      const on = place !== null && (edge.dataset.a === place || edge.dataset.b === place);
      edge.classList.toggle("lit", on);
      edge.classList.toggle("faded", place !== null && !on);
      if (on) near.add(edge.dataset.a).add(edge.dataset.b);
    }
    for (const dot of dots) {
      dot.classList.toggle("faded", place !== null && !near.has(dot.dataset.n));
    }
  };
  for (const dot of dots) {
    for (const name of ["mouseenter", "focus"]) {
      dot.addEventListener(name, () => light(dot.dataset.n));
    }
    for (const name of ["mouseleave", "blur"]) dot.addEventListener(name, () => light(null));
  }
}

const graph = document.getElementById("graph");
if (graph) highlight(graph);

// --- The reader --------------------------------------------------------------------------

const plain = document.getElementById("plain");
plain?.addEventListener("change", () => {
  document.getElementById("text").classList.toggle("plain-text", plain.checked);
});

// #char=begin,end alone (RFC 5147): have the server mark the stretch.
function toStretch() {
  const found = /^#char=(\d+),(\d+)$/.exec(decodeURIComponent(location.hash));
  if (!found || !document.getElementById("text")) return;
  const wanted = `${found[1]},${found[2]}`;
  if (new URLSearchParams(location.search).get("char") !== wanted) {
    location.replace(`${location.pathname}?char=${wanted}#char=${wanted}`);
  } else {
    document.getElementById(`char=${wanted}`)?.scrollIntoView({ block: "center" });
  }
}
toStretch();
window.addEventListener("hashchange", toStretch);
