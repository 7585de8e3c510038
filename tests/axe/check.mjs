// Reads pages from its stdin, one JSON string a line, and answers each with what axe finds in it.
// jsdom draws nothing, so contrast is not asked of it: the palette has a test of its own.
import { createInterface } from "node:readline";
import axe from "axe-core";
import { JSDOM } from "jsdom";

const ASKED = {
  resultTypes: ["violations"],
  rules: { "color-contrast": { enabled: false } },
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

for await (const line of createInterface({ input: process.stdin })) {
  // Its script is put in from outside: the page's own, if it had any, would not run.
  const { window } = new JSDOM(JSON.parse(line), { runScripts: "outside-only" });
  window.eval(axe.source);
  const { violations, passes } = await window.axe.run(window.document, ASKED);
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
  );
  process.stdout.write(`${JSON.stringify({ violations: told, passes: passes.length })}\n`);
}
