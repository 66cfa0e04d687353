import { api, path } from "../frame/api.js";

/// The last run of each connection's checklist, by the connection's id. One that has none yet is missing.
export async function lastRuns(connections, { signal }) {
    const runs = await Promise.all(connections.map(async (connection) => {
        try {
            return [connection.id, await api.get(path`/connections/${connection.id}/checklist`, { signal })];
        } catch (problem) {
            if (problem.status !== 404) throw problem;
            return null;
        }
    }));
    return new Map(runs.filter(Boolean));
}
