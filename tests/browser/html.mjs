// Checks the markup of a published site: HTML, SVG and CSS with the Nu Html Checker (vnu, needs Java 17),
// HTML again with html-validate.
//
//   node html.mjs OUTPUT
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { Report } from './report.mjs';
import { files } from './site.mjs';

const VNU = path.join(path.dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');

// What the CSS part of vnu does not know yet although browsers do. Each line hides one false alarm.
const UNKNOWN_TO_VNU = [
  /@(container|view-transition|property|scope|starting-style|position-try)\b/i,
  /“(container(-type|-name)?|view-transition-name|text-wrap(-style)?|field-sizing|interpolate-size|print-color-adjust|hyphenate-limit-chars|hyphenate-character|text-box-trim|forced-color-adjust|vector-effect|paint-order)”: Property/i,
  /Parse Error[\s\S]*\dcq(i|b|w|h|min|max)\b/, // units of container queries
];

// vnu reads files, for which 'self' means nothing; the browser checks run under the policy for real.
const SELF_OF_A_FILE = /^Resource violates Content Security Policy .*“(?!https?:|\/\/)/;

// Rules about taste or about what the writer of this site decides are off.
const RULES = {
  'attribute-boolean-style': 'off', 'doctype-style': 'off', 'long-title': 'off', 'no-inline-style': 'error',
  'no-raw-characters': 'off', 'no-trailing-whitespace': 'off', 'prefer-native-element': 'off', 'require-sri': 'off',
  'valid-id': ['error', { relaxed: true }], 'void-style': 'off',
};

const folder = path.resolve(process.argv[2] ?? 'output');
const report = new Report('html');
const counts = {};

for (const kind of ['html', 'svg', 'css']) {
  const found = files(folder).filter((file) => file.endsWith(`.${kind}`)).length;
  counts[kind] = found;
  if (!found) continue;
  const { stderr, error } = spawnSync('java', ['-Xss8m', '-jar', VNU, '--format', 'json', `--skip-non-${kind}`, folder], {
    encoding: 'utf8', maxBuffer: 1 << 28,
  });
  if (error || !stderr.trim().startsWith('{')) {
    report.add(`vnu could not check ${kind}`, folder, error ?? stderr);
    continue;
  }
  for (const { type, subType, message, url, lastLine, extract } of JSON.parse(stderr).messages) {
    if (type === 'info' && subType !== 'warning') continue;
    if (SELF_OF_A_FILE.test(message)) continue;
    if (kind === 'css' && UNKNOWN_TO_VNU.some((pattern) => pattern.test(`${message} ${extract}`))) continue;
    const file = url ? path.relative(folder, fileURLToPath(url)) : folder;
    report.add(`vnu ${subType ?? type}: ${message.slice(0, 160)}`, `${file}:${lastLine ?? 1}`, extract ?? '');
  }
}

const validator = new HtmlValidate(new StaticConfigLoader({
  root: true, extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'], rules: RULES,
}));
for (const file of files(folder).filter((name) => name.endsWith('.html'))) {
  const { results } = await validator.validateFile(path.join(folder, file));
  for (const { ruleId, message, line, selector } of results.flatMap(({ messages }) => messages)) {
    report.add(`html-validate ${ruleId}`, `${file}:${line}`, `${message}  ${selector ?? ''}`);
  }
}
report.finish(counts);
