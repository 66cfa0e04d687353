/// What a client in a preview may be in the middle of.
export const examples = [
    { value: "begin", label: "Start", make: () => ({ chat: state("none"), messages: [] }) },
    { value: "talk", label: "Conversation", make: () => ({ chat: state("open"), messages: messages() }) },
    { value: "end", label: "Ended", make: () => ({ chat: state("closed"), messages: messages() }) },
];

function state(state) {
    const isThere = state !== "none";
    return { state, conversation: isThere ? "example" : null, agent: isThere ? "Alex" : null, mayAskForTranscript: isThere };
}

function messages() {
    const began = Date.now() - 5 * 60_000;
    return [
        ["visitor", null, "Hello! Is the red kettle in stock?"],
        ["agent", "Alex", "It is: we have three of them. See https://shop.example/kettles"],
        ["visitor", null, "Wonderful, thank you."],
        ["agent", "Alex", "You are welcome. Is there anything else?"],
    ].map(([from, name, text], place) => ({
        id: `example-${place}`, clientId: null, from, name, text, files: [], at: began + place * 60_000,
        status: from === "visitor" ? "delivered" : "read",
    }));
}
