/**
 * The fewest row writes from one content to another. The way in is {@link
 * io.github.playlistsync.internal.diff.ContentDiff}. Not for hosts; may change in any release.
 */
@NullMarked
package io.github.playlistsync.internal.diff;

import org.jspecify.annotations.NullMarked;
