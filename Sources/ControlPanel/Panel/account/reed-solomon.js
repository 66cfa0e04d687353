/// Error correction of QR codes: Reed–Solomon over the field of 256 elements, by x⁸ + x⁴ + x³ + x² + 1.
const powers = [];
const logarithms = [];
for (let exponent = 0, value = 1; exponent < 255; exponent += 1) {
    powers[exponent] = value;
    logarithms[value] = exponent;
    value = value << 1 ^ (value >= 128 ? 0x11D : 0);
}

function product(one, other) {
    return one === 0 || other === 0 ? 0 : powers[(logarithms[one] + logarithms[other]) % 255];
}

/// What is sent along with some bytes, so that a reader can mend them.
export function errorCorrection(data, length) {
    // The divisor, highest power first, without its leading 1.
    let divisor = [1];
    for (let root = 0; root < length; root += 1) {
        divisor = [...divisor, 0].map((factor, place) => factor ^ product(divisor[place - 1] ?? 0, powers[root]));
    }
    divisor.shift();
    const rest = Array(length).fill(0);
    for (const byte of data) {
        const factor = byte ^ rest.shift();
        rest.push(0);
        divisor.forEach((coefficient, place) => { rest[place] ^= product(coefficient, factor); });
    }
    return rest;
}
