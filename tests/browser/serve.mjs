// Static server for the checks, on loopback only: an output folder under any sub-path,
// with the strict headers the documentation recommends to cities.
//
//   node serve.mjs OUTPUT [--base /digitalisierung/] [--port 8080]
//
// As a module: serve(folder, { base, port }) -> { url, close() }.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { basePath } from './site.mjs';

export const CSP = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
  "connect-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join('; ');

const TYPES = {
  atom: 'application/atom+xml', css: 'text/css; charset=utf-8', csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8', ico: 'image/x-icon', js: 'text/javascript; charset=utf-8',
  json: 'application/json', jsonld: 'application/ld+json', pdf: 'application/pdf', png: 'image/png',
  rdf: 'application/rdf+xml', svg: 'image/svg+xml', ttl: 'text/turtle; charset=utf-8',
  txt: 'text/plain; charset=utf-8', webmanifest: 'application/manifest+json', woff2: 'font/woff2',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', xml: 'application/xml',
};

// The file an address stands for, or null: never one outside the folder.
function fileFor(root, rest) {
  const file = path.join(root, rest);
  if (file !== root && !file.startsWith(root + path.sep)) return null;
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile()) return file;
  const index = path.join(file, 'index.html');
  return stat?.isDirectory() && fs.existsSync(index) ? index : null;
}

export async function serve(folder, { base = '/', port = 0 } = {}) {
  const root = path.resolve(folder);
  const server = http.createServer((request, response) => {
    const headers = {
      'content-security-policy': CSP, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer',
    };
    const send = (status, file) => {
      if (!file) return response.writeHead(status, headers).end();
      headers['content-type'] = TYPES[path.extname(file).slice(1)] ?? 'application/octet-stream';
      response.writeHead(status, headers);
      fs.createReadStream(file).pipe(response);
    };
    let address;
    try {
      address = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    } catch {
      return send(400);
    }
    const file = address.startsWith(base) ? fileFor(root, address.slice(base.length)) : null;
    // As most web servers do: a folder is answered under its address with a final slash.
    if (file?.endsWith('index.html') && !address.endsWith('/') && !address.endsWith('.html')) {
      headers.location = `${encodeURI(address)}/`;
      return send(301);
    }
    return file ? send(200, file) : send(404, fileFor(root, '404.html'));
  });
  await new Promise((ready) => { server.listen(port, '127.0.0.1', ready); });
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    close: () => { server.closeAllConnections(); server.close(); },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true, options: { base: { type: 'string' }, port: { type: 'string', default: '8080' } },
  });
  const [folder = 'output'] = positionals;
  const { url } = await serve(folder, { base: values.base ?? basePath(folder), port: Number(values.port) });
  console.log(`${folder} at ${url}`);
}
