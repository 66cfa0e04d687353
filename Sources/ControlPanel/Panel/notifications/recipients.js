/// As many as one notification may have.
export const mostRecipients = 1000;

/// Rows of a file or of a pasted text: cells separated by commas, semicolons or tabs, in quotes where they hold one.
export function rowsOf(text) {
    const rows = [];
    let row = [];
    let cell = "";
    let isQuoted = false;
    const endCell = () => { row.push(cell.trim()); cell = ""; };
    const endRow = () => { endCell(); if (row.some((one) => one !== "")) rows.push(row); row = []; };
    const given = text.replace(/^\uFEFF/, "");
    for (let place = 0; place < given.length; place += 1) {
        const letter = given[place];
        if (isQuoted) {
            if (letter !== '"') cell += letter;
            else if (given[place + 1] === '"') { cell += letter; place += 1; } else isQuoted = false;
        } else if (letter === '"' && cell.trim() === "") isQuoted = true;
        else if (letter === "," || letter === ";" || letter === "\t") endCell();
        else if (letter === "\n") endRow();
        else cell += letter;
    }
    endRow();
    return rows;
}

/// Every cell is a recipient: what somebody has typed or pasted.
export function recipientsOf(text) {
    return rowsOf(text).flat().filter((cell) => cell !== "");
}

/// The columns of a file, `[{label, values}]`, the one that looks most like addresses first. Above numbers, a line without
/// any digit is a heading.
export function columnsOf(text) {
    const rows = rowsOf(text);
    const width = Math.max(0, ...rows.map((row) => row.length));
    const columns = Array.from({ length: width }, (_, place) => {
        const [first = "", ...others] = rows.map((row) => row[place] ?? "");
        const isHeading = first !== "" && !/\d/.test(first) && others.some((value) => /\d/.test(value));
        const values = (isHeading ? others : [first, ...others]).filter((value) => value !== "");
        const likely = values.filter((value) => /^[+(]?[\d\s().+-]{6,}$/.test(value)).length / Math.max(1, values.length)
            + (/address|phone|number|mobile|recipient|^to$/i.test(first) ? 1 : 0);
        return { label: isHeading ? first : `Column ${place + 1}`, values, likely };
    });
    return columns.sort((one, other) => other.likely - one.likely);
}
