#!/usr/bin/env node
// Draws a Discord message from the JSON that a bot sends, so that the README can show how an answer looks.
// Not a Discord client: it draws what Verbatim sends (text, embeds without images, buttons, closed menus), dark.
//
//     npm install --prefix DIR --no-save --ignore-scripts @skyra/discord-components-core@4.0.2 puppeteer-core@24.43.1 \
//         esbuild@0.28.2 @fontsource-variable/noto-sans@5.3.0 @fontsource-variable/noto-sans-mono@5.3.0
//     apt-get install --no-install-recommends chromium fonts-noto-color-emoji pngquant
//     NODE_PATH=DIR/node_modules node tools/render_answer.mjs docs/pictures/*.json
//     pngquant --force --ext .png --strip docs/pictures/*.png
//
// DIR is a folder outside of the repository. Beside each FILE.json it writes FILE.png; pngquant makes that small.
// A file has what was `sent`, the body of a message, and what led to it: `asked` says by whom (`by`), and with which
// `command` ("ask"), drawn as "NAME used /ask", or with which `message`, drawn above the answer that replies to it.
// What only the asker sees has the flag for that (64). A file without `sent` is the body of a message itself.
// CHROMIUM names another browser than /usr/bin/chromium; Node is 20.11 or newer.
// Nothing is fetched: fonts and avatars are in the page.
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const BOT = "Verbatim";
const TIME = "Today at 14:05"; // fixed, so that the same payload gives the same picture
const EPHEMERAL = 64; // Discord's message flag for "only the asker sees it"
const WIDTH = 680; // CSS pixels: a line of an embed is as long as in Discord
const SCALE = 2; // device pixels to a CSS pixel

const avatar = (fill, drawing) =>
  "data:image/svg+xml," +
  encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">` +
      `<rect width="40" height="40" fill="${fill}"/>${drawing}</svg>`,
  );
const mark = '<path d="M-5 5v-5a6 6 0 0 1 5-6v3a3 3 0 0 0-2 3h2v5z" transform="scale(1.5)" fill="#fff"/>';
const BOT_AVATAR = avatar(
  "#3b6ea8",
  `<g transform="translate(19 21)">${mark}</g><g transform="translate(30 21)">${mark}</g>`,
);
const ASKER_AVATAR = avatar(
  "#7a8471",
  '<circle cx="20" cy="15" r="6.5" fill="#fff"/><path d="M8 33a12 11 0 0 1 24 0z" fill="#fff"/>',
);

const html = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
const attributes = (pairs) =>
  Object.entries(pairs)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${html(String(value))}"`))
    .join("");
const element = (name, pairs, inner = "") => `<${name}${attributes(pairs)}>${inner}</${name}>`;

