/** The text forms of checkpoints and reports. Not for hosts; may change in any release. */
@NullMarked
package io.github.playlistsync.internal.codec;

import org.jspecify.annotations.NullMarked;
