// Reads pages from its stdin, one JSON string a line, and answers each with what axe finds in it.
// jsdom draws nothing, so contrast is not asked of it: the palette has a test of its own.
import { createInterface } from "node:readline";
import axe from "axe-core";
import { JSDOM } from "jsdom";

const ASKED = {
  resultTypes: ["violations", "incomplete"],
  rules: { "color-contrast": { enabled: false }, "color-contrast-enhanced": { enabled: false } },
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

const told = (found) =>
  found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));

for await (const line of createInterface({ input: process.stdin })) {
  // Its script is put in from outside: the page's own, if it had any, would not run.
  const { window } = new JSDOM(JSON.parse(line), { runScripts: "outside-only" });
  window.eval(axe.source);
  const { violations, incomplete, passes } = await window.axe.run(window.document, ASKED);
  const answer = { violations: told(violations), unsure: told(incomplete), passes: passes.length };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