// What may stand inside a line, first match first. Each is tried where the text stands; what none matches is text.
const pair = (marker, tag) => ({
  at: new RegExp(`${marker}((?:\\\\[^]|[^\\\\])+?)${marker}(?!${marker.slice(0, 2)})`, "y"),
  show: ([, inner], names) => element(tag, {}, inline(inner, names)),
});
const link = (url, shown) => element("discord-link", { href: url }, shown);
const INLINE = [
  { at: /\\([^0-9A-Za-z\s])/y, show: ([, char]) => html(char) },
  { at: /(`+)([^]*?[^`])\1(?!`)/y, show: ([, , code]) => element("discord-code", { embed: true }, html(code)) },
  {
    at: /\[((?:\\[^]|[^\]\\])+)\]\(<?(https?:\/\/[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?\)/y,
    show: ([, shown, url], names) => link(url, inline(shown, names)),
  },
  { at: /<(https?:\/\/[^\s>]+)>/y, show: ([, url]) => link(url, html(url)) },
  { at: /https?:\/\/[^\s<]*[^\s<.,:;!?'")\]*_~|\\]/y, show: ([url]) => link(url, html(url)) },
  { at: /<@!?\d+>/y, show: (_, { asker }) => element("discord-mention", {}, html(asker)) },
  { at: new RegExp(`@${BOT}\\b`, "y"), show: () => element("discord-mention", {}, BOT) },
  { at: /<\/([^:>]+):\d+>/y, show: ([, name]) => element("discord-mention", { type: "slash" }, html(name)) },
  pair("\\*\\*", "b"),
  pair("__", "u"),
  pair("~~", "s"),
  pair("\\|\\|", "discord-spoiler"),
  {
    at: /\*(?=[^\s*])((?:\\[^]|\*\*[^]+?\*\*|[^\\*])+?)(?<!\s)\*(?!\*)/y,
    show: ([, inner], names) => element("i", {}, inline(inner, names)),
  },
  {
    at: /(?<![0-9A-Za-z_])_((?:\\[^]|__[^]+?__|[^\\_])+?)_(?![0-9A-Za-z_])/y,
    show: ([, inner], names) => element("i", {}, inline(inner, names)),
  },
];

/** Markdown inside a line (or several lines of one paragraph) as HTML. */
function inline(text, names) {
  let out = "";
  for (let from = 0; from < text.length; ) {
    let found;
    const rule = INLINE.find(({ at }) => {
      at.lastIndex = from;
      return (found = at.exec(text));
    });
    if (rule) {
      out += rule.show(found, names);
      from += found[0].length;
    } else {
      const char = String.fromCodePoint(text.codePointAt(from));
      // HTML folds spaces into one, Discord does not.
      out += char === "\n" ? "<br>" : char === " " && text[from + 1] === " " ? "\u00a0" : html(char);
      from += char.length;
    }
  }
  return out;
}

const ITEM = /^( *)(?:([-*])|(\d+)\.) +(.*)$/;

/** The list that begins at `lines[0]`, taken out of `lines`. Deeper items become a list within it. */
function list(lines, names) {
  const [, indent, bullet, number] = ITEM.exec(lines[0]);
  let items = "";
  for (let item; lines.length > 0 && (item = ITEM.exec(lines[0])) && item[1].length >= indent.length; ) {
    if (item[1].length > indent.length) {
      items += list(lines, names);
    } else if (Boolean(item[2]) !== Boolean(bullet)) {
      break;
    } else {
      lines.shift();
      items += element("li", {}, inline(item[4], names));
    }
  }
  return bullet ? element("ul", {}, items) : element("ol", { start: number }, items);
}

/** Discord's markdown as HTML. Blocks are known by how their line begins; other lines are text, kept as lines. */
function markdown(text, names) {
  const lines = text.trim().split("\n");
  let out = "";
  let plain = [];
  const flush = () => {
    // A break at the very end shows nothing, so an empty last line needs its own.
    const last = plain.at(-1) === "" ? "<br>" : "";
    if (plain.length > 0) out += element("div", {}, inline(plain.join("\n"), names) + last);
    plain = [];
  };
  while (lines.length > 0) {
    const line = lines[0];
    const fenceEnd = /^```/.test(line) ? lines.findIndex((other, at) => at > 0 && /```\s*$/.test(other)) : -1;
    let found;
    if (fenceEnd > 0) {
      flush();
      const code = lines.splice(0, fenceEnd + 1).slice(1).join("\n").replace(/\n?```\s*$/, "");
      out += element("discord-code", { multiline: true, embed: true }, html(code));
    } else if (/^>>> /.test(line)) {
      flush();
      out += element("discord-quote", {}, markdown(lines.splice(0).join("\n").slice(4), names));
    } else if (/^> /.test(line)) {
      flush();
      const quoted = [];
      while (lines.length > 0 && /^> /.test(lines[0])) quoted.push(lines.shift().slice(2));
      out += element("discord-quote", {}, markdown(quoted.join("\n"), names));
    } else if ((found = /^(#{1,3}) +(.+)$/.exec(line))) {
      flush();
      out += element(`h${found[1].length}`, {}, inline(found[2], names));
      do lines.shift();
      while (lines[0] === ""); // a heading takes the empty lines after it
    } else if ((found = /^-# +(.+)$/.exec(line))) {
      flush();
      out += element("discord-subscript", {}, inline(found[1], names));
      lines.shift();
    } else if (ITEM.test(line)) {
      flush();
      out += list(lines, names);
    } else {
      plain.push(lines.shift());
    }
  }
  flush();
  return out;
}

/** Fails on what would be left out of the picture without a word. */
function onlyKnown(object, known, place) {
  const unknown = Object.keys(object).filter((key) => !known.includes(key) && object[key] != null);
  if (unknown.length > 0) throw new Error(`${place} holds what is not drawn: ${unknown.join(", ")}`);
}

function embed(sent, names) {
  onlyKnown(sent, ["type", "author", "title", "url", "description", "footer", "color"], "an embed");
  // A title may hold inline markdown; the element takes plain text, and shows it bold anyway.
  const title = inline(sent.title ?? "", names)
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));
  return element(
    "discord-embed",
    {
      slot: "embeds",
      "author-name": sent.author?.name,
      "author-url": sent.author?.url,
      "embed-title": title || undefined,
      url: sent.url,
      color: sent.color == null ? undefined : `#${sent.color.toString(16).padStart(6, "0")}`,
    },
    (sent.description
      ? element("discord-embed-description", { slot: "description" }, markdown(sent.description, names))
      : "") + (sent.footer ? element("discord-embed-footer", { slot: "footer" }, html(sent.footer.text)) : ""),
  );
}

