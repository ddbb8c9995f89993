// The checks of one evidence file, in the order of verify.py. Joined with proofs.js into verify.html.
// --- the ZIP ---
const CRC = Uint32Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n; });
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
const STAMP = 64, FLAW = "ZIPの写しに傷があるか、前か後ろに余分なデータがあります";
class Archive {
  constructor(bytes) {
    this.bytes = bytes; this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length); this.entries = new Map();
    const end = bytes.length - 22 - STAMP, view = this.view;
    if (end < 0 || view.getUint32(end, true) !== 0x06054b50) throw new Damaged("ZIP", FLAW);
    let at = view.getUint32(end + 16, true), first = at;
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      if (view.getUint32(at, true) !== 0x02014b50) throw new Error("zip");
      const length = view.getUint16(at + 28, true), name = decode(bytes.subarray(at + 46, at + 46 + length));
      if (this.entries.has(name)) throw new Damaged("ZIP", "同じ名前のファイルが2つあります");
      const start = view.getUint32(at + 42, true);
      this.entries.set(name, { start, flags: view.getUint16(at + 8, true), method: view.getUint16(at + 10, true),
        crc: view.getUint32(at + 16, true), packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true) });
      first = Math.min(first, start);
      at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    for (const name of this.entries.keys())
      if (!NAME.test(name)) throw new Damaged("ZIP", `あってはならない名前のファイルがあります: '${name}'`);
    if (at !== end || first !== 0) throw new Damaged("ZIP", FLAW);
  }
  async stamped() {
    const edge = this.bytes.length - STAMP, whole = hex(await sha(this.bytes.subarray(0, edge)));
    if (this.view.getUint16(edge - 2, true) !== STAMP || decode(this.bytes.subarray(edge)) !== whole) throw new Damaged("ZIP", FLAW);
  }
  get names() { return [...this.entries.keys()]; }
  async read(name) {
    const entry = this.entries.get(name), view = this.view;
    if (!entry) throw new Damaged(name, "ファイルがありません", "欠落");
    try {
      const length = view.getUint16(entry.start + 26, true), extra = view.getUint16(entry.start + 28, true);
      const from = entry.start + 30, data = from + length + extra, packed = this.bytes.subarray(data, data + entry.packed);
      if (view.getUint32(entry.start, true) !== 0x04034b50 || decode(this.bytes.subarray(from, from + length)) !== name) throw 0;
      let content = packed;
      if (entry.method === 8) {
        const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
        content = new Uint8Array(await new Response(stream).arrayBuffer());
      } else if (entry.method !== 0) throw 0;
      if (entry.flags & 1 || content.length !== entry.size || crc32(content) !== entry.crc) throw 0;
      return content;
    } catch { throw new Damaged(name, "ZIPから取り出せません"); }
  }
  async *lines(name) {
    if (!this.entries.has(name)) return;
    const content = await this.read(name);
    for (let at = 0, number = 1; at < content.length; number++) {
      const end = content.indexOf(10, at), place = `${name} ${number}行目`;
      if (end < 0) throw new Damaged(place, "行が途中で切れています");
      yield [place, content.subarray(at, end)];
      at = end + 1;
    }
  }
}

// --- the checks, in the order of verify.py ---
class Town {
  constructor(archive, report) {
    Object.assign(this, { archive, report, seals: [], heads: new Map(), rows: new Map(), tree: new Frontier(),
      lastIndex: -1, proofs: new Map(), subjectProofs: new Map() });
  }
  get whole() { return this.manifest.scope === "whole"; }
  get newest() { return this.seals.filter(([place]) => place !== PUBLISHED).pop()[1]; }

