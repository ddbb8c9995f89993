// What the page counts with: hashes, canonical JSON, Merkle proofs, Ed25519, signed notes. Mirrors proofs.py.
"use strict";
const FORMAT = "yakuba-evidence/1", PUBLISHED = "公開済みの封印";
const BODY_KEYS = "actor,assurance,at,capacity,facts,gone,kind,post,rows,subject,subject_prev,subject_seq,version";
const MANIFEST_KEYS = "events,exported_at,format,members,origin,scope,sealed,subjects,unsealed";
const NAME = new RegExp("^(?:manifest\\.(json|sha256)|events\\.ndjson|public\\.txt|README\\.txt|verify\\.(py|html)" +
  "|checkpoints/[0-9]{12}\\.txt|proofs/(inclusion|subjects|consistency)\\.ndjson" +
  "|tables/[a-z0-9_]+\\.[a-z0-9_]+\\.ndjson|files/[0-9a-f]{64})$");

class Damaged extends Error {
  constructor(place, why, kind = "破損") { super(why); this.finding = { kind, place, why }; }
}
class Report {
  findings = []; counts = { "記録": 0, "行": 0, "ファイル": 0, "封印": 0 };
  unsealed = { count: 0, since: "" }; disposals = []; sealedAt = "";
  add(place, why, kind = "破損") { this.findings.push({ kind, place, why }); }
  text() {
    const counts = Object.entries(this.counts).map(([name, number]) => `${name} ${number}件`).join("、");
    const lines = [(this.findings.length ? "一致しないところがあります: " : "全件一致: ") + counts];
    for (const found of this.findings) lines.push(`${found.kind}（${found.place}）${found.why}`);
    for (const line of this.disposals) lines.push(`正当廃棄 ${line}`);
    if (this.sealedAt) lines.push(`最後の封印 ${this.sealedAt}`);
    const { count, since } = this.unsealed;
    if (count) lines.push(`未封印 ${count}件（${since} から）: この分はまだ証明できません。`);
    return lines.join("\n");
  }
}