const BUTTON_TYPES = { 1: "primary", 2: "secondary", 3: "success", 4: "destructive", 5: "secondary" };

function component(sent) {
  switch (sent.type) {
    case 1:
      return element("discord-action-row", {}, sent.components.map(component).join(""));
    case 2: {
      const label = [sent.emoji?.name, sent.label].filter(Boolean).join(" ");
      const { url, disabled } = sent;
      return element("discord-button", { type: BUTTON_TYPES[sent.style], url, disabled }, html(label));
    }
    case 3: {
      const chosen = sent.options.filter((option) => option.default).map((option) => option.label);
      const shown = chosen.join(", ") || sent.placeholder || "Make a selection";
      return element("discord-string-select-menu", { placeholder: shown, disabled: sent.disabled });
    }
    default:
      throw new Error(`a component of type ${sent.type} is not drawn`);
  }
}

/** The page's body: what led to the message, where that is known, and the message. */
function body(payload, asked) {
  onlyKnown(
    payload,
    ["content", "embeds", "components", "flags", "allowed_mentions", "message_reference", "nonce", "tts"],
    "the payload",
  );
  onlyKnown(asked, ["by", "command", "message"], "what was asked");
  const names = { asker: asked.by };
  const asker = { author: asked.by, avatar: ASKER_AVATAR };
  let before = "";
  let above = "";
  if (asked.command) {
    above = element("discord-command", { slot: "reply", ...asker, type: "slash_command", command: asked.command });
  } else if (asked.message) {
    const shown = inline(asked.message, names);
    before = element("discord-message", { ...asker, timestamp: TIME }, shown);
    above = element("discord-reply", { slot: "reply", ...asker }, shown);
  }
  const ephemeral = Boolean((payload.flags ?? 0) & EPHEMERAL);
  const rows = (payload.components ?? []).map(component).join("");
  const answer = element(
    "discord-message",
    { author: BOT, avatar: BOT_AVATAR, bot: true, timestamp: TIME, ephemeral },
    above +
      (payload.content ? markdown(payload.content, names) : "") +
      (payload.embeds ?? []).map((sent) => embed(sent, names)).join("") +
      (rows ? element("discord-attachments", { slot: "components" }, rows) : ""),
  );
  return element("discord-messages", {}, before + answer);
}

