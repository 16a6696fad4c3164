/**
 * What every step of a run shares: its parts, its limits and its control. Not for hosts; may change
 * in any release.
 */
@NullMarked
package io.github.playlistsync.internal.run;

import org.jspecify.annotations.NullMarked;
