import { errorCorrection } from "./reed-solomon.js";

/// QR codes by ISO/IEC 18004: bytes, level M of error correction, versions 1 to 20, which is far more than an address for an
/// authenticator app needs.
const correctionLength = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const blockCount = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];

const masks = [
    (x, y) => (x + y) % 2 === 0, (x, y) => y % 2 === 0, (x) => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
    (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0, (x, y) => x * y % 2 + x * y % 3 === 0,
    (x, y) => (x * y % 2 + x * y % 3) % 2 === 0, (x, y) => ((x + y) % 2 + x * y % 3) % 2 === 0,
];

/// The modules of the code of a text, row by row, `true` for dark; `null` where it is too long.
export function encode(text) {
    const bytes = new TextEncoder().encode(text);
    for (let version = 1; version <= correctionLength.length; version += 1) {
        const space = codewordCount(version) - correctionLength[version - 1] * blockCount[version - 1];
        if (4 + lengthBits(version) + bytes.length * 8 > space * 8) continue;
        return draw(version, interleaved(version, dataOf(bytes, version, space)));
    }
    return null;
}

function lengthBits(version) { return version < 10 ? 8 : 16; }

/// How many bytes fit, those of error correction included.
function codewordCount(version) {
    let modules = (16 * version + 128) * version + 64;
    if (version >= 2) {
        const alignments = Math.floor(version / 7) + 2;
        modules -= (25 * alignments - 10) * alignments - 55;
        if (version >= 7) modules -= 36;
    }
    return Math.floor(modules / 8);
}

/// Mode, length, the bytes, an end, and what fills the rest.
function dataOf(bytes, version, space) {
    const bits = [];
    const put = (value, length) => { for (let place = length - 1; place >= 0; place -= 1) bits.push(value >>> place & 1); };
    put(0b0100, 4);
    put(bytes.length, lengthBits(version));
    for (const byte of bytes) put(byte, 8);
    put(0, Math.min(4, space * 8 - bits.length));
    put(0, (8 - bits.length % 8) % 8);
    const data = [];
    for (let place = 0; place < bits.length; place += 8) data.push(parseInt(bits.slice(place, place + 8).join(""), 2));
    for (let filler = 0xEC; data.length < space; filler ^= 0xEC ^ 0x11) data.push(filler);
    return data;
}

/// The data in blocks, each with its error correction, dealt out in turns.
function interleaved(version, data) {
    const [count, length] = [blockCount[version - 1], correctionLength[version - 1]];
    const longer = data.length % count;
    const short = Math.floor(data.length / count);
    const blocks = [];
    let start = 0;
    for (let place = 0; place < count; place += 1) {
        const end = start + short + (place >= count - longer ? 1 : 0);
        blocks.push(data.slice(start, end));
        start = end;
    }
    const corrections = blocks.map((block) => errorCorrection(block, length));
    const dealt = [];
    for (let place = 0; place <= short; place += 1) for (const block of blocks) if (place < block.length) dealt.push(block[place]);
    for (let place = 0; place < length; place += 1) for (const correction of corrections) dealt.push(correction[place]);
    return dealt;
}

function draw(version, codewords) {
    let best = null;
    for (let mask = 0; mask < masks.length; mask += 1) {
        const grid = new Grid(version);
        grid.putCodewords(codewords, masks[mask]);
        grid.putFormat(mask);
        const penalty = penaltyOf(grid.modules);
        if (best === null || penalty < best.penalty) best = { penalty, modules: grid.modules };
    }
    return best.modules;
}

/// The square: what every code has, and where there is room for codewords.
class Grid {
    constructor(version) {
        this.size = 4 * version + 17;
        this.modules = Array.from({ length: this.size }, () => Array(this.size).fill(false));
        this.isTaken = Array.from({ length: this.size }, () => Array(this.size).fill(false));
        for (let place = 0; place < this.size; place += 1) {
            this.#set(6, place, place % 2 === 0);
            this.#set(place, 6, place % 2 === 0);
        }
        for (const [x, y] of [[3, 3], [this.size - 4, 3], [3, this.size - 4]]) this.#ring(x, y, 4, [2, 4]);
        const centres = alignmentCentres(version, this.size);
        const last = centres.length - 1;
        centres.forEach((x, column) => centres.forEach((y, row) => {
            const isFinder = (column === 0 && (row === 0 || row === last)) || (column === last && row === 0);
            if (!isFinder) this.#ring(x, y, 2, [1]);
        }));
        this.putFormat(0);
        if (version >= 7) this.#putVersion(version);
    }

    #set(x, y, isDark) {
        this.modules[y][x] = isDark;
        this.isTaken[y][x] = true;
    }

    /// A square around a centre, dark but for the rings at some distances.
    #ring(centreX, centreY, radius, light) {
        for (let dy = -radius; dy <= radius; dy += 1) {
            for (let dx = -radius; dx <= radius; dx += 1) {
                const [x, y] = [centreX + dx, centreY + dy];
                if (x < 0 || y < 0 || x >= this.size || y >= this.size) continue;
                this.#set(x, y, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
            }
        }
    }

    /// Level and mask, twice. Level M is 0.
    putFormat(mask) {
        const bits = (mask << 10 | remainder(mask, 10, 0x537)) ^ 0x5412;
        const bit = (place) => (bits >>> place & 1) === 1;
        for (let place = 0; place < 6; place += 1) this.#set(8, place, bit(place));
        this.#set(8, 7, bit(6));
        this.#set(8, 8, bit(7));
        this.#set(7, 8, bit(8));
        for (let place = 9; place < 15; place += 1) this.#set(14 - place, 8, bit(place));
        for (let place = 0; place < 8; place += 1) this.#set(this.size - 1 - place, 8, bit(place));
        for (let place = 8; place < 15; place += 1) this.#set(8, this.size - 15 + place, bit(place));
        this.#set(8, this.size - 8, true);
    }

    #putVersion(version) {
        const bits = version << 12 | remainder(version, 12, 0x1F25);
        for (let place = 0; place < 18; place += 1) {
            const [along, across] = [this.size - 11 + place % 3, Math.floor(place / 3)];
            this.#set(along, across, (bits >>> place & 1) === 1);
            this.#set(across, along, (bits >>> place & 1) === 1);
        }
    }

    /// In pairs of columns from the right, up and down in turns.
    putCodewords(codewords, isFlipped) {
        let place = 0;
        for (let right = this.size - 1; right >= 1; right -= 2) {
            if (right === 6) right = 5;
            const isUpward = (right + 1 & 2) === 0;
            for (let step = 0; step < this.size; step += 1) {
                const y = isUpward ? this.size - 1 - step : step;
                for (const x of [right, right - 1]) {
                    if (this.isTaken[y][x]) continue;
                    const bit = place < codewords.length * 8 && (codewords[place >>> 3] >>> 7 - (place & 7) & 1) === 1;
                    this.modules[y][x] = bit !== isFlipped(x, y);
                    place += 1;
                }
            }
        }
    }
}