  async readManifest() {
    const { archive, report } = this, raw = await archive.read("manifest.json");
    if (!same(await archive.read("manifest.sha256"), encode(hex(await sha(raw)) + "\n"))) report.add("manifest.json", "目録の照合値が合いません");
    this.manifest = parse(raw, "manifest.json");
    if (keys(this.manifest) !== MANIFEST_KEYS || this.manifest.format !== FORMAT)
      throw new Damaged("manifest.json", "この道具で確かめられる形式ではありません");
    const listed = new Map(Object.entries(this.manifest.members));
    const here = archive.names.filter((name) => name !== "manifest.json" && name !== "manifest.sha256");
    for (const name of [...new Set([...here, ...listed.keys()])].sort(byteOrder)) {
      if (!here.includes(name)) { report.add(name, "目録にあるファイルがありません", "欠落"); continue; }
      if (!listed.has(name)) { report.add(name, "目録にないファイルです"); continue; }
      const content = await archive.read(name), said = { sha256: hex(await sha(content)), size: content.length };
      if (dumps(listed.get(name)) !== dumps(said)) report.add(name, "ファイルの中身が目録と合いません");
    }
  }
  async readSeals(published) {
    const { archive, report } = this, key = await archive.read("public.txt");
    for (const name of archive.names.filter((name) => name.startsWith("checkpoints/")).sort()) {
      const seal = await readSeal(await archive.read(name), key, name);
      if (name !== `checkpoints/${String(seal.size).padStart(12, "0")}.txt` || seal.origin !== this.manifest.origin)
        throw new Damaged(name, "封印の件数か役場の名前が合いません");
      this.seals.push([name, seal]);
    }
    if (!this.seals.length) throw new Damaged("checkpoints", "封印がありません。まだ何も証明できません", "欠落");
    report.counts["封印"] = this.seals.length;
    report.sealedAt = this.newest.at;
    if (!published) return;
    const seal = await readSeal(published, key, PUBLISHED);
    if (seal.size > this.newest.size)
      throw new Damaged(PUBLISHED, `公開済みの封印は${seal.size}件、このファイルの封印は${this.newest.size}件です`, "欠落");
    this.seals.unshift([PUBLISHED, seal]);
  }
  async guarded(task) {
    try { await task(); } catch (error) { if (!(error instanceof Damaged)) throw error; this.report.findings.push(error.finding); }
  }
  async readEvents() {
    const { archive, report, manifest } = this;
    this.chain = await sha(new Uint8Array());
    for await (const [place, raw] of archive.lines("proofs/inclusion.ndjson")) {
      const proof = parse(raw, place);
      this.proofs.set(proof.index, proof.path.map(unhex));
    }
    for await (const [place, raw] of archive.lines("proofs/subjects.ndjson")) {
      const proof = parse(raw, place);
      this.subjectProofs.set(proof.subject, proof);
    }
    for await (const [place, raw] of archive.lines("events.ndjson")) {
      report.counts["記録"] += 1;
      await this.guarded(() => this.readEvent(place, raw));
    }
    for (const index of this.proofs.keys()) report.add(`封印${index + 1}番`, "証明だけがあり、記録がありません", "欠落");
    for (const subject of manifest.subjects) if (!this.heads.has(subject)) report.add(subject, "記録が1件もありません", "欠落");
    const open = report.unsealed.count;
    if (manifest.sealed !== report.counts["記録"] - open || manifest.events - manifest.sealed !== open)
      report.add("events.ndjson", "記録の件数が目録と合いません", "欠落");
  }
  async readEvent(where, raw) {
    const line = parse(raw, where), { index } = line, text = encode(String(line.body)), body = parse(text, where), { report } = this;
    if (keys(line) !== "body,digest,index" || keys(body) !== BODY_KEYS || body.version !== 1 || !(index === null || typeof index === "number"))
      throw new Damaged(where, "記録の形が正しくありません");
    const number = index === null ? "未封印" : `封印${index + 1}番`, digest = await sha(text);
    const place = `${where} ${number} ${body.subject} の${body.subject_seq}番目`;
    if (hex(digest) !== line.digest) {
      if (index !== null) this.lastIndex = index;
      throw new Damaged(place, "記録の内容が書き換えられています");
    }
    if (index === null) {
      if (!report.unsealed.count++) { report.unsealed.since = body.at; await this.checkHeads(); }
    } else if (report.unsealed.count || index <= this.lastIndex) throw new Damaged(place, "記録の順序が入れ替わっています");
    else await this.checkSeal(place, index, digest);
    this.follow(place, body, hex(digest));
  }
  async checkSeal(place, index, digest) {
    const before = this.lastIndex, hash = await leaf(digest);
    this.lastIndex = index;
    if (!this.whole) {
      const root = await fromInclusion(index, this.newest.size, hash, this.proofs.get(index) || []);
      this.proofs.delete(index);
      if (!root || !same(root, this.newest.root)) throw new Damaged(place, "封印に含まれている証明が成り立ちません");
      return;
    }
    if (index !== before + 1) this.report.add(`封印${before + 2}番から${index}番`, "記録がありません", "欠落");
    await this.tree.append(hash);
    this.chain = await sha(join(this.chain, digest));
    for (const [name, seal] of this.seals)
      if (seal.size === this.tree.size && !(same(seal.root, await this.tree.root()) && seal.chain === hex(this.chain)))
        this.report.add(name, `封印1番から${seal.size}番までの記録が、封印と合いません`);
  }
  follow(place, body, digest) {
    const { subject, subject_seq: seq } = body, mine = this.whole || this.manifest.subjects.includes(subject);
    const [last, head] = this.heads.get(subject) || [0, ""];
    this.heads.set(subject, [seq, digest]);
    for (const [table, rows] of Object.entries(body.rows)) for (const [row, said] of Object.entries(rows)) {
      const key = JSON.stringify([table, row]), kept = this.rows.get(key);
      this.rows.set(key, { table, row, said, place, required: mine || (kept !== undefined && kept.required) });
    }
    for (const [table, ids] of Object.entries(body.gone)) for (const row of ids) {
      this.rows.delete(JSON.stringify([table, row]));
      this.report.disposals.push(`${table} の行 ${row}（決裁番号 ${body.facts.decision}）`);
    }
    if (mine && (seq !== last + 1 || body.subject_prev !== head))
      throw new Damaged(place, `前の記録（${subject} の${last}番目）につながっていません`, "欠落");
  }
  async checkHeads() {
    const { report, newest: seal } = this, headLeaf = (subject, seq, digest) => leaf(encode(`${subject}\n${seq}\n${digest}`));
    if (this.whole) {
      const tree = new Frontier();
      for (const subject of [...this.heads.keys()].sort(byteOrder)) await tree.append(await headLeaf(subject, ...this.heads.get(subject)));
      if (tree.size !== seal.subjects || hex(await tree.root()) !== seal.heads)
        report.add("封印", "対象ごとの最後の記録が、封印と合いません", "欠落");
      if (this.tree.size !== seal.size) report.add("events.ndjson", `封印は${seal.size}件ですが、記録は${this.tree.size}件です`, "欠落");
      return;
    }
    for (const subject of this.manifest.subjects) {
      const proof = this.subjectProofs.get(subject), [seq, digest] = this.heads.get(subject) || [];
      if (!proof) { if (seq) report.add(subject, "最後の記録であることの証明がありません", "欠落"); continue; }
      const hash = await headLeaf(subject, proof.seq, proof.digest);
      const root = await fromInclusion(proof.index, seal.subjects, hash, proof.path.map(unhex));
      if (!root || hex(root) !== seal.heads || proof.seq !== seq || proof.digest !== digest)
        report.add(subject, "封印された最後の記録までそろっていません", "欠落");
    }
  }
  async checkGrowth() {
    const proofs = new Map([[this.newest.size, []]]);
    for await (const [place, raw] of this.archive.lines("proofs/consistency.ndjson")) {
      const proof = parse(raw, place);
      proofs.set(proof.from, proof.path.map(unhex));
    }
    for (const [name, seal] of this.seals) {
      const proof = proofs.get(seal.size);
      if (!proof || !await consistent(seal.size, this.newest.size, seal.root, this.newest.root, proof))
        this.report.add(name, "最後の封印が、この封印の続きであることを確かめられません");
    }
  }
  async readTables() {
    for (const name of this.archive.names.filter((name) => name.startsWith("tables/")).sort(byteOrder))
      for await (const [place, raw] of this.archive.lines(name)) {
        this.report.counts["行"] += 1;
        await this.guarded(() => this.readRow(name.slice(7, -7), place, raw));
      }
    for (const { table, row, place, required } of this.rows.values())
      if (required) this.report.add(`${table} の行 ${row}`, `行がありません。最後の記録は ${place}`, "欠落");
  }
  async readRow(table, where, raw) {
    const line = parse(raw, where);
    if (keys(line) !== "columns,salt" || !/^[0-9a-f]{32}$/.test(String(line.salt))) throw new Damaged(where, "行の形が正しくありません");
    const row = String(line.columns.id), key = JSON.stringify([table, row]), kept = this.rows.get(key);
    const place = `${where} ${table} の行 ${row}`;
    this.rows.delete(key);
    if (!kept) throw new Damaged(place, "この行を書いた記録がありません");
    if (hex(await hmac(unhex(line.salt), encode(dumps(line.columns)))) !== kept.said)
      throw new Damaged(place, `記録のあとに書き換えられています。最後の記録は ${kept.place}`);
  }
  async checkFiles() {
    const { archive, report } = this, files = archive.names.filter((name) => name.startsWith("files/")).sort(), named = new Set();
    for (const name of files.length ? archive.names : [])
      if (name === "events.ndjson" || name.startsWith("tables/"))
        for await (const [, line] of archive.lines(name))
          for (const digest of new TextDecoder().decode(line).match(/[0-9a-f]{64}/g) || []) named.add("files/" + digest);
    for (const name of files) {
      if ("files/" + hex(await sha(await archive.read(name))) !== name) report.add(name, "ファイルの中身が名前と合いません");
      else if (!named.has(name)) report.add(name, "どの記録にも出てこないファイルです");
    }
    report.counts["ファイル"] = files.length;
  }
}
async function verify(bytes, published) {
  const report = new Report();
  try {
    const archive = new Archive(bytes);
    await archive.stamped();
    const town = new Town(archive, report);
    await town.readManifest();
    await town.readSeals(published);
    await town.readEvents();
    if (!report.unsealed.count) await town.checkHeads();
    if (!town.whole) await town.checkGrowth();
    await town.readTables();
    await town.checkFiles();
    if (dumps(report.unsealed) !== dumps(town.manifest.unsealed)) report.add("manifest.json", "未封印の範囲が目録と合いません");
  } catch (error) {
    if (error instanceof Damaged) report.findings.push(error.finding); else report.add("証拠ファイル", "読み取れません");
  }
  return report;
}

const out = document.getElementById("out");
async function run() {
  const [file] = document.getElementById("file").files, [seal] = document.getElementById("seal").files;
  if (!file) return;
  out.className = ""; out.removeAttribute("data-report"); out.textContent = "調べています…";
  const published = seal ? new Uint8Array(await seal.arrayBuffer()) : null;
  const report = await verify(new Uint8Array(await file.arrayBuffer()), published);
  out.textContent = report.text() + (seal ? "" : "\n公開済みの封印とは比べていません。");
  out.className = report.findings.length ? "bad" : "good";
  out.dataset.report = JSON.stringify(report);
}
for (const id of ["file", "seal"]) document.getElementById(id).addEventListener("change", run);