// --- bytes, hashes, canonical JSON ---
const encode = (text) => new TextEncoder().encode(text);
const decode = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
function unhex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("hex");
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
}
function unbase64(text) {
  const raw = atob(text);
  if (btoa(raw) !== text) throw new Error("base64");
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}
function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const sha = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const leaf = (bytes) => sha(join(Uint8Array.of(0), bytes));
const node = (left, right) => sha(join(Uint8Array.of(1), left, right));
async function hmac(salt, bytes) {
  const key = await crypto.subtle.importKey("raw", salt, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes));
}
function dumps(value) {
  if (Array.isArray(value)) return "[" + value.map(dumps).join(",") + "]";
  if (value !== null && typeof value === "object")
    return "{" + Object.keys(value).sort().map((key) => dumps(key) + ":" + dumps(value[key])).join(",") + "}";
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error("number");
  if (typeof value === "string" && /[\uD800-\uDFFF]/u.test(value)) throw new Error("surrogate");
  return JSON.stringify(value);
}
function parse(bytes, place) {
  try {
    const text = decode(bytes), value = JSON.parse(text);
    if (value !== null && typeof value === "object" && !Array.isArray(value) && dumps(value) === text) return value;
  } catch { /* said below */ }
  throw new Damaged(place, "正規の形のJSONではありません");
}
const keys = (value) => Object.keys(value).sort().join(",");
function byteOrder(a, b) {
  const [left, right] = [encode(a), encode(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) if (left[at] !== right[at]) return left[at] - right[at];
  return left.length - right.length;
}

// --- Merkle tree (RFC 9162) ---
class Frontier {
  size = 0; nodes = [];
  async append(hash) {
    this.nodes.push(hash);
    for (let carry = this.size; carry % 2; carry = Math.floor(carry / 2)) {
      const right = this.nodes.pop();
      this.nodes.push(await node(this.nodes.pop(), right));
    }
    this.size += 1;
  }
  async root() {
    if (!this.nodes.length) return sha(new Uint8Array());
    let root = this.nodes[this.nodes.length - 1];
    for (const left of this.nodes.slice(0, -1).reverse()) root = await node(left, root);
    return root;
  }
}
const half = (number) => Math.floor(number / 2);
async function fromInclusion(index, size, hash, path) {
  if (!(0 <= index && index < size)) return null;
  let at = index, last = size - 1, root = hash;
  for (const other of path) {
    if (last === 0) return null;
    if (at % 2 || at === last) {
      root = await node(other, root);
      while (!(at % 2) && at) { at = half(at); last = half(last); }
    } else root = await node(root, other);
    at = half(at); last = half(last);
  }
  return last === 0 ? root : null;
}
async function consistent(m, n, oldRoot, newRoot, proof) {
  if (m === n) return proof.length === 0 && same(oldRoot, newRoot);
  const power = Number.isInteger(Math.log2(m)), path = power ? [oldRoot, ...proof] : proof;
  if (!(0 < m && m < n) || !path.length) return false;
  let at = m - 1, last = n - 1;
  while (at % 2) { at = half(at); last = half(last); }
  let before = path[0], after = path[0];
  for (const other of path.slice(1)) {
    if (last === 0) return false;
    if (at % 2 || at === last) {
      before = await node(other, before); after = await node(other, after);
      while (!(at % 2) && at) { at = half(at); last = half(last); }
    } else after = await node(after, other);
    at = half(at); last = half(last);
  }
  return last === 0 && same(before, oldRoot) && same(after, newRoot);
}

// --- Ed25519: the browser's own, or by hand where it has none ---
const P = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (a) => { const rest = a % P; return rest < 0n ? rest + P : rest; };
function power(base, exponent) {
  let total = 1n;
  for (base = mod(base); exponent > 0n; exponent >>= 1n) { if (exponent & 1n) total = mod(total * base); base = mod(base * base); }
  return total;
}
const invert = (a) => power(a, P - 2n), D = mod(-121665n * invert(121666n));
function plus([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const c = mod((y1 - x1) * (y2 - x2)), d = mod((y1 + x1) * (y2 + x2)), e = mod(2n * t1 * t2 * D), f = mod(2n * z1 * z2);
  const [g, h, i, j] = [d - c, f - e, f + e, d + c];
  return [mod(g * h), mod(i * j), mod(h * i), mod(g * j)];
}
function times(number, point) {
  let total = [0n, 1n, 1n, 0n];
  for (; number > 0n; number >>= 1n) { if (number & 1n) total = plus(total, point); point = plus(point, point); }
  return total;
}
const little = (bytes) => BigInt("0x" + hex(Uint8Array.from(bytes).reverse()));
function toPoint(bytes) {
  const all = little(bytes), sign = all >> 255n, y = all & (2n ** 255n - 1n);
  const x2 = mod((y * y - 1n) * invert(D * y * y + 1n));
  let x = power(x2, (P + 3n) / 8n);
  if (mod(x * x - x2)) x = mod(x * power(2n, (P - 1n) / 4n));
  if (y >= P || mod(x * x - x2) || (x === 0n && sign)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}
async function ed25519ByHand(key, message, signature) {
  const point = key.length === 32 ? toPoint(key) : null;
  if (!point || signature.length !== 64) return false;
  const hash = await crypto.subtle.digest("SHA-512", join(signature.subarray(0, 32), key, message));
  const s = little(signature.subarray(32)), h = little(new Uint8Array(hash)) % L;
  const base = toPoint(unhex("58" + "66".repeat(31))), minus = [P - point[0], point[1], 1n, P - point[3]];
  let [x, y, z] = plus(times(s, base), times(h, minus));
  x = mod(x * invert(z)); y = mod(y * invert(z));
  return s < L && (y | ((x & 1n) << 255n)) === little(signature.subarray(0, 32));
}
async function ed25519(key, message, signature) {
  let known;
  try { known = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]); } catch { known = null; }
  return known ? crypto.subtle.verify("Ed25519", known, signature, message) : ed25519ByHand(key, message, signature);
}
const SEAL = new RegExp("^([^\\n]+)\\n(0|[1-9][0-9]{0,15})\\n([A-Za-z0-9+/]{43}=)\\nchain ([0-9a-f]{64})\\n" +
  "subjects (0|[1-9][0-9]{0,15}) ([0-9a-f]{64})\\nat ([0-9TZ:.-]{20,27})\\n$");
async function readSeal(bytes, keyLine, place) {
  try {
    const [, name, hint, encoded] = decode(keyLine).match(/^([^+\n]*)\+([^+\n]*)\+([^\n]*)\n?$/);
    const key = unbase64(encoded), note = decode(bytes), gap = note.lastIndexOf("\n\n");
    const text = note.slice(0, gap + 1), tail = note.slice(gap + 2), found = text.match(SEAL);
    const id = (await sha(join(encode(name + "\n"), key))).subarray(0, 4), mark = `— ${name} `;
    const blob = unbase64(tail.split("\n").find((line) => line.startsWith(mark)).slice(mark.length));
    const good = hint === hex(id) && same(blob.subarray(0, 4), id) && key[0] === 1 && tail.endsWith("\n");
    if (gap >= 0 && found && good && found[1] === name && await ed25519(key.subarray(1), encode(text), blob.subarray(4)))
      return { origin: found[1], size: Number(found[2]), root: unbase64(found[3]), chain: found[4],
        subjects: Number(found[5]), heads: found[6], at: found[7] };
  } catch { /* said below */ }
  throw new Damaged(place, "封印の署名か形が正しくありません");
}
