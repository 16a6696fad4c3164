// Reads a playlist page by page with Spotify's own SDK, as its users do.
// Arguments: address of the server, access token, playlist, number of runs.
// Prints a line a run: the number of items and the milliseconds.
import { SpotifyApi } from "@spotify/web-api-ts-sdk";

const [server, token, playlist, runs] = process.argv.slice(2);
const sdk = SpotifyApi.withAccessToken(
  "benchmark",
  { access_token: token, token_type: "Bearer", expires_in: 3600, refresh_token: "none" },
  { fetch: (url, init) => fetch(String(url).replace("https://api.spotify.com", server), init) },
);

for (let run = 0; run < Number(runs); run++) {
  const begun = performance.now();
  const items = [];
  for (let page, offset = 0; !page || page.next; offset += 50) {
    page = await sdk.playlists.getPlaylistItems(playlist, undefined, undefined, 50, offset);
    items.push(...page.items);
  }
  console.log(items.length, Math.round(performance.now() - begun));
}
