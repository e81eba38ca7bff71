/** What the program says on a terminal for each code: what happened and what to do. */
const SENTENCES: Readonly<Record<string, string>> = {
  'folder-in-use':
    'Another process already runs on {dir}. Stop it first, or give this node a folder of its own.',
  'port-in-use':
    'Port {port} is taken by another program. Stop that program or choose another port.',
  'disk-full':
    'The disk is full ({file}). Nothing that was acknowledged is lost. Free some space and start again.',
  'store-unwritable':
    'This program may not write to {file} ({reason}). Give it the right to, or choose another folder.',
  'node-stopping':
    'The node was told to stop while something was still to be done; what was acknowledged is kept.',
  'store-damaged':
    'A log is damaged: {log}. Keep the folder as it is and restore the log from a backup or a peer.',
  'index-damaged': 'The search index was damaged. It is thrown away and made anew from the logs.',
  'index-away':
    'The PostgreSQL server of the search index does not answer ({place}: {reason}). Records are kept and sent as before; it is tried again and again, and catches up.',
  'index-there': 'The PostgreSQL server of the search index is there.',
  'index-held':
    'Another node, or one that just ended, holds the search index at {place}. Give each node a schema of its own (?schema=), or wait a minute.',
  'index-slow': 'The PostgreSQL server of the search index took too long ({place}).',
  'index-url-bad':
    'The address of the search index (TANSIQ_INDEX, or "index" in node.json) is not one: write postgres://USER:PASSWORD@HOST:5432/DATABASE.',
  'card-missing':
    'The card of {party} is not pinned. Put the file it handed over into the folder "cards".',
  'card-bad': 'The card {file} cannot be believed ({reason}). Ask the party to hand it over again.',
  'key-bad': 'The key {file} is not a key. Restore it from a backup.',
  'key-not-of-card':
    'The node key in {dir}/keys is not the one that our own card names. Restore both from one backup.',
  'node-key-replaced':
    '{party} has replaced the key of its node ({reason}, {at}), signed by its identity key. The new card is pinned.',
  'card-renewed':
    '{party} has renewed its card, signed by its identity key. The new card is pinned.',
  'card-older':
    'Others hold a newer card of ours (number {theirs}; here is {ours}): this folder is from before it. See "tansiq key --help".',
  'log-not-beyond':
    'There is no copy of {log} here that would not stand beside the card of its author. Nothing was changed.',
  'identity-away':
    'Our identity key is not at {file}. Bring it from where you keep it: "tansiq key rotate" takes its place with --identity, for all else put it there and take it away again.',
  'recovery-first':
    'The folder {dir} comes from a backup, and what the others hold of our logs is not all here again. Start the node, wait until it says so no more, stop it, and try again.',
  'card-full':
    'Our card has no room for another key: it names {keys} of them, or more than {logs} logs.',
  'authority-away':
    'The key of our authority is not at {file}. Bring it from where you keep it, and name its place with --authority.',
  'link-missing':
    'The folder {dir} has no link yet: it is of an older release. "tansiq link make --data {dir}" gives it one.',
  'link-renewed': 'The certificate of our link was renewed.',
  'link-renewal-due':
    'The certificate of our link is good for {days} days more, and the key of our authority is not here. Bring it and run "tansiq link renew --data {dir} --authority FILE".',
  'nats-there': 'The NATS server is there: what has no link of its own may travel by it.',
  'nats-away': 'The NATS server is not there; it is tried again and again.',
  'nats-url-bad':
    'The address of the NATS server (NATS_URL, or "nats" in node.json) is not one: write nats://HOST:4222 or tls://HOST:4222.',
  'file-missing': 'The file {file} is missing. Is this the data folder of a node?',
  'settings-bad': 'The file {file} does not hold what it should. Compare it with the guide.',
  'exercise-not-loopback':
    'An exercise has desks that need no key, so it may listen on this machine only, not on {host}.',
  'screens-not-built': 'The screens are not built yet: run "npm start" or "npm run build" once.',
  repaired: 'A write that was never acknowledged was found at the end of log {log} and cut off.',
  learning: 'Reading the logs: {done} of {all}.',
  restored:
    'A witness has seen more of {logs} of our logs than we hold: this folder comes from a backup. Nothing is written there until the newer entries are fetched back.',
  'node-not-running':
    'No node answers for the folder {dir}. Start it first ("tansiq serve"), or name its address with --url and --token.',
  'node-silent': 'The node does not answer ({address}{party}). Is it running?',
  'node-ended': 'The node of {party} ended while it was starting (exit code {code}).',
  'not-signed-in':
    'The token is not one of this node, or it is too old. Make one with "tansiq token".',
  'not-allowed': 'The desk of this token may not do that: its duties do not include it.',
  'bad-request': 'The node did not understand what was sent ({facts}).',
  'not-a-member': 'One of the parties of the audience is not a member of the centre.',
  'source-unreadable': '{source} cannot be read ({reason}).',
  'import-file-kind':
    'Only .csv, .geojson and .json files are read, or the same packed with gzip: {file}.',
  'import-file-missing': 'There is no file {file}.',
  'import-file-damaged':
    'The file {file} is damaged ({cause}). What was read before that is saved; mend the file and run the import again.',
  'import-unreadable': 'Nothing of {file} can be read: {kind}.',
  'import-file-too-large': 'The file {file} is larger than {limit} bytes unpacked. Divide it.',
  'import-rows-too-many': 'The file has more than {limit} rows. Divide it.',
  'import-column-missing':
    'The file {file} lacks the columns: {columns}. Is it the right preset or map?',
  'import-refused-unwritable':
    'The file for refused rows {path} cannot be written. Choose another with --refused.',
  'plan-not-here':
    'No plan that others read has the hash {hash} in the folder {dir}. Is it the folder of a party that reads it?',
  'plan-private': 'That plan is for its author alone; there is nothing that others were asked for.',
  'proof-too-large': 'The proof would have more than {limit} entries or bytes. Leave --whole out.',
  'courier-not-known':
    'The pinned card of {party} names no key for bundles. Ask the party for its new card and pin it.',
  'too-many-requests': 'The node is busy packing and opening bundles. Try again in a minute.',
  'not-a-bundle': '{file} is not a bundle. Nothing was stored. Is it the right file?',
  'bundle-not-for-us':
    '{file} is sealed to another party, so it cannot be opened here. Hand it to the party on its slip.',
  'bundle-newer':
    '{file} was packed by a newer version. Nothing was stored. Update this program, then open it again.',
  'bundle-damaged':
    '{file} is damaged or cut off. Whatever proved itself before that is kept. Ask for it again.',
  'bundle-too-large': '{file} is larger than a bundle may be. What came before the limit is kept.',
  'too-large': '{file} is larger than a bundle may be ({limit} bytes).',
  'restored-here':
    'This folder comes from a backup. Nothing is written on our logs until every other member has said what it holds of them and that is here again.',
  'backup-unsealed':
    'A backup is never written unsealed. Name the keys that may open it with --for, or in {dir}/backup.json.',
  'backup-restless':
    'The files of {dir} changed too quickly to be read. Nothing was written. Try again in a moment.',
  'backup-recipient': '"{recipient}" is not an age recipient (age1…).',
  'backup-missing': 'There is no backup in {from}.',
  'backup-gap':
    'Piece {piece} of the backup is missing or is not the next ({file}). Nothing was restored. Bring all pieces together.',
  'backup-not-for-key': 'The key that was named does not open {file}. Nothing was restored.',
  'backup-newer':
    '{file} was written by a newer version. Nothing was restored. Update this program first.',
  'backup-damaged': '{file} is damaged ({what}). Nothing was restored. Use another copy of it.',
  'restore-over': '{dir} is not empty, and a folder with records is never written over.',
  'nobody-administers':
    'No desk of this node administers, so nobody may carry bundles. Publish a roster that gives the duty to a desk.',
  index: '{line}',
  internal: 'Something went wrong inside: {error}\n{stack}',
};

/** The sentence of a code with its facts put in. */
export function sentenceOf(
  code: string,
  facts: Readonly<Record<string, string | number>> = {},
): string {
  const text = SENTENCES[code] ?? `${code} ${JSON.stringify(facts)}`;
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
}
