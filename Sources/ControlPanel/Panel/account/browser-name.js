/// Which browser on which system a session belongs to, as far as it says.
export function browserName(agent) {
    if (!agent) return "Unknown program";
    const browser = [["Edg", "Edge"], ["OPR", "Opera"], ["Firefox", "Firefox"], ["Chrome", "Chrome"], ["Safari", "Safari"]]
        .find(([mark]) => agent.includes(`${mark}/`))?.[1];
    const system = ["Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux"].find((mark) => agent.includes(mark));
    return browser ? [browser, system && `on ${system}`].filter(Boolean).join(" ") : agent;
}
