/** What a host chooses: how runs, workers, guards, audits and history behave. Values only. */
@NullMarked
package io.github.playlistsync.settings;

import org.jspecify.annotations.NullMarked;
