let context = null;

/// Browsers let a page sound only once somebody has touched it. This waits for that.
export function allowSoundsAfterGesture() {
    const begin = () => {
        context ??= "AudioContext" in window ? new AudioContext() : null;
        context?.resume();
    };
    for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, begin, { capture: true });
}

export function mayPlay() { return context?.state === "running"; }

/// Two soft notes, made here: no file to load, none to allow.
export function playArrival() {
    if (!mayPlay()) return;
    [[659.25, 0], [880, 0.12]].forEach(([frequency, delay]) => {
        const tone = context.createOscillator();
        const volume = context.createGain();
        const start = context.currentTime + delay;
        tone.frequency.value = frequency;
        volume.gain.setValueAtTime(0.0001, start);
        volume.gain.exponentialRampToValueAtTime(0.12, start + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
        tone.connect(volume).connect(context.destination);
        tone.start(start);
        tone.stop(start + 0.4);
    });
}
