package io.github.playlistsync.report;

/**
 * What a {@link io.github.playlistsync.settings.RetentionPolicy} deleted. Hosts receive it; the
 * library constructs it, and may add components in any release.
 *
 * @param prunedRows how many rows of history
 * @param purgedPlaylists how many playlists, with all that was kept of them
 */
public record RetentionReport(long prunedRows, long purgedPlaylists) {}
