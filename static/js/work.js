// A piece of work for who writes without an account: find the number whose hash, with the salt
// before it, is the given one (Altcha's scheme with SHA-256, FIPS 180-4). Runs beside the page.
const ROUND = new Uint32Array(64);
const START = new Uint32Array(8);
(function derive() {
  // The constants are the first bits of the fractions of roots of primes.
  const fraction = (root) => ((root - Math.floor(root)) * 4294967296) >>> 0;
  let found = 0;
  for (let n = 2; found < 64; n += 1) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) isPrime = false;
    if (!isPrime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(n));
    ROUND[found] = fraction(Math.cbrt(n));
    found += 1;
  }
})();

const words = new Int32Array(64);

// One block of 64 bytes, from `at` in `bytes`, into `state`.
function mix(state, bytes, at) {
  for (let i = 0; i < 16; i += 1) {
    const k = at + i * 4;
    words[i] = (bytes[k] << 24) | (bytes[k + 1] << 16) | (bytes[k + 2] << 8) | bytes[k + 3];
  }
  for (let i = 16; i < 64; i += 1) {
    const x = words[i - 15];
    const y = words[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
  let a = state[0], b = state[1], c = state[2], d = state[3];
  let e = state[4], f = state[5], g = state[6], h = state[7];
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0;
    d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0] = (state[0] + a) | 0; state[1] = (state[1] + b) | 0;
  state[2] = (state[2] + c) | 0; state[3] = (state[3] + d) | 0;
  state[4] = (state[4] + e) | 0; state[5] = (state[5] + f) | 0;
  state[6] = (state[6] + g) | 0; state[7] = (state[7] + h) | 0;
}

// What stays the same is hashed once: the whole blocks at the salt's beginning.
function solve(task) {
  const salt = new TextEncoder().encode(task.salt);
  const whole = salt.length - (salt.length % 64);
  const begun = Int32Array.from(START);
  for (let at = 0; at < whole; at += 64) mix(begun, salt, at);
  const rest = salt.subarray(whole);
  const wanted = new Int32Array(8);
  for (let i = 0; i < 8; i += 1) wanted[i] = parseInt(task.challenge.substr(i * 8, 8), 16) | 0;
  const state = new Int32Array(8);
  const block = new Uint8Array(128);
  for (let n = 0; n <= task.maxNumber; n += 1) {
    const digits = String(n);
    const length = rest.length + digits.length;
    const end = length + 9 > 64 ? 128 : 64;
    block.fill(0);
    block.set(rest);
    for (let i = 0; i < digits.length; i += 1) block[rest.length + i] = digits.charCodeAt(i);
    block[length] = 0x80;
    const bits = (whole + length) * 8;
    block[end - 4] = bits >>> 24; block[end - 3] = bits >>> 16;
    block[end - 2] = bits >>> 8; block[end - 1] = bits;
    state.set(begun);
    mix(state, block, 0);
    if (end === 128) mix(state, block, 64);
    if (state[0] === wanted[0] && state.every((word, i) => word === wanted[i])) return n;
    if (n % 50000 === 0) postMessage({ tried: n });
  }
  return null;
}

onmessage = (event) => postMessage({ number: solve(event.data) });