const STYLE = `
  body { margin: 0 }
  discord-messages { display: flow-root; border: 0 }
  discord-embed-footer { grid-column: 1 } /* over two columns it takes room from the description */
  discord-string-select-menu { width: 400px; max-width: 100% } /* as wide as in Discord, whatever is in it */
  discord-code:not([multiline]) { margin: 0 0.2em }
  b { font-weight: 700 }
  ul, ol { margin: 4px 0 0 16px; padding: 0 } ol { margin-left: 22px } li { margin-bottom: 4px }
  h1, h2, h3 { margin: 8px 0 4px; font-weight: 700; line-height: 1.375em }
  h1 { font-size: 1.5em } h2 { font-size: 1.25em } h3 { font-size: 1em }
`;

// Inside the elements: a long question ends in "…" where its line does.
const INNER_STYLE = `
  .discord-replied-message-content { min-width: 0; overflow: hidden }
  .discord-slash-command-name svg { flex-shrink: 0 }
  .discord-slash-command-name span { overflow: hidden; text-overflow: ellipsis }
`;

/** The elements and the fonts as one script and one style sheet with nothing left to fetch. */
async function bundle(esbuild) {
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `import "@skyra/discord-components-core";
        import "@fontsource-variable/noto-sans/wght.css"; import "@fontsource-variable/noto-sans/wght-italic.css";
        import "@fontsource-variable/noto-sans-mono/wght.css";`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    outdir: "out",
    format: "iife",
    charset: "utf8",
    loader: { ".woff2": "dataurl" },
    nodePaths: (process.env.NODE_PATH ?? "").split(delimiter).filter(Boolean),
    logLevel: "silent", // a failure is thrown all the same
  });
  const text = (extension) => outputFiles.find(({ path }) => path.endsWith(extension)).text;
  // The elements ask for fonts by these names.
  const named = { "Noto Sans Variable": "gg sans", "Noto Sans Mono Variable": "Consolas" };
  const css = text(".css").replace(/Noto Sans (?:Mono )?Variable/g, (name) => named[name]);
  return { script: text(".js"), css };
}

/** Draws one file on a page of its own. */
async function draw(browser, from, { script, css }) {
  const file = JSON.parse(readFileSync(from, "utf8"));
  const drawn = body(file.sent ?? file, file.asked ?? {});
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (request.url().startsWith("data:")) return request.continue();
    problems.push(`the page asked for ${request.url()}`);
    return request.abort();
  });
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>${css}${STYLE}</style>${drawn}`);
  await page.addScriptTag({ content: script });
  await page.evaluate(async (style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    for (const shown of document.querySelectorAll("discord-messages *")) {
      await shown.updateComplete;
      shown.shadowRoot?.adoptedStyleSheets.push(sheet);
    }
    await document.fonts.ready;
  }, INNER_STYLE);
  if (problems.length > 0) throw new Error(`${from}: ${problems.join("; ")}`);
  await (await page.$("discord-messages")).screenshot({ path: from.replace(/\.json$/, ".png") });
  await page.close();
}

async function main() {
  const files = process.argv.slice(2);
  if (files.length === 0 || files.some((name) => !name.endsWith(".json"))) {
    throw new Error("call it as its head says, with files that end in .json");
  }
  const require = createRequire(import.meta.url); // unlike an import, it looks into NODE_PATH
  const bundled = await bundle(require("esbuild"));
  const profile = mkdtempSync(join(tmpdir(), "render-answer-"));
  const browser = await require("puppeteer-core").launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    userDataDir: profile,
    defaultViewport: { width: WIDTH, height: 800, deviceScaleFactor: SCALE },
    args: [
      "--no-sandbox", // it runs as root in containers, and opens nothing but this page
      ...["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
      ...["--disable-background-networking", "--disable-component-update"],
      ...["--hide-scrollbars", "--disable-lcd-text", "--font-render-hinting=none", "--force-color-profile=srgb"],
    ],
  });
  try {
    for (const name of files) await draw(browser, name, bundled);
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
