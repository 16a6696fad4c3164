/**
 * What the steps of a run share: its parts, its context and its control. Not for hosts; may change
 * in any release.
 */
@NullMarked
package io.github.playlistsync.internal.run;

import org.jspecify.annotations.NullMarked;