/// Of a division of polynomials over two elements: what protects format and version.
function remainder(value, length, divisor) {
    let rest = value;
    for (let place = 0; place < length; place += 1) rest = rest << 1 ^ (rest >>> length - 1) * divisor;
    return rest;
}

function alignmentCentres(version, size) {
    if (version === 1) return [];
    const count = Math.floor(version / 7) + 2;
    const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
    const centres = [6];
    for (let place = 0; place < count - 1; place += 1) centres.splice(1, 0, size - 7 - place * step);
    return centres;
}

/// How hard a code is to read: long runs, blocks, what looks like a finder, and too much of one colour.
function penaltyOf(modules) {
    const size = modules.length;
    const columns = modules[0].map((_, x) => modules.map((row) => row[x]));
    let penalty = 0;
    for (const line of [...modules, ...columns]) {
        const text = line.map((isDark) => isDark ? "1" : "0").join("");
        for (const run of text.match(/0{5,}|1{5,}/g) ?? []) penalty += run.length - 2;
        for (let place = 0; place + 11 <= size; place += 1) {
            const part = text.slice(place, place + 11);
            if (part === "10111010000" || part === "00001011101") penalty += 40;
        }
    }
    let dark = 0;
    for (let y = 0; y < size; y += 1) {
        for (let x = 0; x < size; x += 1) {
            if (modules[y][x]) dark += 1;
            if (x > 0 && y > 0 && modules[y][x] === modules[y - 1][x] && modules[y][x] === modules[y][x - 1]
                && modules[y][x] === modules[y - 1][x - 1]) penalty += 3;
        }
    }
    return penalty + Math.floor(Math.abs(dark * 20 - size * size * 10) / (size * size)) * 10;
}
